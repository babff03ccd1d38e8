"""Reading data files: YAML in UTF-8, one mapping a file."""

from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from practices.loading.problems import Problem

MAX_BYTES = 1_000_000


class _Loader(yaml.SafeLoader):
    """Safe YAML in which a key given twice is an error instead of a silent loss."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _value in node.value:
            key = self.construct_object(key_node, deep=deep)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"“{key}” ×2", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


def read(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    """Return (the file's mapping, problems). With problems the mapping is empty."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return {}, [Problem(path, "", _("The file is too large; 1 MB at most."))]
        data = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 a SafeLoader
    except UnicodeDecodeError as error:
        return {}, [
            Problem(path, "", _("The file is not UTF-8 (byte %d). Save it again as UTF-8.") % error.start)
        ]
    except OSError as error:
        return {}, [Problem(path, "", _("The file cannot be read: %s") % (error.strerror or error))]
    except yaml.YAMLError as error:
        return {}, [Problem(path, "", _("The file is not YAML: %s") % _first_line(error))]
    except RecursionError:
        return {}, [Problem(path, "", _("The file is nested too deeply."))]
    if not isinstance(data, dict):
        return {}, [Problem(path, "", _("The file must hold fields: “name: value”."))]
    return data, []


def _first_line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    return _("line %(line)d: %(what)s") % {"line": mark.line + 1, "what": what} if mark else str(what)
