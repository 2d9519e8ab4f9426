"""The layers of the site (DESIGN §4): who may import whom."""

import ast
from pathlib import Path

import pytest

import dondoc_web

SITE = Path(dondoc_web.__file__).parent
FILES = sorted(path for path in SITE.rglob("*.py") if "migrations" not in path.parts)
ORDER = (
    "accounts",
    "jobs",
    "audit",
    "agencies",
    "people",
    "search",
    "documents",
    "work",
    "registers",
    "reminders",
    "papers",
    "reports",
    "consolidation",
    "cascade",
    "figures",
    "demonstration",
    "running",
)
"""Applications; one imports only from those before it. Accounts and audit know each other."""
CALLS_THE_LIBRARY = {
    "work/evidence_text.py",
    "documents/jobs.py",
    "documents/page_pictures.py",
    "papers/jobs.py",
    "papers/filling_process.py",
    "papers/package.py",
    "reports/filled_process.py",
}
"""The words of evidence, reading, the picture of a page, and LibreOffice for the PDF of a paper."""
WRITE_OR_SHOW = {"actions", "reading", "jobs", "views", "forms", "urls"}


def imported(path):
    """Full names of everything that the file imports, the function-level ones too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def name(path):
    return str(path.relative_to(SITE))


@pytest.mark.parametrize("path", FILES, ids=name)
def test_an_application_imports_only_from_those_before_it(path):
    here = path.relative_to(SITE).parts[0]
    if here in ORDER:
        others = {full.split(".")[1] for full in imported(path) if full.startswith("dondoc_web.")} & set(ORDER)
        allowed = set(ORDER[: ORDER.index(here) + 1]) | ({"audit"} if here == "accounts" else set())
        assert others <= allowed


@pytest.mark.parametrize("path", FILES, ids=name)
def test_only_the_jobs_of_documents_call_the_pipeline(path):
    calls = {full for full in imported(path) if full == "dondoc" or full.startswith(("dondoc.pipeline", "dondoc.read"))}
    assert not calls or name(path) in CALLS_THE_LIBRARY


@pytest.mark.parametrize("path", [path for path in FILES if "models" in (path.stem, path.parent.name)], ids=name)
def test_a_model_imports_no_action_and_no_view(path):
    assert (
        not {full.split(".")[2] for full in imported(path) if full.startswith("dondoc_web.") and full.count(".") > 1}
        & WRITE_OR_SHOW
    )


@pytest.mark.parametrize("path", [path for path in FILES if path.stem == "views"], ids=name)
def test_a_view_neither_saves_nor_counts(path):
    text = path.read_text(encoding="utf-8")
    assert not [
        word for word in (".save(", ".create(", ".delete(", ".count()", ".aggregate(", "Job.objects") if word in text
    ]


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_hangs_on_a_signal(path):
    assert not [full for full in imported(path) if "signals" in full]
