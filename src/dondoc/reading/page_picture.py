"""A page as a picture to look at, on which the boxes of its words lie where they were read."""

from __future__ import annotations

import io

from PIL import Image

from dondoc.errors import UnreadableSource
from dondoc.reading import media_type_of, pdf, picture
from dondoc.reading.how import PagePicture
from dondoc.reading.safe import Limits, picture_safely

_QUALITY = 80
LEAST_DPI, MOST_DPI = 20, 300


def page_picture(
    content: bytes, name: str, number: int, *, dpi: int = 150, limits: Limits | None = None
) -> PagePicture:
    """Page ``number`` (from 1) of a PDF or an image file as WebP.

    With ``limits`` it is drawn in a process of its own, which they bound: for
    files that nobody vouches for.

    ``dpi`` is held between 20 and 300; a very large page comes smaller, and a
    scan no larger than it arrived.

    :raises dondoc.UnreadableSource: there is no such page, or it cannot be drawn; the kind of file has no pages.
    """
    if limits is not None:
        return picture_safely(content, name, number, dpi, limits)
    dpi = min(max(dpi, LEAST_DPI), MOST_DPI)
    media_type = media_type_of(content, name)
    if media_type == "application/pdf":
        drawn, points = pdf.drawn(content, name, number, dpi)
    elif media_type.startswith("image/"):
        drawn, points = _of_file(content, name, number, dpi)
    else:
        raise UnreadableSource(f"«{name}»: loại tệp này không có hình trang. Hãy xem phần chữ.")
    out = io.BytesIO()
    drawn.save(out, "WEBP", quality=_QUALITY, method=4)
    return PagePicture(out.getvalue(), *drawn.size, *points)


def _of_file(data: bytes, name: str, number: int, dpi: int) -> tuple[Image.Image, tuple[float, float]]:
    count = picture.count_frames(data, name)
    if not 1 <= number <= count:
        raise UnreadableSource(f"«{name}»: không có trang {number}, tệp có {count} trang.")
    frame = picture.open_frame(data, name, number - 1)
    image = Image.fromarray(frame.pixels)
    share = min(1.0, dpi / frame.dpi)
    small = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(small, Image.Resampling.BOX if share < 0.5 else Image.Resampling.BICUBIC), frame.size
