"""Made-up institutions and their years with practices, the same for the same seed; for measuring and for tests."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from adoption.models import Adoption, FollowUp, StateChange
from adoption.models.follow_up import MONTHS
from adoption.places import finland
from adoption.pulse.planning import months_after
from practices.models import Organisation

State = Adoption.State
KINDS = ("folk-high-school", "folk-high-school", "vocational-institution", "other")


def simulate(
    practices: Sequence[UUID],
    *,
    institutions: int,
    adoptions: int,
    today: date,
    years: int = 3,
    months: Sequence[int] = MONTHS,
    seed: int = 1,
) -> None:
    """Write so many adoptions of `practices`, spread over `years` until `today`, with a follow-up a month of `months`.

    Each pair of an institution and a practice occurs once at most; there cannot be more adoptions than pairs.
    """
    random = Random(seed)  # noqa: S311 no secret: the same numbers every time
    organisations = Organisation.objects.bulk_create(_institutions(random, institutions))
    pairs = [(one, practice) for one in organisations for practice in practices]
    made = [_Life(random, one, practice, today, years) for one, practice in random.sample(pairs, adoptions)]
    Adoption.objects.bulk_create([life.adoption for life in made], batch_size=500)
    StateChange.objects.bulk_create([each for life in made for each in life.changes()], batch_size=500)
    FollowUp.objects.bulk_create([each for life in made for each in life.follow_ups(months)], batch_size=500)


def _institutions(random: Random, number: int) -> Iterator[Organisation]:
    regions = finland().regions
    for n in range(number):
        name = f"Simuloitu opisto {n}"
        yield Organisation(
            slug=f"simuloitu-opisto-{n}",
            name=name,
            names={"fi": name, "sv": f"Simulerad läroanstalt {n}"},
            kind=random.choice(KINDS),
            # As editors write them: a name or a code.
            region=random.choice([regions[n % len(regions)].code, regions[n % len(regions)].names["fi"]]),
        )


class _Life:
    """One adoption from its first day, and what was told of it."""

    def __init__(
        self, random: Random, organisation: Organisation, practice: UUID, today: date, years: int
    ) -> None:
        self.random, self.today = random, today
        first = today - timedelta(days=random.randrange(years * 365))
        self.states = self._states(first)
        state, state_on = self.states[-1]
        begun = [day for state, day in self.states if state in Adoption.RUNNING]
        noon = datetime.combine(first, time(12), UTC) + timedelta(days=random.choice([0, 0, 1, 9]))
        self.adoption = Adoption(
            practice=practice,
            organisation=organisation,
            state=state,
            state_on=state_on,
            since=begun[0] if begun else None,
            students=random.choice([None, random.randrange(5, 200)]),
            reason=random.choice([*Adoption.Reason.values, ""]) if state == State.STOPPED else "",
            language="fi",
            is_public=random.random() < 0.7,
            is_demo=random.random() < 0.1,
            consent="",
            consented_at=noon,
            confirmed_at=None if random.random() < 0.05 else noon,
            disputed_at=noon if random.random() < 0.03 else None,
        )

    def _states(self, day: date) -> list[tuple[str, date]]:
        """Return the states that it came into until today, some of them twice and in no good order."""
        found: list[tuple[str, date]] = []
        state = self.random.choice([State.CONSIDERING, State.TRYING, State.TRYING, State.IN_USE])
        while day <= self.today:
            found.append((state, day))
            if state == State.STOPPED and self.random.random() < 0.9:
                break
            day += timedelta(days=self.random.choice([0, self.random.randrange(20, 900)]))
            state = self.random.choice(
                [State.TRYING, State.IN_USE, State.IN_USE, State.EMBEDDED, State.STOPPED]
            )
        return found

    def changes(self) -> list[StateChange]:
        """Return its history."""
        return [
            StateChange(adoption=self.adoption, state=state, on=day, source="demo")
            for state, day in self.states
        ]

    def follow_ups(self, months: Sequence[int]) -> list[FollowUp]:
        """Return its follow-ups; of those that are due, two in three were answered, with more or less told."""
        if self.adoption.since is None:
            return []
        return [self._follow_up(month, months_after(self.adoption.since, month)) for month in months]

    def _follow_up(self, month: int, due: date) -> FollowUp:
        random = self.random
        if due > self.today or random.random() < 0.33:
            return FollowUp(adoption=self.adoption, month=month, due_on=due)
        answered = min(due + timedelta(days=random.randrange(30)), self.today)
        return FollowUp(
            adoption=self.adoption,
            month=month,
            due_on=due,
            answer=random.choice(FollowUp.Answer.values),
            answered_at=datetime.combine(answered, time(9), UTC),
            students=random.choice([None, random.randrange(300)]),
            **{field: random.choice([None, True, False]) for field in FollowUp.EMBEDDING},
        )
