"""The shape of the project: import directions, sizes, names, and four files for each format."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from parsers.formats import FORMATS

ROOT = Path(__file__).parent.parent
BELOW = {
    "parsers": frozenset[str](),
    "search": frozenset({"parsers"}),
    "ingest": frozenset({"search", "parsers"}),
    "alerts": frozenset({"search", "parsers"}),
    "web": frozenset({"ingest", "alerts", "search", "parsers"}),
    "nephoscope": frozenset({"web", "ingest", "alerts", "search", "parsers", "samples"}),
}
"""Each package and those that it may import."""

NO_NAMES = {"utils", "util", "common", "core", "helpers", "manager", "base", "misc"}
NOT_OURS = ("nephoscope/migrations/versions", "web/frontend/node_modules")
"""Made by tools."""

MODULE_LINES = 400
FUNCTION_LINES = 50


def modules() -> Iterator[Path]:
    for package in BELOW:
        for path in sorted((ROOT / package).rglob("*.py")):
            if not any(path.is_relative_to(ROOT / folder) for folder in NOT_OURS):
                yield path


MODULES = [pytest.param(path, id=str(path.relative_to(ROOT))) for path in modules()]


def imported_packages(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("path", MODULES)
def test_imports_point_down(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    wrong = (imported_packages(path) & BELOW.keys()) - BELOW[package] - {package}
    assert not wrong, f"{package} may import only {sorted(BELOW[package])}"


@pytest.mark.parametrize("path", MODULES)
def test_a_module_opens_with_its_purpose_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    if tree.body:
        assert ast.get_docstring(tree), "the first line says what the module is for"
    assert text.count("\n") <= MODULE_LINES
    assert path.stem not in NO_NAMES


@pytest.mark.parametrize("path", MODULES)
def test_functions_stay_small(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= FUNCTION_LINES, f"{node.name} has {length} lines"


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_four_files_with_one_name(name: str) -> None:
    folder = Path(*name.split(".")) if "." in name else Path("generic") / name
    wanted = [
        ROOT / "parsers" / folder.with_suffix(".py"),
        ROOT / "samples" / folder.with_suffix(".log"),
        ROOT / "tests" / "golden" / folder.with_suffix(".jsonl"),
    ]
    grammar = FORMATS[name].grammar
    if grammar is not None:
        assert grammar == f"{folder.name}.lark"
        wanted.append(ROOT / "parsers" / folder.with_suffix(".lark"))
    missing = [str(path.relative_to(ROOT)) for path in wanted if not path.is_file()]
    assert not missing


@pytest.mark.parametrize("name", FORMATS)
def test_a_sample_has_50_to_500_lines(name: str) -> None:
    folder = Path(*name.split(".")) if "." in name else Path("generic") / name
    lines = (ROOT / "samples" / folder.with_suffix(".log")).read_text("utf-8").count("\n")
    assert 50 <= lines <= 500


def test_the_repository_names_no_registry() -> None:
    for name in ("constraints.txt", "web/frontend/package-lock.json"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in "".join(
            line for line in text.splitlines() if "resolved" in line or "index" in line
        ), name
