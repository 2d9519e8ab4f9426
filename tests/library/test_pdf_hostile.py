"""PDF files that are broken, locked, empty, too large or made to do harm: each has its own clear message."""

from __future__ import annotations

import subprocess
import sys
import zlib

import pytest

from dondoc import read
from dondoc.errors import EmptySource, UnreadableSource
from dondoc.reading import pdf
from dondoc.reading.pdf import Limits

made = pytest.importorskip("pdf_made", reason="reportlab không được cài")

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"


def file_of(*objects: bytes) -> bytes:
    """A PDF file of numbered objects, the first its catalogue, the second its page tree."""
    data, places = b"%PDF-1.7\n", []
    for number, thing in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(data))
    return data + head + tail


def tree(kids: bytes, count: int) -> tuple[bytes, bytes]:
    return b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)


def stream(content: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (len(packed), extra, packed)


def locked(**options) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    sheets = made.Sheets(encrypt=StandardEncryption(**options))
    sheets.text(80, 100, "Kế hoạch")
    return sheets.data()


HOSTILE = {
    "no pages": (file_of(*tree(b"", 0)), "không có trang nào"),
    "pages that hold themselves": (file_of(*tree(b"2 0 R", 5)), "hỏng"),
    "twenty thousand pages": (file_of(*tree(b"3 0 R " * 20_000, 20_000), PAGE + b">>"), "quá giới hạn 5000 trang"),
    "a head alone": (b"%PDF-1.7\n", "hỏng"),
    "noise after the head": (b"%PDF-1.7\n" + bytes(range(256)) * 40, "hỏng"),
}


@pytest.mark.parametrize(("data", "why"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_that_cannot_be_read_says_why(data, why):
    with pytest.raises(UnreadableSource, match=why) as error:
        read(data, name="thử.pdf")
    assert str(error.value).startswith("«thử.pdf»: ")
    assert "Hãy " in str(error.value)


needs_font = pytest.mark.skipif(made.font() is None, reason=made.NO_FONT)


@needs_font
def test_a_file_with_a_password_says_so():
    with pytest.raises(UnreadableSource, match="mật khẩu"):
        read(locked(userPassword="bí mật"), name="khoá.pdf")


@needs_font
def test_a_file_locked_only_against_printing_is_read():
    data = locked(userPassword="", ownerPassword="chủ", canPrint=0)
    assert read(data, name="hạn chế.pdf").text == "Kế hoạch\n"


@needs_font
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_cut_short_says_so(share):
    data = made.table_pdf(3)
    with pytest.raises(UnreadableSource, match=r"«cụt\.pdf».*cắt cụt"):
        read(data[: int(len(data) * share)], name="cụt.pdf")


@needs_font
def test_a_file_larger_than_the_limit_is_not_opened():
    with pytest.raises(UnreadableSource, match="quá giới hạn 0 MB"):
        pdf.read_pages(made.prose_pdf(1), "lớn.pdf", Limits(megabytes=0))


@needs_font
def test_a_page_with_too_many_characters_is_left_out_and_named():
    content = pdf.read_pages(made.prose_pdf(1), "dày.pdf", Limits(page_characters=100))
    assert content.text == ""
    assert [finding.kind for finding in content.findings] == ["page_too_large"]


def test_a_file_of_blank_pages_has_nothing_to_read():
    with pytest.raises(EmptySource):
        read(file_of(*tree(b"3 0 R", 1), PAGE + b">>"), name="trắng.pdf")


def test_forms_inside_themselves_come_to_an_end():
    form = b"/Resources<</XObject<</F 5 0 R>>>>"
    inner = stream(b"/F Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + form)
    data = file_of(*tree(b"3 0 R", 1), PAGE + b"/Contents 4 0 R" + form + b">>", stream(b"/F Do"), inner)
    assert pdf.read_pages(data, "vòng.pdf").text == ""


def test_a_page_of_endless_strokes_is_looked_at_only_so_far():
    drawing = stream(b"0 0 m 100 100 l S\n" * 30_000)
    data = file_of(*tree(b"3 0 R", 1), PAGE + b"/Contents 4 0 R>>", drawing)
    (finding,) = pdf.read_pages(data, "nét.pdf", Limits(page_objects=1_000)).findings
    assert finding.kind == "page_without_text"


def test_a_script_that_opens_with_the_file_is_not_run():
    script = b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>"
    _, pages = tree(b"3 0 R", 1)
    data = file_of(script, pages, PAGE + b"/Contents 4 0 R>>", stream(b" "))
    assert pdf.read_pages(data, "mã.pdf").text == ""


@needs_font
def test_a_long_file_is_read_in_little_memory(tmp_path):
    """A thousand pages stay under 600 MB; two hundred here stay far under a fifth of that above the start."""
    path = tmp_path / "dài.pdf"
    path.write_bytes(made.prose_pdf(200))
    code = (
        "import resource, sys, dondoc.reading as r; before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "r.read(sys.argv[1]); print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)"
    )
    grown = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True).stdout
    assert float(grown) < 110
