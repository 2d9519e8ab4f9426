"""One try of each action, upon things of Lam Giang, for the table of rights (``rights.csv``).

``TRIES[action]`` does the action as ``by``. What it needs is a part of the
:func:`world`; whatever it changes is rolled back by the test.
"""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import cast
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from obligations import given_plan, given_task
from office import PLAN, read, work

from dondoc.document import Sheet
from dondoc.text import Span
from dondoc_web.accounts import actions as accounts
from dondoc_web.accounts import second_factor
from dondoc_web.accounts.models import Role, User
from dondoc_web.agencies import actions as agencies
from dondoc_web.agencies.actions.bodies import Facts
from dondoc_web.agencies.actions.changes import Heir
from dondoc_web.agencies.models import Group, GroupMember
from dondoc_web.cascade import actions as clauses
from dondoc_web.cascade.models import ClauseLink, Pairing
from dondoc_web.consolidation import actions as consolidation
from dondoc_web.documents import actions as documents
from dondoc_web.documents import columns, deciding, likeness
from dondoc_web.documents.models import EditDecision, Likeness, SheetHead
from dondoc_web.figures import arranging, publishing
from dondoc_web.papers import actions as papers
from dondoc_web.papers import replacing
from dondoc_web.papers.models import OfficeForm
from dondoc_web.people import actions as people
from dondoc_web.registers import defining, entering
from dondoc_web.registers.shipped import shipped as definitions
from dondoc_web.reminders import actions as reminders
from dondoc_web.reminders import feeds
from dondoc_web.reminders.ladder import shipped
from dondoc_web.reminders.models import Digest
from dondoc_web.reports import duties, expecting, filling, preparing, receiving, sheets, writing
from dondoc_web.reports.models import UnitReport
from dondoc_web.search import saved as searches
from dondoc_web.work import (
    changes,
    comments,
    confirming,
    cutting,
    directing,
    evidence,
    extensions,
    life,
    links,
    offices,
    plans,
    progress,
    reorganisation,
    rereading,
    review,
    saved,
)
from dondoc_web.work.assigning import order_task
from dondoc_web.work.models import Effect, Plan, TaskChange, TaskLink
from dondoc_web.work.progress import Report

DUTY = {"words": "Báo cáo kết quả năm", "frequency": "year", "regime": "nd09", "since": date(2026, 1, 1)}
ENTRY = {"name": "Ngày hội", "kind": "Sự kiện", "start": "15/12/2026"}
TODAY = date(2026, 11, 28)
DONE = Report(stage="done", text="Đã xong.")


def world() -> SimpleNamespace:
    """Lam Giang at work: a paper, its tasks in each state of review, obligations with what is said of them."""
    w = cast.two_provinces()
    w.nobody = User.objects.create_user("nobody", password="mat-khau-nobody")
    w.hoa = cast.person("hoa", Role.UNIT, w.interior)
    w.source = read(w.desk)
    sheet = Sheet(title="", rows=(("Mã", "Việc"),))
    SheetHead.objects.create(source=w.source, position=0, rows_json=sheet.model_dump_json())
    w.review = Plan.objects.get(source=w.source)
    w.proposed, w.accepted, w.refused = w.review.tasks.all()[:3]
    review.refuse(by=w.desk, task_id=w.refused.pk, reason="không phải")
    review.accept(by=w.desk, task_ids=[w.accepted.pk])
    followed = given_plan(w, "99/KH-UBND")
    w.order = given_task(w, plan=followed, lead=[w.culture], text="Việc một")
    w.one, w.reported, w.asked, w.idle = (
        order_task(task=given_task(w, plan=followed, lead=[w.culture], text=f"Việc {n}"), by=w.desk2, today=TODAY)[0]
        for n in range(4)
    )
    w.alike = Likeness.objects.create(source=w.source, other=followed.source, share=0.9)
    waiting = {"task": w.order, "kind": "reread", "made_at": timezone.now()}
    w.change = TaskChange.objects.create(**waiting)
    w.decided = TaskChange.objects.create(**waiting, state="decided", decided_by=w.desk)
    later = {"relation": "amends", "made_at": timezone.now(), "plan": w.review}
    w.effect = Effect.objects.create(**later, source=w.source)
    w.effect_decided = Effect.objects.create(**later | {"plan": w.order.plan}, source=w.source, state="decided")
    w.link = TaskLink.objects.create(child=w.order, parent=w.proposed)
    readings = {"upper_reading": w.source.reading, "lower_reading": w.source.reading}
    pairing = Pairing.objects.create(upper=followed.source, lower=w.source, compared_at=timezone.now(), **readings)
    w.clause_link = ClauseLink.objects.create(pairing=pairing, clause="II.1", task="T1", score=0.5)
    progress.submit(obligation_id=w.reported.pk, by=w.unit, report=DONE)
    w.waiting = w.reported.progress.get()
    later = w.asked.due_on + timedelta(days=20)
    w.extension = extensions.ask(obligation_id=w.asked.pk, by=w.unit, new_due_on=later, reason="cần thêm")
    directing.suspend(obligation_id=w.idle.pk, by=w.desk, reason="chờ")
    w.file = attach(w, w.unit)
    w.view = saved.keep(by=w.desk, name="Của tôi", query="")
    w.search = searches.keep(by=w.desk, name="Của tôi", query="")
    w.group = Group.objects.create(key="nhom", name="Nhóm", place=w.province)
    w.member = GroupMember.objects.create(group=w.group, agency=w.finance)
    w.feed, w.secret = feeds.make(agency_id=w.province.pk, by=w.desk, name="Lịch")
    w.digest = Digest.objects.create(person=w.unit, day=TODAY)
    w.day = offices.enter_day(office_id=w.province.pk, by=w.admin, day=LATER, works=False, reason="bão")
    w.paper = papers.make(office_id=w.province.pk, by=w.desk, wanted=slip(w))
    w.form = OfficeForm.objects.create(
        office=w.province, kind="slip", name="a.docx", put_by=w.desk, put_at=timezone.now()
    )
    w.register = defining.define(office_id=w.province.pk, by=w.desk, definition=definitions()["activities"])
    w.entry = entering.add(register_id=w.register.pk, by=w.unit, obligation_id=w.one.pk, values=ENTRY)
    w.duty, w.report, w.handed = reporting(w)
    w.to_approve = w.duty.expected.filter(agency=w.culture)[1]
    for one in (w.report, w.to_approve):
        preparing.prepare(report_id=one.pk, by=w.unit)
    w.attachment, _filled = enclose(w, w.unit), fill_in(w, w.unit)
    writing.ask_approval(report_id=w.to_approve.pk, by=w.unit)
    w.consolidation = consolidated(w)
    w.sentence = w.consolidation.sentences.get(key="opening")
    w.section = w.consolidation.sections.get(key="intake")
    return w


def slip(w):
    return papers.Wanted("slip", TODAY, agency_id=w.culture.pk)


def reporting(w):
    """A confirmed duty, and what is expected of two bodies under it; one has handed in."""
    facts = DUTY | {"reporters": (f"a{w.culture.pk}", f"a{w.interior.pk}")}
    duty = duties.add(office_id=w.province.pk, by=w.desk, facts=duties.Facts(**facts))
    duties.confirm(duty_id=duty.pk, by=w.desk)
    today = timezone.localdate()
    duty.expected.update(start=today, closes_on=today, due_on=today)
    handed = duty.expected.filter(agency=w.interior).first()
    receiving.hand_in(report_id=handed.pk, by=w.hoa, paper="Báo cáo 1")
    return duty, duty.expected.filter(agency=w.culture).first(), handed


def consolidated(w):
    """What the department of culture drafts from the report of another, which the ladder joins to its own."""
    facts = DUTY | {"words": "Báo cáo của các sở", "reporters": (f"a{w.interior.pk}",), "parent": w.duty.pk}
    w.below = duties.add(office_id=w.province.pk, by=w.desk, facts=duties.Facts(**facts))
    duties.confirm(duty_id=w.below.pk, by=w.desk)
    w.below.expected.update(start=w.report.start, closes_on=w.report.closes_on)
    made = consolidate(w, w.unit)
    work()
    made.refresh_from_db()
    return made


def consolidate(w, by):
    wanted = consolidation.Wanted([w.below.pk], w.report.start, w.report.closes_on)
    return consolidation.ask(report_id=w.report.pk, by=by, wanted=wanted)


def attach(w, by):
    file = SimpleUploadedFile("m.pdf", b"%PDF-1.7\n%%EOF\n")
    return evidence.attach(obligation_id=w.one.pk, by=by, file=file, name="m.pdf", confirmed_unclassified=True)


def fill_in(w, by):
    """A form of the report with other general words."""
    report = UnitReport.objects.get(expected=w.report)
    report.summary = f"{report.summary} tốt"
    file = SimpleUploadedFile("a.xlsx", sheets.to_xlsx(report))
    return filling.fill(report_id=w.report.pk, by=by, file=file, name="a.xlsx", confirmed_unclassified=True)


def enclose(w, by, content=b"%PDF-1.7\n%%EOF\n"):
    file = SimpleUploadedFile("m.pdf", content)
    return writing.attach(report_id=w.report.pk, by=by, file=file, name="m.pdf", confirmed_unclassified=True)


def receive(w, by):
    file = SimpleUploadedFile("moi.txt", PLAN.replace("12/KH", "13/KH").encode())
    return documents.receive(by=by, file=file, name="moi.txt", confirmed_unclassified=True, office=w.province)


def second_factor_on(w, by):
    secret = second_factor.generate_totp_secret()
    return accounts.switch_on_second_factor(by=by, secret=secret, code="000000")


def decide_edit(w, by):
    verdict = EditDecision._meta.get_field("verdict").choices[0][0]
    return deciding.decide(by=by, source_id=w.source.pk, place=Span(start=0, end=2), verdict=verdict)


NEW_BODY = Facts("Sở Mới", "state", "province")
INVITED = people.Invited("moi", "Người Mới")
LATER = date(2027, 2, 1)
SETTLED = offices.Settled(False, "day_before", 5, "11-30")

TRIES = {
    "accounts.actions.create_administrator": lambda w, by: accounts.create_administrator(
        by=by, username="quantri2", password="mot-cau-dai-hon"
    ),
    "accounts.actions.note_signing_in": lambda w, by: accounts.note_signing_in(by=by),
    "accounts.actions.change_password": lambda w, by: accounts.change_password(by=by, password="mot-cau-dai-hon"),
    "accounts.actions.choose_language": lambda w, by: accounts.choose_language(by=by, language="en"),
    "accounts.actions.switch_on_second_factor": second_factor_on,
    "accounts.actions.switch_off_second_factor": lambda w, by: accounts.switch_off_second_factor(by=by),
    "accounts.actions.renew_recovery_codes": lambda w, by: accounts.renew_recovery_codes(by=by),
    "accounts.actions.sign_out_everywhere": lambda w, by: accounts.sign_out_everywhere(by=by),
    "people.actions.invite": lambda w, by: people.invite(by=by, who=INVITED, agency=w.culture, role="unit"),
    "people.actions.make_link": lambda w, by: people.make_link(by=by, person_id=w.hoa.pk),
    "people.actions.revoke_links": lambda w, by: people.revoke_links(by=by, person_id=w.hoa.pk),
    "people.actions.give_role": lambda w, by: people.give_role(
        by=by, person_id=w.hoa.pk, agency=w.culture, role="unit"
    ),
    "people.actions.end_role": lambda w, by: people.end_role(
        by=by, membership_id=w.hoa.memberships.get().pk, last_day=timezone.localdate()
    ),
    "people.actions.deactivate": lambda w, by: people.deactivate(by=by, person_id=w.hoa.pk),
    "people.actions.reactivate": lambda w, by: people.reactivate(by=by, person_id=w.hoa.pk),
    "people.actions.unlock": lambda w, by: people.unlock(by=by, person_id=w.hoa.pk),
    "people.actions.take_off_second_factor": lambda w, by: people.take_off_second_factor(by=by, person_id=w.hoa.pk),
    "documents.actions.receive": receive,
    "documents.actions.read_again": lambda w, by: documents.read_again(by=by, source_id=w.source.pk),
    "documents.actions.withdraw": lambda w, by: documents.withdraw(by=by, source_id=w.source.pk, reason="nhầm"),
    "documents.actions.choose": lambda w, by: documents.choose(by=by, source_id=w.source.pk),
    "documents.columns.map_columns": lambda w, by: columns.map_columns(
        by=by, source_id=w.source.pk, sheet=0, row=0, fields=["", "task"]
    ),
    "documents.columns.forget_columns": lambda w, by: columns.forget_columns(
        by=by, source_id=w.source.pk, sheet=0, row=0
    ),
    "documents.deciding.decide": decide_edit,
    "documents.deciding.take_back": lambda w, by: deciding.take_back(
        by=by, source_id=w.source.pk, place=Span(start=0, end=2)
    ),
    "documents.likeness.answer": lambda w, by: likeness.answer(by=by, likeness_id=w.alike.pk, same=False),
    "agencies.actions.bodies.add_agency": lambda w, by: agencies.add_agency(by=by, facts=NEW_BODY, parent=w.province),
    "agencies.actions.bodies.rename": lambda w, by: agencies.rename(by=by, agency=w.culture, name="Sở B", since=LATER),
    "agencies.actions.bodies.move": lambda w, by: agencies.move(
        by=by, agency=w.interior, parent=w.finance, since=LATER
    ),
    "agencies.actions.bodies.end": lambda w, by: agencies.end(by=by, agency=w.interior, on=LATER),
    "agencies.actions.bodies.add_alias": lambda w, by: agencies.add_alias(by=by, agency=w.culture, name="Sở Văn"),
    "agencies.actions.groups.add_group": lambda w, by: agencies.add_group(by=by, name="Khối", place=w.province),
    "agencies.actions.groups.add_member": lambda w, by: agencies.add_member(by=by, group=w.group, agency=w.culture),
    "agencies.actions.groups.end_member": lambda w, by: agencies.end_member(by=by, member=w.member, on=LATER),
    "agencies.actions.changes.record_change": lambda w, by: agencies.record_change(
        by=by, kind="transfer", effective_on=LATER, heirs=[Heir(w.culture, w.interior, "thông tin đối ngoại")]
    ),
    "agencies.actions.merging.merge_duplicates": lambda w, by: agencies.merge_duplicates(
        by=by, keep=w.interior, drop=w.finance
    ),
    "work.plans.take_over": lambda w, by: plans.take_over(by=by, source_id=w.source.pk),
    "work.review.accept": lambda w, by: review.accept(by=by, task_ids=[w.proposed.pk]),
    "work.review.accept_above": lambda w, by: review.accept_above(by=by, plan_id=w.review.pk, confidence=0.0),
    "work.review.refuse": lambda w, by: review.refuse(by=by, task_id=w.proposed.pk, reason="không phải"),
    "work.review.reopen": lambda w, by: review.reopen(by=by, task_id=w.refused.pk),
    "work.review.correct": lambda w, by: review.correct(by=by, task_id=w.proposed.pk, changed={"note": "ghi chú"}),
    "work.rereading.compare_with": lambda w, by: rereading.compare_with(
        by=by, plan_id=w.review.pk, source_id=w.source.pk
    ),
    "work.changes.propose_correction": lambda w, by: changes.propose_correction(
        by=by, task_id=w.order.pk, changed={"note": "ghi chú"}, reason="đính chính"
    ),
    "work.changes.decide": lambda w, by: changes.decide(by=by, change_id=w.change.pk, take=False),
    "work.changes.confirm": lambda w, by: changes.confirm(by=by, change_id=w.decided.pk),
    "work.changes.send_back": lambda w, by: changes.send_back(by=by, change_id=w.decided.pk, reason="sai"),
    "work.life.decide_effect": lambda w, by: life.decide_effect(by=by, effect_id=w.effect.pk, kinds={}),
    "work.life.confirm_effect": lambda w, by: life.confirm_effect(by=by, effect_id=w.effect_decided.pk),
    "work.life.send_back_effect": lambda w, by: life.send_back_effect(
        by=by, effect_id=w.effect_decided.pk, reason="sai"
    ),
    "work.review.undo": lambda w, by: review.undo(by=by, plan_id=w.review.pk),
    "work.confirming.confirm": lambda w, by: confirming.confirm(by=by, task_ids=[w.accepted.pk]),
    "work.confirming.send_back": lambda w, by: confirming.send_back(by=by, task_ids=[w.accepted.pk], reason="xem lại"),
    "work.confirming.confirm_all": lambda w, by: confirming.confirm_all(by=by, plan_id=w.review.pk),
    "work.cutting.split": lambda w, by: cutting.split(by=by, task_id=w.proposed.pk, at=4),
    "work.cutting.merge": lambda w, by: cutting.merge(by=by, task_id=w.proposed.pk),
    "work.cutting.add": lambda w, by: cutting.add(by=by, plan_id=w.review.pk, start=0, end=8),
    "work.cutting.take_words": lambda w, by: cutting.take_words(
        by=by, task_id=w.proposed.pk, field="text", start=0, end=8
    ),
    "work.assigning.order_task": lambda w, by: order_task(task=w.order, by=by, today=TODAY),
    "cascade.actions.ask": lambda w, by: clauses.ask(by=by, source_id=w.source.pk),
    "cascade.actions.link": lambda w, by: clauses.link(
        by=by, pairing_id=w.clause_link.pairing_id, clause=w.clause_link.clause, task=w.clause_link.task
    ),
    "cascade.actions.decide": lambda w, by: clauses.decide(by=by, link_id=w.clause_link.pk, agree=True),
    "work.links.decide": lambda w, by: links.decide(by=by, link_id=w.link.pk, agree=True),
    "work.progress.save_draft": lambda w, by: progress.save_draft(obligation_id=w.one.pk, by=by, report=DONE),
    "work.progress.submit": lambda w, by: progress.submit(obligation_id=w.one.pk, by=by, report=DONE),
    "work.progress.accept": lambda w, by: progress.accept(progress_id=w.waiting.pk, by=by),
    "work.progress.send_back": lambda w, by: progress.send_back(progress_id=w.waiting.pk, by=by, reason="thiếu"),
    "work.evidence.attach": attach,
    "work.evidence.detach": lambda w, by: evidence.detach(evidence_id=w.file.pk, by=by),
    "work.extensions.ask": lambda w, by: extensions.ask(obligation_id=w.one.pk, by=by, new_due_on=LATER, reason="cần"),
    "work.extensions.grant": lambda w, by: extensions.grant(
        extension_id=w.extension.pk, by=by, due_on=LATER, paper="15/CV"
    ),
    "work.extensions.refuse": lambda w, by: extensions.refuse(extension_id=w.extension.pk, by=by, reason="đủ"),
    "work.comments.comment": lambda w, by: comments.comment(obligation_id=w.one.pk, by=by, text="ý kiến"),
    "work.directing.change_due": lambda w, by: directing.change_due(
        obligation_id=w.one.pk, by=by, due_on=LATER, reason="đổi"
    ),
    "work.directing.transfer": lambda w, by: directing.transfer(
        obligation_id=w.one.pk, by=by, to=w.interior, reason="đổi"
    ),
    "work.reorganisation.hand_over": lambda w, by: reorganisation.hand_over(
        by=by, chosen=[reorganisation.Chosen(w.one.pk, w.interior)]
    ),
    "work.directing.suspend": lambda w, by: directing.suspend(obligation_id=w.one.pk, by=by, reason="chờ"),
    "work.directing.cancel": lambda w, by: directing.cancel(obligation_id=w.one.pk, by=by, reason="thôi"),
    "work.directing.resume": lambda w, by: directing.resume(obligation_id=w.idle.pk, by=by, reason="tiếp"),
    "work.offices.settle": lambda w, by: offices.settle(office_id=w.province.pk, by=by, settled=SETTLED),
    "work.offices.enter_day": lambda w, by: offices.enter_day(
        office_id=w.province.pk, by=by, day=LATER, works=True, reason="làm bù"
    ),
    "work.offices.remove_day": lambda w, by: offices.remove_day(override_id=w.day.pk, by=by),
    "reminders.actions.set_ladder": lambda w, by: reminders.set_ladder(
        office_id=w.province.pk, by=by, steps=shipped()[:1]
    ),
    "reminders.actions.mark_seen": lambda w, by: reminders.mark_seen(by=by),
    "reminders.feeds.make": lambda w, by: feeds.make(agency_id=w.culture.pk, by=by, name=""),
    "reminders.feeds.revoke": lambda w, by: feeds.revoke(feed_id=w.feed.pk, by=by),
    "work.saved.keep": lambda w, by: saved.keep(by=by, name="Quá hạn", query="state=overdue"),
    "work.saved.drop": lambda w, by: saved.drop(by=by, view_id=w.view.pk),
    "search.saved.keep": lambda w, by: searches.keep(by=by, name="Lụa", query="q=lua"),
    "search.saved.drop": lambda w, by: searches.drop(by=by, search_id=w.search.pk),
    "papers.actions.make": lambda w, by: papers.make(office_id=w.province.pk, by=by, wanted=slip(w)),
    "papers.actions.revise": lambda w, by: papers.revise(paper_id=w.paper.pk, by=by, words={}, kept=()),
    "papers.actions.ask_pdf": lambda w, by: papers.ask_pdf(paper_id=w.paper.pk, by=by),
    "papers.replacing.put_on_trial": lambda w, by: replacing.put_on_trial(
        office_id=w.province.pk, by=by, kind="slip", content=b"x", name="a.docx"
    ),
    "papers.replacing.take_into_use": lambda w, by: replacing.take_into_use(form_id=w.form.pk, by=by),
    "papers.replacing.withdraw": lambda w, by: replacing.withdraw(form_id=w.form.pk, by=by),
    "figures.arranging.arrange": lambda w, by: arranging.arrange(by=by, places={w.district.key: (1, 1)}),
    "figures.publishing.publish": lambda w, by: publishing.publish(plan_id=w.review.pk, by=by),
    "figures.publishing.unpublish": lambda w, by: publishing.unpublish(plan_id=w.review.pk, by=by),
    "registers.defining.define": lambda w, by: defining.define(
        office_id=w.province.pk, by=by, definition=definitions()["budget"]
    ),
    "registers.defining.redefine": lambda w, by: defining.redefine(
        register_id=w.register.pk, by=by, definition=definitions()["activities"]
    ),
    "registers.entering.add": lambda w, by: entering.add(
        register_id=w.register.pk, by=by, obligation_id=w.one.pk, values=ENTRY
    ),
    "registers.entering.correct": lambda w, by: entering.correct(entry_id=w.entry.pk, by=by, values=ENTRY),
    "registers.entering.withdraw": lambda w, by: entering.withdraw(entry_id=w.entry.pk, by=by, reason="nhầm"),
    "reports.duties.add": lambda w, by: duties.add(office_id=w.province.pk, by=by, facts=duties.Facts(**DUTY)),
    "reports.duties.correct": lambda w, by: duties.correct(duty_id=w.duty.pk, by=by, facts=duties.Facts(**DUTY)),
    "reports.duties.confirm": lambda w, by: duties.confirm(duty_id=w.duty.pk, by=by),
    "reports.duties.refuse": lambda w, by: duties.refuse(duty_id=w.duty.pk, by=by, reason="thôi"),
    "reports.expecting.open_by_hand": lambda w, by: expecting.open_by_hand(
        duty_id=w.duty.pk, by=by, days=(TODAY, TODAY, TODAY), basis="Công văn"
    ),
    "reports.receiving.hand_in": lambda w, by: receiving.hand_in(report_id=w.report.pk, by=by, paper="Báo cáo 2"),
    "reports.receiving.accept": lambda w, by: receiving.accept(report_id=w.handed.pk, by=by),
    "reports.receiving.send_back": lambda w, by: receiving.send_back(report_id=w.handed.pk, by=by, reason="thiếu"),
    "reports.preparing.prepare": lambda w, by: preparing.prepare(report_id=w.report.pk, by=by),
    "reports.writing.write": lambda w, by: writing.write(report_id=w.report.pk, by=by, text=writing.Text("tốt")),
    "reports.writing.ask_approval": lambda w, by: writing.ask_approval(report_id=w.report.pk, by=by),
    "reports.writing.approve": lambda w, by: writing.approve(report_id=w.to_approve.pk, by=by),
    "reports.writing.give_back": lambda w, by: writing.give_back(report_id=w.to_approve.pk, by=by, reason="sửa"),
    "reports.writing.attach": lambda w, by: enclose(w, by, b"%PDF-1.7\nkhac\n%%EOF\n"),
    "reports.writing.detach": lambda w, by: writing.detach(attachment_id=w.attachment.pk, by=by),
    "reports.filling.fill": fill_in,
    "reports.filling.take": lambda w, by: filling.take(report_id=w.report.pk, by=by),
    "reports.filling.drop": lambda w, by: filling.drop(report_id=w.report.pk, by=by),
    "consolidation.actions.ask": consolidate,
    "consolidation.actions.edit": lambda w, by: consolidation.edit(sentence_id=w.sentence.pk, by=by, text="Khác:"),
    "consolidation.actions.restore": lambda w, by: consolidation.restore(sentence_id=w.sentence.pk, by=by),
    "consolidation.actions.add_section": lambda w, by: consolidation.add_section(
        consolidation_id=w.consolidation.pk, by=by, title="Mục", text="Câu", after=w.section.pk
    ),
    "consolidation.actions.add": lambda w, by: consolidation.add(section_id=w.section.pk, by=by, text="Câu"),
    "consolidation.actions.take": lambda w, by: consolidation.take(consolidation_id=w.consolidation.pk, by=by),
    "consolidation.actions.leave": lambda w, by: consolidation.leave(
        consolidation_id=w.consolidation.pk, by=by, keys=["opening"]
    ),
    "consolidation.actions.revise": lambda w, by: consolidation.revise(
        consolidation_id=w.consolidation.pk, by=by, words={"symbol": "S"}, day=TODAY
    ),
    "consolidation.actions.ask_files": lambda w, by: consolidation.ask_files(
        consolidation_id=w.consolidation.pk, by=by
    ),
    "reports.receiving.grant": lambda w, by: receiving.grant(
        report_id=w.report.pk, by=by, until=TODAY + timedelta(days=90), reason="bão"
    ),
}
