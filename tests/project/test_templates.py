"""Every template of ours compiles: no tag is left open, misspelled or not loaded."""

from pathlib import Path

from django.template import TemplateSyntaxError, engines

from tests.project.test_architecture import PACKAGES, ROOT


def test_every_template_compiles() -> None:
    found, wrong = 0, {}
    for package in PACKAGES:
        folder = ROOT / package / "templates"
        for path in folder.rglob("*.*"):
            found += 1
            if fault := _fault_of(path, str(path.relative_to(folder))):
                wrong[str(path.relative_to(ROOT))] = fault
    assert found > 100
    assert not wrong


def _fault_of(path: Path, name: str) -> str:
    try:
        template = engines["django"].get_template(name)
    except TemplateSyntaxError as error:
        return str(error)
    return "" if Path(template.origin.name) == path else f"hidden by {template.origin.name}"
