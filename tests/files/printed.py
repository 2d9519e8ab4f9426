"""A face to print pages with."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import ImageFont

FONTS = ("croscore/Tinos-Regular.ttf", "dejavu/DejaVuSerif.ttf")


def font(size: int = 39) -> ImageFont.FreeTypeFont:
    """A serif face with all Vietnamese letters; 39 pixels are 14 points at 200 dpi."""
    for name in FONTS:
        path = Path("/usr/share/fonts/truetype") / name
        if path.exists():
            return ImageFont.truetype(str(path), size)
    pytest.skip("no Vietnamese serif font: install fonts-croscore or fonts-dejavu")
