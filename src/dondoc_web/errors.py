"""Pages for what goes wrong: what happened and what to do next."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _


def _page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    """A page that stands without session, database or person."""
    return render(request, "error.html", {"status": status, "title": title, "advice": advice}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be understood."""
    return _page(request, 400, _("Yêu cầu không hợp lệ"), _("Hãy quay lại trang trước và thử lần nữa."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the person may not do this."""
    advice = _("Tài khoản của bạn không có quyền này. Nếu cần, hãy liên hệ quản trị viên.")
    return _page(request, 403, _("Không có quyền"), advice)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is too old or comes from another site."""
    advice = _("Biểu mẫu đã quá hạn. Hãy tải lại trang rồi gửi lại.")
    return _page(request, 403, _("Biểu mẫu quá hạn"), advice)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing is here; a stranger is not even told that."""
    if not request.user.is_authenticated:
        return redirect(resolve_url(settings.LOGIN_URL))
    advice = _("Đường dẫn sai, văn bản đã bị từ chối vì độ mật và đã xóa, hoặc không còn. Hãy tìm trong danh sách.")
    return _page(request, 404, _("Không tìm thấy"), advice)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: the upload is over the limit."""
    limit = settings.UPLOAD_LIMIT // settings.MEGABYTE
    advice = _(
        "Một lần tải lên không quá %(limit)s MB. Hãy tải từng tệp, hoặc nhờ quản trị viên tăng giới hạn "
        "DONDOC_UPLOAD_LIMIT_MB."
    )
    return _page(request, 413, _("Tệp quá lớn"), advice % {"limit": limit})


def broken(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours."""
    advice = _("Hệ thống gặp lỗi và đã ghi lại. Hãy thử lại; nếu vẫn lỗi, báo quản trị viên thời điểm xảy ra.")
    return _page(request, 500, _("Hệ thống gặp lỗi"), advice)
