"""What agency phrases mean, by the register; nothing is guessed."""

import pytest

from dondoc.agencies.names import cut, is_agency
from dondoc.agencies.registry import Resolution, agencies, groups, province_named, provinces, resolve


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("Bộ NN&MT", "bo-nong-nghiep-va-moi-truong"),
        ("Bộ Nông nghiệp và Môi trường", "bo-nong-nghiep-va-moi-truong"),
        ("sở Văn hoá Thể thao và Du lịch", "so-van-hoa-the-thao-va-du-lich"),
        ("Sở VHTTDL", "so-van-hoa-the-thao-va-du-lich"),
        ("Sở VH,TT&DL", "so-van-hoa-the-thao-va-du-lich"),
        ("UBND tỉnh", "uy-ban-nhan-dan-tinh"),
        ("Uỷ ban nhân dân Thành phố", "uy-ban-nhan-dan-tinh"),
        ("BTGTU", "ban-tuyen-giao-tinh-uy"),
        ("Ngân hàng nhà nước Việt Nam", "ngan-hang-nha-nuoc-viet-nam"),
        ("Ban Chính sách, Chiến lược Trung ương", "ban-chinh-sach-chien-luoc-trung-uong"),
    ],
)
def test_spellings_of_one_name_mean_one_agency(phrase, key):
    assert resolve(phrase) == Resolution((key,))


@pytest.mark.parametrize(
    ("phrase", "place", "key"),
    [
        ("Sở Tài chính", "tỉnh Quảng Ngãi", "so-tai-chinh@quang-ngai"),
        ("Sở Tài chính tỉnh Kon Tum", "Quảng Ngãi", "so-tai-chinh@kon-tum"),
        ("Sở Xây dựng Hà Nội", None, "so-xay-dung@ha-noi"),
        ("UBND tỉnh Bà Rịa - Vũng Tàu", None, "uy-ban-nhan-dan-tinh@ba-ria-vung-tau"),
        ("Bộ Tài chính", "Hà Nội", "bo-tai-chinh"),
    ],
)
def test_a_provincial_body_takes_the_place_of_the_phrase_then_of_the_directive(phrase, place, key):
    assert resolve(phrase, place).agencies == (key,)


@pytest.mark.parametrize(
    ("phrase", "group"),
    [
        ("các sở, ban ngành", "cac-so-ban-nganh"),
        ("Các sở, ban, ngành tỉnh", "cac-so-ban-nganh"),
        ("các bộ, cơ quan", "cac-bo-nganh"),
        ("Các bộ, cơ quan, địa phương", "cac-bo-nganh-dia-phuong"),
        ("UBND các huyện, thị xã, thành phố", "ubnd-cap-huyen"),
        ("UBND cấp xã", "ubnd-cap-xa"),
        ("UBND các tỉnh/thành phố", "ubnd-cac-tinh"),
        ("các huyện ủy, thị ủy, thành ủy, Đảng ủy trực thuộc Tỉnh ủy", "cac-huyen-thi-thanh-uy"),
        ("Mặt trận Tổ quốc và các tổ chức chính trị - xã hội", "mttq-va-cac-to-chuc"),
        ("UBMTTQ VN các cấp", "mttq-cac-cap"),
        ("Các đơn vị liên quan", "cac-co-quan-lien-quan"),
    ],
)
def test_collective_phrases_are_groups(phrase, group):
    assert resolve(phrase, "Quảng Ngãi") == Resolution(group=group)


@pytest.mark.parametrize(
    "phrase", ["BTC", "BCT", "Công ty Ánh Dương", "Sở", "", "Nhà máy nước Lam Giang", "Sở Nội vụ Lam Giang"]
)
def test_unknown_and_ambiguous_phrases_mean_nothing(phrase):
    assert not resolve(phrase, "Quảng Ngãi")


def test_provinces_are_known_old_and_new_with_their_time():
    known = {(p.name, p.kind): p for p in provinces()}
    assert known["Kon Tum", "tỉnh"].valid_to == "2025-06-30"
    assert known["Kon Tum", "tỉnh"].successor == "quang-ngai"
    assert known["Đồng Nai", "thành phố"].valid_from == "2026-04-30"
    assert sum(p.valid_to is None for p in provinces()) == 34


def test_a_place_is_found_inside_a_letterhead():
    assert province_named("ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI").full_name == "tỉnh Quảng Ngãi"
    assert province_named("Lam Giang, ngày 05 tháng 01") is None


def test_keys_are_unique_and_every_name_of_the_register_resolves_to_its_agency_or_stays_open():
    keys = [agency.key for agency in agencies()]
    assert len(keys) == len(set(keys))
    for agency in agencies():
        assert resolve(agency.name).agencies == (agency.key,)


def test_names_of_the_register_are_agency_phrases_that_stay_whole():
    names = [a.name for a in agencies()] + [g.name for g in groups()]
    assert [n for n in names if not is_agency(n)] == []
    assert [n for n in names if len(cut(n)) != 1] == []
