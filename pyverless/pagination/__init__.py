"""Lists in parts: `limit` and `offset`, numbered pages, cursors.

Names load when they are first used.
"""

from __future__ import annotations

from pyverless._imports import lazy_face

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyverless.pagination.cursor import CursorPagination
    from pyverless.pagination.limit_offset import (
        LimitOffsetPagination,
        PageNumberPagination,
    )
    from pyverless.pagination.pages import BasePagination, Page, whole_number

__all__ = [
    "BasePagination",
    "CursorPagination",
    "LimitOffsetPagination",
    "Page",
    "PageNumberPagination",
    "whole_number",
]

__getattr__, __dir__ = lazy_face(
    __name__,
    {
        "BasePagination": "pyverless.pagination.pages",
        "CursorPagination": "pyverless.pagination.cursor",
        "LimitOffsetPagination": "pyverless.pagination.limit_offset",
        "Page": "pyverless.pagination.pages",
        "PageNumberPagination": "pyverless.pagination.limit_offset",
        "whole_number": "pyverless.pagination.pages",
    },
)
