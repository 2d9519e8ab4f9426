"""Parts of pages that are compiled: what they are given is escaped, and a name they do not know is an error."""

import pytest
from django.template import Context, Template
from django.utils import translation
from jinja2 import UndefinedError

from dondoc_web.compiled import address_of, compiled
from dondoc_web.work.register import Row, columns
from dondoc_web.work.timeliness import Timeliness

WORDS = "<b>\"Hòa\" & 'giải'</b>"
ESCAPED = "&lt;b&gt;&#34;Hòa&#34; &amp; &#39;giải&#39;&lt;/b&gt;"


def row(**facts):
    plain = dict.fromkeys(("label", "partners", "timing", "period", "days", "product", "stage", "note", "reason"), "")
    keys = {"key": 7, "stamp": "2026-11-28", "source": 8, "agency_id": 9, "due_on": None}
    words = {"text": "Việc", "directive": "Kế hoạch 57", "agency": "Sở Nội vụ", "timeliness": Timeliness.NO_DUE}
    return Row(**plain | keys | words | facts)


def table(*rows, **facts):
    return compiled("work/_register.html", rows=rows, columns=columns(), many=None, **facts)


@pytest.mark.parametrize("name", ["text", "label", "directive", "agency", "partners", "timing", "product", "note"])
def test_every_cell_of_the_register_is_escaped(name):
    shown = table(row(**{name: WORDS}))
    assert ESCAPED in shown
    assert "<b>" not in shown


def test_a_row_leads_to_its_obligation_its_paper_and_its_agency():
    shown = table(row())
    for address in ("/obligations/7/", "/documents/8/", "/agencies/9/work/"):
        assert f'href="{address}"' in shown
    assert address_of("follow:show")(987654321) == "/obligations/987654321/"


def test_a_name_that_a_part_does_not_know_is_an_error():
    with pytest.raises(UndefinedError, match="figures"):
        compiled("work/_tiles.html")


def test_a_page_takes_a_part_in_and_the_part_speaks_the_language_of_the_reader():
    page = Template('{% compiled "work/_register.html" rows=rows columns=columns many=many %}')
    with translation.override("en"):
        shown = page.render(Context({"rows": [row()], "columns": columns(["state"]), "many": None}))
    assert "<table" in shown
    assert "Nội dung nhiệm vụ" not in shown
    assert "no due day" in shown
