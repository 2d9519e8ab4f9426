"""Events (nhật ký): who did what to what, when. Written once, never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    """Everything that can be done; an action writes exactly one of these.

    A new verb stands in the part of its application; it needs no migration.
    """

    # --- accounts
    ACCOUNT_CREATED = "account.created", _("tạo tài khoản")
    PASSWORD_CHANGED = "account.password_changed", _("đổi mật khẩu")
    LANGUAGE_CHANGED = "account.language_changed", _("đổi ngôn ngữ")
    SIGNED_IN = "account.signed_in", _("đăng nhập")
    SIGNED_OUT_EVERYWHERE = "account.signed_out", _("kết thúc mọi phiên đăng nhập")
    SECOND_FACTOR_ON = "account.second_factor_on", _("bật xác thực hai bước")
    SECOND_FACTOR_OFF = "account.second_factor_off", _("tắt xác thực hai bước")
    RECOVERY_CODES_RENEWED = "account.codes_renewed", _("tạo lại mã khôi phục")
    PERSON_INVITED = "person.invited", _("mời người dùng")
    LINK_MADE = "person.link_made", _("tạo liên kết đặt mật khẩu")
    LINK_REVOKED = "person.link_revoked", _("thu hồi liên kết đặt mật khẩu")
    LINK_USED = "person.link_used", _("đặt mật khẩu bằng liên kết")
    ROLE_GIVEN = "person.role_given", _("giao vai trò")
    ROLE_ENDED = "person.role_ended", _("kết thúc vai trò")
    PERSON_DEACTIVATED = "person.deactivated", _("khóa tài khoản")
    PERSON_REACTIVATED = "person.reactivated", _("mở lại tài khoản")
    PERSON_UNLOCKED = "person.unlocked", _("bỏ tạm khóa đăng nhập")
    #
    #
    # --- agencies
    AGENCY_ADDED = "agency.added", _("thêm cơ quan")
    AGENCY_RENAMED = "agency.renamed", _("đổi tên cơ quan")
    AGENCY_MOVED = "agency.moved", _("chuyển cơ quan cấp trên")
    AGENCY_ENDED = "agency.ended", _("ghi cơ quan kết thúc hoạt động")
    AGENCY_ALIAS_ADDED = "agency.alias_added", _("thêm tên gọi khác")
    AGENCIES_MERGED = "agency.duplicates_merged", _("nhập hai bản ghi trùng của một cơ quan")
    AGENCIES_IMPORTED = "agency.imported", _("nhập danh sách cơ quan")
    REGISTRY_LOADED = "agency.registry_loaded", _("nạp danh mục cơ quan kèm theo")
    GROUP_ADDED = "group.added", _("thêm nhóm cơ quan")
    GROUP_MEMBER_ADDED = "group.member_added", _("thêm cơ quan vào nhóm")
    GROUP_MEMBER_ENDED = "group.member_ended", _("ghi cơ quan thôi thuộc nhóm")
    CHANGE_RECORDED = "change.recorded", _("ghi thay đổi tổ chức")
    #
    # --- documents: intake
    SOURCE_RECEIVED = "source.received", _("tải lên")
    SOURCE_READ_AGAIN = "source.read_again", _("yêu cầu đọc lại")
    SOURCE_READ = "source.read", _("đọc xong")
    SOURCE_UNREAD = "source.unread", _("không đọc được")
    COLUMNS_MAPPED = "columns.mapped", _("chọn cách đọc cột")
    COLUMNS_FORGOTTEN = "columns.forgotten", _("bỏ cách đọc cột đã nhớ")
    SOURCE_MENDED = "source.mended", _("đọc lại theo các quyết định về chỗ sửa")
    SOURCE_CHOSEN = "source.chosen", _("chọn làm bản lấy nhiệm vụ")
    EDIT_CONFIRMED = "edit.confirmed", _("xác nhận chỗ sửa")
    EDIT_UNDONE = "edit.undone", _("bỏ chỗ sửa")
    EDIT_READ_AS = "edit.read_as", _("chọn cách đọc khác")
    EDIT_TAKEN_BACK = "edit.taken_back", _("rút quyết định về chỗ sửa")
    SOURCE_WITHDRAWN = "source.withdrawn", _("rút văn bản tải nhầm")
    SECRET_REFUSED = "source.refused", _("từ chối: độ mật")
    TWIN_CONFIRMED = "twin.confirmed", _("xác nhận là cùng một văn bản")
    TWIN_REFUSED = "twin.refused", _("xác nhận là văn bản khác")
    #
    #
    # --- documents: the page
    #
    #
    #
    # --- work: plans, review, life of a directive
    PLAN_TAKEN_OVER = "plan.taken_over", _("bắt đầu theo dõi văn bản")
    TASK_ACCEPTED = "task.accepted", _("chấp nhận nhiệm vụ")
    TASK_REFUSED = "task.refused", _("không nhận là nhiệm vụ")
    TASK_REOPENED = "task.reopened", _("đưa nhiệm vụ về rà soát")
    TASK_CORRECTED = "task.corrected", _("sửa nhiệm vụ")
    TASK_SPLIT = "task.split", _("tách nhiệm vụ")
    TASK_MERGED = "task.merged", _("gộp nhiệm vụ")
    TASK_ADDED = "task.added", _("thêm nhiệm vụ")
    REVIEW_UNDONE = "review.undone", _("hoàn tác quyết định rà soát")
    TASKS_CONFIRMED = "tasks.confirmed", _("xác nhận nhiệm vụ")
    TASKS_SENT_BACK = "tasks.sent_back", _("trả lại để rà soát")
    PLAN_COMPARED = "plan.compared", _("so với lần đọc sau")
    CHANGE_DECIDED = "change.decided", _("quyết định thay đổi nhiệm vụ")
    CHANGE_CONFIRMED = "change.confirmed", _("xác nhận thay đổi nhiệm vụ")
    CHANGE_SENT_BACK = "change.sent_back", _("trả lại thay đổi nhiệm vụ")
    OBLIGATION_CALLED_OFF = "obligation.called_off", _("không phải làm nữa theo văn bản sau")
    EFFECT_PROPOSED = "effect.proposed", _("thấy văn bản sau tác động")
    EFFECT_DECIDED = "effect.decided", _("quyết định tác động của văn bản sau")
    EFFECT_CONFIRMED = "effect.confirmed", _("xác nhận tác động của văn bản sau")
    #
    #
    #
    # --- work: rounds, obligations
    ROUNDS_MADE = "task.rounds_made", _("lập kỳ thực hiện và việc phải làm")
    DUE_CHANGED = "obligation.due_changed", _("đổi hạn")
    OBLIGATION_TRANSFERRED = "obligation.transferred", _("chuyển giao")
    OBLIGATION_SUSPENDED = "obligation.suspended", _("tạm dừng")
    OBLIGATION_RESUMED = "obligation.resumed", _("tiếp tục thực hiện")
    OBLIGATION_CANCELLED = "obligation.cancelled", _("không thực hiện")
    LINKS_PROPOSED = "task.links_proposed", _("đề xuất nhiệm vụ cấp trên")
    LINK_DECIDED = "task.link_decided", _("xác nhận nhiệm vụ cấp trên")
    #
    #
    #
    # --- work: progress, evidence, extensions, comments
    PROGRESS_DRAFTED = "progress.drafted", _("bắt đầu soạn báo cáo")
    PROGRESS_REPORTED = "progress.reported", _("báo cáo tiến độ")
    PROGRESS_ACCEPTED = "progress.accepted", _("xác nhận hoàn thành")
    PROGRESS_RETURNED = "progress.returned", _("trả lại báo cáo")
    EVIDENCE_ADDED = "evidence.added", _("thêm minh chứng")
    EVIDENCE_REMOVED = "evidence.removed", _("gỡ minh chứng")
    EXTENSION_ASKED = "extension.asked", _("đề nghị gia hạn")
    EXTENSION_GRANTED = "extension.granted", _("cho gia hạn")
    EXTENSION_REFUSED = "extension.refused", _("không cho gia hạn")
    COMMENT_MADE = "comment.made", _("ghi ý kiến")
    #
    #
    #
    # --- time and reminders
    OFFICE_SETTLED = "office.settled", _("đặt thiết lập của cơ quan")
    LADDER_SET = "office.ladder_set", _("đặt bậc nhắc việc")
    DAY_ENTERED = "office.day_entered", _("nhập ngày nghỉ, ngày làm bù")
    DAY_REMOVED = "office.day_removed", _("bỏ ngày nghỉ, ngày làm bù")
    FEED_MADE = "feed.made", _("tạo địa chỉ lịch")
    FEED_REVOKED = "feed.revoked", _("thu hồi địa chỉ lịch")
    #
    #
    #
    # --- reports and registers
    VIEW_KEPT = "view.kept", _("lưu cách xem sổ nhiệm vụ")
    VIEW_DROPPED = "view.dropped", _("xóa cách xem sổ nhiệm vụ")
    DUTIES_PROPOSED = "duty.proposed", _("đề xuất chế độ báo cáo")
    DUTY_ADDED = "duty.added", _("thêm chế độ báo cáo")
    DUTY_CORRECTED = "duty.corrected", _("sửa chế độ báo cáo")
    DUTY_CONFIRMED = "duty.confirmed", _("xác nhận chế độ báo cáo")
    DUTY_REFUSED = "duty.refused", _("không áp dụng chế độ báo cáo")
    REPORTS_EXPECTED = "report.expected", _("lập danh sách báo cáo phải nộp")
    REPORT_ASKED = "report.asked", _("yêu cầu báo cáo đột xuất")
    REPORT_HANDED_IN = "report.handed_in", _("nộp báo cáo")
    REPORT_ACCEPTED = "report.accepted", _("tiếp nhận báo cáo")
    REPORT_RETURNED = "report.returned", _("trả lại báo cáo phải nộp")
    REPORT_GRANTED = "report.granted", _("cho nộp báo cáo sau hạn")
    PLAN_PUBLISHED = "plan.published", _("công khai kế hoạch")
    PLAN_UNPUBLISHED = "plan.unpublished", _("thôi công khai kế hoạch")
    SQUARES_PLACED = "map.squares_placed", _("xếp ô bản đồ")
    REGISTER_DEFINED = "register.defined", _("lập sổ theo dõi")
    REGISTER_CHANGED = "register.changed", _("đổi các trường của sổ theo dõi")
    ENTRY_ADDED = "entry.added", _("ghi mục vào sổ theo dõi")
    ENTRY_CORRECTED = "entry.corrected", _("sửa mục của sổ theo dõi")
    ENTRY_WITHDRAWN = "entry.withdrawn", _("rút mục khỏi sổ theo dõi")
    REPORT_PREPARED = "report.prepared", _("lập báo cáo từ tiến độ")
    REPORT_WRITTEN = "report.written", _("sửa báo cáo của đơn vị")
    REPORT_TO_APPROVE = "report.to_approve", _("trình lãnh đạo duyệt báo cáo")
    REPORT_APPROVED = "report.approved", _("duyệt báo cáo của đơn vị")
    REPORT_NOT_APPROVED = "report.not_approved", _("không duyệt báo cáo của đơn vị")
    REPORT_FILE_ADDED = "report.file_added", _("thêm tệp kèm báo cáo")
    REPORT_FILE_REMOVED = "report.file_removed", _("gỡ tệp kèm báo cáo")
    CONSOLIDATION_ASKED = "consolidation.asked", _("lập báo cáo tổng hợp")
    CONSOLIDATION_DRAFTED = "consolidation.drafted", _("lập xong dự thảo báo cáo tổng hợp")
    CONSOLIDATION_EDITED = "consolidation.edited", _("sửa câu của báo cáo tổng hợp")
    CONSOLIDATION_RESTORED = "consolidation.restored", _("khôi phục câu của báo cáo tổng hợp")
    CONSOLIDATION_ADDED = "consolidation.added", _("thêm nội dung vào báo cáo tổng hợp")
    CONSOLIDATION_TAKEN = "consolidation.taken", _("lấy thay đổi theo báo cáo đơn vị")
    CONSOLIDATION_LEFT = "consolidation.left", _("giữ nguyên dù báo cáo đơn vị đã đổi")
    CONSOLIDATION_REVISED = "consolidation.revised", _("sửa thể thức báo cáo tổng hợp")
    CONSOLIDATION_FILES_ASKED = "consolidation.files_asked", _("tạo tệp báo cáo tổng hợp")
    CONSOLIDATION_FILES_MADE = "consolidation.files_made", _("tạo xong tệp báo cáo tổng hợp")
    REPORT_FORM_READ = "report.form_read", _("nạp mẫu báo cáo đã điền")
    REPORT_FORM_TAKEN = "report.form_taken", _("nhận nội dung mẫu báo cáo đã điền")
    REPORT_FORM_DROPPED = "report.form_dropped", _("bỏ mẫu báo cáo đã điền")
    # --- official documents
    FORM_TRIED = "form.tried", _("thử mẫu văn bản của cơ quan")
    FORM_TAKEN = "form.taken", _("đưa mẫu văn bản của cơ quan vào dùng")
    FORM_WITHDRAWN = "form.withdrawn", _("rút mẫu văn bản của cơ quan")
    PAPER_MADE = "paper.made", _("lập dự thảo văn bản")
    PAPER_REVISED = "paper.revised", _("sửa dự thảo văn bản")
    PAPER_PDF_ASKED = "paper.pdf_asked", _("tạo PDF của văn bản")
    #
    #
    # --- figures, links, search
    SEARCH_KEPT = "search.kept", _("lưu tìm kiếm")
    SEARCH_DROPPED = "search.dropped", _("xóa tìm kiếm đã lưu")
    CLAUSES_ASKED = "clauses.asked", _("yêu cầu so theo mục")
    CLAUSES_COMPARED = "clauses.compared", _("so theo mục")
    CLAUSE_LINKED = "clauses.linked", _("liên kết mục – nhiệm vụ bằng tay")
    CLAUSE_LINK_DECIDED = "clauses.link_decided", _("quyết định liên kết mục – nhiệm vụ")


class AppendOnly(TypeError):
    """An event was about to be changed or deleted; write a new event instead."""


class EventQuerySet(models.QuerySet["Event"]):
    """Events to read; every way to change or delete them is shut."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("events are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnly("events are never deleted")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("events are never changed")


class Event(models.Model):
    """One thing done.

    ``target`` is ``kind:key`` (``source:12``), empty where nothing may be
    named; ``data`` holds what a later reader needs to understand it (``before``
    and ``after`` of a change). ``office`` is the agency in whose branch it is
    shown; ``address`` the machine that asked, empty for background work.
    """

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("người thực hiện"),
    )
    verb = models.CharField(_("hành động"), max_length=60)
    target = models.CharField(_("đối tượng"), max_length=80, blank=True)
    data = models.JSONField(_("nội dung"), default=dict)
    at = models.DateTimeField(_("thời điểm"))
    office = models.ForeignKey(
        "agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    address = models.CharField(_("địa chỉ máy"), max_length=45, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["target", "id"], name="event_of_target"),
            models.Index(fields=["office", "id"], name="event_of_office"),
        ]
        verbose_name = _("sự kiện")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.target}"

    def get_verb_display(self) -> str:
        """The verb in words; the verb itself where a newer or older version wrote it."""
        try:
            return str(Verb(self.verb).label)
        except ValueError:
            return self.verb

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("events are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("events are never deleted")


class Seal(models.Model):
    """The place of an event in the hash chain (:mod:`dondoc_web.audit.chain`); the database refuses to change it."""

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.PROTECT, related_name="seal")
    position = models.PositiveBigIntegerField(unique=True)
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        verbose_name = _("mắt xích")

    def __str__(self) -> str:
        return f"{self.position} {self.hash[:12]}"


class ChainHead(models.Model):
    """The end of the chain: the one row at which sealings wait for each other.

    ``checked_at`` and ``broken_at`` are what the last check of the whole chain
    found: when, and the first position that does not fit (None where all does).
    """

    ONLY = 1
    """The key of the one row."""

    position = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    checked_at = models.DateTimeField(null=True)
    broken_at = models.PositiveBigIntegerField(null=True)

    class Meta:
        verbose_name = _("đầu chuỗi")

    def __str__(self) -> str:
        return f"{self.position} {self.hash[:12]}"
