"""Whatever runs the portal knows of translations: the editor's hooks are found, and publishing is listened to."""

import subprocess
import sys
from pathlib import Path

import practices

SCRIPT = """
import django; django.setup()
from wagtail import hooks
from wagtail.signals import page_published
found = {f.__module__ for name in ("before_edit_page", "register_admin_urls") for f in hooks.get_hooks(name)}
assert "practices.translation_hooks" in found, found
assert any("translations published" in str(key) for key, *_rest in page_published.receivers), "not listening"
"""


def test_the_portal_knows_of_translations(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 our own command
        [sys.executable, "-c", SCRIPT],
        cwd=Path(practices.__file__).parent.parent,
        env={"DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
