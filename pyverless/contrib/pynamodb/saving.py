"""What `save()` and `delete()` of an object come to."""

from __future__ import annotations

from pynamodb.exceptions import AttributeNullError

from pyverless.casts import InvalidValueError
from pyverless.contrib.pynamodb.casts import check_value, is_same
from pyverless.contrib.pynamodb.plans import get_accesses, get_keys
from pyverless.contrib.pynamodb.writes import Write
from pyverless.exceptions import BadRequestError, ConflictError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyverless.contrib.pynamodb.casts import Wire
    from pyverless.contrib.pynamodb.models import Model
    from pyverless.contrib.pynamodb.reads import Item
    from pyverless.types import ErrorDetail

__all__ = ["get_added", "get_version_name", "make_delete", "make_save"]


def make_save(obj: Model) -> Write | None:
    """Return the write that stores an object; None: it is stored as it is."""
    item = _serialize(obj)
    version = get_version_name(obj)
    stored = obj._stored
    if stored is None:
        if version is not None:
            item[version] = {"N": "1"}
        return Write(type(obj), _get_key(obj, item), item, exists=False)
    key = _get_key(obj, stored)
    if not all(is_same(item.get(name), key[name]) for name in key):
        raise ValueError(
            f"The key of {obj!r} was {key!r}; it is for good. Save another object and "
            "delete this one."
        )
    changes = _get_changes(obj, stored, item)
    if not changes:
        return None
    if version is not None:
        held = stored.get(version, {"N": "0"})
        changes[version] = {"N": str(int(held["N"]) + 1)}
    after = {**stored, **changes}
    return Write(
        type(obj),
        key,
        {name: wire for name, wire in after.items() if wire is not None},
        changes=changes,
        exists=True,
        expected=_get_expected(obj, stored),
    )


def make_delete(obj: Model) -> Write:
    """Return the write that deletes an object that is stored."""
    if obj._stored is None:
        raise ValueError(f"{obj!r} is not stored, so it can't be deleted.")
    must_exist = obj._is_guarded or get_version_name(obj) is not None
    return Write(
        type(obj),
        _get_key(obj, obj._stored),
        None,
        exists=True if must_exist else None,
        expected=_get_expected(obj, obj._stored),
    )


def get_added(obj: Model, item: Item) -> Item:
    """Return what defaults have added to an item that was read.

    It is not stored, and not written as long as nobody changes it.
    """
    return {
        attribute.attr_name: {attribute.attr_type: attribute.serialize(value)}
        for name, attribute in obj.get_attributes().items()
        if attribute.default is not None
        and attribute.attr_name not in item
        and (value := getattr(obj, name)) is not None
    }


def get_version_name(obj: Model) -> str | None:
    """Return what DynamoDB calls the VersionAttribute of an object's model."""
    name = obj._version_attribute_name
    return None if name is None else obj.get_attributes()[name].attr_name


def _get_key(obj: Model, item: Item) -> Item:
    keys = [key for key in get_keys(type(obj)) if key is not None]
    return {key.attr_name: item[key.attr_name] for key in keys}


def _serialize(obj: Model) -> Item:
    """Return an object as an item. Raises what handlers answer for bad values."""
    sizes = _get_key_sizes(obj)
    for name, attribute in obj.get_attributes().items():
        try:
            check_value(getattr(obj, name), attribute, sizes.get(attribute.attr_name))
        except InvalidValueError as exc:
            sentence = f"{name} must be {exc.expected}."
            errors = _get_errors(name, sentence, "invalid")
            raise BadRequestError(sentence, field=name, errors=errors) from exc
    try:
        item: Item = obj.serialize(null_check=True)
    except AttributeNullError as exc:
        name = exc.attr_path.partition(".")[0]
        sentence = f"There must be a value for {name}."
        errors = _get_errors(name, sentence, "required")
        raise ConflictError(sentence, field=name, errors=errors) from exc
    return item


def _get_key_sizes(obj: Model) -> dict[str, bool]:
    """Return the attributes that are keys, and whether they are range keys."""
    found = {}
    for access in get_accesses(type(obj)):
        found[access.hash_name] = False
        if access.range_name is not None:
            found[access.range_name] = True
    return found


def _get_errors(name: str, sentence: str, code: str) -> list[ErrorDetail]:
    return [{"pointer": f"#/{name}", "detail": sentence, "code": code}]


def _get_changes(obj: Model, stored: Item, item: Item) -> dict[str, Wire | None]:
    """Return the attributes that are not as they were read or written."""
    before = type(obj)._instantiate(stored).serialize(null_check=False)
    values = {**before, **obj._added}
    own = get_version_name(obj)
    names = [each.attr_name for each in obj.get_attributes().values()]
    return {
        name: item.get(name)
        for name in names
        if name != own and not is_same(values.get(name), item.get(name))
    }


def _get_expected(obj: Model, stored: Item) -> dict[str, Wire | None]:
    """Return what must still be so for an object to be written."""
    if version := get_version_name(obj):
        return {version: stored.get(version)}
    if not obj._is_guarded:
        return {}
    names = [each.attr_name for each in obj.get_attributes().values()]
    keys = _get_key(obj, stored)
    expected = {**dict.fromkeys(names), **stored}
    return {name: expected[name] for name in expected if name not in keys}
