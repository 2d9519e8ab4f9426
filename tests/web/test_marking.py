"""The text cut into stretches: nothing lost, every meaning where it belongs."""

import plans
from hypothesis import given
from hypothesis import strategies as st

from dondoc.text import Span
from dondoc_web.documents.marking import Meaning, marked_html, meanings, stretches

TEXT = "Sở Nội vụ chủ trì, báo cáo trước ngày 15/12 hằng năm"
SPANS = st.builds(
    lambda start, length: Span(start, start + length), st.integers(-3, len(TEXT) + 3), st.integers(0, len(TEXT))
)
MEANINGS = st.lists(
    st.builds(
        Meaning,
        SPANS,
        st.sampled_from(["t0.lead", "t0.wording", "t1.lead", "c0"]),
        st.sampled_from(["lead", "wording", "citation"]),
    ),
    max_size=12,
)


@given(MEANINGS)
def test_the_stretches_together_are_the_text(found):
    assert "".join(stretch.text for stretch in stretches(TEXT, found)) == TEXT


@given(MEANINGS)
def test_each_character_has_exactly_the_tokens_of_the_spans_over_it(found):
    at = 0
    for stretch in stretches(TEXT, found):
        for index in range(at, at + len(stretch.text)):
            expected = {m.token for m in found if m.span.start <= index < m.span.end}
            assert set(stretch.tokens) == expected
        at += len(stretch.text)


def test_the_narrowest_meaning_gives_the_colour():
    found = [Meaning(Span(0, 20), "t0.wording", "wording"), Meaning(Span(0, 9), "t0.lead", "lead")]
    assert [stretch.role for stretch in stretches(TEXT, found)] == ["lead", "wording", ""]


def test_every_field_of_a_plan_is_marked():
    plan = plans.plan_of(plans.many_tasks(1))
    assert {m.token for m in meanings(plan)} == {
        "l.number", "l.kind", "l.issuer", "l.date", "l.subject", "h0",
        "t0.wording", "t0.lead", "t0.coordinating", "t0.timing", "t0.product",
    }  # fmt: skip


def test_the_html_is_the_text_with_marks_only():
    plan = plans.plan_of("1. Giao <Sở A> & Sở B\nChủ trì: Sở A\n")
    html = str(marked_html(plan))
    assert html == (
        '1. <mark class="m m-wording" data-m="t0.wording h0">Giao &lt;Sở A&gt; &amp; Sở B</mark>\n'
        'Chủ trì: <mark class="m m-lead" data-m="t0.lead">Sở A</mark>\n'
    )
