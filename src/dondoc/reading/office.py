"""Old office files (DOC, RTF, ODT, XLS, ODS) through LibreOffice, which is another program.

Each conversion has a folder and a profile of its own, since conversions that
share a profile lose files, and a time limit. Macros are switched off and links
out of the document are not followed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from dondoc.errors import UnknownFormat, UnreadableSource
from dondoc.reading import spreadsheet, word
from dondoc.reading.containers import has_macros
from dondoc.reading.content import Content
from dondoc.reading.how import How
from dondoc.reading.package import MACRO

SECONDS = 120
"""A directive takes one to four; a file that takes longer than this is stuck."""

WORD_SUFFIXES = {
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.text-template": ".ott",
    "application/vnd.ms-word.2003+xml": ".xml",
}
SHEET_SUFFIXES = {
    "application/vnd.ms-excel": ".xls",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
}

_DOCX = "docx:MS Word 2007 XML"
_XLSX = "xlsx:Calc MS Excel 2007 XML"


def confined() -> bool:
    """True in a process that reads one file and is ended with all that it started (``reading.safe``)."""
    return "dondoc_confined" in os.environ


def program() -> str | None:
    """The command of LibreOffice, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def read_text(data: bytes, name: str, media_type: str) -> Content:
    """The text of a DOC, RTF or ODT file.

    :raises UnknownFormat: LibreOffice is not installed.
    :raises UnreadableSource: it could not convert the file, or not in time.
    """
    return _warned(data, word.read(converted(data, name, WORD_SUFFIXES[media_type], _DOCX), name))


def read_sheets(data: bytes, name: str, media_type: str, how: How | None = None) -> Content:
    """The tables of an XLS or ODS file; errors as of :func:`read_text`."""
    return _warned(data, spreadsheet.read(converted(data, name, SHEET_SUFFIXES[media_type], _XLSX), name, how))


def _warned(data: bytes, content: Content) -> Content:
    """The content with a finding when the old file carries macros; RTF and ODF say so in other ways."""
    if has_macros(data) and MACRO not in content.findings:
        return replace(content, findings=(MACRO, *content.findings))
    return content


def converted(data: bytes, name: str, suffix: str, target: str, seconds: float = SECONDS) -> bytes:
    """The bytes of a file in a format of today; ``target`` is the ending and the filter of LibreOffice."""
    command = program()
    if command is None:
        raise UnknownFormat(
            f"«{name}»: cần LibreOffice để đọc tệp {suffix} (gói libreoffice-writer, libreoffice-calc). "
            "Hãy cài gói đó, hoặc lưu tệp thành .docx hay .xlsx."
        )
    with tempfile.TemporaryDirectory(prefix="dondoc-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        (home / ("source" + suffix)).write_bytes(data)
        _profile(home / "profile")
        _convert(command, home, home / ("source" + suffix), (target, seconds, name))
        output = home / "out" / ("source." + target.partition(":")[0])
        if not output.is_file() or not output.stat().st_size:
            raise UnreadableSource(
                f"«{name}»: LibreOffice không đọc được tệp này. Hãy mở bằng Word và lưu thành .docx."
            )
        return output.read_bytes()


def _profile(folder: Path) -> None:
    """Settings of a person who allows no macros and no links."""
    settings = files("dondoc.reading").joinpath("data/libreoffice.xcu").read_bytes()
    (folder / "user").mkdir(parents=True)
    (folder / "user/registrymodifications.xcu").write_bytes(settings)


def _convert(command: str, home: Path, source: Path, order: tuple[str, float, str]) -> None:
    """Runs LibreOffice in a process group of its own, so that all of it can be ended."""
    target, seconds, name = order
    arguments = [
        command, f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--nodefault", "--convert-to", target, "--outdir", str(home / "out"), str(source),
    ]  # fmt: skip
    environment = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "SAL_USE_VCLPLUGIN") if key in os.environ}
    process = subprocess.Popen(  # noqa: S603 - the command is LibreOffice, the arguments are ours
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**environment, "HOME": str(home), "TMPDIR": str(home), "SAL_USE_VCLPLUGIN": "svp"},
        start_new_session=not confined(),
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise UnreadableSource(
            f"«{name}»: đổi định dạng quá {seconds:g} giây nên đã dừng. Hãy mở bằng Word và lưu thành .docx."
        ) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the program and all that it started; a confined reader is ended with all of its programs anyway."""
    with suppress(ProcessLookupError, PermissionError):
        if confined():
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
