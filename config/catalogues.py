"""Compiles the interface catalogues, also where no msgfmt is installed: `python -m config.catalogues`."""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"
# locale/editor/ supplies what the catalogues of the editor's packages (Wagtail, wagtail-localize, taggit, Django) lack.
# Those messages are not in our sources: beside ours, `make messages` would take them for obsolete.
EDITOR = LOCALE / "editor"


def compile_all(folder: Path = LOCALE) -> list[Path]:
    """Write a `.mo` beside every `.po` that is newer than it; return those written."""
    written = []
    for po in sorted(folder.glob("**/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            polib.pofile(str(po), encoding="utf-8").save_as_mofile(str(mo))
            written.append(mo)
    return written


if __name__ == "__main__":
    for file in compile_all():
        print(file.relative_to(LOCALE.parent))
