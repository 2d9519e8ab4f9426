"""Which documents a text names, with what is printed of each."""

import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import slowness

from dondoc.document import Relation
from dondoc.parsing.citations import citations
from dondoc.text import Passage, Piece, join


def named(text, *, preamble=0, own=None):
    passage = Passage(text, (Piece(0, 0, len(text)),))
    return citations(passage, source=text, preamble_end=preamble, own_number=own)


def only(text, **options):
    found = named(text, **options)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("ngày 15/6/2023", "2023-06-15"),
        (", ngày 15-6-2023", "2023-06-15"),
        ("ngày 24.01.2019", "2019-01-24"),
        ("ngày 05 tháng 01 năm 2026", "2026-01-05"),
        ("tháng 6/2023", "2023-06"),
        ("năm 2023", "2023"),
        ("", None),
        ("ngày 31/02/2024", None),
    ],
)
def test_the_day_is_read_in_every_printed_form(printed, iso):
    assert only(f"theo Kết luận số 12-KL/TW {printed} của Bộ Chính trị.").date == iso


def test_kind_number_issuer_and_title_are_read_as_printed():
    one = only(
        "Thực hiện Chỉ thị số 07/CT-TTg ngày 21/3/2023 của Thủ tướng Chính phủ về việc truyền thông chính sách; nay"
    )
    assert (one.kind, one.number, one.issuer) == ("Chỉ thị", "07/CT-TTg", "Thủ tướng Chính phủ")
    assert one.title == "về việc truyền thông chính sách"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Quy chế phối hợp số 924/QC-SYT-SXD", "Quy chế"),
        ("Quyết định 41/2017/QĐ-UBND", "Quyết định"),
        ("KẾT LUẬN SỐ 57-KL/TW", "Kết luận"),
        ("văn bản số 12/UBND-TH", "Văn bản"),
        ("47/NQ-CP", None),
        ("Kế hoạch thực hiện Kết luận số 57-KL/TW", "Kết luận"),
    ],
)
def test_the_kind_is_the_nearest_one_before_the_number(text, kind):
    assert only(text).kind == kind


def test_a_title_ends_where_the_sentence_goes_on_with_its_subject():
    one = only(
        "Thực hiện Kế hoạch số 9-KH/TU ngày 1/2/2024 của Tỉnh ủy về chuyển đổi số, an toàn, UBND tỉnh ban hành Kế hoạch"
    )
    assert one.title == "về chuyển đổi số, an toàn"


def test_the_sender_may_stand_before_the_kind():
    one = only("xét đề nghị của Sở Tài chính tại Tờ trình số 99/TTr-STC ngày 21/5/2024, UBND tỉnh ban hành")
    assert one.issuer == "Sở Tài chính"


def test_documents_inside_a_title_are_cited_too_and_keep_their_own_titles():
    outer, inner = named(
        "Nghị quyết số 47/NQ-CP ngày 15/4/2024 của Chính phủ về Chương trình thực hiện "
        "Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị về đối ngoại."
    )
    assert outer.title == "về Chương trình thực hiện Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị"
    assert (inner.number, inner.title) == ("57-KL/TW", "về đối ngoại")


def test_coordinated_numbers_share_kind_and_issuer():
    found = named("Nghị quyết số 36-NQ/TW, 37-NQ/TW và Kết luận số 12-KL/TW của Bộ Chính trị về biển")
    assert [(c.kind, c.number, c.issuer) for c in found] == [
        ("Nghị quyết", "36-NQ/TW", "Bộ Chính trị"),
        ("Nghị quyết", "37-NQ/TW", "Bộ Chính trị"),
        ("Kết luận", "12-KL/TW", "Bộ Chính trị"),
    ]


def test_a_document_is_listed_once_with_every_place_that_names_it():
    text = "Kết luận số 57-KL/TW ngày 15/6/2023; theo Kết luận số 57-KL/TW; Kết luận nói trên."
    one = only(text)
    assert [m.span.of(text) for m in one.mentions] == ["57-KL/TW", "57-KL/TW", "Kết luận nói trên"]


def test_one_number_with_two_days_is_two_documents():
    assert len(named("Kế hoạch số 57/KH-UBND ngày 1/2/2022 và Kế hoạch số 57/KH-UBND ngày 3/4/2024")) == 2


def test_the_document_itself_is_no_citation():
    assert named("(Kèm theo Kế hoạch số 116 /KH-UBND ngày 3/6/2024); Kế hoạch này", own="116/KH-UBND") == ()


@pytest.mark.parametrize(
    ("definition", "alias"),
    [
        ("(sau đây viết tắt là Kết luận 57)", "Kết luận 57"),
        ("(sau đây gọi là “Chương trình”)", "Chương trình"),
        ("(gọi tắt là Kết luận số 57-KL/TW)", "Kết luận số 57-KL/TW"),
    ],
)
def test_a_short_name_is_kept(definition, alias):
    assert only(f"Kết luận số 57-KL/TW của Bộ Chính trị về đối ngoại {definition}, nay").alias == alias


def test_places_that_use_the_short_name_are_mentions():
    text = "Kết luận số 57-KL/TW (sau đây viết tắt là Kết luận 57). Triển khai Kết luận 57."
    assert only(text).mentions[-1].text == "Kết luận 57"


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Quyết định này thay thế Quyết định số 5/QĐ-UBND", Relation.REPLACES),
        ("bãi bỏ Quyết định số 5/QĐ-UBND", Relation.REPEALS),
        ("sửa đổi, bổ sung một số điều của Nghị định số 5/2020/NĐ-CP", Relation.AMENDS),
        ("triển khai thực hiện hiệu quả Nghị quyết số 5/NQ-CP", Relation.IMPLEMENTS),
        ("Quy trình ban hành kèm theo Quyết định số 5/QĐ-UBND", Relation.ATTACHES),
        ("đính chính Thông tư số 5/2020/TT-BTC", Relation.CORRECTS),
        ("hướng dẫn thi hành Nghị định số 5/2020/NĐ-CP", Relation.GUIDES),
        ("tại Thông báo số 5/TB-VPCP", Relation.CITES),
    ],
)
def test_the_words_before_tell_the_relation(text, relation):
    assert only(text).relation is relation


def test_what_the_preamble_names_is_the_basis_even_inside_a_title():
    text = "Thực hiện Nghị quyết số 1/NQ-CP về thực hiện Kết luận số 2-KL/TW.\nI. MỤC ĐÍCH\ntheo Chỉ thị số 3/CT-TTg"
    found = named(text, preamble=text.index("I. "))
    assert [(c.number, c.relation, c.preamble) for c in found] == [
        ("1/NQ-CP", Relation.BASIS, True),
        ("2-KL/TW", Relation.BASIS, True),
        ("3/CT-TTg", Relation.CITES, False),
    ]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "Căn cứ Luật Xây dựng ngày 18/6/2014; Luật sửa đổi, bổ sung một số điều của Luật Đê điều ngày 17/6/2020",
            ["Luật Xây dựng", "Luật sửa đổi, bổ sung một số điều của Luật Đê điều"],
        ),
        (
            "quy định của Luật Đầu tư công, Luật Ngân sách nhà nước và các văn bản",
            ["Luật Đầu tư công", "Luật Ngân sách nhà nước"],
        ),
        (
            "Luật Phòng, chống thiên tai và Bộ luật Lao động năm 2019",
            ["Luật Phòng, chống thiên tai", "Bộ luật Lao động"],
        ),
        ("Luật Đầu tư công, bảo đảm tiến độ", ["Luật Đầu tư công"]),
        ("Nghị quyết Đại hội XIII của Đảng, Nghị quyết lần thứ XIII của Đảng", ["Nghị quyết Đại hội XIII của Đảng"]),
        ("Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XX", ["Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XX"]),
        (
            "thực hiện tốt Quy chế phát ngôn và cung cấp thông tin cho báo chí.",
            ["Quy chế phát ngôn và cung cấp thông tin cho báo chí"],
        ),
        ("Hiến chương Liên hợp quốc và luật pháp", ["Hiến chương Liên hợp quốc"]),
        ("triển khai Đề án “Nâng cao dạy và học” trên", ["Đề án “Nâng cao dạy và học”"]),
        (
            "Chiến lược văn hóa đến năm 2030, Chiến lược đối ngoại giai đoạn 2022 – 2026",
            ["Chiến lược văn hóa đến năm 2030", "Chiến lược đối ngoại giai đoạn 2022 – 2026"],
        ),
        (
            "Đề án tìm kiếm cứu nạn đến năm 2030, định hướng đến năm 2045.",
            ["Đề án tìm kiếm cứu nạn đến năm 2030, định hướng đến năm 2045"],
        ),
    ],
)
def test_a_title_that_denotes_one_document_is_a_citation(text, titles):
    assert [(c.number, c.title) for c in named(text)] == [(None, title) for title in titles]


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết đại hội đảng các cấp",
        "các Chương trình, Kế hoạch hợp tác",
        "Kế hoạch thông tin đối ngoại hằng năm",
        "Chương trình xúc tiến đầu tư được ban hành",
        "Cương lĩnh, chủ trương, pháp luật",
        "Luật này",
        "pháp luật về đất đai",
        "Quy chế này",
        "Quy chế làm việc của Ủy ban",
        "xây dựng Đề án sắp xếp thôn",
        "phê duyệt Chiến lược biển đến năm 2030",
        "Kế hoạch của Chính phủ",
        "các chiến lược, đề án về bảo vệ chủ quyền biển, đảo",
    ],
)
def test_classes_bare_kinds_and_papers_in_the_making_are_no_citations(text):
    assert named(text) == ()


def test_a_number_broken_over_two_lines_points_at_both():
    source = "theo Kết luận số 57-\nKL/TW của Bộ Chính trị"
    lines = [Passage(part, (Piece(0, source.index(part), len(part)),)) for part in source.split("\n")]
    (one,) = citations(join(lines), source=source, preamble_end=0, own_number=None)
    assert one.number == "57-KL/TW"
    assert one.mentions[0].span.of(source) == "57-\nKL/TW"


@given(st.text(alphabet="số Kết luận-/57KL TWQĐ,;()“”\n12ngàyđiều", max_size=300))
def test_any_text_is_read_and_mentions_point_at_what_they_claim(text):
    for one in named(text):
        assert one.mentions
        assert all(" ".join(m.span.of(text).split()) == m.text for m in one.mentions)


@pytest.mark.parametrize(
    "unit", ["1/", "Luật An toàn, ", "Đề án a b ", "số 12-KL/TW về ", "Quyết định số ", "(sau đây gọi là "]
)
def test_time_grows_with_the_length_of_a_line(unit):
    def seconds(size):
        began = time.process_time()
        named(unit * (size // len(unit)))
        return time.process_time() - began

    seconds(10_000)
    assert seconds(160_000) < 4 * 6 * max(seconds(40_000), 0.02 * slowness())


DOCUMENTS = ["kh116-quangngai.md", "kh254-quangngai.txt", "nq116-chinhphu.txt", "ct21-thutuong.txt", "qd2280-hanoi.txt"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_numbers_of_reviewed_documents_are_found_and_no_others(name, samples):
    reviewed = json.loads((samples / "gold" / f"{name.rsplit('.', 1)[0]}.json").read_text(encoding="utf-8"))["document"]
    listed = [*reviewed["parent_citations"], *reviewed.get("body_citations", [])]
    want = {c if isinstance(c, str) else c["number"] for c in listed} - {None}
    source = (samples / "documents" / name).read_text(encoding="utf-8")
    lines = [(m.start(), m[0].strip()) for m in re.finditer(r"[^\n]+", source)]
    passages = [Passage(line, (Piece(0, source.index(line, at), len(line)),)) for at, line in lines if line]
    found = citations(join(passages), source=source, preamble_end=0, own_number=reviewed["number"])
    assert {c.number for c in found if c.number} == want
