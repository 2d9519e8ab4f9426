"""The letterhead and signature with which a new paper of an office begins."""

from __future__ import annotations

from dondoc_web.agencies.models import Agency
from dondoc_web.papers.models import OfficialPaper
from dondoc_web.papers.wording import HEAD, head_of


def letterhead_of(office: Agency) -> dict[str, str]:
    """What follows from the register, under what the people of the office wrote in its last paper."""
    last = OfficialPaper.objects.filter(office=office).order_by("-pk").first()
    return head_of(office) | ({name: last.words[name] for name in HEAD if name in last.words} if last else {})
