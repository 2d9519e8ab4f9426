"""The demonstration through the site's own job, with the library itself."""

from pathlib import Path

import pytest
from django.utils import timezone
from office import read
from word_files import p, word_file

from dondoc_web.documents.cascade import cascade, table
from dondoc_web.documents.marking import marked_html, meanings
from dondoc_web.documents.status import Status, status_of

DEMO = sorted((Path(__file__).resolve().parents[2] / "demo/documents").iterdir())
pytestmark = pytest.mark.library


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.name)
def test_every_task_of_a_demonstration_document_is_marked_in_its_words(binh, browser, path):
    source = read(binh, path.read_bytes(), path.name)
    plan = source.reading.plan
    tokens = {meaning.token for meaning in meanings(plan)}
    assert status_of(source, timezone.now()) == Status.READ
    assert {f"t{at}.wording" for at in range(len(plan.tasks))} <= tokens
    assert marked_html(plan).count("<mark") > len(plan.tasks)
    assert browser.get(f"/documents/{source.pk}/").content.decode().count('class="task-open"') == len(plan.tasks)


def test_the_demonstration_is_a_cascade(binh):
    for path in DEMO:
        read(binh, path.read_bytes(), path.name)
    steps = {(step.upper.name, step.lower.name): step.days for step in table(cascade(binh))}
    assert steps["912/NQ-CP", "386/KH-UBND"] == 63
    assert steps["386/KH-UBND", "146-KH/TU"] == 46


def test_a_word_file_is_read_with_its_tasks(binh):
    body = p("KẾ HOẠCH") + p("I. NHIỆM VỤ") + p("1. Sở Nội vụ chủ trì rà soát danh mục hồ sơ trong năm 2025.")
    source = read(binh, word_file(body), "ke-hoach.docx")
    assert [task.lead for task in source.reading.plan.tasks] == [("Sở Nội vụ",)]


def test_a_broken_pdf_is_kept_and_says_what_to_do(binh):
    source = read(binh, b"%PDF-1.7\nbroken", "ke-hoach.pdf")
    assert status_of(source, timezone.now()) == Status.UNREAD
    assert "Hãy" in source.job.error
    assert source.content() == b"%PDF-1.7\nbroken"


def test_a_ruined_text_is_repaired_and_its_changes_are_kept(binh):
    path = next(path for path in DEMO if path.stem.endswith("-ocr"))
    plan = read(binh, path.read_bytes(), path.name).reading.plan
    assert plan.source.original == path.read_text(encoding="utf-8")
    assert plan.source.edits
