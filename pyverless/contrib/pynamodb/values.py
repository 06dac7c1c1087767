"""The values of objects, as they are stored: what no item can have is found before.

DynamoDB and PynamoDB would refuse it, too, without a name and each in another way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from pynamodb.attributes import ListAttribute, MapAttribute, TTLAttribute
from pynamodb.constants import BINARY, LIST, MAP, NUMBER, NUMBER_SET, STRING
from pynamodb.exceptions import AttributeNullError

from pyverless.casts import InvalidValueError, as_utc, cast, describe
from pyverless.contrib.pynamodb.casts import (
    SETS,
    UNFIT,
    as_key,
    as_number,
    cast_to_attribute,
    get_kind,
)
from pyverless.exceptions import BadRequestError, ConflictError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pynamodb.attributes import Attribute

    from pyverless.contrib.pynamodb.casts import Wire
    from pyverless.types import ErrorDetail

__all__ = ["get_errors", "get_unfit_error", "get_utc", "get_wire", "write_value"]

_NESTED = {LIST: "a list", MAP: "an object", **dict.fromkeys(SETS, "a list")}
_LISTS = (list, tuple, set, frozenset)
_MAPS = (Mapping, MapAttribute)


def get_wire(
    name: str, value: Any, attribute: Attribute[Any], sizes: Mapping[str, bool]
) -> Wire | None:
    """Return a value that is to be stored, as DynamoDB has it; None is no value.

    `name` is what callers call it. `sizes` has the keys, and whether they are range
    keys. Raises what handlers answer for what can't be stored.
    """
    try:
        _check_value(value, attribute, sizes.get(attribute.attr_name))
        wire = write_value(value, attribute, null_check=True)
    except AttributeNullError as exc:
        raise _get_missing_error(f"{name}.{exc.attr_path}") from exc
    except UNFIT as exc:
        raise get_unfit_error(name, value, attribute, exc) from exc
    if wire is None and not attribute.null:
        raise _get_missing_error(name)
    try:
        _check_parts(wire)
    except InvalidValueError as exc:
        sentence = f"Something in {name} must be {exc.expected}."
        raise _get_bad_request(name, sentence) from exc
    return wire


def write_value(
    value: Any, attribute: Attribute[Any], *, null_check: bool = False
) -> Wire | None:
    """Return a value as DynamoDB has it, unchecked; None is no value."""
    if value is None:
        return None
    if isinstance(value, Decimal) and get_kind(attribute) is Decimal:
        # PynamoDB writes floats.
        return {NUMBER: as_number(value)}
    if isinstance(attribute, (ListAttribute, MapAttribute)):
        plain = attribute.serialize(value, null_check=null_check)
    else:
        plain = attribute.serialize(value)
    return None if plain is None else {attribute.attr_type: plain}


def get_utc(value: Any, attribute: Attribute[Any]) -> datetime | None:
    """Return a time without an offset as the one in UTC that a TTLAttribute takes."""
    if not isinstance(attribute, TTLAttribute) or not isinstance(value, datetime):
        return None
    return as_utc(value) if value.tzinfo is None else None


def get_unfit_error(
    name: str, value: Any, attribute: Attribute[Any], exc: Exception | None = None
) -> BadRequestError:
    """Return what handlers answer for a value that an attribute can't hold."""
    expected = getattr(exc, "expected", None) or _describe(value, attribute)
    return _get_bad_request(name, f"{name} must be {expected}.")


def get_errors(path: str, sentence: str, code: str) -> list[ErrorDetail]:
    """Return one fault, of an attribute or of what is within it: `place.street`."""
    pointer = path.replace(".", "/")
    return [{"pointer": f"#/{pointer}", "detail": sentence, "code": code}]


def _describe(value: Any, attribute: Attribute[Any]) -> str:
    expected = _NESTED.get(attribute.attr_type)
    if expected is None:
        return describe(get_kind(attribute), value)
    if isinstance(value, _MAPS if attribute.attr_type == MAP else _LISTS):
        return f"{expected} of values that this field has"
    return expected


def _get_bad_request(name: str, sentence: str) -> BadRequestError:
    errors = get_errors(name, sentence, "invalid")
    return BadRequestError(sentence, field=name, errors=errors)


def _get_missing_error(path: str) -> ConflictError:
    # PynamoDB writes places in lists as "[0]".
    path = path.replace("[", "").replace("]", "")
    sentence = f"There must be a value for {path}."
    errors = get_errors(path, sentence, "required")
    return ConflictError(sentence, field=path.partition(".")[0], errors=errors)


def _check_value(value: Any, attribute: Attribute[Any], is_range: bool | None) -> None:
    """Raise InvalidValueError for what an attribute would change or write wrongly.

    `is_range` tells whether it is a range key or a hash key; None: it is no key.
    """
    kind = get_kind(attribute)
    if value is not None and kind is object:
        _check_nesting(value, attribute)
    elif kind is not object:
        if isinstance(value, str) and kind is not str:
            # Not read as in look-ups: PynamoDB would not, or take any text to be true.
            value = [value]
        wire = cast_to_attribute(value, attribute)
        if is_range is not None:
            as_key(wire, is_range=is_range)


def _check_nesting(value: Any, attribute: Attribute[Any]) -> None:
    """Raise TypeError for text in the place of a list, or for a list that is none.

    PynamoDB would take it apart, and leave out what a map does not have.
    """
    expected = _NESTED.get(attribute.attr_type)
    if expected and not isinstance(
        value, _MAPS if attribute.attr_type == MAP else _LISTS
    ):
        raise TypeError
    element = getattr(attribute, "element_type", None)
    if element is not None and issubclass(element, MapAttribute):
        for each in value:
            _check_element(each, element)


def _check_element(value: Any, element: type[MapAttribute[Any, Any]]) -> None:
    if value is None or isinstance(value, element):
        return
    if not isinstance(value, Mapping):
        raise TypeError
    is_raw = element.is_raw()  # type: ignore[no-untyped-call]
    if not is_raw and not value.keys() <= element.get_attributes().keys():
        raise LookupError


def _check_parts(wire: Wire | None) -> None:
    """Raise InvalidValueError for what can't be in a set, a list or a map."""
    [(kind, value)] = (wire or {STRING: None}).items()
    if kind in SETS:
        _check_set(kind, value)
    elif kind in (LIST, MAP):
        for part in value if kind == LIST else value.values():
            _check_part(part)
            _check_parts(part)


def _check_set(kind: str, values: list[Any]) -> None:
    for value in values:
        _check_part({kind[0]: value})
    plain = map(Decimal, values) if kind == NUMBER_SET else values
    if len(set(plain)) < len(values):
        raise InvalidValueError(f"{values!r:.100} has duplicates", "there only once")


def _check_part(wire: Wire) -> None:
    [(kind, value)] = wire.items()
    if kind == NUMBER:
        as_number(cast(value, Decimal))
    elif kind in (BINARY, STRING):
        cast(value, bytes if kind == BINARY else str)
