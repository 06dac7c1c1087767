"""What callers choose of a list: filters and the order, from query parameters."""

from __future__ import annotations

from pyverless.exceptions import BadRequestError
from pyverless.lists import as_queryset
from pyverless.lookups import cast_lookup, get_names, split_lookup
from pyverless.models import is_bad_value
from pyverless.pagination.pages import bad_parameter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from pyverless.types import ErrorDetail

__all__ = ["apply_filters", "read_ordering", "refuse_filters"]


def apply_filters(queryset: Any, wanted: Mapping[str, Any]) -> Any:
    """Return the objects of a queryset or list that meet all look-ups.

    Raises BadRequestError naming each parameter whose value its field can't have.
    """
    found = as_queryset(queryset)
    faults: list[ErrorDetail] = []
    for name, value in wanted.items():
        try:
            found = _filter(found, name, value)
        except Exception as exc:
            if not is_bad_value(exc):
                raise
            faults += bad_parameter(name, _get_expected(name, value, exc)).errors
    if faults:
        raise BadRequestError("The query parameters are not valid.", errors=faults)
    return found


def _get_expected(name: str, value: Any, exc: Exception) -> str:
    expected: str = getattr(exc, "expected", "a value that this field can have")
    if "time" in expected and " " in str(value):
        # How "+02:00" arrives from callers who don't encode it.
        expected += ", with + written as %2B"
    if split_lookup(name)[1] == "in":
        expected += ", or several with commas between them"
    return expected


def _filter(queryset: Any, name: str, value: Any) -> Any:
    lookup = split_lookup(name)[1]
    if lookup in ("in", "isnull"):
        # Django and neomodel want a list and a bool here, and no text.
        value = cast_lookup(value, lookup, lambda item: item)
    try:
        return queryset.filter(**{name: value})
    except Exception as exc:
        # Django writes True where callers write what JSON has.
        if value in ("true", "false") and is_bad_value(exc):
            return queryset.filter(**{name: value.capitalize()})
        raise


def refuse_filters(names: Sequence[str]) -> BadRequestError:
    """Return the error for filters of which one has a value that can't be."""
    detail = f"{' or '.join(names)} has a value that this field can't have."
    errors: list[ErrorDetail] = []
    if len(names) == 1:
        errors.append({"parameter": names[0], "detail": detail, "code": "invalid"})
    return BadRequestError(detail, errors=errors)


def read_ordering(text: str, allowed: Sequence[str]) -> tuple[str, ...]:
    """Return the fields in `?ordering=-created,title`.

    Raises BadRequestError for a field that is not among `allowed` or named twice.
    """
    fields = tuple(text.split(","))
    names = get_names(fields)
    if not {*names} <= {*allowed} or len({*names}) < len(names):
        raise bad_parameter(
            "ordering",
            f"one or several of {', '.join(sorted(allowed))}, each once, with commas "
            "between them; -field is descending",
        )
    return fields
