"""How well the tests notice faults: small ones are planted in modules that matter, and those that no test finds told.

    make test-all mutants           (ARGS="--shard 0/2" for every second mutant)

A mutant is one change inside one function: a comparison or condition turned round, a number or truth value changed, a
statement dropped, nothing returned. Every mutant runs in a process of its own, forked when all tests are collected, on
those tests that the coverage data (`make test-all`) saw running the changed line. Which mutants are taken is the same
in every run, so that two states of the tests can be compared.
"""

import argparse
import ast
import copy
import gc
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = (
    *("search/plan.py", "search/query.py", "search/answering.py"),
    *("publishing/roles.py", "publishing/teams/seeing.py", "adoption/joining/seeing.py"),
    *("publishing/importing/access.py", "practices/translating/access.py"),
    *("adoption/pulse/asking.py", "adoption/pulse/planning.py", "adoption/pulse/answering.py"),
    *("adoption/rooting/survival.py", "adoption/rooting/figures.py"),
    *(
        "publishing/importing/checking.py",
        "publishing/importing/planning.py",
        "publishing/importing/running.py",
    ),
    *("publishing/importing/kinds.py", "publishing/importing/undoing.py"),
    *("practices/translating/merging.py", "practices/translating/po.py", "practices/translating/carrying.py"),
    *("practices/translating/following.py", "practices/stand_ins.py"),
    *("practices/limits.py", "practices/links.py", "adoption/links.py", "publishing/suggesting/links.py"),
)
EACH = 16  # mutants of a module, drawn from all that it has
MOST_TESTS = (
    60  # for a mutant: those that run its lines first, and of these those of the module's own package
)
MOST_SECONDS = 120  # for a mutant's tests; one that makes them hang counts as found
NOT_PLANTED = "not planted"
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
SWAPPED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


@dataclass(frozen=True)
class Mutant:
    """One change in a module: which of all that it has, where, and what it does."""

    module: str
    number: int
    first_line: int
    last_line: int
    change: str

    @property
    def name(self) -> str:
        return f"{self.module}:{self.first_line} {self.change}"


class Mutator(ast.NodeTransformer):
    """Walks a module's functions and makes the change that has the wanted number; without one, lists all."""

    def __init__(self, wanted: int | None = None) -> None:
        self.wanted = wanted
        self.places: list[tuple[ast.AST, str]] = []
        self.inside = 0

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        decorators, node.decorator_list = node.decorator_list, []
        self.inside += 1
        node.body = [self.visit(statement) for statement in node.body]
        self.inside -= 1
        node.decorator_list = decorators
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        # Parts first, so that a change inside a statement and its removal are two mutants.
        if isinstance(node, ast.AnnAssign | ast.arguments | ast.JoinedStr) and self.inside:
            return node
        node = super().generic_visit(node)
        if not self.inside:
            return node
        for change, made in _changes(node):
            self.places.append((node, change))
            if len(self.places) - 1 == self.wanted:
                return ast.copy_location(made, node)
        return node


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield (what changes, the node in its place) for every change that a node allows."""
    match node:
        case ast.Compare(ops=[op, *_]) if type(op) in TURNED:
            made = copy.copy(node)
            made.ops = [TURNED[type(op)](), *node.ops[1:]]
            yield f"{type(op).__name__} becomes {TURNED[type(op)].__name__}", made
        case ast.BoolOp(op=op):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield f"{type(op).__name__} becomes {type(other).__name__}", ast.BoolOp(other, node.values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not dropped", operand
        case ast.BinOp(op=op) if type(op) in SWAPPED and not isinstance(
            node.left, ast.Constant | ast.JoinedStr
        ):
            yield (
                f"{type(op).__name__} becomes {SWAPPED[type(op)].__name__}",
                ast.BinOp(node.left, SWAPPED[type(op)](), node.right),
            )
        case ast.Constant(value=bool() as value):
            yield f"{value} becomes {not value}", ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield f"{value} becomes {value + 1}", ast.Constant(value + 1)
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield "nothing returned", ast.Return(ast.Constant(None))
        case (
            ast.If(test=ast.Name() | ast.Call() | ast.Attribute())
            | ast.IfExp(test=ast.Name() | ast.Call() | ast.Attribute())
        ):
            made = copy.copy(node)
            made.test = ast.UnaryOp(ast.Not(), node.test)
            yield "condition turned round", made
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
            yield f"{type(node).__name__} dropped", ast.Pass()


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def mutants_of(module: str, each: int = EACH) -> list[Mutant]:
    """Return a module's mutants, at most `each`, the same in every run."""
    mutator = Mutator()
    mutator.visit(ast.parse((ROOT / module).read_text()))
    every = [
        Mutant(module, number, node.lineno, node.end_lineno or node.lineno, change)  # type: ignore[attr-defined]
        for number, (node, change) in enumerate(mutator.places)
    ]
    return sorted(random.Random(module).sample(every, min(each, len(every))), key=lambda m: m.number)  # noqa: S311


def plant(mutant: Mutant) -> None:
    """Give the live functions of the mutant's module their changed code."""
    file = ROOT / mutant.module
    tree = ast.fix_missing_locations(Mutator(mutant.number).visit(ast.parse(file.read_text())))
    changed = {
        (code.co_qualname, code.co_firstlineno): code for code in _codes(compile(tree, str(file), "exec"))
    }
    planted = 0
    gc.unfreeze()  # what was imported before the tests began is out of the collector's sight
    for function in [each for each in gc.get_objects() if type(each) is FunctionType]:
        old = function.__code__
        if old.co_filename != str(file):
            continue
        new = changed.get((old.co_qualname, old.co_firstlineno))
        if (
            new is not None
            and new.co_code + repr(new.co_consts).encode() != old.co_code + repr(old.co_consts).encode()
        ):
            function.__code__ = new
            planted += 1
    assert planted, f"{mutant.name}: no function of it is in memory"


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


class Coverage:
    """Which tests ran which lines, from coverage data with contexts."""

    def __init__(self, data: str, items: list[pytest.Item]) -> None:
        from coverage import CoverageData

        self.data = CoverageData(data)
        self.data.read()
        self.items = items
        # Where the data were made need not be where they are read.
        self.files = {
            module: file
            for file in self.data.measured_files()
            for module in MODULES
            if file.endswith("/" + module)
        }

    def tests_of(self, mutant: Mutant) -> list[pytest.Item]:
        """Return the tests that ran a mutant's lines, and after them the rest of their modules."""
        lines = self.data.contexts_by_lineno(self.files[mutant.module]) if mutant.module in self.files else {}
        seen = {
            each for n in range(mutant.first_line, mutant.last_line + 1) for each in lines.get(n, ()) if each
        }
        tests = {_function(each) for each in seen}
        modules = {each.partition("::")[0] for each in seen}
        near = str(Path("tests") / Path(mutant.module).parent)
        chosen = [item for item in self.items if item.nodeid.partition("::")[0] in modules]
        chosen.sort(key=lambda item: (_function(item.nodeid) not in tests, not item.nodeid.startswith(near)))
        files = {item.nodeid.partition("::")[0]: n for n, item in enumerate(reversed(chosen[:MOST_TESTS]))}
        # Those of a module one after the other, so that its world is made once.
        return sorted(chosen[:MOST_TESTS], key=lambda item: -files[item.nodeid.partition("::")[0]])


def _function(name: str) -> str:
    """Return a test's name without its parameters and the phase that coverage adds."""
    return name.partition("|")[0].partition("[")[0]


class Run:
    """A pytest plugin that runs mutants in place of the tests."""

    def __init__(self, data: str, out: Path, mutants: list[Mutant]) -> None:
        self.data, self.out, self.mutants = data, out, mutants

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        coverage = Coverage(self.data, session.items)
        with self.out.open("a") as out:
            for mutant in self.mutants:
                began = time.monotonic()
                tests = coverage.tests_of(mutant)
                found = self.found(mutant, tests) if tests else ""
                row = asdict(mutant) | {
                    "found_by": found,
                    "tests": len(tests),
                    "seconds": round(time.monotonic() - began, 1),
                }
                out.write(json.dumps(row) + "\n")
                out.flush()
        return True

    def found(self, mutant: Mutant, tests: list[pytest.Item]) -> str:
        """Return the first test that fails with the mutant, or nothing."""
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.close(read)
            os.setsid()
            _child(mutant, tests, write)
        os.close(write)
        with os.fdopen(read) as pipe:
            try:
                signal.signal(signal.SIGALRM, _time_is_up)
                signal.alarm(MOST_SECONDS)
                told = pipe.read()
            except TimeoutError:
                os.killpg(child, signal.SIGKILL)
                told = "time was up"
            finally:
                signal.alarm(0)
        os.waitpid(child, 0)
        assert not told.startswith(NOT_PLANTED), told
        return told


def _time_is_up(*_: Any) -> None:
    raise TimeoutError


def _child(mutant: Mutant, tests: list[pytest.Item], write: int) -> None:
    """Run tests with the mutant until one fails, whose name goes into the pipe. Never returns."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(quiet, stream)
    failed: list[str] = []

    class Listener:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                failed.append(report.nodeid)

    config = tests[0].config
    config.pluginmanager.register(Listener())
    try:
        plant(mutant)
    except BaseException as error:
        os.write(write, f"{NOT_PLANTED}: {error!r}".encode())
        os._exit(1)
    try:
        for item, after in zip(tests, [*tests[1:], None], strict=True):
            config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if failed:
                break
    except BaseException as error:
        failed.append(repr(error)[:200])
    os.write(write, (failed[0] if failed else "").encode())
    os._exit(0)


def table(out: Path) -> str:
    """Return how many mutants of each module were found, as Markdown, and after it those that were not."""
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    planted, found = (
        Counter(row["module"] for row in rows),
        Counter(row["module"] for row in rows if row["found_by"]),
    )
    lines = ["| module | mutants | found | share |", "| --- | ---: | ---: | ---: |"]
    lines += [
        f"| {m} | {planted[m]} | {found[m]} | {found[m] / planted[m]:.0%} |" for m in MODULES if planted[m]
    ]
    lines.append(f"| all | {planted.total()} | {found.total()} | {found.total() / planted.total():.1%} |\n")
    lines += [
        f"{r['module']}:{r['first_line']} {r['change']} ({r['tests']} tests)"
        for r in rows
        if not r["found_by"]
    ]
    return "\n".join(lines)


def main() -> int:
    """Run the mutants of this shard on the tests of the chosen folders, then print the table of what is in the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--coverage", required=True, help="coverage data with contexts")
    parser.add_argument("--out", type=Path, required=True, help="a JSON line for every mutant is added here")
    parser.add_argument("--shard", default="0/1", help="such as 1/2: every second mutant, from the second on")
    parser.add_argument("--each", type=int, default=EACH, help="most mutants of a module")
    parser.add_argument("--only", default="", help="modules whose paths begin with this, such as search/")
    parser.add_argument("tests", nargs="*", default=["tests"])
    options = parser.parse_args()
    index, of = map(int, options.shard.split("/"))
    mutants = [
        m for module in MODULES if module.startswith(options.only) for m in mutants_of(module, options.each)
    ]
    run = Run(options.coverage, options.out, mutants[index::of])
    status = pytest.main(
        ["-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-m", "", *options.tests], plugins=[run]
    )
    print(table(options.out))  # noqa: T201
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
