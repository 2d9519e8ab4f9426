"""Lists of agencies divide where each side is a complete name with its own head."""

import pytest

from dondoc.agencies.names import cut, cut_names


def pieces(phrase):
    return [phrase[start:end] for start, end in cut(phrase)]


ONE_CLASS = [
    "các sở, ban, ngành",
    "các sở, ban ngành",
    "Các sở, ban, ngành, đoàn thể tỉnh",
    "Mỗi sở, ngành, địa phương",
    "các bộ, cơ quan ngang bộ",
    "các bộ, ngành và địa phương",
    "UBND các huyện, thị xã, thành phố",
    "Ủy ban nhân dân các xã, phường, đặc khu",
    "UBND các tỉnh/thành phố",
    "các huyện ủy, thị ủy, thành ủy, Đảng ủy trực thuộc Tỉnh ủy",
    "các Ban cán sự đảng, Đảng đoàn",
    "các cơ quan chuyên trách tham mưu, giúp việc Thành ủy",
    "Các cấp ủy, tổ chức đảng, cơ quan, đơn vị, địa phương",
    "các cơ quan báo chí, truyền thông",
    "các cấp, các ngành",
    "cơ quan, đơn vị có liên quan",
    "Thủ trưởng các cơ quan, đơn vị",
]

ONE_NAME = [
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Văn hoá Thể thao và Du lịch",
    "Sở Lao động - Thương binh và Xã hội",
    "Sở Kế hoạch và Đầu tư",
    "Ban Chính sách, Chiến lược Trung ương",
    "Phòng Kinh tế, Hạ tầng và Đô thị",
    "Báo và Phát thanh, Truyền hình tỉnh",
    "Ban Chỉ huy phòng, chống thiên tai và tìm kiếm cứu nạn tỉnh",
    "Mặt trận và các tổ chức chính trị - xã hội",
    "Mặt trận Tổ quốc và các đoàn thể",
    "Văn phòng và các Ban đảng Tỉnh ủy",
    "Ban Thường vụ Tỉnh ủy, Thành ủy",
    "HĐND, UBND các xã",
    "Đài Tiếng nói Việt Nam (VOV)",
    "Phòng Cảnh sát giao thông - Công an tỉnh",
    "Công ty TNHH MTV Cấp thoát nước và Môi trường Lam Giang",
]


@pytest.mark.parametrize("phrase", [*ONE_CLASS, *ONE_NAME])
def test_a_class_and_a_name_stay_whole(phrase):
    assert pieces(phrase) == [phrase]


LISTS = [
    "Sở Y tế; Sở Nội vụ",
    "Các sở, ban, ngành | UBND cấp xã",
    "Bộ Văn hóa, Thể thao và Du lịch | các Bộ, cơ quan | UBND các tỉnh, thành phố",
    "Bộ NN&MT | Bộ Công Thương | các địa phương",
    "Sở Tài chính & các cơ quan liên quan",
    "Công an tỉnh & các sở, ban ngành liên quan",
    "các sở, ngành | Liên đoàn Lao động tỉnh & địa phương",
    "Ban Tuyên giáo Tỉnh ủy | Văn phòng Tỉnh ủy | Mặt trận Tổ quốc | các tổ chức chính trị - xã hội",
    "Các Bộ trưởng | Thủ trưởng cơ quan ngang bộ | Chủ tịch Ủy ban nhân dân các tỉnh, thành phố",
    "Phòng Kiểm tra xây dựng và phòng cháy, chữa cháy & các cơ quan, đơn vị thuộc Sở",
    "Tổng công ty Điện lực miền Trung & các Công ty Điện lực khu vực",
    "UBND các xã, phường & đơn vị vận hành thoát nước tại khu vực",
    "Chi cục Thủy lợi | Chính quyền địa phương & các đơn vị duy trì hệ thống đê, hệ thống kè",
    "Các cấp ủy, tổ chức đảng, chính quyền | Mặt trận Tổ quốc và các tổ chức chính trị - xã hội | Tỉnh đoàn",
    "Sở Lao động - Thương binh và Xã hội & Uỷ ban nhân dân các huyện, thành phố",
    "Ban Quản lý dự án đầu tư xây dựng & các Chủ đầu tư",
]


@pytest.mark.parametrize("listed", LISTS)
def test_lists_divide_between_complete_names(listed):
    want = listed.replace(" & ", " | ").replace("; ", " | ").split(" | ")
    phrase = listed.replace(" | ", ", ").replace(" & ", " và ")
    assert pieces(phrase) == want


def test_a_semicolon_always_divides_and_the_full_stop_is_left_out():
    assert pieces(" Ban A; đội xung kích; Hội Thân nhân Kiều bào tỉnh. ") == [
        "Ban A",
        "đội xung kích",
        "Hội Thân nhân Kiều bào tỉnh",
    ]


@pytest.mark.parametrize(
    ("phrase", "want"),
    [
        ("Các bộ, cơ quan UBND các tỉnh, thành phố", ["Các bộ, cơ quan", "UBND các tỉnh, thành phố"]),
        ("Sở Tài chính Sở Nội vụ", ["Sở Tài chính", "Sở Nội vụ"]),
        ("Sở Tài chính\nSở Nội vụ", ["Sở Tài chính", "Sở Nội vụ"]),
        ("- Sở Y tế;\n- Công an tỉnh.", ["Sở Y tế", "Công an tỉnh"]),
    ],
)
def test_a_lost_comma_or_a_line_end_divides_where_a_new_head_stands(phrase, want):
    assert pieces(phrase) == want


@pytest.mark.parametrize(
    "phrase", ["Văn phòng\nUBND tỉnh", "Ban Tuyên giáo\nTỉnh ủy", "Sở Văn hóa, Thể thao\nvà Du lịch"]
)
def test_a_line_end_inside_a_name_does_not_divide(phrase):
    assert pieces(phrase) == [phrase]


@pytest.mark.parametrize(
    ("phrase", "want"),
    [
        ("Các Bộ: NN&MT, Xây dựng, Giáo dục và Đào tạo", ["Bộ NN&MT", "Bộ Xây dựng", "Bộ Giáo dục và Đào tạo"]),
        ("Sở: Nội vụ, Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("các Sở Nội vụ, Tài chính và Tư pháp", ["Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp"]),
        (
            "các Sở: Y tế, Văn hóa, Thể thao và Du lịch; UBND các xã",
            ["Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch", "UBND các xã"],
        ),
        ("Bộ Công an, Quốc phòng", ["Bộ Công an", "Bộ Quốc phòng"]),
        ("Các Hội: Nông dân, Cựu chiến binh", ["Hội Nông dân", "Hội Cựu chiến binh"]),
    ],
)
def test_one_head_for_several_names_is_given_to_each(phrase, want):
    assert [name.text for name in cut_names(phrase)] == want


def test_a_name_with_a_borrowed_head_says_so_and_points_at_its_own_words():
    phrase = "Các Bộ: Y tế, Tài chính"
    names = cut_names(phrase)
    assert [(n.derived, phrase[n.start : n.end]) for n in names] == [(True, "Y tế"), (True, "Tài chính")]


@pytest.mark.parametrize(
    "phrase", ["", " ", ";", ",,;\n-", "()", "(", "“", "và", "các", "các các và và;;", "123", "Sở:"]
)
def test_nothing_breaks_on_odd_input(phrase):
    assert all(0 <= start < end <= len(phrase) for start, end in cut(phrase))
