"""Citations find the documents they name, and never guess between two."""

from dondoc.document import Citation, Document, Letterhead, Plan, Quote, Source
from dondoc.parsing.linking import linked
from dondoc.pipeline import link


def document(number: str, date: str | None = None, kind: str | None = None, *cites: Citation) -> Document:
    head = Letterhead(number=Quote(text=number), date_iso=date, kind=Quote(text=kind) if kind else None)
    return Document(letterhead=head, citations=cites)


def resolved(cited: Citation, **others: Document) -> str | None:
    result = linked({"own": document("9/KH-UBND", None, None, cited), **others})
    return result["own"].citations[0].resolved


def test_a_number_spelled_with_other_capitals_is_found():
    assert resolved(Citation(number="57-KL/TW"), a=document("57-kl/tw")) == "a"


def test_a_document_that_is_not_at_hand_stays_a_stub():
    assert resolved(Citation(number="57-KL/TW"), a=document("57-KH/TU")) is None


def test_the_same_number_of_two_years_is_told_apart_by_the_day():
    cited = Citation(number="5-KH/TU", date="2024-02-01")
    assert resolved(cited, a=document("5-KH/TU", "2020-02-01"), b=document("5-KH/TU", "2024-02-01")) == "b"


def test_two_documents_that_fit_are_none():
    assert resolved(Citation(number="5-KH/TU"), a=document("5-KH/TU"), b=document("5-KH/TU")) is None


def test_another_kind_does_not_fit():
    assert resolved(Citation(number="1-QĐ/TU", kind="Quyết định"), a=document("1-QĐ/TU", None, "Quy định")) is None


def test_a_document_does_not_cite_itself():
    assert resolved(Citation(number="9/KH-UBND")) is None


def test_plans_read_together_are_tied():
    plans = [
        Plan(source=Source(name="a", media_type="text/plain", text="", sha256=""), document=document("1/NQ-CP")),
        Plan(
            source=Source(name="b", media_type="text/plain", text="", sha256=""),
            document=document("2/KH-UBND", None, None, Citation(number="1/NQ-CP")),
        ),
    ]
    assert [plan.document.citations[0].resolved for plan in link(plans)[1:]] == ["a"]
