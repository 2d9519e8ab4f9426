"""The house keeps its own rules: what may import what, how long things may be."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = ROOT / "src/dondoc"

ORDER = (
    "errors",
    "text",
    "edits",
    "document",
    "agencies",
    "reading",
    "repairing",
    "parsing",
    "columns",
    "extraction",
    "linking",
    "pipeline",
    "batch",
    "export",
    "corpus",
    "__init__",
    "cli",
)
"""Rooms of the library; an import points only to what stands earlier, or to the same room."""

OUTSIDE_WORLD = {"django", "dondoc_web", "socket", "ssl", "http", "urllib.request", "requests", "httpx", "aiohttp"}
"""What the library never names: the web above it, and the network."""

LONGEST_FILE = 500
"""Lines that are not blank."""

LONGEST_FUNCTION = 60
LONGEST_LITERAL = 30
WRITTEN_OUT = {"__all__"}
"""Names that may hold longer lists of words: the public names, which a test wants in full."""


def modules(folder: Path = LIBRARY) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def everything_we_wrote() -> list[Path]:
    return [
        path
        for name in ("src", "benchmarks", "tests", "demo", "training")
        for path in modules(ROOT / name)
        if path.parent.name != "migrations"  # Django writes them
    ]


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def room(path: Path) -> str:
    return path.relative_to(LIBRARY).parts[0].removesuffix(".py")


def imported(node: ast.AST) -> list[str]:
    """Full names of the modules that an import statement loads."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []


def named(path: Path) -> list[str]:
    return [name for node in ast.walk(tree_of(path)) for name in imported(node)]


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_imports_point_only_to_what_stands_earlier(path):
    here = ORDER.index(room(path))
    for name in named(path):
        if name.split(".")[0] == "dondoc":
            other = name.split(".")[1] if "." in name else "__init__"
            assert ORDER.index(other) <= here, f"{relative(path)} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_the_library_names_neither_the_web_nor_the_network(path):
    for name in named(path):
        parts = name.split(".")
        assert not {".".join(parts[:n]) for n in range(1, len(parts) + 1)} & OUTSIDE_WORLD


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_no_import_hides_inside_a_function(path):
    """The door loads its names by importlib when they are used; nothing else is loaded late."""
    for function in ast.walk(tree_of(path)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            hidden = [name for node in ast.walk(function) for name in imported(node)]
            assert not hidden, f"{relative(path)}: {function.name} imports {hidden}"


@pytest.mark.parametrize("path", everything_we_wrote(), ids=relative)
def test_no_file_is_longer_than_500_lines(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert sum(bool(line.strip()) for line in lines) <= LONGEST_FILE


@pytest.mark.parametrize("path", everything_we_wrote(), ids=relative)
def test_no_function_is_longer_than_60_lines(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < LONGEST_FUNCTION, f"{relative(path)}: {node.name}"


def long_literals(path: Path) -> list[int]:
    """Lines where a list of words begins that should be a table of data."""
    tree = tree_of(path)
    allowed = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and {getattr(target, "id", "") for target in node.targets} & WRITTEN_OUT
    }
    lists = (node for node in ast.walk(tree) if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict))
    return [node.lineno for node in lists if id(node) not in allowed and size(node) > LONGEST_LITERAL]


def size(node: ast.List | ast.Tuple | ast.Set | ast.Dict) -> int:
    return len(node.keys if isinstance(node, ast.Dict) else node.elts)


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_long_lists_of_words_are_tables_of_data(path):
    assert not long_literals(path)


def test_every_room_of_the_library_has_its_place_in_the_order():
    assert {room(path) for path in modules()} <= set(ORDER)
