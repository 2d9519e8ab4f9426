"""Numbers of documents in running text, and what only looks like one."""

import pytest

from dondoc.parsing.numbers import numbers


@pytest.mark.parametrize(
    "number",
    ["47/NQ-CP", "116/KH-UBND", "152/2020/NĐ-CP", "66.7/2025/NQ-CP", "202/2025/QH15", "1365/NQ-UBTVQH15", "07/CT-TTg",
     "1578/BTTTT-TTĐN", "998/TTr-UBND", "55/2005/TTLT-BNV-VPCP", "05/HD-MTTW-BTT", "924/QC-SNNMT-SXD", "28/QyĐ-UBND",
     "1249a/CTPH-UBDT-BTP", "01/KH1N-01/17h00/DBQG-DBKH", "124/QĐ/TTg", "2152/QĐ-BNN-TCTL", "12/TB-VP&TH", "57-KL/TW",
     "254-KH/TU", "134-CV/UBKTTU", "12-CTr/TU", "367-QĐ/TWĐTN-VP", "66-QĐ-TW", "15-CTHĐ/ĐU", "1175/CĐ-TTg"],
)  # fmt: skip
@pytest.mark.parametrize("frame", ["số {} ngày 1/2/2024", "{}", "(theo {}, nay", "Quyết định {}."])
def test_state_and_party_numbers_are_read_in_any_frame(number, frame):
    assert [n.text for n in numbers(frame.format(number))] == [number]


@pytest.mark.parametrize(
    ("printed", "number"),
    [("119- KH/TU", "119-KH/TU"), ("31 - HD/BTCTW", "31-HD/BTCTW"), ("số 2280   /QĐ-UBND", "2280/QĐ-UBND"),
     ("57–KL/TW", "57-KL/TW"), ("70 / 2023/NĐ-CP", "70/2023/NĐ-CP"), ("57-\nKL/TW", "57-KL/TW")],
)  # fmt: skip
def test_stray_spaces_are_left_out_of_a_number(printed, number):
    assert [n.text for n in numbers(printed)] == [number]


@pytest.mark.parametrize(
    "text",
    ["24/11", "ngày 15/6/2023", "01-10-1997", "giai đoạn 2021-2025", "310mm/2 ngày", "170 m3/s", "24/24h", "63/63 tỉnh",
     "Số 277/Ngày 16-05-2026", "số     /QĐ-UBND ngày   /4/2026", "80/100 điểm", "tỷ lệ 5/HĐND", "1.800m3/h", "4-5 ngày",
     "UBND các tỉnh/thành phố", "50mm/h", "COVID-19", "12/KH", "http://a.vn/12/QD-x"],
)  # fmt: skip
def test_dates_ranges_and_measures_are_no_numbers(text):
    assert list(numbers(text)) == []


def test_a_symbol_without_hyphen_counts_after_a_kind():
    assert [n.text for n in numbers("Đề án 06/CP và số 12/KH")] == ["06/CP", "12/KH"]
