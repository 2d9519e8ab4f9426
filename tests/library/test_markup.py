from __future__ import annotations

import pytest

import dondoc
from dondoc.errors import UnreadableSource


def lines(page: str, name: str = "a.html") -> list[str]:
    return dondoc.read(page.encode(), name=name).text.splitlines()


def test_merged_cells_of_a_table_keep_its_columns():
    page = (
        "<table><tr><th rowspan=2>TT<th rowspan=2>Nhiệm vụ<th colspan=2>Cơ quan</tr><tr><th>Chủ trì<th>Phối hợp</tr>"
        "<tr><td>1<td>A<td rowspan=2>Sở Y tế<td>x</tr><tr><td>2<td>B<td>y</tr></table>"
    )
    assert lines(page) == [
        "| TT | Nhiệm vụ | Cơ quan |  |",
        "| 〃 | 〃 | Chủ trì | Phối hợp |",
        "| 1 | A | Sở Y tế | x |",
        "| 2 | B | 〃 | y |",
    ]


def test_a_table_of_one_column_only_lays_out_the_page():
    page = "<table><tr><td><p>Một</p><p>Hai</p><table><tr><td>a<td>b</table></table>"
    assert lines(page) == [
        "Một",
        "Hai",
        "| a | b |",
    ]


@pytest.mark.parametrize("span", ["0", "-1", "x", "", "999999999999", "²"])
def test_spans_that_mean_nothing_do_no_harm(span):
    assert lines(f'<table><tr><td colspan="{span}">a<td>b</tr></table>')[0].startswith("| a |")


@pytest.mark.parametrize(
    ("mark", "first"),
    [
        ("<ol>", "1."),
        ("<ol start=4>", "4."),
        ("<ol type=a>", "a)"),
        ("<ol type=I>", "I."),
        ("<ol start=x>", "1."),
        ("<ul>", "-"),
    ],
)
def test_list_items_begin_as_a_browser_prints_them(mark, first):
    assert lines(f"<html>{mark}<li>Rà soát</ol>") == [f"{first} Rà soát"]


@pytest.mark.parametrize(
    "start", ["<meta charset=utf-8>", '<?xml version="1.0"?><html>', "<style>p{}</style>", "<table><tr><td>"]
)
def test_pages_that_office_programs_save_under_other_names_are_pages(start):
    assert lines(f"{start}<p>Nội dung</p>", "ke-hoach.doc") == ["Nội dung"]


ARCHIVE = (
    'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n'
    '--x\nContent-Type: text/html; charset="utf-8"\n'
    "Content-Transfer-Encoding: quoted-printable\n\n<html><p>N=E1=BB=99i dung</p></html>\n--x--\n"
)


def test_a_page_saved_with_its_pictures_is_read():
    assert lines(ARCHIVE, "ke-hoach.doc") == ["Nội dung"]


def test_an_archive_without_a_page_says_so():
    with pytest.raises(UnreadableSource, match="không có trang nào"):
        lines(ARCHIVE.replace("text/html", "image/png"))
