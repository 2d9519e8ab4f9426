"""What is stored of the work: plans and tasks, rounds and obligations, progress and what belongs to it."""

from dondoc_web.work.models.obligations import STAGES_OVER, Obligation, Occurrence, Stage
from dondoc_web.work.models.offices import DayBefore, DayOverride, OfficeSettings
from dondoc_web.work.models.progress import Answer, Comment, Evidence, Extension, Progress
from dondoc_web.work.models.review import ChangeKind, Effect, ProposalState, Step, TaskChange
from dondoc_web.work.models.tasks import LinkState, Party, Plan, PlanState, Task, TaskLink, TaskState
from dondoc_web.work.models.totals import Total
from dondoc_web.work.models.views import SavedView

__all__ = [
    "STAGES_OVER",
    "Answer",
    "ChangeKind",
    "Comment",
    "DayBefore",
    "DayOverride",
    "Effect",
    "Evidence",
    "Extension",
    "LinkState",
    "Obligation",
    "Occurrence",
    "OfficeSettings",
    "Party",
    "Plan",
    "PlanState",
    "Progress",
    "ProposalState",
    "SavedView",
    "Stage",
    "Step",
    "Task",
    "TaskChange",
    "TaskLink",
    "TaskState",
    "Total",
]
