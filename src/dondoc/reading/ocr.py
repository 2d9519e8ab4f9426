"""Tesseract with the Vietnamese data, one engine a process: words with boxes and confidences.

Never with the English data, alone or added: it is what makes "d6i" of "đối".
The script model ``Vietnamese`` is a second reader for words that the first one
doubts.
"""

from __future__ import annotations

import glob
import os
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tesserocr import OEM, PSM, RIL, PyTessBaseAPI, iterate_level, tesseract_version

from dondoc.errors import UnreadableSource
from dondoc.reading.picture import Pixels
from dondoc.reading.quality import is_syllable

FIRST, SECOND = "vie", "Vietnamese"
"""Names of the data of the first and the second reader."""
_PACKAGES = {FIRST: "tesseract-ocr-vie", SECOND: "tesseract-ocr-script-viet"}
_FOLDERS = "/usr/share/tesseract-ocr/*/tessdata"

PAGE, BLOCK, LINE = PSM.AUTO, PSM.SINGLE_BLOCK, PSM.SINGLE_LINE
"""What a picture holds: a page laid out anyhow, one block of lines, one line."""


class Read(NamedTuple):
    """A word as read: its box in pixels of the picture, confidence 0 to 1."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float


@cache
def data_folder(language: str = FIRST) -> str:
    """The folder with the data of ``language``: ``TESSDATA_PREFIX``, then where Debian keeps it.

    Raises :class:`~dondoc.errors.UnreadableSource` that names the package to install.
    """
    given = os.environ.get("TESSDATA_PREFIX")
    for folder in [*([given] if given else []), *sorted(glob.glob(_FOLDERS), reverse=True)]:  # noqa: PTH207 - a pattern from the root
        for place in (Path(folder), Path(folder) / "tessdata", Path(folder) / "script"):
            if (place / f"{language}.traineddata").is_file():
                return str(place)
    raise UnreadableSource(
        f"Chưa có dữ liệu nhận dạng chữ Việt ({language}.traineddata) nên không đọc được bản quét. "
        f"Hãy cài gói {_PACKAGES[language]} hoặc đặt TESSDATA_PREFIX trỏ tới thư mục chứa tệp này."
    )


def has_second_reader() -> bool:
    """True where the data of the second reader are installed."""
    try:
        data_folder(SECOND)
    except UnreadableSource:
        return False
    return True


def engine_version() -> str:
    """Version of the engine and size of its data: a change of either reads pages anew."""
    size = (Path(data_folder()) / f"{FIRST}.traineddata").stat().st_size
    return f"{tesseract_version().split()[1]} {size}"


@cache
def _engine(language: str) -> PyTessBaseAPI:
    """The engine of this process; loading one takes a tenth of a second and 40 MB."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    return PyTessBaseAPI(path=data_folder(language), lang=language, oem=OEM.LSTM_ONLY, psm=PAGE)


def read_lines(grey: Pixels, dpi: float, layout: int = PAGE, language: str = FIRST) -> list[list[Read]]:
    """Lines of words in the order of the engine; boxes in pixels of ``grey``."""
    engine = _engine(language)
    engine.SetPageSegMode(layout)
    engine.SetVariable("user_defined_dpi", str(round(dpi)))
    height, width = grey.shape
    engine.SetImageBytes(np.ascontiguousarray(grey).tobytes(), width, height, 1, width)
    engine.Recognize()
    try:
        return _lines(engine)
    finally:
        engine.Clear()


def _lines(engine: PyTessBaseAPI) -> list[list[Read]]:
    lines: list[list[Read]] = []
    found = engine.GetIterator()
    if found is None:
        return lines
    for word in iterate_level(found, RIL.WORD):
        if word.IsAtBeginningOf(RIL.TEXTLINE) or not lines:
            lines.append([])
        if word.Empty(RIL.WORD):
            continue
        text = unicodedata.normalize("NFC", word.GetUTF8Text(RIL.WORD)).strip()
        box = word.BoundingBox(RIL.WORD)
        if text and box:
            lines[-1].append(Read(text, *map(float, box), word.Confidence(RIL.WORD) / 100))
    return [line for line in lines if line]


# The second reader --------------------------------------------------------------------------------

DOUBTFUL = 0.6
"""Confidence under which a word is read again."""
_MOST_AGAIN = 40
"""Words of a page that are read again, the most doubtful first: a page that is all doubt is not worth the time."""


def reread(lines: Sequence[Sequence[Read]], grey: Pixels, dpi: float) -> list[list[Read]]:
    """The lines with doubtful words read again by the second reader, the better reading kept."""
    done = [list(line) for line in lines]
    doubtful = sorted((word.confidence, i, k) for i, line in enumerate(done) for k, word in enumerate(line) if _doubted(word))
    if not doubtful or not has_second_reader():
        return done
    for _, i, k in doubtful[:_MOST_AGAIN]:
        done[i][k] = _better(done[i][k], _read_alone(done[i][k], grey, dpi))
    return done


def _doubted(word: Read) -> bool:
    return word.confidence < DOUBTFUL and any(sign.isalnum() for sign in word.text)


def _read_alone(word: Read, grey: Pixels, dpi: float) -> Read | None:
    """The word by itself, with a white border; None where the second reader sees no single word."""
    tall = word.y1 - word.y0
    side, above = max(2, int(tall * 0.12)), max(3, int(tall * 0.3))
    top, left = max(0, int(word.y0) - above), max(0, int(word.x0) - side)
    crop = grey[top : int(word.y1) + above, left : int(word.x1) + side]
    if crop.size == 0:
        return None
    lines = read_lines(np.pad(crop, 10, constant_values=255), dpi, LINE, SECOND)
    words = [read for line in lines for read in line]
    return words[0]._replace(x0=word.x0, y0=word.y0, x1=word.x1, y1=word.y1) if len(words) == 1 else None


def _better(first: Read, second: Read | None) -> Read:
    """The reading that spells a Vietnamese syllable, else the surer one by a clear step."""
    if second is None or second.text == first.text:
        return first if second is None else first._replace(confidence=max(first.confidence, second.confidence))
    gain = second.confidence - first.confidence + 0.25 * (_spelt(second.text) - _spelt(first.text))
    return second if gain > 0.15 else first


def _spelt(text: str) -> int:
    bare = text.strip(".,;:!?()[]\"'“”‘’/-–")
    return int(is_syllable(bare)) if bare.isalpha() else 0
