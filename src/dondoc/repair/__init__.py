"""Ruined Vietnamese text made right again: every change listed, placed and undoable.

>>> from dondoc.repair import repair
>>> repair("thuc hién Két luan s6 57-KLITW").text
'thực hiện Kết luận số 57-KL/TW'
"""

from dondoc.edits import Edit, OffsetMap, Reason, apply
from dondoc.repair.encodings import Decoded, decode
from dondoc.repair.grading import Grade, LineGrade, Quality, grade
from dondoc.repair.repairing import Repaired, repair
from dondoc.repair.reporting import explained, findings
from dondoc.repair.twins import Difference, Twin, differences, twin

__all__ = [
    "Decoded",
    "Difference",
    "Edit",
    "Grade",
    "LineGrade",
    "OffsetMap",
    "Quality",
    "Reason",
    "Repaired",
    "Twin",
    "apply",
    "decode",
    "differences",
    "explained",
    "findings",
    "grade",
    "repair",
    "twin",
]
