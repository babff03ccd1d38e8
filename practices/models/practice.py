"""A practice: what a teacher reads, in the order in which it is read."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from practices import blocks as practice_blocks
from practices.forms import PracticeForm
from practices.models import terms
from practices.models.practice_languages import SHARED, translatable_fields
from practices.models.practice_tabs import practice_tabs
from practices.page_parts import parts_of
from practices.previews import as_read_in, preview_modes
from practices.querysets import PracticeManager
from practices.standing import notes_of

TEXT = ["bold", "italic", "ol", "ul", "link"]


def text(label: Any, help_text: Any, *, required: bool = False) -> RichTextField:
    """Return a field for a few paragraphs."""
    return RichTextField(label, features=TEXT, blank=not required, help_text=help_text)


def term_field(through: type[models.Model], label: Any, help_text: Any, *, required: bool = False) -> Any:
    """Return a field that tags the page with curated terms."""
    return ClusterTaggableManager(
        through=through, verbose_name=label, help_text=help_text, blank=not required, related_name="practices"
    )


class PracticePage(Page):
    """A practice that a project developed: someone reads it in a minute, and starts tomorrow."""

    class Maturity(models.TextChoices):
        IDEA = "idea", _("idea")
        PILOTED = "piloted", _("piloted")
        REFINED = "refined", _("refined")
        ESTABLISHED = "established", _("established")

    class Cost(models.TextChoices):
        NONE = "none", _("no extra cost")
        LOW = "low", _("low cost")
        MODERATE = "moderate", _("moderate cost")
        HIGH = "high", _("high cost")

    class Grade(models.TextChoices):
        A = "A", "A"
        B = "B", "B"
        C = "C", "C"
        D = "D", "D"

    key = models.SlugField(
        _("permanent id"),
        max_length=100,
        blank=True,
        db_index=True,
        help_text=_("Part of the permanent address. Made from the name; the same in every language."),
    )

    # 1. First screen
    promise = models.CharField(
        _("promise"),
        max_length=90,
        help_text=_("What gets better, and for whom, in one line of at most 90 characters."),
    )
    image = models.ForeignKey(
        "practices.PortalImage",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alt = models.CharField(
        _("alt text of the image"),
        max_length=200,
        blank=True,
        help_text=_("Say what the picture shows to someone who cannot see it."),
    )
    maturity = models.CharField(
        _("maturity"),
        max_length=12,
        choices=Maturity,
        help_text=_(
            "Idea: planned. Piloted: tried at least once. Refined: improved after feedback. Established: everyday."
        ),
    )
    target_groups = term_field(
        terms.PracticeTargetGroup,
        _("for whom"),
        _("Who takes part or benefits. Tick all that fit."),
        required=True,
    )
    settings = term_field(
        terms.PracticeSetting, _("setting"), _("Where it happens. Tick all that fit."), required=True
    )
    themes = term_field(
        terms.PracticeTheme, _("themes"), _("What it is about. One or two are usually enough."), required=True
    )
    phases = term_field(terms.PracticePhase, _("phase of studies"), _("When in the studies it helps."))
    time_needed = models.CharField(
        _("time"),
        max_length=200,
        blank=True,
        help_text=_("How long it takes: “45 minutes a week for a term”."),
    )
    group_size = models.CharField(
        _("size"), max_length=200, blank=True, help_text=_("For how many: “one class”, “2–6 students”.")
    )
    cost = models.CharField(_("cost level"), max_length=10, choices=Cost, blank=True)
    staff_hours = models.CharField(
        _("staff hours"),
        max_length=200,
        blank=True,
        help_text=_(
            "Hours that the staff really used: “20 h at the start, then 2 h a week”. Leave empty if not known."
        ),
    )

    # 2. Why
    situation = text(
        _("situation"), _("The situation it helps with, as a colleague would recognise it."), required=True
    )
    intended_change = text(
        _("intended change"), _("What should change, and how you notice that it did."), required=True
    )
    idea = text(_("the idea in brief"), _("How it works, in a few sentences."), required=True)
    student_notices = text(
        _("what a student notices"),
        _("In plain language, to the student: “You are asked… You may…”. Short sentences."),
        required=True,
    )

    # 3. How
    steps = StreamField(
        practice_blocks.StepsBlock(),
        verbose_name=_("steps"),
        help_text=_("Three to seven steps, the first one for tomorrow."),
    )
    resources = StreamField(
        practice_blocks.ResourcesBlock(required=False), verbose_name=_("resources"), blank=True
    )
    core = text(_("what must stay"), _("The core without which it is no longer the same practice."))
    adaptable = text(_("what may be adapted"), _("What others may change to suit their own place."))
    conditions = text(_("conditions"), _("What has to be in place before starting."))
    risks = StreamField(
        practice_blocks.RisksBlock(required=False), verbose_name=_("risks and remedies"), blank=True
    )
    students_part = text(_("the students' part"), _("What students plan, decide and do themselves."))
    equality = text(_("equality"), _("How everyone gets to take part on equal terms."))
    accessibility = text(_("accessibility"), _("Spaces, language, senses, distance: what to see to."))
    privacy = text(
        _("privacy"), _("What is written down of people, where it is kept, who sees it, when it is deleted.")
    )

    # 4. Does it work
    results = StreamField(practice_blocks.ResultsBlock(required=False), verbose_name=_("results"), blank=True)
    evaluations = text(_("evaluations"), _("Who has evaluated it, when and how."))
    student_quotes = StreamField(
        practice_blocks.QuotesBlock(required=False), verbose_name=_("students' words"), blank=True
    )
    what_did_not_work = text(
        _("what did not work"), _("What you would do differently. Others learn most from this.")
    )
    grade_target_group = models.CharField(
        _("target group is well defined"), max_length=1, choices=Grade, blank=True
    )
    grade_method = models.CharField(
        _("method is described and grounded"), max_length=1, choices=Grade, blank=True
    )
    grade_implementation = models.CharField(
        _("implementation is tried out"), max_length=1, choices=Grade, blank=True
    )
    grade_effect = models.CharField(_("effect is shown"), max_length=1, choices=Grade, blank=True)
    grade_cost = models.CharField(_("cost is known"), max_length=1, choices=Grade, blank=True)

    # 5. Take into use
    materials = StreamField(
        practice_blocks.MaterialsBlock(required=False), verbose_name=_("materials"), blank=True
    )
    checklist = StreamField(
        practice_blocks.ChecklistBlock(required=False), verbose_name=_("start checklist"), blank=True
    )
    ask_makers = text(
        _("ask the makers"), _("How to reach the makers: a web page or a shared mailbox, not a person's own.")
    )

    # 6. Background
    outline = models.BooleanField(
        _("the guidance is the portal editors' outline"),
        default=False,
        help_text=_("Readers see a note that the makers have not yet completed this page."),
    )
    source_says = text(
        _("what the source says"), _("What a published source tells of this practice, and nothing more.")
    )
    sources = StreamField(practice_blocks.SourcesBlock(required=False), verbose_name=_("sources"), blank=True)
    projects = term_field(terms.PracticeProject, _("projects"), _("Every project that made it."))
    makers = term_field(terms.PracticeMaker, _("makers"), _("Organisations that made it."))
    based_on = text(_("based on"), _("The method, law or earlier model that it builds on."))
    related = StreamField(
        [("practice", blocks.PageChooserBlock("practices.PracticePage"))],
        verbose_name=_("related practices"),
        blank=True,
        help_text=_("Chosen by you; the portal adds others that share themes and words."),
    )
    region = models.CharField(_("region"), max_length=100, blank=True)
    keywords = ClusterTaggableManager(
        through=terms.PracticeKeyword,
        verbose_name=_("keywords"),
        blank=True,
        related_name="practices",
        help_text=_("Other words that people search with, in the language of this page."),
    )
    review_date = models.DateField(_("to be reviewed"), null=True, blank=True)
    caretaker = models.CharField(
        _("caretaker"),
        max_length=200,
        blank=True,
        help_text=_("The organisation or role that keeps this page true."),
    )
    checked_on = models.DateField(
        _("checked on"), null=True, blank=True, help_text=_("When somebody last saw that all of it holds.")
    )
    seeking_caretaker = models.BooleanField(
        _("looking for a caretaker"),
        default=False,
        help_text=_("Readers see that the practice needs somebody to look after it."),
    )
    retired_reason = models.TextField(
        _("why it is no longer recommended"),
        blank=True,
        help_text=_("Fill in only when the practice is retired."),
    )
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("use instead"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = PracticeManager()
    alt_may_wait = False  # set by the editor's form while it saves a draft

    base_form_class = PracticeForm
    template = "practices/practice_page.html"
    parent_page_types = ["practices.ProjectPage"]
    subpage_types: list[str] = []
    page_description = _("A practice: what it is, how to start, what is known of it.")

    search_fields = [
        *Page.search_fields,
        *map(index.SearchField, ("promise", "idea")),
        *map(index.FilterField, ("maturity", "outline")),
    ]

    translatable_fields = translatable_fields()

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Validate; a new practice gets its permanent id from its name, and a copy one of its own."""
        self.own_key()
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.image_id and not self.image_alt.strip() and not self.alt_may_wait:
            raise ValidationError({"image_alt": _("The image needs an alt text: say what it shows.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a copy of a page gets a permanent id of its own before anyone can meet it at the original's."""
        if self._state.adding:
            self.own_key()
        super().save(*args, **kwargs)

    def own_key(self) -> None:
        """Give the page a permanent id where it has none, or where an older practice has the same one."""
        others = PracticePage.objects.exclude(translation_key=self.translation_key)
        older = others.filter(pk__lt=self.pk) if self.pk else others
        if not self.key or older.filter(key=self.key).exists():
            base = slugify(self.slug or self.title)[:90] or "praxis"
            taken = set(others.filter(key__startswith=base).values_list("key", flat=True))
            numbered = (f"{base}-{n}" for n in range(2, len(taken) + 3))
            self.key = next(key for key in (base, *numbered) if key not in taken)

    @cached_property
    def project_page(self) -> Any:
        """The page of the project that publishes this practice."""
        from practices.models.project import ProjectPage

        return ProjectPage.objects.get(path=self._get_basepath(self.path, self.depth - 1))

    @property
    def permanent_path(self) -> str:
        """Path of the address that stays when the page moves or is renamed; leads to the reader's language."""
        return f"/p/{self.key}"

    def _fetch_terms(self) -> None:
        """Get the terms of every relation, one query a relation instead of one a term; a preview has them in memory."""
        links = [name for name in SHARED if name.endswith("_links") and not getattr(self, name).is_deferring]
        through = {name: self._meta.get_field(name).related_model for name in links}
        prefetch_related_objects(
            [self], *(Prefetch(name, model.objects.select_related("tag")) for name, model in through.items())
        )

    @property
    def notes(self) -> list[str]:
        """What packages above this one say of it on a card, where it came from `for_cards()`."""
        return notes_of(vars(self))

    def profile(self) -> list[tuple[str, str]]:
        """Return the self-rated dimensions that have a grade, as (label, A–D)."""
        names = ("grade_target_group", "grade_method", "grade_implementation", "grade_effect", "grade_cost")
        return [
            (self._meta.get_field(name).verbose_name, getattr(self, name))
            for name in names
            if getattr(self, name)
        ]

    def resources_by_kind(self) -> list[tuple[str, list[Any]]]:
        """Return the resources grouped by kind, each group with its label, in the order of the choices."""
        labels = dict(practice_blocks.ResourceBlock().child_blocks["kind"].field.choices)
        groups: dict[str, list[Any]] = {}
        for block in self.resources:
            groups.setdefault(block.value["kind"], []).append(block)
        return [(str(label), groups[kind]) for kind, label in labels.items() if kind in groups]

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """Every language of the portal, the page's own first."""
        return preview_modes(self)

    def make_preview_request(
        self, original_request: Any = None, preview_mode: Any = None, extra_request_attrs: Any = None
    ) -> Any:
        """Show the page as it is read in the language that `preview_mode` names."""
        user = getattr(original_request, "user", None)
        read = as_read_in(self, preview_mode, user)
        return super(PracticePage, read).make_preview_request(
            original_request, preview_mode, extra_request_attrs
        )

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from practices.related import related_to

        self._fetch_terms()
        more = {"related_practices": related_to(self), "parts": parts_of(self)}
        return super().get_context(request, *args, **kwargs) | more


PracticePage.edit_handler = practice_tabs()
