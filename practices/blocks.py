"""Building blocks of practices, themes and pages, each with a preview that shows an editor what it makes."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

# Pictures and embeds are left out: wagtail-localize cannot translate a picture's alt text inside rich text.
INLINE = ["bold", "italic", "link", "document-link"]
PARAGRAPHS = ["bold", "italic", "ol", "ul", "link", "document-link"]
CONTENT = ["h2", "h3", *PARAGRAPHS]


class Described(blocks.StructBlock):
    """A struct whose empty optional texts are stored as "" (None breaks wagtail-localize's extraction)."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        for name, child in self.child_blocks.items():
            if cleaned.get(name) is None and isinstance(
                child, blocks.CharBlock | blocks.TextBlock | blocks.URLBlock
            ):
                cleaned[name] = ""
        return cleaned


class StepBlock(Described):
    """One step of a practice: what is done, by whom, when, and what comes of it."""

    what = blocks.TextBlock(
        label=_("What is done"), help_text=_("Begin with a verb: “Agree on a time and a place”.")
    )
    who = blocks.CharBlock(label=_("Who"), required=False, default="", max_length=160)
    when = blocks.CharBlock(label=_("When"), required=False, default="", max_length=160)
    result = blocks.TextBlock(
        label=_("Result"), required=False, default="", help_text=_("What is there afterwards.")
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")
        label_format = "{what}"
        template = "practices/blocks/step.html"
        description = _("What, who, when and the result: shown on a timeline.")
        preview_value = {
            "what": "Sovitaan ryhmän kanssa yhteinen aika ja paikka.",
            "who": "Ryhmänohjaaja",
            "when": "Syyskuun alussa",
            "result": "Aika on kaikkien kalenterissa.",
        }


class ResourceBlock(Described):
    """Something that a practice needs."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("people", _("People")), ("ways", _("Ways of working")), ("tools", _("Tools and spaces"))],
        default="people",
    )
    need = blocks.ChoiceBlock(
        label=_("How needed"),
        choices=[("must", _("Must have")), ("nice", _("Good to have")), ("help", _("We help with this"))],
        default="must",
    )
    what = blocks.CharBlock(label=_("What"), max_length=255)

    class Meta:
        icon = "tasks"
        label = _("Resource")
        label_format = "{what}"
        template = "practices/blocks/resource.html"
        description = _("A person, a way of working or a tool, and how much it is needed.")
        preview_value = {"kind": "people", "need": "must", "what": "Yksi ohjaaja, jolla on aikaa joka viikko"}


class RiskBlock(Described):
    """What may go wrong, and what to do about it."""

    risk = blocks.TextBlock(label=_("What may go wrong"))
    remedy = blocks.TextBlock(label=_("What helps"))

    class Meta:
        icon = "warning"
        label = _("Risk and remedy")
        label_format = "{risk}"
        template = "practices/blocks/risk.html"
        description = _("A risk with what helps against it.")
        preview_value = {
            "risk": "Samat opiskelijat puhuvat aina.",
            "remedy": "Aloittakaa kierroksella, jossa jokainen sanoo jotain.",
        }


class ChartRowBlock(Described):
    """One bar."""

    label = blocks.CharBlock(label=_("Label"), max_length=200)
    value = blocks.FloatBlock(label=_("Value"))


class ChartBlock(Described):
    """Figures as bars, always with their table."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    question = blocks.TextBlock(label=_("What was asked"), required=False, default="")
    unit = blocks.CharBlock(
        label=_("Unit"), required=False, default="", max_length=20, help_text=_("For example %.")
    )
    maximum = blocks.FloatBlock(label=_("End of the scale"), default=100, min_value=0.1)
    n = blocks.IntegerBlock(label=_("Number of answers (n)"), required=False, min_value=1)
    rows = blocks.ListBlock(ChartRowBlock(label=_("Bar")), label=_("Bars"), min_num=1)
    note = blocks.TextBlock(label=_("Note"), required=False, default="")
    source = blocks.CharBlock(label=_("Source"), max_length=255, help_text=_("Where the figures come from."))

    class Meta:
        icon = "decimal"
        label = _("Chart")
        label_format = "{title}"
        template = "practices/blocks/chart.html"
        description = _("Bars drawn from the figures you give, with a table that everyone can read.")
        preview_value = {
            "title": "Mihin toiminta suuntautui",
            "question": "Mihin toimenpiteisiin toiminta on suuntautunut?",
            "unit": "%",
            "maximum": 100.0,
            "n": 69,
            "rows": [
                {"label": "Opiskelijoiden osallisuus", "value": 90.0},
                {"label": "Tutortoiminta", "value": 38.0},
            ],
            "note": "",
            "source": "Kysely 2025",
        }

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add `bars`: each row with its length in per cent of the scale (0–100, one decimal).

        `decimals` is how many every value is shown with: one where any value needs it.
        """
        context = super().get_context(value, parent_context)
        scale = value["maximum"] or 100
        context["bars"] = [
            {
                "label": row["label"],
                "value": row["value"],
                "length": round(max(0, min(100, 100 * (row["value"] or 0) / scale)), 1),
            }
            for row in value["rows"]
        ]
        context["decimals"] = int(any((row["value"] or 0) % 1 for row in value["rows"]))
        return context

    def clean(self, value: Any) -> Any:
        """Return the cleaned chart. Raises StructBlockValidationError where a bar is longer than the scale."""
        cleaned = super().clean(value)
        largest = max((row["value"] or 0 for row in cleaned["rows"]), default=0)
        if cleaned["maximum"] and largest > cleaned["maximum"]:
            message = _("A bar has the value %(value)s, which is past the end of the scale.")
            error = ValidationError(message, params={"value": f"{largest:g}"})
            raise blocks.StructBlockValidationError(block_errors={"maximum": error})
        return cleaned


class QuoteBlock(Described):
    """Somebody's words, without a name."""

    text = blocks.TextBlock(label=_("Words"))
    who = blocks.CharBlock(
        label=_("Who said it"),
        required=False,
        default="",
        max_length=120,
        help_text=_("A role, never a name: “first-year student”."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        label_format = "{text}"
        template = "practices/blocks/quote.html"
        description = _("Words of a student or colleague, shown with a role instead of a name.")
        preview_value = {"text": "Oli helpompi tulla, kun joku kulki vierellä.", "who": "opiskelija"}


class MaterialMixin(Described):
    """What every material tells."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    language = blocks.ChoiceBlock(
        label=_("Language of the material"),
        choices=[
            ("fi", _("Finnish")),
            ("sv", _("Swedish")),
            ("en", _("English")),
            ("mul", _("Several languages")),
        ],
        default="fi",
    )
    licence = blocks.CharBlock(
        label=_("Licence"), required=False, default="", max_length=80, help_text=_("For example CC BY 4.0.")
    )


class FileBlock(MaterialMixin):
    """A file to download."""

    file = DocumentChooserBlock(label=_("File"))

    class Meta:
        icon = "doc-full"
        label = _("File")
        label_format = "{title}"
        template = "practices/blocks/file.html"
        description = _("A form, slides or a guide that others may use.")
        preview_value = {"title": "Palautelomake", "language": "fi", "licence": "CC BY 4.0", "file": None}


class LinkBlock(MaterialMixin):
    """A page elsewhere."""

    url = blocks.URLBlock(label=_("Web address"))

    class Meta:
        icon = "link-external"
        label = _("Link")
        label_format = "{title}"
        template = "practices/blocks/link.html"
        description = _("A page elsewhere, opened only when the reader chooses to.")
        preview_value = {
            "title": "Hankkeen sivut",
            "language": "fi",
            "licence": "",
            "url": "https://example.org/",
        }


class VideoBlock(MaterialMixin):
    """A video elsewhere. A plain link: nothing of another host is loaded before the reader chooses it."""

    url = blocks.URLBlock(label=_("Web address of the video"))
    minutes = blocks.IntegerBlock(label=_("Length in minutes"), required=False, min_value=1)
    captions = blocks.BooleanBlock(label=_("The video has captions"), required=False)

    class Meta:
        icon = "media"
        label = _("Video")
        label_format = "{title}"
        template = "practices/blocks/video.html"
        description = _("A link to a video, with its length and whether it has captions.")
        preview_value = {
            "title": "Näin aloitimme",
            "language": "fi",
            "licence": "",
            "url": "https://example.org/",
            "minutes": 4,
            "captions": True,
        }


class ParagraphBlock(blocks.RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", PARAGRAPHS)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "practices/blocks/paragraph.html"
        description = _("Paragraphs, lists and links.")
        preview_value = "<p>Kertokaa lyhyesti ja tavallisin sanoin.</p>"


class PictureBlock(Described):
    """A picture within the text."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, default="", max_length=255)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "practices/blocks/picture.html"
        description = _("A picture with alt text and, if needed, a caption.")

    def get_preview_value(self) -> Any:
        """Return the newest picture of the portal, since a preview needs one that is there."""
        image = get_image_model().objects.order_by("-pk").first()
        if image is not None:
            image.contextual_alt_text, image.decorative = image.title, False
        return self.normalize({"image": image, "caption": "Kuvateksti kertoo, mitä kuva lisää."})


class StepsBlock(blocks.StreamBlock):
    step = StepBlock()


class ResourcesBlock(blocks.StreamBlock):
    resource = ResourceBlock()


class RisksBlock(blocks.StreamBlock):
    risk = RiskBlock()


class ChecklistBlock(blocks.StreamBlock):
    item = blocks.CharBlock(
        label=_("Line"),
        max_length=255,
        icon="check",
        description=_("One thing to do before starting."),
        preview_value="Varatkaa tila koko lukukaudeksi.",
        preview_template="practices/blocks/line.html",
    )


class ResultsBlock(blocks.StreamBlock):
    paragraph = ParagraphBlock()
    chart = ChartBlock()


class QuotesBlock(blocks.StreamBlock):
    quote = QuoteBlock()


class MaterialsBlock(blocks.StreamBlock):
    file = FileBlock()
    link = LinkBlock()
    video = VideoBlock()


class SourceBlock(Described):
    """Where what the page says comes from."""

    title = blocks.CharBlock(label=_("Document"), max_length=255)
    publisher = blocks.CharBlock(label=_("Publisher"), required=False, default="", max_length=255)
    year = blocks.IntegerBlock(label=_("Year"), required=False, min_value=1900, max_value=2100)
    place = blocks.CharBlock(label=_("Place in the document"), required=False, default="", max_length=255)
    url = blocks.URLBlock(label=_("Web address"), required=False, default="")

    class Meta:
        icon = "clipboard-list"
        label = _("Source")
        label_format = "{title}"
        template = "practices/blocks/source.html"
        description = _("A report, plan or web page that what you tell comes from.")
        preview_value = {
            "title": "Kysely 2025",
            "publisher": "Verkosto",
            "year": 2025,
            "place": "s. 4",
            "url": "",
        }


class SourcesBlock(blocks.StreamBlock):
    source = SourceBlock()


class BodyBlock(blocks.StreamBlock):
    """Content of ordinary pages, news, theme and project pages."""

    text = ParagraphBlock(features=CONTENT)
    picture = PictureBlock()
    quote = QuoteBlock()
    chart = ChartBlock()
