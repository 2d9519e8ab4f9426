"""Ruined Vietnamese text made right again: every change listed, placed and undoable.

>>> import dondoc
>>> dondoc.repair("thuc hién Két luan s6 57-KLITW").text
'thực hiện Kết luận số 57-KL/TW'
"""

from dondoc.edits import Edit, OffsetMap, Reason, apply
from dondoc.repairing.encodings import Decoded, decode
from dondoc.repairing.grading import Grade, LineGrade, Quality, grade
from dondoc.repairing.proofreading import Doubt, proofread
from dondoc.repairing.reporting import explained, findings
from dondoc.repairing.twins import Difference, Twin, differences, twin
from dondoc.repairing.whole import Repaired, apart, repair

__all__ = [
    "Decoded",
    "Difference",
    "Doubt",
    "Edit",
    "Grade",
    "LineGrade",
    "OffsetMap",
    "Quality",
    "Reason",
    "Repaired",
    "Twin",
    "apart",
    "apply",
    "decode",
    "differences",
    "explained",
    "findings",
    "grade",
    "proofread",
    "repair",
    "twin",
]
