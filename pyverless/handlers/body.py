"""RequestBodyMixin: the JSON that was sent, checked and loaded."""

from __future__ import annotations

from pyverless.exceptions import (
    BadRequestError,
    ImproperlyConfigured,
    UnsupportedMediaTypeError,
)
from pyverless.handlers.lifecycle import Lifecycle
from pyverless.http.problems import pointer
from pyverless.http.response import JSON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from pyverless.handlers.plan import Plan
    from pyverless.types import ErrorDetail

__all__ = ["RequestBodyMixin"]


class RequestBodyMixin(Lifecycle):
    """The JSON object of the body: `self.body`, from `get_body()`.

    The keys that may be sent are `required_body_keys` and `optional_body_keys`, or the
    fields of a schema: `input_serializer`, else `serializer` when it can load. With
    both, the schema gets what the keys let through. Without any, the whole body is
    taken. An `input_serializer` for several objects takes a JSON array.
    """

    #: Keys that must be there; their values may be null.
    required_body_keys: Sequence[str] = ()
    #: Keys that may be there; absent ones stay absent.
    optional_body_keys: Sequence[str] = ()
    #: What loads bodies: a marshmallow Schema (class or instance), a msgspec Struct, or
    #: the dotted path of one of these.
    input_serializer: Any = None

    #: The body.
    body: Any

    def prepare(self, plan: Plan) -> None:
        """Resolve `input_serializer` and the spelling of old documentation."""
        super().prepare(plan)
        plan.optional_body_keys = self.optional_body_keys
        if hasattr(self, "optinal_body_keys"):
            _warn_of_old_spelling(plan.name)
            plan.optional_body_keys = [
                *self.optional_body_keys,
                *self.optinal_body_keys,
            ]
        plan.required_body_keys = self.required_body_keys
        plan.body_keys = frozenset((*self.required_body_keys, *plan.optional_body_keys))
        plan.has_keys = bool(plan.body_keys)
        plan.input = self._get_input(plan)
        if plan.has_keys and plan.input is not None and plan.input.many:
            raise ImproperlyConfigured(
                f"{plan.name}.input_serializer takes arrays, which have no keys. Take "
                "required_body_keys and optional_body_keys away."
            )

    def _get_input(self, plan: Plan) -> Any:
        adapter = plan.get_adapter("input_serializer")
        if adapter is not None and not adapter.can_load:
            raise ImproperlyConfigured(
                f"{plan.name}.input_serializer is "
                f"{plan.declared('input_serializer')!r}, which can't load a body. Set "
                "it to a marshmallow Schema or a msgspec Struct, or name the keys in "
                f"{plan.name}.required_body_keys."
            )
        # Not every handler with a body has a serializer for its answers.
        if adapter is None and hasattr(self, "serializer"):
            adapter = plan.get_adapter("serializer")
        return adapter if adapter is not None and adapter.can_load else None

    def load_body(self) -> None:
        """Set `body`."""
        self.body = self.get_body()

    @property
    def is_partial(self) -> bool:
        """Whether absent keys are left as they are: PATCH, RFC 5789."""
        return self.request.method == "PATCH"

    def get_body(self) -> Any:
        """Return the body, checked and loaded by the schema where there is one.

        Raises UnsupportedMediaTypeError for what is not JSON, BadRequestError naming
        each key that is missing, unknown or not valid.
        """
        request, plan = self.request, self.plan
        raw, schema = request.raw_body, plan.input
        # HTTP APIs add a content type to requests without a body.
        if raw and request.content_type != JSON:
            _check_content_type(request.content_type)
        if schema is not None and schema.load_json is not None and not plan.has_keys:
            loaded = schema.load_json(raw, partial=self.is_partial)
            if loaded is not None:
                return loaded
        wanted = list if schema is not None and schema.many else dict
        data: Any = self._get_data(wanted) if raw else wanted()
        if plan.has_keys:
            self._check_keys(data)
        return data if schema is None else schema.load(data, partial=self.is_partial)

    def _get_data(self, wanted: type) -> Any:
        data = self.request.json_body
        if not isinstance(data, wanted):
            expected = "array" if wanted is list else "object"
            raise BadRequestError(
                f"The body must be a JSON {expected}, not {_json_name(data)}."
            )
        return data

    def _check_keys(self, data: dict[str, Any]) -> None:
        plan, required = self.plan, self.required_body_keys
        allowed = plan.body_keys
        if required is not plan.required_body_keys:  # an instance has keys of its own
            allowed = frozenset((*required, *plan.optional_body_keys))
        if data.keys() == allowed:  # most bodies have all keys
            return
        missing = [key for key in required if key not in data]
        unknown = [key for key in data if key not in allowed]
        faults: list[ErrorDetail] = []
        if missing and not self.is_partial:
            detail = "Missing data for required field."
            faults += [_fault(key, detail, "required") for key in missing]
        if unknown:
            detail = f"Unknown field. Allowed: {', '.join(sorted(allowed))}."
            faults += [_fault(key, detail, "unknown") for key in unknown]
        if faults:
            raise BadRequestError("The body is not valid.", errors=faults)

    def require_whitelist(self, plan: Plan) -> None:
        """Refuse a class that would take whatever a caller sends."""
        overrides = plan.overrides("get_body", RequestBodyMixin)
        if plan.has_keys or plan.input or overrides:
            return
        raise ImproperlyConfigured(
            f"{plan.name} does not say which keys a body may have. Set "
            f"{plan.name}.required_body_keys, {plan.name}.optional_body_keys, a "
            f"marshmallow schema as {plan.name}.serializer, or a schema or msgspec "
            f"Struct as {plan.name}.input_serializer."
        )


def _check_content_type(kind: str) -> None:
    if kind and not kind.endswith("+json"):
        raise UnsupportedMediaTypeError(
            f"The content type {kind} is not supported; send application/json."
        )


def _warn_of_old_spelling(name: str) -> None:
    from warnings import warn

    warn(
        f"{name}.optinal_body_keys is spelt optional_body_keys now.",
        DeprecationWarning,
        stacklevel=2,
    )


def _fault(key: str, detail: str, code: str) -> ErrorDetail:
    return {"pointer": pointer(key), "detail": detail, "code": code}


def _json_name(data: Any) -> str:
    names = {list: "an array", dict: "an object", str: "a string", bool: "a boolean"}
    if data is None:
        return "null"
    return names.get(type(data), "a number")
