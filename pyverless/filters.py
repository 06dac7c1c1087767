"""What callers choose of a list: filters and the order, from query parameters."""

from __future__ import annotations

from pyverless.exceptions import BadRequestError
from pyverless.lists import as_queryset
from pyverless.models import is_bad_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from pyverless.types import ErrorDetail

__all__ = ["apply_filters", "read_ordering"]


def apply_filters(queryset: Any, wanted: Mapping[str, Any]) -> Any:
    """Return the objects of a queryset or list that meet all look-ups.

    Raises BadRequestError naming each parameter whose value its field can't have.
    """
    found = as_queryset(queryset)
    faults: list[ErrorDetail] = []
    for name, value in wanted.items():
        try:
            found = found.filter(**{name: value})
        except Exception as exc:
            if not is_bad_value(exc):
                raise
            expected = getattr(exc, "expected", "a value that this field can have")
            faults.append(_fault(name, f"{name} must be {expected}."))
    if faults:
        raise BadRequestError("The query parameters are not valid.", errors=faults)
    return found


def read_ordering(text: str, allowed: Sequence[str]) -> tuple[str, ...]:
    """Return the fields in `?ordering=-created,title`.

    Raises BadRequestError for a field that is not among `allowed` or named twice.
    """
    fields = tuple(text.split(","))
    names = [field.removeprefix("-") for field in fields]
    if not {*names} <= {*allowed} or len({*names}) < len(names):
        detail = (
            "ordering must be one or several of "
            f"{', '.join(sorted(allowed))}, each once, with commas between them; "
            "-field is descending."
        )
        raise BadRequestError(detail, errors=[_fault("ordering", detail)])
    return fields


def _fault(name: str, detail: str) -> ErrorDetail:
    return {"parameter": name, "detail": detail, "code": "invalid"}
