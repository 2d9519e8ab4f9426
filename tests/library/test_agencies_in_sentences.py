"""Who a sentence charges, whom it names as coordinating, and what is an agency phrase at all."""

import pytest

from dondoc.agencies.names import coordinators, is_agency, leading, phrase_at

SUBJECTS = [
    "[Bộ Nông nghiệp và Môi trường] chủ trì, phối hợp với các bộ",
    "[Các cấp ủy, tổ chức đảng, cơ quan, đơn vị] chủ động triển khai",
    "[Ban Tuyên giáo Tỉnh ủy] (Cơ quan Thường trực Ban Chỉ đạo) chủ trì",
    "Đề nghị [Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh] lãnh đạo, chỉ đạo",
    "Chính phủ trân trọng đề nghị [Văn phòng Trung ương Đảng, Mặt trận Tổ quốc] phối hợp",
    "Giao [Sở Tài chính] tham mưu bố trí kinh phí",
    "Giao cho [Thanh tra tỉnh] theo dõi",
    "Yêu cầu [các cơ quan, đơn vị, địa phương] triển khai thực hiện.",
    "UBND tỉnh yêu cầu [Giám đốc các sở, Chủ tịch UBND các xã] thực hiện",
    "[Ủy ban nhân dân các tỉnh, thành phố] chủ động bố trí ngân sách",
    "[Sở Công Thương, Công ty Điện lực Lam Giang]: duy trì, cung cấp điện",
    "[Các sở, ban, ngành tỉnh; UBND cấp xã; các đơn vị liên quan]",
    "[Công an tỉnh]: chủ trì nắm tình hình",
    "[Mỗi sở, ngành, địa phương] cần bố trí nhân lực",
    "[Ban cán sự đảng Ủy ban nhân dân tỉnh] lãnh đạo, chỉ đạo",
    "[Thành viên Ban Chỉ đạo] theo chức năng, nhiệm vụ",
    "[Người đứng đầu các cơ quan, đơn vị] chịu trách nhiệm",
    "[Ban Tổ chức Tỉnh ủy] tổ chức thực hiện",
    "[Sở Xây dựng] xây dựng kế hoạch",
    "[Sở Kế hoạch và Đầu tư] tổng hợp",
    "[Đài Phát thanh và Truyền hình tỉnh] tăng thời lượng",
    "[Hội Nông dân tỉnh] vận động hội viên",
    "[Các bộ, cơ quan ngang bộ] theo chức năng được giao, chủ động rà soát",
    "[Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh] lập kế hoạch",
    "[Trung tâm Kiểm soát bệnh tật tỉnh] giám sát dịch",
    "[Công ty cổ phần Xây dựng dịch vụ và thương mại 68] theo địa bàn quản lý",
    "[Đơn vị duy trì thoát nước trên địa bàn Thành phố]:",
    "Căn cứ chức năng, nhiệm vụ được giao, [các bộ, cơ quan, địa phương] có trách nhiệm xây dựng kế hoạch",
    "Trong quá trình thực hiện, nếu có vướng mắc, [các sở, ban, ngành, UBND cấp xã] kịp thời phản ánh",
    "Trên cơ sở đề xuất của Sở Y tế, [Sở Tài chính] thẩm định",
    "Hằng năm, [UBND các xã, phường] báo cáo kết quả",
]


@pytest.mark.parametrize("marked", SUBJECTS)
def test_the_charged_body_is_found_and_ends_where_the_verb_begins(marked):
    text = marked.replace("[", "").replace("]", "")
    want = marked[marked.index("[") + 1 : marked.index("]")]
    found = leading(text)
    assert found is not None
    assert text[found[0] : found[1]] == want


@pytest.mark.parametrize(
    "text",
    [
        "Tăng cường công tác kiểm tra",
        "Công tác nạo vét được thực hiện",
        "Xây dựng kế hoạch",
        "Bảo đảm nguồn lực",
        "Ban hành kế hoạch triển khai",
        "Báo cáo kết quả về UBND tỉnh",
        "Hội nghị tổng kết",
        "Phòng ngừa tội phạm",
        "Phòng, chống tham nhũng",
        "Đảng viên gương mẫu",
        "Trung tâm hóa dữ liệu",
        "Tổ chức thực hiện",
        "Cơ quan chủ trì: Sở Y tế",
        "Cơ quan tham mưu, thực hiện: Ban Chỉ đạo",
        "Đơn vị thực hiện: Sở Y tế",
        "Các nhiệm vụ trọng tâm",
        "Hằng năm, tiến hành sơ kết",
        "Theo dõi, đôn đốc; báo cáo Chính phủ, Thủ tướng Chính phủ xem xét",
        "Yêu cầu tạm dừng thi công",
        "",
        "   ",
    ],
)
def test_a_sentence_that_begins_with_a_verb_or_a_common_noun_charges_nobody(text):
    assert leading(text) is None


WITH = [
    "Phối hợp với [Bộ Nội vụ và các địa phương] hướng dẫn việc rà soát",
    "chủ trì, phối hợp với [các cơ quan liên quan] tổ chức tuyên truyền",
    "Chủ trì phối hợp [các cơ quan, đơn vị liên quan] rà soát",
    "Phối hợp chặt chẽ với [chính quyền địa phương các cấp] trong việc rà soát",
    "phối hợp [UBND các xã, phường và đơn vị vận hành thoát nước tại khu vực] triển khai",
    "chủ trì, phối hợp với [Sở Y tế; các sở, ban, ngành liên quan; UBND các huyện].",
    "Là đầu mối cùng với [Công ty Thoát nước Lam Giang và các đơn vị duy trì thoát nước] chịu trách nhiệm",
    "phối hợp cùng [Sở Xây dựng, Đài Tiếng nói Việt Nam (VOV)] cung cấp thông tin",
    "phối hợp với [các phường, xã] để khớp nối",
    "phối hợp với [Sở Tài chính]; Sở Nội vụ chủ trì tham mưu",
]


@pytest.mark.parametrize("marked", WITH)
def test_coordinating_agencies_stand_after_phoi_hop_up_to_the_verb(marked):
    text = marked.replace("[", "").replace("]", "")
    want = marked[marked.index("[") + 1 : marked.index("]")]
    assert [text[a:b] for a, b in coordinators(text)] == [want]


@pytest.mark.parametrize(
    "text",
    [
        "phối hợp rà soát, đề xuất bàn giao",
        "Phối hợp chỉ đạo các Công ty Thủy lợi vận hành",
        "phối hợp bố trí lực lượng",
        "Cùng với các biện pháp đã nêu",
        "hoàn thiện quy chế phối hợp",
    ],
)
def test_phoi_hop_without_an_agency_names_nobody(text):
    assert coordinators(text) == []


def test_several_phrases_in_one_sentence_are_found_in_order():
    text = "phối hợp với Sở Y tế rà soát; phối hợp với Công an tỉnh xử lý"
    assert [text[a:b] for a, b in coordinators(text)] == ["Sở Y tế", "Công an tỉnh"]


@pytest.mark.parametrize(
    "phrase",
    [
        "Sở Thông tin và Truyền thông:",
        "Các sở, ban, ngành; UBND cấp xã",
        "Thủ trưởng cơ quan ngang bộ",
        "CÔNG AN TỈNH",
        "Ủy ban Quốc gia Ứng phó sự cố, thiên tai và tìm kiếm cứu nạn",
        "Cục Hàng không Việt Nam",
        "Viện kiểm sát nhân dân",
    ],
)
def test_a_run_in_title_of_agencies_is_recognised(phrase):
    assert is_agency(phrase)


@pytest.mark.parametrize(
    "phrase",
    [
        "Tổ chức thực hiện",
        "Mục đích, yêu cầu",
        "Ban hành văn bản",
        "Bộ Tài chính thẩm định",
        "Bộ luật Dân sự",
        "Cơ quan",
        "Phòng cháy, chữa cháy",
        "Công tác thông tin đối ngoại",
        "Hội nghị, hội thảo",
        "BAN HÀNH KẾ HOẠCH",
        "",
    ],
)
def test_other_titles_are_no_agencies(phrase):
    assert not is_agency(phrase)


def test_an_agency_phrase_is_read_at_an_offset():
    text = "ngày 15/6/2023 của Bộ Chính trị về tiếp tục"
    start, end = phrase_at(text, text.index("Bộ"))
    assert text[start:end] == "Bộ Chính trị"
    assert phrase_at(text, 0) is None
