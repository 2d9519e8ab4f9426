"""The command ``dondoc``: argument parsing and printing only."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

import dondoc
from dondoc.batch import STDIN_NAME, read_each, select
from dondoc.document import Plan
from dondoc.errors import DondocError
from dondoc.export import plan_schema
from dondoc.export.as_table import TaskList
from dondoc.export.highlight import MarkedText
from dondoc.export.writing import PAGE_WIDTH, Format, names_in, one, several, write_whole
from dondoc.repairing import explained

SOME_FAILED, USAGE, NONE_READ, NOT_WRITTEN = 1, 2, 3, 4
"""Exit codes; 0 when every file was read, 130 when interrupted. docs/cli.md says when to expect which."""

_OPTIONS, _ARGUMENTS, _COMMANDS = "Tùy chọn", "Đối số", "Lệnh"

_IN_VIETNAMESE = (
    (r"^No such option: (\S+)( \(Possible options: (.*)\))?", r"Không có tùy chọn \1."),
    (r"^No such command (.*)\.", r"Không có lệnh \1."),
    (r"^Missing command\.", "Thiếu lệnh."),
    (r"^Missing argument '?([^'.]*)'?\.?", r"Thiếu đối số \1."),
    (r"^Missing option '?([^'.]*)'?\.?", r"Thiếu tùy chọn \1."),
    (r"^Got unexpected extra argument\(s\) \((.*)\)", r"Thừa đối số: \1."),
    (r"^Option '(\S+)' requires an argument\.?", r"Tùy chọn \1 cần một giá trị."),
    (r"^Option '(\S+)' does not take a value\.", r"Tùy chọn \1 không nhận giá trị."),
    (r"^Invalid value for (.*?): .*?'(.*)' is not one of (.*)\.", r"\1 không nhận giá trị «\2»; có thể dùng: \3."),
    (r"^Invalid value(?: for (.*?))?: ", r"Giá trị không hợp lệ (\1): "),
)
"""What the parser of arguments says, and the same in Vietnamese."""


class _Vietnamese(TyperCommand):
    """A command whose help is in Vietnamese throughout."""

    def get_usage(self, ctx: Any) -> str:
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _help_option(super().get_help_option(ctx))


class _VietnameseGroup(TyperGroup):
    """The same for the program itself."""

    def get_usage(self, ctx: Any) -> str:
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _help_option(super().get_help_option(ctx))


def _usage(english: str) -> str:
    return english.replace("Usage:", "Cách dùng:").replace("[OPTIONS]", "[TÙY CHỌN]").replace("COMMAND [ARGS]", "LỆNH")


def _help_option(option: Any) -> Any:
    if option is not None:
        option.help = "Hiện trợ giúp này."
        option.rich_help_panel = _OPTIONS
    return option


app = typer.Typer(
    name="dondoc",
    cls=_VietnameseGroup,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Đọc văn bản chỉ đạo, lập danh mục nhiệm vụ: ai làm gì, khi nào, theo câu chữ nào của văn bản.",
)

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="TỆP",
        help="Tệp, thư mục (đọc mọi tệp bên trong) hoặc mẫu tên như '*.md'; dấu - là đầu vào chuẩn.",
        rich_help_panel=_ARGUMENTS,
        show_default=False,
    ),
]
Form = Annotated[
    Format,
    typer.Option("--format", "-f", help="Dạng kết quả.", rich_help_panel=_OPTIONS, show_default=False),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="ĐƯỜNG_DẪN",
        help="Ghi vào tệp này; nếu là thư mục thì mỗi văn bản một tệp. Không có thì in ra màn hình.",
        rich_help_panel=_OPTIONS,
        show_default=False,
    ),
]


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"dondoc {dondoc.__version__}")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="In phiên bản.", rich_help_panel=_OPTIONS
        ),
    ] = False,
) -> None:
    """Runs before every command."""


@app.command(cls=_Vietnamese, rich_help_panel=_COMMANDS)
def read(files: Files, form: Form = Format.TABLE, output: Output = None) -> None:
    """Đọc văn bản và lập danh mục nhiệm vụ (table, json, markdown, csv, xlsx)."""
    chosen = select(files)
    if chosen.passed_over:
        _say(f"Bỏ qua {len(chosen.passed_over)} tệp thuộc loại chưa đọc được, ví dụ «{chosen.passed_over[0]}».")
    if not chosen.files:
        _stop("Không có tệp nào để đọc. Hãy kiểm tra lại tên tệp hoặc thư mục.", NONE_READ)
    if form is Format.XLSX and output is None and sys.stdout.isatty():
        _stop("Sổ Excel không in ra màn hình được. Hãy thêm --output TỆP.xlsx.", USAGE)
    if output and Path(output).resolve() in {path.resolve() for path in chosen.files}:
        _stop(f"«{output}» vừa là văn bản gốc vừa là nơi ghi. Hãy chọn nơi ghi khác.", USAGE)
    reading = _Reading(chosen.files, show_progress=output is not None or not sys.stdout.isatty())
    try:
        _deliver(reading, form, output)
    except BrokenPipeError:
        _nobody_listens()
    except OSError as error:
        _stop(f"Không ghi được «{output}» ({error.strerror}). Hãy chọn nơi ghi khác.", NOT_WRITTEN)
    if len(chosen.files) > 1:
        _say(reading.summary())
    raise typer.Exit(reading.exit_code)


@app.command(cls=_Vietnamese, rich_help_panel=_COMMANDS)
def show(
    file: Annotated[
        str, typer.Argument(metavar="TỆP", help="Văn bản cần xem.", rich_help_panel=_ARGUMENTS, show_default=False)
    ],
) -> None:
    """In toàn văn, tô màu câu chữ của từng nhiệm vụ theo vai trò, thời gian, sản phẩm."""
    reading = _Reading([Path(file)], show_progress=False)
    for plan in reading.plans():
        _Console().print(MarkedText(plan))
    raise typer.Exit(reading.exit_code)


@app.command(cls=_Vietnamese, rich_help_panel=_COMMANDS)
def repair(
    file: Annotated[
        str,
        typer.Argument(
            metavar="TỆP",
            help="Văn bản cần sửa; - (hoặc để trống) là đầu vào chuẩn.",
            rich_help_panel=_ARGUMENTS,
            show_default=False,
        ),
    ] = "-",
    explain: Annotated[
        bool,
        typer.Option("--explain", help="In danh sách chỗ sửa thay cho toàn văn.", rich_help_panel=_OPTIONS),
    ] = False,
) -> None:
    """Sửa văn bản mất dấu, sai chữ vì OCR: một dòng vào, một dòng ra."""
    path = Path(file)
    try:
        source = dondoc.read(sys.stdin.buffer.read(), name=STDIN_NAME) if file == "-" else dondoc.read(path)
    except DondocError as error:
        _stop(str(error), NONE_READ)
    except OSError as error:
        _stop(f"«{file}»: không mở được tệp ({error.strerror}). Hãy kiểm tra đường dẫn.", NONE_READ)
    repaired = dondoc.repair(source.text)
    try:
        if explain:
            for line in explained(repaired, source.text):
                typer.echo(line)
        else:
            typer.echo(repaired.text, nl=not repaired.text.endswith("\n"))
        sys.stdout.flush()
    except BrokenPipeError:
        _nobody_listens()


@app.command(cls=_Vietnamese, rich_help_panel=_COMMANDS)
def batch(
    source: Annotated[
        Path,
        typer.Argument(metavar="NGUỒN", help="Thư mục văn bản.", rich_help_panel=_ARGUMENTS, show_default=False),
    ],
    destination: Annotated[
        Path,
        typer.Argument(metavar="ĐÍCH", help="Thư mục kết quả.", rich_help_panel=_ARGUMENTS, show_default=False),
    ],
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler", metavar="ĐỊA_CHỈ", help="Bộ điều phối Dask; không có thì dùng mọi lõi của máy này.",
            rich_help_panel=_OPTIONS, show_default=False,
        ),
    ] = None,
) -> None:  # fmt: skip
    """Đọc cả kho văn bản: JSON Lines, Parquet và danh sách tệp hỏng; bị ngắt thì chạy lại sẽ làm tiếp."""
    try:
        corpus = import_module("dondoc.corpus")
    except ModuleNotFoundError as error:
        _stop(f"Thiếu thư viện {error.name}. Hãy cài: pip install 'dondoc[batch]'.", USAGE)
    if not source.exists():
        _stop(f"«{source}»: không có thư mục này. Hãy kiểm tra đường dẫn.", NONE_READ)
    errors = Console(stderr=True, highlight=False)
    columns = (TextColumn("Đang đọc"), BarColumn(), MofNCompleteColumn())
    try:
        with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as progress:
            bar = progress.add_task("", total=None)
            summary = corpus.read_corpus(
                source, destination, scheduler=scheduler,
                progress=lambda done, total: progress.update(bar, completed=done, total=total),
            )  # fmt: skip
    except OSError as error:
        _stop(f"Không chạy được ({error}). Hãy kiểm tra thư mục kết quả và địa chỉ bộ điều phối.", NOT_WRITTEN)
    _say(f"Đã đọc {summary.read} tệp, có sẵn {summary.kept} tệp, không đọc được {summary.failed} tệp.")
    if summary.failed:
        _say(f"Lý do từng tệp: {destination / corpus.FAILURES}")
        raise typer.Exit(SOME_FAILED if summary.read + summary.kept else NONE_READ)


@app.command(cls=_Vietnamese, rich_help_panel=_COMMANDS)
def schema() -> None:
    """In JSON Schema của kết quả dạng json."""
    typer.echo(json.dumps(plan_schema(), ensure_ascii=False, indent=2))


class _Reading:
    """Files being read: their plans, the messages about the others, and the exit code in the end."""

    def __init__(self, paths: Sequence[Path], *, show_progress: bool) -> None:
        self.paths = paths
        self.failed = self.tasks = self.without_tasks = 0
        self._show_progress = show_progress and len(paths) > 1

    def plans(self) -> Iterator[Plan]:
        for _, plan in self.named_plans():
            yield plan

    def named_plans(self) -> Iterator[tuple[Path, Plan]]:
        """Each plan with the file it was read from; why another could not be read goes to standard error."""
        errors = Console(stderr=True, highlight=False, soft_wrap=True)
        columns = (TextColumn("Đang đọc"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
        visible = self._show_progress and errors.is_terminal
        with Progress(*columns, console=errors, transient=True, disable=not visible) as progress:
            bar = progress.add_task("", total=len(self.paths))
            for outcome in read_each(self.paths):
                progress.update(bar, advance=1, description=outcome.path.name)
                if outcome.plan:
                    self.tasks += len(outcome.plan.tasks)
                    self.without_tasks += not outcome.plan.tasks
                    yield outcome.path, outcome.plan
                else:
                    self.failed += 1
                    errors.print(outcome.error, markup=False)

    def summary(self) -> str:
        """What became of all the files."""
        read = len(self.paths) - self.failed
        return (
            f"Đã đọc {read} tệp, {self.tasks} nhiệm vụ; {self.without_tasks} tệp không thấy nhiệm vụ, "
            f"{self.failed} tệp không đọc được."
        )

    @property
    def exit_code(self) -> int:
        if not self.failed:
            return 0
        return NONE_READ if self.failed == len(self.paths) else SOME_FAILED


def _deliver(reading: _Reading, form: Format, output: str | None) -> None:
    """Print the plans, or write them to a file, or one file each to a folder."""
    if output is None and form is Format.TABLE:
        for plan in reading.plans():
            _Console().print(TaskList(plan))
    elif output is None:
        for chunk in _chunks(reading, form):
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
    elif output.endswith((os.sep, "/")) or Path(output).is_dir():
        Path(output).mkdir(parents=True, exist_ok=True)
        targets = names_in(Path(output), reading.paths, form)
        for path, plan in reading.named_plans():
            write_whole(targets[path], [one(plan, form)])
    else:
        write_whole(Path(output), _chunks(reading, form))


def _chunks(reading: _Reading, form: Format) -> Iterator[bytes]:
    if len(reading.paths) == 1:
        yield from (one(plan, form) for plan in reading.plans())
    else:
        yield from several(reading.plans(), form)


class _Console(Console):
    """Standard output: as wide as the terminal, wide enough for a table when it is none."""

    def __init__(self) -> None:
        narrow = sys.stdout.isatty() or "COLUMNS" in os.environ
        super().__init__(width=None if narrow else PAGE_WIDTH, highlight=False)

    def on_broken_pipe(self) -> None:
        _nobody_listens()


def _nobody_listens() -> NoReturn:
    """The program we were piped into has seen enough; without this Python would complain when it flushes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise typer.Exit


def _say(message: str) -> None:
    typer.echo(message, err=True)


def _stop(message: str, exit_code: int) -> NoReturn:
    _say(message)
    raise typer.Exit(exit_code)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command with ``arguments`` (those of the process by default) and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    rich_utils.REQUIRED_LONG_STRING = "[bắt buộc]"
    try:
        code = app(arguments, prog_name="dondoc", standalone_mode=False)
    except typer.TyperException as error:
        # Without any argument the help was printed, and there is nothing to add.
        if message := error.format_message():
            _say(f"{_in_vietnamese(message)} Xem: dondoc --help")
        code = USAGE
    sys.exit(code or 0)


def _in_vietnamese(message: str) -> str:
    for english, vietnamese in _IN_VIETNAMESE:
        if re.search(english, message):
            return re.sub(english, vietnamese, message)
    return message


if __name__ == "__main__":
    main()
