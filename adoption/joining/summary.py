"""All that is kept of an adoption: in words for its adopter to read, and as data to take home."""

from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from adoption.joining.answers import Answers
from adoption.models import Adoption, AdoptionRequest
from adoption.practice_pages import page_of
from adoption.terms import term_label
from practices.models import Setting

State = Adoption.State
# What is not the adopter's to have: keys of the portal's own tables.
_NOT_TOLD = {"adoption", "follow_up", "version", "photo", "id"}


def summary_of(told: Answers) -> list[tuple[str, str]]:
    """Return (label, text) of what was told, in the active language; what was not told is left out."""
    lines = [(_("State"), str(State(told.state).label))]
    if told.since:
        lines.append((_("Taken into use"), formats.date_format(told.since)))
    if told.on != told.since:
        lines.append((_("State since"), formats.date_format(told.on)))
    if told.reason:
        lines.append((_("Reason for stopping"), str(Adoption.Reason(told.reason).label)))
    if told.reason_words:
        lines.append((_("In your own words"), told.reason_words))
    if told.setting and (setting := Setting.objects.filter(slug=told.setting).first()):
        lines.append((_("Setting"), str(setting)))
    if told.students is not None:
        lines.append((_("Students in a year"), formats.number_format(told.students)))
    lines += [
        (_("Named publicly"), _yes(told.is_public)),
        (_("Readers may ask"), _yes(told.is_contact_open)),
        (_("Would like company"), _company(told)),
    ]
    return lines


def _yes(whether: bool) -> str:
    return _("yes") if whether else _("no")


def _company(told: Answers) -> str:
    if not told.wants_company:
        return _("no")
    return ", ".join(filter(None, (_("yes"), term_label(told.start_term))))


def everything(adoption: Adoption) -> dict[str, Any]:
    """Return everything that is kept of an adoption, as plain data."""
    page = page_of(adoption.practice)
    version = getattr(adoption, "local_version", None)
    institution: Any = adoption.organisation or adoption.suggested
    return {
        **_row(adoption),
        "practice": page.title if page else str(adoption.practice),
        "institution": {"name": str(institution), "kind": institution.kind},
        "setting": str(adoption.setting) if adoption.setting else None,
        "history": [_row(each) for each in adoption.changes.all()],
        "follow_ups": [
            {
                **_row(each),
                "photo": each.photo.file.name if each.photo else None,
                "mails": [_row(mail) for mail in each.sendings.all()],
            }
            for each in adoption.follow_ups.select_related("photo").prefetch_related("sendings")
        ],
        "local_version": version
        and {
            **_row(version),
            "parts": [_row(each) for each in version.parts.all()],
            "materials": [_row(each) for each in version.materials.all()],
        },
        # The words are the asker's; that a question came is the adopter's to know.
        "questions": [
            {"kind": each.kind, "asked_at": each.asked_at, "relayed_at": each.relayed_at}
            for each in adoption.questions.all()
        ],
        "requests": [
            {name: getattr(each, name) for name in ("kind", "asked_at", "mailed_at", "confirmed_at")}
            for each in AdoptionRequest.objects.filter(adoption=adoption)
        ],
    }


def _row(row: Any) -> dict[str, Any]:
    """Return the fields of a row that tell something, as JSON can hold them."""
    fields = [field for field in row._meta.concrete_fields if field.name not in _NOT_TOLD]
    return {field.name: getattr(row, field.attname) for field in fields if not field.is_relation}
