from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from word_files import NAMESPACES, RULES, cell, definition, item, level, listed, p, row, run, table, word_file, zipped

import dondoc
from dondoc.errors import EmptySource


def read(body: str, **parts: str) -> dondoc.Source:
    return dondoc.read(word_file(body, **parts), name="ke-hoach.docx")


def printed(body: str, **parts: str) -> list[str]:
    return [line for line in read(body, **parts).text.splitlines() if line]


def kinds(source: dondoc.Source) -> list[str]:
    return [finding.kind for finding in source.findings]


def test_a_blank_line_parts_paragraphs():
    assert read(p("Một.") + p("Hai.")).text == "Một.\n\nHai.\n"


def test_a_heading_centred_over_two_paragraphs_stays_together():
    centre = '<w:jc w:val="center"/>'
    assert read(p("KẾ HOẠCH", properties=centre) + p("Triển khai", properties=centre) + p("Thực hiện")).text == (
        "KẾ HOẠCH\nTriển khai\n\nThực hiện\n"
    )


def test_words_split_over_runs_are_one():
    assert printed(p("Sở Nội", " vụ")) == ["Sở Nội vụ"]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:t>chính trị</w:t><w:noBreakHyphen/><w:t>xã hội</w:t>", "chính trị-xã hội"),
        ("<w:t>Số</w:t><w:tab/><w:t>12</w:t>", "Số    12"),
        ("<w:t>1.</w:t><w:tab/><w:t>Mục tiêu</w:t>", "1. Mục tiêu"),
        ("<w:t>từ</w:t><w:softHyphen/><w:t>ng</w:t>", "từng"),
        ('<w:sym w:font="Symbol" w:char="F0B7"/><w:t> Điểm</w:t>', "• Điểm"),
        ('<w:sym w:font="Symbol" w:char="nonsense"/><w:t>Điểm</w:t>', "Điểm"),
        ("<w:t>a|b</w:t>", "a|b"),
        ("<w:t>Thu\u031b\u0309</w:t>", "Thử"),
    ],
)
def test_signs_within_a_run(inside, text):
    assert printed(p(f"<w:r>{inside}</w:r>")) == [text]


def test_a_soft_line_break_is_a_line():
    assert read(p("<w:r><w:t>KẾ HOẠCH</w:t><w:br/><w:t>Triển khai</w:t></w:r>")).text == "KẾ HOẠCH\nTriển khai\n"


def test_links_and_controls_are_read_through():
    link = f"<w:hyperlink>{run('Nghị quyết')}</w:hyperlink><w:sdt><w:sdtContent>{run(' số 1')}</w:sdtContent></w:sdt>"
    assert printed(f"<w:sdt><w:sdtContent>{p(link)}</w:sdtContent></w:sdt>") == ["Nghị quyết số 1"]


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def test_of_a_field_only_its_result_is_read():
    field = mark("begin") + instruction(" REF muc1 ") + mark("separate") + run("mục 1") + mark("end")
    assert printed(p("Theo ", field, " nêu trên")) == ["Theo mục 1 nêu trên"]


def test_a_table_of_contents_is_set_aside():
    body = p(mark("begin"), instruction("TOC \\o"), mark("separate"), "I. MỤC TIÊU 3") + p(
        "II. NHIỆM VỤ 5", mark("end")
    )
    source = read(body + p("I. MỤC TIÊU"))
    assert (source.text, kinds(source)) == ("I. MỤC TIÊU\n", ["table_of_contents"])


# Tracked changes, hidden text, capitals -----------------------------------------------------------


def test_tracked_changes_give_the_final_text_and_a_finding():
    changed = f"<w:del><w:r><w:delText>Sở Y tế</w:delText></w:r></w:del><w:ins>{run('Sở Nội vụ')}</w:ins>"
    source = read(p("Giao ", changed, " chủ trì."))
    assert (source.text, kinds(source)) == ("Giao Sở Nội vụ chủ trì.\n", ["tracked_changes"])


def test_text_moved_away_is_left_out():
    assert printed(p(f"<w:moveFrom>{run('cũ')}</w:moveFrom><w:moveTo>{run('mới')}</w:moveTo>")) == ["mới"]


def test_a_deleted_end_of_paragraph_joins_two_and_is_not_counted():
    numbering = definition(0, level(0, "decimal", "%1.")) + listed(1, 0)
    first = p("Rà soát ", properties='<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>')
    assert printed(first + item("danh mục") + item("Báo cáo"), numbering=numbering) == [
        "1. Rà soát danh mục",
        "2. Báo cáo",
    ]


def test_a_deleted_row_is_left_out():
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('2')}{cell('cũ')}</w:tr>"
    assert printed(table(row("1", "Việc"), deleted, row("3", "Việc"), row("4", "x"))) == [
        "| 1 | Việc |",
        "| 3 | Việc |",
        "| 4 | x |",
    ]


def test_hidden_text_is_left_out_and_said():
    source = read(p("Thấy", run(" không thấy", "<w:vanish/>")))
    assert (source.text, kinds(source)) == ("Thấy\n", ["hidden_text"])


def test_hidden_text_may_be_set_in_a_style():
    styles = '<w:style w:type="character" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>'
    assert printed(
        p("Thấy", run("ẩn", '<w:rStyle w:val="An"/>'), run(" rõ", '<w:vanish w:val="0"/>')), styles=styles
    ) == ["Thấy rõ"]


def test_capitals_that_a_style_draws_are_capitals():
    styles = '<w:style w:type="paragraph" w:styleId="H1"><w:rPr><w:caps/></w:rPr></w:style>'
    assert printed(p("I. Mục tiêu", properties='<w:pStyle w:val="H1"/>'), styles=styles) == ["I. MỤC TIÊU"]


def test_styles_based_on_each_other_in_a_circle_do_no_harm():
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in ("AB", "BA")
    )
    assert printed(p("Một", properties='<w:pStyle w:val="A"/>'), styles=styles) == ["Một"]


# Old fonts ----------------------------------------------------------------------------------------


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


@pytest.mark.parametrize(
    ("name", "typed", "text"),
    [
        (".VnTime", "KÕ ho¹ch ®«n ®èc", "Kế hoạch đôn đốc"),
        (".VnTimeH", "ñy ban nh©n d©n", "ỦY BAN NHÂN DÂN"),
        ("VNI-Times", "Keá hoaïch ñoân ñoác", "Kế hoạch đôn đốc"),
        (".VnTime", "Kế hoạch đã là Unicode", "Kế hoạch đã là Unicode"),
        ("Times New Roman", "KÕ", "KÕ"),
    ],
)
def test_runs_in_old_fonts_are_made_unicode(name, typed, text):
    assert printed(p(run(typed, font(name)))) == [text]


def test_a_letter_of_vni_may_be_split_over_two_runs():
    assert printed(p(run("hoa", font("VNI-Times")), run("ïch", font("VNI-Times")))) == ["hoạch"]


def test_an_old_font_is_said():
    assert kinds(read(p(run("®«n ®èc", font(".VnTime"))))) == ["legacy_font"]


# Tables -------------------------------------------------------------------------------------------


def test_a_cell_over_two_columns_leaves_the_second_empty():
    body = table(row("STT", cell("Cơ quan", span=2)), row("", "Chủ trì", "Phối hợp"), row("1", "Sở Y tế", "Sở Nội vụ"))
    assert printed(body) == ["| STT | Cơ quan |  |", "|  | Chủ trì | Phối hợp |", "| 1 | Sở Y tế | Sở Nội vụ |"]


def test_a_cell_over_two_rows_is_printed_in_the_first():
    body = table(row("1", "Việc A", cell("Sở Y tế", merge="restart")), row("2", "Việc B", cell("x", merge="continue")))
    assert printed(body) == ["| 1 | Việc A | Sở Y tế |", "| 2 | Việc B | 〃 |"]


def test_columns_that_nothing_uses_are_left_out():
    assert printed(table(row("1", cell("Việc", span=3), "2025"), row("2", cell("Việc", span=3), "2026"))) == [
        "| 1 | Việc | 2025 |",
        "| 2 | Việc | 2026 |",
    ]


def test_edges_drawn_twice_by_hand_are_one():
    body = table(
        row("1", cell("A", span=1), cell("x", span=2), "y"), row("2", cell("B", span=2), "z", "t"),
        widths=(500, 3000, 60, 2000, 2000),
    )  # fmt: skip
    assert printed(body) == ["| 1 | A | x | y |", "| 2 | B | z | t |"]


def test_numbers_of_rows_set_by_a_list_are_printed():
    numbering = definition(0, level(0, "decimal", "%1")) + listed(1, 0)
    body = table(row("TT", "Nhiệm vụ", "x"), row(cell(item("")), "A", "x"), row(cell(item("")), "B", "x"))
    assert printed(body, numbering=numbering)[1:] == ["| 1 | A | x |", "| 2 | B | x |"]


def test_a_table_within_a_cell_is_made_flat():
    inner = table(row("a", "b", "c"), row("d", "e", "f"))
    assert printed(table(row("1", cell("Xem", inner), "x"))) == ["| 1 | Xem a b c d e f | x |"]


def test_paragraphs_of_a_cell_stand_on_its_line_and_bars_do_not_cut_it():
    assert printed(table(row("1", cell("- Một", "- Hai|Ba"), "x"))) == ["| 1 | - Một - Hai¦Ba | x |"]


def test_a_letterhead_table_is_two_columns_of_text():
    head = table(
        row(
            cell("UBND TỈNH LAM GIANG", "Số: 12/KH-UBND"),
            cell("CỘNG HÒA XÃ HỘI", "Lam Giang, ngày 01 tháng 02 năm 2024"),
        ),
        rules="",
    )  # fmt: skip
    assert printed(head) == [
        "UBND TỈNH LAM GIANG    CỘNG HÒA XÃ HỘI",
        "Số: 12/KH-UBND         Lam Giang, ngày 01 tháng 02 năm 2024",
    ]


def test_a_signature_table_is_read_even_when_somebody_drew_its_rules():
    end = table(row(cell("Nơi nhận:", "- Như trên;"), cell("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "", "Trần Văn Bình")))
    plan = dondoc.read_plan(word_file(p("KẾ HOẠCH") + p("Nội dung.") + end), name="a.docx")
    assert plan.document.signer.name == "Trần Văn Bình"
    assert plan.document.recipients == ("Như trên",)


def test_a_table_of_one_column_is_text():
    assert printed(table(row("Lưu ý"), row("Nộp trước 15/12"))) == ["Lưu ý", "Nộp trước 15/12"]


def test_rules_may_come_from_the_style_of_the_table():
    styles = f'<w:style w:type="table" w:styleId="Luoi"><w:tblPr>{RULES}</w:tblPr></w:style>'
    body = table(row("1", "Việc"), row("2", "Việc"), rules='<w:tblStyle w:val="Luoi"/>')
    assert printed(body, styles=styles) == ["| 1 | Việc |", "| 2 | Việc |"]


# Text boxes, margins, notes -----------------------------------------------------------------------


def test_a_text_box_is_read_once():
    box = f"<w:txbxContent>{p('DỰ THẢO')}</w:txbxContent>"
    drawn = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert printed(p("KẾ HOẠCH", drawn)) == ["KẾ HOẠCH", "DỰ THẢO"]


def test_headers_and_footers_are_findings():
    source = read(
        p("Nội dung"), header=p("Sao y bản chính"), footer=p(mark("begin"), mark("separate"), "3", mark("end"))
    )
    assert (source.text, kinds(source)) == ("Nội dung\n", ["header_footer"])
    assert "Sao y bản chính" in source.findings[0].message


def test_a_letterhead_set_in_the_header_belongs_to_the_text():
    source = read(p("KẾ HOẠCH"), header=p("Độc lập - Tự do - Hạnh phúc"))
    assert source.text == "Độc lập - Tự do - Hạnh phúc\n\nKẾ HOẠCH\n"


def test_a_footnote_is_a_finding_at_the_line_that_calls_it():
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    source = read(
        p("Mở đầu.") + p("09 phường", call, " và 01 xã"),
        footnotes=f'<w:footnote w:id="2">{p("Gồm A, B.")}</w:footnote>',
    )
    assert source.text.splitlines()[2] == "09 phường và 01 xã"
    assert [(f.kind, f.span.of(source.text), "Gồm A, B." in f.message) for f in source.findings] == [
        ("footnote", "09 phường và 01 xã", True)
    ]


def test_comments_leave_no_trace():
    body = p("Giao ", '<w:commentRangeStart w:id="1"/>', "Sở Y tế", '<w:r><w:commentReference w:id="1"/></w:r>')
    source = read(body, comments=f'<w:comment w:id="1">{p("ai đây?")}</w:comment>')
    assert (source.text, source.findings) == ("Giao Sở Y tế\n", ())


def test_a_file_in_the_strict_form_of_the_standard_is_read():
    strict = NAMESPACES.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert strict != NAMESPACES
    from_usual = word_file(p("Nội dung"))
    assert dondoc.read(_with_namespaces(from_usual, strict), name="a.docx").text == "Nội dung\n"


def _with_namespaces(data: bytes, namespaces: str) -> bytes:
    package = zipfile.ZipFile(BytesIO(data))
    return zipped({name: package.read(name).decode().replace(NAMESPACES, namespaces) for name in package.namelist()})


def test_a_file_without_words_is_empty():
    with pytest.raises(EmptySource, match="không có chữ nào"):
        read(p(""))


def test_the_type_is_known_by_content_not_by_name():
    assert dondoc.read(word_file(p("Nội dung")), name="ke-hoach.txt").media_type.endswith("wordprocessingml.document")


DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
LINE = f'<w:r><w:drawing><a:prstGeom xmlns:a="{DRAWING}" prst="line"/></w:drawing></w:r>'


@pytest.mark.parametrize(
    "title",
    [
        p("Về việc đôn đốc", LINE),
        p("Về việc đôn đốc", '<w:r><w:pict><v:line from="0,0" to="9,0"/></w:pict></w:r>'),
        p("Về việc đôn đốc", properties='<w:pBdr><w:bottom w:val="single"/></w:pBdr>'),
    ],
)
def test_a_line_drawn_under_a_title_is_a_rule(title):
    assert printed(p("KẾ HOẠCH") + title + p("Nội dung")) == ["KẾ HOẠCH", "Về việc đôn đốc", "-----", "Nội dung"]


def test_lines_drawn_in_the_letterhead_are_left_out():
    head = table(row(cell("UBND TỈNH", p("", LINE)), cell("Độc lập - Tự do - Hạnh phúc")), rules="")
    assert printed(head) == ["UBND TỈNH    Độc lập - Tự do - Hạnh phúc"]
