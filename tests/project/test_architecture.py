"""The house: one direction of imports, settings in one place, modules that say what they are and stay small."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("config", "search", "practices", "publishing", "adoption", "home")
# Who may import whom. What is not named here may not be imported.
MAY_IMPORT = {
    "search": {"search"},
    "practices": {"practices", "search"},
    "publishing": {"publishing", "practices", "search"},
    "adoption": {"adoption", "practices", "search"},
    "home": {"home", "publishing", "adoption", "practices", "search"},
    "config": {"config", "home", "publishing", "adoption", "practices", "search"},
}
LONGEST_MODULE, LONGEST_FUNCTION = 400, 50
SAYS_NOTHING = {"utils", "helpers", "common", "misc", "core"}


def modules() -> Iterator[Path]:
    """Yield every module of ours but migrations."""
    for package in PACKAGES:
        yield from (p for p in sorted((ROOT / package).rglob("*.py")) if "migrations" not in p.parts)


MODULES = list(modules())


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> set[str]:
    """Return the top-level packages that a module imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: relative import"
            names.add((node.module or "").split(".")[0])
    return names


def test_imports_go_one_way() -> None:
    wrong = {
        name_of(path): sorted(foreign)
        for path in MODULES
        if (foreign := imported(path) & set(PACKAGES) - MAY_IMPORT[path.relative_to(ROOT).parts[0]])
    }
    assert not wrong


def test_modules_say_what_they_are_and_stay_small() -> None:
    wrong = {name_of(path): faults for path in MODULES if (faults := list(faults_of(path)))}
    assert not wrong


def faults_of(path: Path) -> Iterator[str]:
    """Yield what a module lacks or has too much of."""
    text = path.read_text()
    tree = ast.parse(text)
    if path.stem in SAYS_NOTHING:
        yield "a name that says nothing"
    if text.count("\n") > LONGEST_MODULE:
        yield f"{text.count(chr(10))} lines"
    if text.strip() and not ast.get_docstring(tree):
        yield "no docstring"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno
            if lines > LONGEST_FUNCTION:
                yield f"{node.name} has {lines} lines"


def test_only_the_settings_read_the_environment() -> None:
    readers = [name_of(p) for p in modules() if re.search(r"\benviron\b", p.read_text())]
    # The entry points name the settings module, and read nothing.
    assert set(readers) <= {"config/settings.py", "config/wsgi.py", "search/bench/languages.py"}


def test_every_variable_that_the_settings_read_is_in_the_readme() -> None:
    from config.settings import env

    readme = (ROOT / "README.md").read_text()
    assert not [name for name in env.scheme if f"`{name}`" not in readme]


def test_no_compiled_catalogue_and_no_secret_is_kept_in_the_repository() -> None:
    ignored = (ROOT / ".gitignore").read_text().split()
    assert {"*.mo", "var/", ".env", ".venv/"} <= set(ignored)
