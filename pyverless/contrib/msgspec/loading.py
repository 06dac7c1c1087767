"""From bodies to dictionaries."""

from __future__ import annotations

from typing import Any, Union, get_args, get_origin

from msgspec import (
    UNSET,
    DecodeError,
    UnsetType,
    ValidationError,
    convert,
    defstruct,
    field,
    inspect,
)
from msgspec.json import Decoder

from pyverless.contrib.msgspec.faults import get_faults
from pyverless.contrib.msgspec.kinds import get_type, reachable
from pyverless.contrib.msgspec.unfolding import get_unfold
from pyverless.contrib.msgspec.unknown import UnknownKeys
from pyverless.exceptions import BadRequestError, ImproperlyConfigured

__all__ = ["Loader", "get_partial"]

# They take unknown keys, and can't be told not to.
_LAX = (inspect.TypedDictType, inspect.DataclassType)


class Loader:
    """What makes dictionaries of JSON, for a Struct or a list of one.

    msgspec stops at the first fault, so that only good bodies are left to it: in others
    each fault is looked for.
    """

    def __init__(self, declared: Any) -> None:
        self._declared = declared
        self._kind = inspect.type_info(declared)
        kinds = reachable(self._kind)
        if any(isinstance(kind, inspect.RawType) for kind in kinds):
            raise ImproperlyConfigured(
                f"{declared!r} has a msgspec.Raw, which no body can be loaded to. "
                "Make it Any."
            )
        self._unfold = get_unfold(self._kind)
        self._unknown = UnknownKeys(self._kind)
        self._is_strict = all(map(_refuses_unknown_keys, kinds))
        strict = declared if self._is_strict else _get_strict(self._kind)
        self._decode = None if strict is None else Decoder(strict).decode

    def load_json(self, raw: str | bytes) -> Any:
        """Return the data of a body; None for one that `load()` must look at."""
        if self._decode is None:
            return None
        try:
            return self._unfold(self._decode(raw))
        except (DecodeError, ValueError, RecursionError):
            return None

    def load(self, data: Any) -> Any:
        """Return the data of a body that is parsed.

        Raises BadRequestError with one detail per fault.
        """
        try:
            return self._load(data)
        except RecursionError:
            raise BadRequestError("The body nests too deeply.") from None

    def _load(self, data: Any) -> Any:
        cause = None
        try:
            loaded = self._unfold(convert(data, self._declared, str_keys=True))
            if self._is_strict or not self._unknown.are_in(self._kind, data):
                return loaded
        except (ValidationError, ValueError) as exc:
            cause = exc
        raise BadRequestError(
            "The body is not valid.", errors=get_faults(self._kind, data)
        ) from cause


def _refuses_unknown_keys(kind: Any) -> bool:
    if isinstance(kind, inspect.StructType):
        return kind.forbid_unknown_fields
    return not isinstance(kind, _LAX)


def _get_strict(kind: Any) -> Any:
    """Return a Struct like that of a kind which refuses unknown keys, or None.

    There is none where the Structs inside of it would have to be others, too.
    """
    if not isinstance(kind, inspect.StructType) or not isinstance(kind.cls, type):
        return None
    inside = [part for field in kind.fields for part in reachable(field.type)]
    # A class that looks at its subclasses is not given one.
    looks = any("__init_subclass__" in vars(cls) for cls in kind.cls.__mro__[:-1])
    if looks or not all(map(_refuses_unknown_keys, inside)):
        return None
    return defstruct(
        kind.cls.__name__,
        (),
        bases=(kind.cls,),
        tag_field=kind.tag_field,
        tag=kind.tag,
        forbid_unknown_fields=True,
    )


def get_partial(declared: Any) -> Any:
    """Return a Struct of which any field may be absent; of a list, a list of them.

    Structs inside of it stay whole: what is sent of them replaces what is there. So
    `__post_init__` of the outermost does not run, which may want all fields.
    """
    if get_origin(declared) is list:
        return list[get_partial(get_args(declared)[0])]  # type: ignore[misc]
    kind: Any = inspect.type_info(declared)
    fields = [
        (
            each.name,
            Union[get_type(each.type), UnsetType],  # noqa: UP007
            field(default=UNSET, name=each.encode_name),
        )
        for each in kind.fields
    ]
    return defstruct(
        getattr(declared, "__origin__", declared).__name__,
        fields,
        tag_field=kind.tag_field,
        tag=kind.tag,
        array_like=kind.array_like,
        forbid_unknown_fields=True,
    )
