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
from dondoc.reading import ocr_lines, scan_figures
from dondoc.reading.ocr_lines import Band
from dondoc.reading.picture import Pixels
from dondoc.reading.quality import is_syllable

FIRST, SECOND = "vie", "Vietnamese"
"""Names of the data of the first and the second reader."""
_PACKAGES = {FIRST: "tesseract-ocr-vie", SECOND: "tesseract-ocr-script-viet"}
_FOLDERS = "/usr/share/tesseract-ocr/*/tessdata"

PAGE, BLOCK, LINE, WORD = PSM.AUTO, PSM.SINGLE_BLOCK, PSM.SINGLE_LINE, PSM.SINGLE_WORD
"""What a picture holds: a page laid out anyhow, one block of lines, one line, one word."""


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


def has_data(language: str) -> bool:
    """True where the data of a reader are installed."""
    try:
        data_folder(language)
    except UnreadableSource:
        return False
    return True


def has_second_reader() -> bool:
    """True where the data of the second reader are installed."""
    return has_data(SECOND)


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
    """Lines of words in the order of layout analysis; boxes in pixels of ``grey``.

    The engine finds where lines are; each is then cut out anew with room for
    its marks (:mod:`~dondoc.reading.ocr_lines`) and read by itself.
    """
    if layout == WORD:
        return [_read_word(grey, dpi, language)]
    lines = (read_band(grey, band, dpi, language) for band in ocr_lines.bands(grey, line_boxes(grey, dpi, layout)))
    return [line for line in lines if line]


def line_boxes(grey: Pixels, dpi: float, layout: int = PAGE) -> list[tuple[int, int, int, int]]:
    """Rough boxes of lines: left, top, right, bottom."""
    if layout == LINE:
        return [(0, 0, grey.shape[1], grey.shape[0])]
    engine = _ready(FIRST, grey, dpi, layout)
    found = engine.AnalyseLayout()
    boxes = [line.BoundingBox(RIL.TEXTLINE) for line in iterate_level(found, RIL.TEXTLINE)] if found else []
    engine.Clear()
    return [box for box in boxes if box]


def _ready(language: str, grey: Pixels, dpi: float, layout: int) -> PyTessBaseAPI:
    engine = _engine(language)
    engine.SetPageSegMode(layout)
    engine.SetVariable("user_defined_dpi", str(round(dpi)))
    height, width = grey.shape
    engine.SetImageBytes(np.ascontiguousarray(grey).tobytes(), width, height, 1, width)
    return engine


def read_band(grey: Pixels, band: Band, dpi: float, language: str = FIRST) -> list[Read]:
    """The words of one line; their boxes as high as its print."""
    line, left, _ = ocr_lines.cut(grey, band)
    if min(line.shape) < 5:
        return []
    engine = _ready(language, line, dpi, PSM.RAW_LINE)
    engine.Recognize()
    y0, y1 = band.top - 0.5 * band.tall, band.foot + 0.35 * band.tall
    words = [
        _looked_at(word, line)._replace(x0=word.x0 + left, x1=word.x1 + left, y0=y0, y1=y1) for word in _words(engine)
    ]
    engine.Clear()
    return words


def _looked_at(word: Read, line: Pixels) -> Read:
    """A number with its figures checked by their shape."""
    if not word.text[:1].isdigit():
        return word
    crop = line[:, max(0, int(word.x0) - 2) : int(word.x1) + 3]
    text = scan_figures.checked(word.text, crop) if min(crop.shape) > 5 else word.text
    return word if text == word.text else word._replace(text=text, confidence=min(word.confidence, DOUBTFUL))


def _read_word(grey: Pixels, dpi: float, language: str) -> list[Read]:
    """The picture as one word, cut as the engine sees fit."""
    engine = _ready(language, grey, dpi, WORD)
    engine.Recognize()
    words = _words(engine)
    engine.Clear()
    return words


def _words(engine: PyTessBaseAPI) -> list[Read]:
    found = engine.GetIterator()
    words: list[Read] = []
    for word in iterate_level(found, RIL.WORD) if found else ():
        if word.Empty(RIL.WORD):
            continue
        text = unicodedata.normalize("NFC", word.GetUTF8Text(RIL.WORD)).strip()
        box = word.BoundingBox(RIL.WORD)
        if text and box:
            x0, y0, x1, y1 = map(float, box)
            words.append(Read(text, x0, y0, x1, y1, word.Confidence(RIL.WORD) / 100))
    return words


# The second reader --------------------------------------------------------------------------------

DOUBTFUL = 0.6
"""Confidence under which a word is read again."""
_MOST_AGAIN = 40
"""Words of a page that are read again, the most doubtful first: a page of nothing but doubt is not worth more."""


def reread(lines: Sequence[Sequence[Read]], grey: Pixels, dpi: float) -> list[list[Read]]:
    """The lines with doubtful words read again by the second reader, the better reading kept."""
    done = [list(line) for line in lines]
    doubtful = sorted(
        (word.confidence, i, k) for i, line in enumerate(done) for k, word in enumerate(line) if _doubted(word)
    )
    if not doubtful or not has_second_reader():
        return done
    for _, i, k in doubtful[:_MOST_AGAIN]:
        word = done[i][k]
        done[i][k] = _voted(word, grey, dpi) if _has_digits(word) else _better(word, _read_alone(word, grey, dpi))
    return done


def _doubted(word: Read) -> bool:
    if _has_digits(word):
        return word.confidence < _SURE_NUMBER
    if not any(sign.isalnum() for sign in word.text):
        return False
    return word.confidence < DOUBTFUL or _misspelt(word.text)


def _misspelt(text: str) -> bool:
    """Letters with a Vietnamese mark that spell no syllable: "QUYÉT", "khăc"."""
    bare = text.strip(_EDGES)
    return bare.isalpha() and len(bare) > 2 and not bare.isascii() and not is_syllable(bare)


_SURE_NUMBER = 0.94
"""Numbers, dates and symbols of documents have no language that betrays a wrong digit: more of them are checked."""


def _has_digits(word: Read) -> bool:
    return sum(sign.isdigit() for sign in word.text) > 1


def _voted(word: Read, grey: Pixels, dpi: float) -> Read:
    """Another number only where both readers, shown the word alone, agree on it and on its pattern."""
    tall = (word.y1 - word.y0) / 1.85
    top, foot = round(word.y0 - 0.3 * tall), round(word.y1 + 0.15 * tall)
    crop = grey[max(0, top) : foot, max(0, int(word.x0) - 6) : int(word.x1) + 6]
    if min(crop.shape) < 5:
        return word
    framed = np.pad(crop, 10, constant_values=255)
    votes = {_bare(_read_word(framed, dpi, language)) for language in (FIRST, SECOND)}
    bare = word.text.strip(_EDGES)
    other = votes.pop()
    if votes or other == bare or _pattern(other) != _pattern(bare):
        return word
    return word._replace(text=word.text.replace(bare, other), confidence=DOUBTFUL)


_EDGES = ".,;:!?()[]\"'“”‘’ -–~"


def _bare(words: Sequence[Read]) -> str:
    return " ".join(word.text for word in words).strip(_EDGES)


def _pattern(text: str) -> str:
    """Digits as 0, letters as a: ``27/6/2026`` has the pattern ``00/0/0000``."""
    return "".join("0" if sign.isdigit() else "a" if sign.isalpha() else sign for sign in text)


def _read_alone(word: Read, grey: Pixels, dpi: float) -> Read | None:
    """The word cut out by itself; None where the second reader sees no single word."""
    tall = (word.y1 - word.y0) / 1.85
    band = Band(int(word.x0), int(word.x1) + 1, round(word.y0 + 0.5 * tall), round(word.y1 - 0.35 * tall))
    words = read_band(grey, band, dpi, SECOND)
    return words[0]._replace(x0=word.x0, x1=word.x1) if len(words) == 1 else None


def _better(first: Read, second: Read | None) -> Read:
    """The reading that spells a Vietnamese syllable, else the surer one by a clear step."""
    if second is None or second.text == first.text:
        return first if second is None else first._replace(confidence=max(first.confidence, second.confidence))
    gain = second.confidence - first.confidence + 0.25 * (_spelt(second.text) - _spelt(first.text))
    return second if gain > 0.15 else first


def _spelt(text: str) -> int:
    bare = text.strip(".,;:!?()[]\"'“”‘’/-–")
    return int(is_syllable(bare)) if bare.isalpha() else 0
