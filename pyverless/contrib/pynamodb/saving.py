"""What `save()` and `delete()` of an object come to."""

from __future__ import annotations

from pynamodb.constants import STRING

from pyverless.contrib.pynamodb.casts import is_same
from pyverless.contrib.pynamodb.encrypted import EncryptedAttribute
from pyverless.contrib.pynamodb.plans import get_accesses, get_keys
from pyverless.contrib.pynamodb.values import get_errors, get_wire, write_value
from pyverless.contrib.pynamodb.writes import Write
from pyverless.exceptions import BadRequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pynamodb.attributes import Attribute

    from pyverless.contrib.pynamodb.casts import Wire
    from pyverless.contrib.pynamodb.models import Model
    from pyverless.contrib.pynamodb.reads import Item

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
    _check_key(obj, item, key)
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
        attribute.attr_name: wire
        for name, attribute in obj.get_attributes().items()
        if attribute.default is not None
        and attribute.attr_name not in item
        and (wire := write_value(getattr(obj, name), attribute)) is not None
    }


def get_version_name(obj: Model) -> str | None:
    """Return what DynamoDB calls the VersionAttribute of an object's model."""
    name = obj._version_attribute_name
    return None if name is None else obj.get_attributes()[name].attr_name


def _get_key(obj: Model, item: Item) -> Item:
    keys = [key for key in get_keys(type(obj)) if key is not None]
    return {key.attr_name: item[key.attr_name] for key in keys}


def _check_key(obj: Model, item: Item, key: Item) -> None:
    """Raise BadRequestError when an object has not the key that it is stored with."""
    for name in key:
        if not is_same(item.get(name), key[name]):
            field = obj._dynamo_to_python_attr(name)
            sentence = f"{field} can't be changed."
            errors = get_errors(field, sentence, "invalid")
            raise BadRequestError(sentence, field=field, errors=errors)


def _serialize(obj: Model) -> Item:
    """Return an object as an item. Raises what handlers answer for bad values."""
    sizes = _get_key_sizes(obj)
    found = {
        each.attr_name: get_wire(name, getattr(obj, name), each, sizes)
        for name, each in obj.get_attributes().items()
    }
    return {name: wire for name, wire in found.items() if wire is not None}


def _get_key_sizes(obj: Model) -> dict[str, bool]:
    """Return the attributes that are keys, and whether they are range keys."""
    found = {}
    for access in get_accesses(type(obj)):
        found[access.hash_name] = False
        if access.range_name is not None:
            found[access.range_name] = True
    return found


def _get_changes(obj: Model, stored: Item, item: Item) -> dict[str, Wire | None]:
    """Return the attributes that are not as they were read or written."""
    before = type(obj)._instantiate(stored)
    values = {
        each.attr_name: write_value(getattr(before, name), each)
        for name, each in obj.get_attributes().items()
    }
    values.update(obj._added)
    own = get_version_name(obj)
    names = [
        each.attr_name
        for name, each in obj.get_attributes().items()
        if not _is_kept(obj, before, name, each)
    ]
    return {
        name: item.get(name)
        for name in names
        if name != own and not is_same(values.get(name), item.get(name))
    }


def _is_kept(obj: Model, before: Model, name: str, attribute: Attribute[Any]) -> bool:
    """Return whether an encrypted attribute stays as it is stored.

    Each encryption makes another text, so they can't be compared. What is under an
    older secret is encrypted anew, where that can't undo what others do.
    """
    if not isinstance(attribute, EncryptedAttribute):
        return False
    if getattr(before, name) != getattr(obj, name):
        return False
    wire = (obj._stored or {}).get(attribute.attr_name)
    if wire is None or not obj._is_guarded:
        return True
    return attribute.is_current(wire.get(STRING))


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
