from __future__ import annotations

import json
import os
import pty
import subprocess
import sys

import openpyxl
import pytest

from dondoc.cli import NONE_READ, NOT_WRITTEN, SOME_FAILED, USAGE, main

DIRECTIVE = """\
ỦY BAN NHÂN DÂN
TỈNH LAM GIANG

Số: 12/KH-UBND

KẾ HOẠCH
Phát triển thông tin đối ngoại

II. NHIỆM VỤ
1. Xây dựng bản tin đối ngoại
Cơ quan chủ trì: Sở Nội vụ
Thời gian thực hiện: năm 2025
"""


@pytest.fixture
def folder(tmp_path):
    """Two directives, one of them in a folder below, and a file that no reader knows."""
    (tmp_path / "a.txt").write_text(DIRECTIVE, encoding="utf-8")
    (tmp_path / "below").mkdir()
    (tmp_path / "below/b.md").write_text(DIRECTIVE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(capsysbinary):
    """Runs the command: exit code, standard output, standard error."""

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return left.value.code, out, err.decode()

    return run


def on_a_terminal(*arguments, columns=100):
    """What the command shows on a real terminal of so many columns."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "dondoc.cli", *map(str, arguments)],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env={**os.environ, "COLUMNS": str(columns), "TERM": "xterm-256color"},
    )
    os.close(follower)
    shown = b""
    try:
        while chunk := os.read(leader, 65536):
            shown += chunk
    except OSError:
        pass  # Linux says so when the other end of a terminal is closed
    os.close(leader)
    return process.wait(), shown.decode()


def piped(*arguments, **options):
    command = [sys.executable, "-m", "dondoc.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, **options)


def test_one_file_gives_one_object(run, folder):
    code, out, _ = run("read", folder / "a.txt", "--format", "json")
    assert code == 0
    assert json.loads(out)["text"] == DIRECTIVE


def test_several_files_give_json_lines(run, folder):
    code, out, _ = run("read", folder, "--format", "json")
    assert code == 0
    assert [json.loads(line)["source"]["name"] for line in out.splitlines()] == ["a.txt", "b.md"]


def test_a_pattern_means_the_files_that_match(run, folder):
    _, out, _ = run("read", f"{folder}/**/*.md", "-f", "json")
    assert json.loads(out)["source"]["name"] == "b.md"


def test_a_file_named_twice_is_read_once(run, folder):
    _, out, _ = run("read", folder / "a.txt", folder / "a.txt", "-f", "json")
    assert json.loads(out)["source"]["name"] == "a.txt"


def test_a_dash_is_standard_input():
    result = piped("read", "-", "-f", "json", input=DIRECTIVE.encode())
    assert json.loads(result.stdout)["text"] == DIRECTIVE


def test_one_bad_file_does_not_stop_the_rest(run, folder):
    (folder / "empty.txt").write_text("")
    code, out, err = run("read", folder, "--format", "json")
    assert code == SOME_FAILED
    assert len(out.splitlines()) == 2
    assert "empty.txt" in err


def test_files_that_no_reader_knows_are_counted(run, folder):
    (folder / "picture.xyz").write_bytes(b"\x00")
    code, _, err = run("read", folder, "--format", "json")
    assert code == 0
    assert "Bỏ qua 1 tệp" in err


def test_nothing_read_has_its_own_exit_code(run, tmp_path):
    code, out, err = run("read", tmp_path / "missing.txt", "--format", "json")
    assert (code, out) == (NONE_READ, b"")
    assert "missing.txt" in err


def test_a_folder_without_directives_is_said(run, tmp_path):
    code, _, err = run("read", tmp_path)
    assert code == NONE_READ
    assert "Không có tệp nào" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["read"], "Thiếu đối số"),
        (["read", "a.txt", "--colour"], "Không có tùy chọn --colour."),
        (["read", "a.txt", "--format", "pdf"], "không nhận giá trị «pdf»"),
        (["read", "a.txt", "--format"], "Tùy chọn --format cần một giá trị."),
        (["write"], "Không có lệnh 'write'."),
        (["show", "a.txt", "b.txt"], "Thừa đối số: b.txt."),
    ],
)
def test_wrong_use_is_said_in_vietnamese(run, arguments, message):
    code, _, err = run(*arguments)
    assert code == USAGE
    assert message in err


def test_an_output_file_is_written_whole(run, folder):
    out = folder / "out.csv"
    assert run("read", folder / "a.txt", "--format", "csv", "--output", out)[0] == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfSTT,")
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "below", "out.csv"]


def test_an_output_file_stays_as_it_was_when_nothing_was_read(run, tmp_path):
    out = tmp_path / "out.json"
    out.write_text("kept")
    assert run("read", tmp_path / "missing.txt", "-f", "json", "-o", out)[0] == NONE_READ
    assert out.read_text() == "kept"


def test_an_output_folder_gets_a_file_for_each_directive(run, folder):
    run("read", folder / "a.txt", folder / "below", "--format", "json", "--output", f"{folder}/new/")
    assert sorted(path.name for path in (folder / "new").iterdir()) == ["a.json", "b.json"]


def test_directives_of_one_name_do_not_overwrite_each_other(run, folder):
    (folder / "a.md").write_text(DIRECTIVE, encoding="utf-8")
    run("read", folder / "a.txt", folder / "a.md", "--format", "json", "--output", f"{folder}/new/")
    assert sorted(path.name for path in (folder / "new").iterdir()) == ["a.json", "a.md.json"]


def test_a_directive_is_never_overwritten(run, folder):
    code, _, err = run("read", folder / "a.txt", "--format", "json", "--output", folder / "a.txt")
    assert code == USAGE
    assert "văn bản gốc" in err
    assert (folder / "a.txt").read_text(encoding="utf-8") == DIRECTIVE


def test_a_place_that_cannot_be_written_to_is_said(run, folder):
    code, _, err = run("read", folder / "a.txt", "--format", "json", "--output", folder / "no/such/out.json")
    assert code == NOT_WRITTEN
    assert "Không ghi được" in err


def test_a_workbook_is_written(run, folder):
    run("read", folder / "a.txt", "--format", "xlsx", "--output", folder / "out.xlsx")
    assert openpyxl.load_workbook(folder / "out.xlsx").sheetnames[0] == "Nhiệm vụ"


def test_a_workbook_is_not_printed_on_a_terminal(folder):
    code, shown = on_a_terminal("read", folder / "a.txt", "--format", "xlsx")
    assert code == USAGE
    assert "--output" in shown


def test_piped_tables_have_no_colours_and_leave_nothing_out(folder):
    out = piped("read", folder / "a.txt").stdout.decode()
    assert "Xây dựng bản tin đối ngoại" in out
    assert "\x1b" not in out
    assert "…" not in out


def test_a_terminal_gets_colours(folder):
    code, shown = on_a_terminal("read", folder / "a.txt")
    assert code == 0
    assert "\x1b[" in shown


def test_show_prints_the_text_with_line_numbers(run, folder):
    code, out, _ = run("show", folder / "a.txt")
    assert code == 0
    assert " 4 " in out.decode()
    assert "Số: 12/KH-UBND" in out.decode()


def test_show_of_a_file_that_is_not_there_says_so(run, tmp_path):
    assert run("show", tmp_path / "missing.txt")[0] == NONE_READ


def test_schema_prints_the_published_schema(run, root):
    _, out, _ = run("schema")
    assert out.decode() == (root / "docs/plan.schema.json").read_text(encoding="utf-8")


def test_version_is_printed(run):
    code, out, _ = run("--version")
    assert (code, out) == (0, b"dondoc 0.1.0\n")


@pytest.mark.parametrize("arguments", [["--help"], ["read", "--help"], ["show", "--help"], ["schema", "--help"]])
def test_help_is_in_vietnamese(run, arguments):
    _, out, _ = run(*arguments)
    assert "Cách dùng:" in out.decode()
    for english in ("Usage", "Options", "Arguments", "Commands", "Show this message", "required"):
        assert english not in out.decode()


@pytest.mark.parametrize("arguments", ["read {0} {0}/a.txt -f json", "read {0}", "show {0}/a.txt"])
def test_a_reader_that_stops_early_is_no_error(folder, arguments):
    (folder / "a.txt").write_text(DIRECTIVE + "Một dòng nữa.\n" * 20_000, encoding="utf-8")
    command = f"{sys.executable} -m dondoc.cli {arguments.format(folder)} | head -c 1"
    result = subprocess.run(["bash", "-c", f"{command}; exit ${{PIPESTATUS[0]}}"], capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (0, b"")


def test_repair_gives_a_line_for_a_line():
    result = piped("repair", input="thuc hién Két luan s6 57-KLITW\nthuc hién ké hoach\n".encode())
    assert result.stdout.decode() == "thực hiện Kết luận số 57-KL/TW\nthực hiện kế hoạch\n"


def test_repair_leaves_a_sound_file_as_it_is(run, folder):
    assert run("repair", folder / "a.txt") == (0, DIRECTIVE.encode(), "")


def test_repair_explains_each_change():
    result = piped("repair", "--explain", input="thuc hién Két luan s6 57-KLITW".encode())
    assert "1:  Két → Kết (mất dấu" in result.stdout.decode()
    assert "57-KLITW → 57-KL/TW" in result.stdout.decode()


def test_repair_of_a_missing_file_says_what_to_do(run, tmp_path):
    code, out, err = run("repair", tmp_path / "missing.txt")
    assert (code, out) == (NONE_READ, b"")
    assert "Hãy kiểm tra đường dẫn" in err


def test_batch_writes_plans_and_says_which_files_failed(folder, tmp_path_factory):
    (folder / "empty.txt").write_text("")
    out = tmp_path_factory.mktemp("out")
    result = piped("batch", folder, out)
    assert result.returncode == SOME_FAILED, result.stderr.decode()
    assert "Đã đọc 2 tệp, có sẵn 0 tệp, không đọc được 1 tệp." in result.stderr.decode()
    assert len((out / "plans.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert "empty.txt" in (out / "failures.jsonl").read_text(encoding="utf-8")


def test_batch_of_a_missing_folder_says_what_to_do(run, tmp_path):
    code, _, err = run("batch", tmp_path / "missing", tmp_path / "out")
    assert code == NONE_READ
    assert "Hãy kiểm tra đường dẫn" in err
