"""The work of the background: a directive is compared with those above, below and beside it."""

from __future__ import annotations

from dondoc_web.cascade import actions
from dondoc_web.cascade.pairs import pairs_of, read_sources
from dondoc_web.jobs import engine


def compare(job_id: int) -> None:
    """Compare the directive of a job with its kin; safe to call any number of times."""
    engine.carry_out(job_id, _compare, give_up=actions.give_up)


def _compare(attempt: engine.Attempt) -> None:
    source = read_sources().filter(pk=attempt.subject).first()
    kin = pairs_of(source) if source is not None else []
    if source is not None:
        actions.forget_others(source, kin)
    for done, two in enumerate(kin):
        engine.tell(attempt, "comparing", done=done, total=len(kin))
        actions.compare(two)
    actions.finish(attempt)
