from __future__ import annotations

import codecs
import time

import pytest
from pace import slowness

from dondoc import EmptySource, UnknownFormat, UnreadableSource, extract, parse, read

PLAN = "I. NHIỆM VỤ\n1. Sở Y tế rà soát trạm y tế.\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PLAN.encode(), "a.txt"),
        (codecs.BOM_UTF8 + PLAN.encode(), "a.txt"),
        (codecs.BOM_UTF16_LE + PLAN.encode("utf-16-le"), "a.txt"),
        (codecs.BOM_UTF16_BE + PLAN.encode("utf-16-be"), "a.txt"),
        (codecs.BOM_UTF32_LE + PLAN.encode("utf-32-le"), "a.txt"),
        (PLAN.replace("\n", "\r\n").encode(), "a.txt"),
        (PLAN.replace("\n", "\r").encode(), "a"),
        (PLAN.replace("ế", "e\u0302\u0301").encode(), "a.txt"),
    ],
)
def test_text_is_the_same_whatever_its_encoding_line_ends_and_accents(data, name):
    assert read(data, name=name).text == PLAN


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.md", b"# x", "text/markdown"),
        ("A.MARKDOWN", b"x", "text/markdown"),
        ("a.txt", b"x", "text/plain"),
        ("no-suffix", b"x", "text/plain"),
        ("a.htm", b"x", "text/html"),
        ("a.txt", b"<!DOCTYPE html><p>x</p>", "text/html"),
        ("a.txt", b"<!-- x --> <html><p>x</p>", "text/html"),
    ],
)
def test_the_content_then_the_name_says_which_kind_of_file_it_is(name, data, media_type):
    assert read(data, name=name).media_type == media_type


@pytest.mark.parametrize("data", [b"", b" \n\t", b"<html><script>x</script></html>"])
def test_a_file_without_words_is_an_empty_source(data):
    with pytest.raises(EmptySource, match="Hãy kiểm tra"):
        read(data, name="a.html")


def test_bytes_that_are_no_text_name_the_line(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(b"abc\nde\xff\xfe\x00")
    with pytest.raises(UnreadableSource, match="dòng 2"):
        read(file)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\x89PNG\r\n", UnreadableSource),
        (b"\xff\xd8\xff\xe0", UnreadableSource),
        (b"GIF89a\x01\x00", UnknownFormat),
        (b"a\x00b", UnknownFormat),
    ],
)
def test_broken_pictures_and_binary_files_are_refused_with_a_way_out(data, error):
    with pytest.raises(error, match="Hãy"):
        read(data, name="a.txt")


def test_a_folder_and_a_missing_file_say_what_to_do(tmp_path):
    with pytest.raises(UnreadableSource, match="thư mục"):
        read(tmp_path)
    with pytest.raises((UnreadableSource, FileNotFoundError)):
        read(tmp_path / "none.txt")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Sở <b>Y</b> tế</p><p>rà\nsoát</p>", "Sở Y tế\nrà soát"),
        ("<p>a<br>b</p>", "a\nb"),
        ("<p>Sở&nbsp;Y&#7871;n</p>", "Sở Yến"),
        ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
        ('<ol start="4"><li>a<li>b</ol>', "4. a\n5. b"),
        ('<ol type="a"><li>a<li>b</ol>', "a) a\nb) b"),
        ("<ul><li>a</ul>", "- a"),
        ("<div><nav>menu</nav><script>x</script><style>y</style>a</div>", "a"),
        ("<table><tr><td>a</td></tr></table>", "a"),
        ("<table><tr><th>a<td>b</tr></table>", "| a | b |"),
        ("<table><tr><td colspan=2>a<td>b</tr></table>", "| a |  | b |"),
    ],
)
def test_html_is_read_as_a_browser_would_show_it(html, text):
    assert read(f"<html>{html}</html>".encode()).text == text


def test_a_cell_that_html_merges_over_rows_counts_for_each_of_them():
    head = "<table><tr><th>STT<th>Nội dung<th>Chủ trì<th>Thời gian</tr>"
    rows = "<tr><td>1<td>Ươm cây<td rowspan=2>Hạt Kiểm lâm<td>Quý I/2025</tr><tr><td>2<td>Cắm mốc<td>2026</tr></table>"
    source = read((head + rows).encode(), name="a.html")
    tasks = extract(source, parse(source)).tasks
    assert [task.lead for task in tasks] == [("Hạt Kiểm lâm",)] * 2
    assert [task.timing.text for task in tasks] == ["Quý I/2025", "2026"]


@pytest.mark.parametrize("html", ["<ol>{}</ol>", "<table>{}</table>"], ids=["list", "table"])
def test_long_lists_and_tables_of_html_are_read_in_a_time_that_grows_with_them(html):
    rows = {"<ol>{}</ol>": "<li>rà soát", "<table>{}</table>": "<tr><td>1<td>rà soát"}
    start = time.process_time()
    read(html.format(rows[html] * 8_000).encode(), name="a.html")
    assert time.process_time() - start < 4 * slowness()


def test_html_nested_a_thousand_deep_is_read():
    assert read(("<p>x" + "<div>" * 3_000 + "sâu").encode(), name="a.html").text == "x\nsâu"
