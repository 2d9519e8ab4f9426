"""An error that nobody foresaw, in words for the person who waits; the log has the rest.

The words of the error itself may quote the paper, name folders of the server,
or say nothing to a person: they stay in the log, under the code that is shown.
"""

from __future__ import annotations

import errno

from django.db import DatabaseError
from django.utils.translation import gettext as _


def words_for(error: BaseException, code: str) -> str:
    """What happened and who can help; ``code`` is where the log tells more."""
    return f"{_cause(error)} {_('Mã sự cố: %s.') % code}"


def _cause(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return _("Máy chủ không đủ bộ nhớ cho việc này. Hãy thử lại khi máy rảnh, hoặc chia nhỏ tệp.")
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _("Ổ đĩa của máy chủ đã đầy. Hãy báo quản trị viên giải phóng chỗ rồi làm lại.")
    if isinstance(error, PermissionError):
        return _("Máy chủ không được phép đọc hoặc ghi thư mục dữ liệu. Hãy báo quản trị viên kiểm tra quyền thư mục.")
    if isinstance(error, DatabaseError):
        return _("Cơ sở dữ liệu đang bận hoặc mất kết nối. Hãy thử lại sau ít phút.")
    return _("Có lỗi ngoài dự kiến, tệp vẫn được giữ nguyên. Hãy báo quản trị viên mã sự cố dưới đây.")
