"""Drop a file, see its tasks beside its words."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

DEMO = sorted((Path(__file__).resolve().parents[2] / "demo/documents").iterdir())


def upload(page, *files):
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/upload/")
    page.locator("#id_papers").set_input_files(list(files))
    page.get_by_label("Tôi xác nhận").check()
    page.get_by_role("button", name="Tải lên và đọc").click()


def memory(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def in_view(page, locator):
    """The element lies inside the frame of words, in sight."""
    box, frame = locator.bounding_box(), page.locator("#words").bounding_box()
    return frame["y"] - 2 <= box["y"] <= frame["y"] + frame["height"]


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.name)
def test_a_task_selected_marks_its_words(page, path):
    upload(page, path)
    tasks = page.locator("#pane .task")
    expect(tasks.first).to_be_visible()
    last = tasks.last.locator("button")
    last.click()
    expect(last).to_have_attribute("aria-pressed", "true")
    marks = page.locator("#words mark.is-on")
    expect(marks.first).to_be_visible()
    assert in_view(page, page.locator(f'#words mark[data-m*="{last.get_attribute("data-m")}.wording"]').first)
    marked = " ".join(marks.all_inner_texts())
    first_words = " ".join(last.locator(".wording").inner_text().split()[:3])
    assert first_words in " ".join(marked.split())


def test_progress_is_shown_while_the_file_is_read(page):
    upload(page, memory("dai.txt", DEMO[2].read_bytes() * 3))
    expect(page.locator("#progress, #reader")).to_be_visible()
    expect(page.locator("#reader")).to_be_visible()


def test_words_selected_show_what_was_made_of_them(page):
    upload(page, memory("chon.txt", DEMO[2].read_bytes() + b"\n\n"))
    page.locator("#reader").wait_for()
    lead = page.locator("#words mark.m-lead").first
    lead.click()
    expect(page.locator("#made")).to_contain_text("Chủ trì")
    page.locator("#made a", has_text="xem").first.click()
    expect(page.locator("#pane .task.is-chosen")).to_have_count(1)


def test_a_stretch_of_words_selected_with_the_mouse_shows_all_in_it(page):
    upload(page, memory("keo.txt", DEMO[2].read_bytes() + b"\n\n\n"))
    page.locator("#reader").wait_for()
    number = page.locator("#words mark.m-number").first.bounding_box()
    day = page.locator("#words mark.m-date").first.bounding_box()
    page.mouse.move(number["x"] + 2, number["y"] + 6)
    page.mouse.down()
    page.mouse.move(day["x"] + day["width"] - 3, day["y"] + 6, steps=5)
    page.mouse.up()
    expect(page.locator("#made")).to_contain_text("Số, ký hiệu")
    expect(page.locator("#made")).to_contain_text("Ngày ban hành")


def test_views_change_without_leaving_the_page_and_can_be_linked(page):
    upload(page, memory("tab.txt", DEMO[2].read_bytes() + b"\n\n\n\n"))
    page.locator("#reader").wait_for()
    page.get_by_role("link", name="Viện dẫn").click()
    expect(page.get_by_role("heading", name="Văn bản được viện dẫn, chưa có (chờ tải lên)")).to_be_visible()
    assert page.url.endswith("?tab=citations")
    page.locator("#pane .citations button").first.click()
    expect(page.locator("#words mark.is-on").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("link", name="Viện dẫn")).to_have_attribute("aria-current", "page")


def test_files_are_dropped_on_the_frame(page):
    page.get_by_role("button", name="Văn bản", exact=True).click()
    page.get_by_role("link", name="Tải lên", exact=True).click()
    dropped = page.evaluate_handle(
        """() => { const data = new DataTransfer();
        data.items.add(new File(["Một"], "mot.txt")); data.items.add(new File(["Hai"], "hai.txt")); return data; }"""
    )
    page.dispatch_event("#drop", "dragover", {"dataTransfer": dropped})
    page.dispatch_event("#drop", "drop", {"dataTransfer": dropped})
    expect(page.locator("#chosen li")).to_have_text([r"mot.txt (0 MB)", r"hai.txt (0 MB)"])


def test_several_files_lead_to_a_list_that_refreshes_itself(page):
    upload(page, *[memory(f"nhieu-{n}.txt", DEMO[3].read_bytes() + b"\n" * n) for n in range(1, 5)])
    for n in range(1, 5):
        row = page.locator("tr", has_text=f"nhieu-{n}.txt")
        expect(row).to_contain_text("Đã đọc")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("anh.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "Không đọc được tệp này"),
        ("rong.txt", b"", "Không đọc được tệp này"),
        ("thu.txt", "Kính gửi anh An,\nChúc anh mạnh khỏe.\n".encode(), "Không thấy nhiệm vụ nào"),
    ],
)
def test_a_wrong_file_is_refused_with_advice_and_read_again_on_demand(page, name, content, words):
    upload(page, memory(name, content))
    expect(page.get_by_role("heading", name=words)).to_be_visible()
    page.get_by_role("button", name="Đọc lại").click()
    expect(page.get_by_role("heading", name=words)).to_be_visible()


def test_a_paper_with_a_secrecy_mark_is_gone(page):
    head = (
        "UBND TỈNH LAM GIANG\nSố: 9/KH-UBND\n\nTỐI MẬT\n\nKẾ HOẠCH\nVề việc thử\n\nCăn cứ Luật;\n1. Giao Sở Nội vụ.\n"
    )
    upload(page, memory("kin.txt", head.encode()))
    expect(page.get_by_text("đã bị từ chối vì có dấu chỉ độ mật").first).to_be_visible()
    assert "kin.txt" not in page.content()


def test_a_mistaken_upload_is_withdrawn_with_a_reason(page):
    upload(page, memory("nham.txt", DEMO[3].read_bytes() + b" \n"))
    page.locator("#reader").wait_for()
    page.get_by_role("link", name="Rút văn bản").click()
    page.get_by_label("Lý do rút văn bản").fill("Tải nhầm bản dự thảo")
    page.get_by_role("button", name="Rút văn bản").click()
    expect(page.get_by_text("Đã rút văn bản")).to_be_visible()
    page.get_by_role("link", name="Văn bản đã rút").click()
    page.locator("tr", has_text="nham.txt").get_by_role("link").click()
    expect(page.get_by_text("Tải nhầm bản dự thảo").first).to_be_visible()


def test_on_a_phone_the_words_stay_in_sight_of_the_task(phone):
    upload(phone, memory("dien-thoai.txt", DEMO[2].read_bytes() + b"\n \n"))
    phone.locator("#reader").wait_for()
    button = phone.locator("#pane .task button").nth(9)
    button.click()
    mark = phone.locator(f'#words mark[data-m*="{button.get_attribute("data-m")}.wording"]').first
    assert in_view(phone, mark)
    expect(mark).to_be_in_viewport()
    expect(button).to_be_in_viewport()
