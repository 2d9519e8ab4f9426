"""Request → form → action → redirect; a form that cannot be taken comes back with all that was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dondoc_web.requests import Request
from dondoc_web.work import comments, directing, evidence, extensions, links, progress, queries, reorganisation
from dondoc_web.work import follow_forms as forms
from dondoc_web.work import follow_rights as rights
from dondoc_web.work.holding import WORKING
from dondoc_web.work.models import Obligation, Stage

ROWS = 50


@require_GET
def mine(request: Request) -> HttpResponse:
    """What this person has to do today: answer, and report."""
    page = Paginator(queries.owed_by(request.user), ROWS).get_page(request.GET.get("page"))
    context = {
        "ended": reorganisation.to_hand_over(request.user),
        "page": page,
        "lines": queries.lines(page.object_list, queries.today()),
        "reports": queries.reports_waiting(request.user)[:ROWS],
        "extensions": queries.extensions_waiting(request.user)[:ROWS],
    }
    return render(request, "work/mine.html", context)


@require_GET
def show(request: Request, obligation_id: int) -> HttpResponse:
    """An obligation with its thread, and what this person may do."""
    return _page(request, _found(request, obligation_id), {})


def _found(request: Request, obligation_id: int) -> Obligation:
    return get_object_or_404(queries.seen_obligations(request.user), pk=obligation_id)


def _page(request: Request, obligation: Obligation, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    thread = queries.thread(obligation, request.user, queries.today())
    context = {"thread": thread, "o": obligation, "forms": _forms(request, thread) | bound}
    return render(request, "work/obligation.html", context, status=status)


def _forms(request: Request, thread: queries.Thread) -> dict[str, Any]:
    """The forms that this person may use in this stage."""
    user, o, stage = request.user, thread.obligation, thread.obligation.stage
    found: dict[str, Any] = {}
    if rights.may_report(user, o) and stage in WORKING:
        found["report"] = forms.ReportForm(draft=thread.draft.progress if thread.draft else None)
        found["evidence"] = forms.EvidenceForm()
        if o.due_on and not thread.asking:
            found["ask"] = forms.AskForm()
    if thread.waiting and rights.may_confirm(user, o, thread.waiting):
        found["answer"] = forms.AnswerForm()
    if rights.may_comment(user, o):
        found["comment"] = forms.CommentForm(obligation=o)
    return found | (_directing(thread) if rights.may_direct(user, o) else {})


def _directing(thread: queries.Thread) -> dict[str, Any]:
    """What the office may do in this stage."""
    o, stage = thread.obligation, thread.obligation.stage
    found: dict[str, forms.Following] = {}
    if thread.asking and stage in WORKING:
        found["grant"] = forms.GrantForm(extension=thread.asking)
    if stage in directing.OPEN:
        found["due"] = forms.DueForm()
    if stage in (*WORKING, Stage.SUSPENDED):
        found |= {"transfer": forms.TransferForm(obligation=o), "cancel": forms.CancelForm()}
        found |= {"resume": forms.ResumeForm()} if stage == Stage.SUSPENDED else {"suspend": forms.SuspendForm()}
    return found


def _act(
    request: Request, obligation: Obligation, form: forms.Following, do: Callable[[dict[str, Any]], Any], done: str
) -> HttpResponse:
    """Do what the form asks; where it cannot be done, the page comes back with the form as it was typed."""
    if form.is_valid():
        try:
            do(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, done)
            return redirect("follow:show", obligation.pk)
    return _page(request, _found(request, obligation.pk), {form.name: form}, status=400)


# The agency that owes it ------------------------------------------------------------------------------------------


@require_POST
def draft(request: Request, obligation_id: int) -> HttpResponse:
    """Keep what has been typed so far."""
    _found(request, obligation_id)
    kept = progress.save_draft(
        obligation_id=obligation_id, by=request.user, report=forms.ReportForm(request.POST).report()
    )
    return render(request, "work/_draft.html", {"draft": kept})


@require_POST
def report(request: Request, obligation_id: int) -> HttpResponse:
    """Hand in a report; what was typed is kept first, so that nothing is lost."""
    obligation, form = _found(request, obligation_id), forms.ReportForm(request.POST)
    progress.save_draft(obligation_id=obligation_id, by=request.user, report=form.report())

    def do(data: dict[str, Any]) -> None:
        progress.submit(obligation_id=obligation_id, by=request.user, report=form.report(), seen=data["seen"])

    return _act(request, obligation, form, do, _("Đã gửi báo cáo."))


@require_POST
def attach(request: Request, obligation_id: int) -> HttpResponse:
    """Add a file to the draft."""
    obligation, form = _found(request, obligation_id), forms.EvidenceForm(request.POST, files=request.FILES)

    def do(data: dict[str, Any]) -> None:
        file = data["file"]
        evidence.attach(
            obligation_id=obligation_id, by=request.user, file=file, name=file.name, confirmed_unclassified=True
        )

    if not request.htmx:
        return _act(request, obligation, form, do, _("Đã thêm minh chứng vào báo cáo đang soạn."))
    if form.is_valid():
        try:
            do(form.cleaned_data)
            form = forms.EvidenceForm()
        except ValidationError as error:
            form.add_error(None, error)
    return _evidence(request, obligation, form)


def _evidence(request: Request, obligation: Obligation, form: forms.EvidenceForm) -> HttpResponse:
    thread = queries.thread(obligation, request.user, queries.today())
    return render(request, "work/_evidence_form.html", {"thread": thread, "o": obligation, "form": form})


@require_POST
def remove(request: Request, evidence_id: int) -> HttpResponse:
    """Take a file out of the draft."""
    found = get_object_or_404(queries.evidence_seen(request.user), pk=evidence_id)
    try:
        evidence.detach(evidence_id=found.pk, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    obligation = _found(request, found.progress.obligation_id)
    if request.htmx:
        return _evidence(request, obligation, forms.EvidenceForm())
    return redirect("follow:show", obligation.pk)


@require_GET
def download(request: Request, evidence_id: int) -> FileResponse:
    """A file as it came; never shown inside the site."""
    found = get_object_or_404(queries.evidence_seen(request.user), pk=evidence_id)
    try:
        content = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(content, as_attachment=True, filename=found.name, content_type="application/octet-stream")


@require_POST
def ask(request: Request, obligation_id: int) -> HttpResponse:
    """Ask for more time."""
    return _reasoned(request, obligation_id, forms.AskForm(request.POST), extensions.ask, _("Đã gửi đề nghị gia hạn."))


# The office that follows it ---------------------------------------------------------------------------------------


@require_POST
def answer(request: Request, obligation_id: int) -> HttpResponse:
    """Accept the report that waits, or return it."""
    obligation, form = _found(request, obligation_id), forms.AnswerForm(request.POST)

    def do(data: dict[str, Any]) -> None:
        waiting = queries.thread(obligation, request.user, queries.today()).waiting
        if waiting is None:
            raise ValidationError(_("Báo cáo này đã được trả lời; hãy tải lại trang."))
        which = {"progress_id": waiting.pk, "by": request.user, "seen": data["seen"]}
        if data["answer"] == "accept":
            progress.accept(**which)
        else:
            progress.send_back(reason=data["reason"], **which)

    back = request.POST.get("answer") == "return"
    return _act(request, obligation, form, do, _("Đã trả lại báo cáo.") if back else _("Đã xác nhận hoàn thành."))


@require_POST
def grant(request: Request, obligation_id: int) -> HttpResponse:
    """Answer the request for more time that waits."""
    obligation, form = _found(request, obligation_id), forms.GrantForm(request.POST)

    def do(data: dict[str, Any]) -> None:
        asking = queries.thread(obligation, request.user, queries.today()).asking
        if asking is None:
            raise ValidationError(_("Đề nghị gia hạn này đã được trả lời; hãy tải lại trang."))
        which = {"extension_id": asking.pk, "by": request.user, "seen": data["seen"]}
        if data["answer"] == "grant":
            extensions.grant(due_on=data["due_on"], paper=data["paper"], **which)
        else:
            extensions.refuse(reason=data["reason"], **which)

    no = request.POST.get("answer") == "refuse"
    return _act(request, obligation, form, do, _("Đã trả lời không gia hạn.") if no else _("Đã cho gia hạn."))


def _reasoned(
    request: Request, obligation_id: int, form: forms.Following, verb: Callable[..., Any], done: str
) -> HttpResponse:
    """A verb that takes exactly what its form has."""
    obligation = _found(request, obligation_id)

    def do(data: dict[str, Any]) -> None:
        verb(obligation_id=obligation_id, by=request.user, **data)

    return _act(request, obligation, form, do, done)


@require_POST
def due(request: Request, obligation_id: int) -> HttpResponse:
    """Set the day of the round."""
    return _reasoned(request, obligation_id, forms.DueForm(request.POST), directing.change_due, _("Đã đổi hạn."))


@require_POST
def transfer(request: Request, obligation_id: int) -> HttpResponse:
    """Hand over to another agency."""
    form = forms.TransferForm(request.POST, obligation=_found(request, obligation_id))
    return _reasoned(request, obligation_id, form, directing.transfer, _("Đã chuyển giao."))


@require_POST
def suspend(request: Request, obligation_id: int) -> HttpResponse:
    """Put aside."""
    return _reasoned(request, obligation_id, forms.SuspendForm(request.POST), directing.suspend, _("Đã tạm dừng."))


@require_POST
def resume(request: Request, obligation_id: int) -> HttpResponse:
    """Take up again."""
    return _reasoned(request, obligation_id, forms.ResumeForm(request.POST), directing.resume, _("Đã tiếp tục."))


@require_POST
def cancel(request: Request, obligation_id: int) -> HttpResponse:
    """Say that it will not be carried out."""
    return _reasoned(
        request, obligation_id, forms.CancelForm(request.POST), directing.cancel, _("Đã ghi là không thực hiện.")
    )


@require_POST
def decide_link(request: Request, obligation_id: int, link_id: int) -> HttpResponse:
    """Say whether the task answers a task of the plan above."""
    obligation = _found(request, obligation_id)
    if not any(link.pk == link_id for link in queries.thread(obligation, request.user, queries.today()).answers):
        raise Http404
    try:
        links.decide(link_id=link_id, by=request.user, agree=request.POST.get("agree") == "yes")
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("follow:show", obligation.pk)


# Both -------------------------------------------------------------------------------------------------------------


@require_POST
def comment(request: Request, obligation_id: int) -> HttpResponse:
    """Say something."""
    obligation = _found(request, obligation_id)
    form = forms.CommentForm(request.POST, obligation=obligation)

    def do(data: dict[str, Any]) -> None:
        named = [person.pk for person in data["mentions"]]
        comments.comment(obligation_id=obligation_id, by=request.user, text=data["text"], mentions=named)

    return _act(request, obligation, form, do, _("Đã ghi ý kiến."))
