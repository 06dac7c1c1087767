"""Mixins: each gives work to one stage, through a `get_*()` method and an attribute.

They don't bind anything to a verb, so that they can be composed at will.
"""

from __future__ import annotations

from pyverless.config import from_settings
from pyverless.exceptions import (
    BadRequestError,
    ImproperlyConfigured,
    NotFoundError,
    UnsupportedMediaTypeError,
)
from pyverless.handlers.lifecycle import Lifecycle
from pyverless.http.problems import pointer
from pyverless.http.response import JSON, Response
from pyverless.models import find_object, get_manager
from pyverless.pagination import get_page, whole_number
from pyverless.serializers import get_adapter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from pyverless.handlers.plan import Plan
    from pyverless.pagination import Page
    from pyverless.types import ErrorDetail

__all__ = [
    "AuthorizationMixin",
    "ListMixin",
    "ObjectMixin",
    "QueryParamsMixin",
    "QuerysetMixin",
    "RequestBodyMixin",
    "SerializerMixin",
]


class AuthorizationMixin(Lifecycle):
    """A user is required: `self.user`, from `get_user()`.

    Anonymous callers get 401. Set `permission_classes` to require something else;
    `[AllowAny]` means that the user may be None.
    """

    permission_classes = from_settings(
        "PERMISSION_CLASSES", extra=("pyverless.auth.permissions.IsAuthenticated",)
    )


class QueryParamsMixin(Lifecycle):
    """The query parameters: `self.queryparams`, from `get_queryparams()`."""

    #: Parameters that must be there.
    required_query_keys: Sequence[str] = ()
    #: Parameters that may be there.
    optional_query_keys: Sequence[str] = ()
    #: Whether parameters that are not declared, or given twice, are refused. A handler
    #: that declares none takes them all.
    strict_queryparams: bool = True

    #: The parameters, by name, as text.
    queryparams: dict[str, Any]

    def load_queryparams(self) -> None:
        """Set `queryparams`."""
        self.queryparams = self.get_queryparams()

    def get_query_keys(self) -> list[str]:
        """Return the names of all parameters that are allowed; empty: any."""
        return [*self.required_query_keys, *self.optional_query_keys]

    def get_queryparams(self) -> dict[str, Any]:
        """Return the query parameters. Override to convert them.

        Raises BadRequestError naming each parameter that is missing, unknown or
        repeated.
        """
        allowed = self.get_query_keys()
        query = self.request.query
        faults: list[ErrorDetail] = [
            {"parameter": name, "detail": f"{name} is required.", "code": "required"}
            for name in self.required_query_keys
            if name not in query
        ]
        if self.strict_queryparams and allowed:
            faults += self._refused(allowed)
        if faults:
            raise BadRequestError("The query parameters are not valid.", errors=faults)
        return dict(query)

    def _refused(self, allowed: list[str]) -> list[ErrorDetail]:
        faults: list[ErrorDetail] = []
        for name, values in self.request.query.lists():
            if name not in allowed:
                detail = f"Unknown parameter. Allowed: {', '.join(sorted(allowed))}."
                faults.append({"parameter": name, "detail": detail, "code": "unknown"})
            elif len(values) > 1:
                detail = f"{name} may be given once only."
                faults.append({"parameter": name, "detail": detail, "code": "repeated"})
        return faults


class SerializerMixin(Lifecycle):
    """Answers made of objects, by `serializer` or `serialize()`."""

    #: A marshmallow Schema (class or instance), a Serializer, a function of one object,
    #: or the dotted path of one of these.
    serializer: Any = None

    def prepare(self, plan: Plan) -> None:
        """Resolve `serializer`."""
        super().prepare(plan)
        plan.output = get_adapter(
            plan.declared("serializer"), f"{plan.name}.serializer"
        )

    def serialize(self, obj: Any) -> Any:
        """Return what JSON can say of an object."""
        return self.plan.output.dump(obj)

    def serialize_many(self, objects: Sequence[Any]) -> list[Any]:
        """Return what JSON can say of several objects."""
        if self.plan.overrides("serialize", SerializerMixin):
            return [self.serialize(obj) for obj in objects]
        many: list[Any] = self.plan.output.dump_many(objects)
        return many

    def require_serializer(self, plan: Plan) -> None:
        """Refuse a class that can't say what its objects look like."""
        if plan.output is None and not plan.overrides("serialize", SerializerMixin):
            raise ImproperlyConfigured(
                f"{plan.name} has no serializer. Set {plan.name}.serializer or "
                f"override {plan.name}.serialize()."
            )


class RequestBodyMixin(Lifecycle):
    """The JSON object of the body: `self.body`, from `get_body()`.

    The keys that may be sent are `required_body_keys` and `optional_body_keys`, or the
    fields of a schema: `input_serializer`, else `serializer` when it can load. With
    both, the schema gets what the keys let through. Without any, the whole body is
    taken.
    """

    #: Keys that must be there; their values may be null.
    required_body_keys: Sequence[str] = ()
    #: Keys that may be there; absent ones stay absent.
    optional_body_keys: Sequence[str] = ()
    #: A marshmallow Schema (class or instance) that loads bodies, or its dotted path.
    input_serializer: Any = None

    #: The body.
    body: Any

    def prepare(self, plan: Plan) -> None:
        """Resolve `input_serializer` and the spelling of old documentation."""
        super().prepare(plan)
        if hasattr(self, "optinal_body_keys"):
            _warn_of_old_spelling(plan.name)
            plan.optional_body_keys = self.optinal_body_keys
        else:
            plan.optional_body_keys = self.optional_body_keys
        for name in ("input_serializer", "serializer"):
            # Not every handler with a body has a serializer for its answers.
            declared = plan.declared(name) if hasattr(self, name) else None
            adapter = get_adapter(declared, f"{plan.name}.{name}")
            if adapter is not None and adapter.can_load:
                plan.input = adapter
                return

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
        data = self._get_json_object()
        optional = self.plan.optional_body_keys
        if self.required_body_keys or optional:
            self._check_keys(data, [*self.required_body_keys, *optional])
        if self.plan.input is None:
            return data
        return self.plan.input.load(data, partial=self.is_partial)

    def _get_json_object(self) -> dict[str, Any]:
        request = self.request
        # An empty body first: HTTP APIs add a content type to requests without one.
        if not request.body:
            return {}
        kind = request.content_type
        if kind and kind != "application/json" and not kind.endswith("+json"):
            raise UnsupportedMediaTypeError(
                f"The content type {kind} is not supported; send application/json."
            )
        data = request.json_body
        if not isinstance(data, dict):
            raise BadRequestError(
                f"The body must be a JSON object, not {_json_name(data)}."
            )
        return data

    def _check_keys(self, data: dict[str, Any], allowed: list[str]) -> None:
        faults: list[ErrorDetail] = []
        if not self.is_partial:
            missing = [key for key in self.required_body_keys if key not in data]
            faults += [
                _fault(key, "Missing data for required field.", "required")
                for key in missing
            ]
        names = ", ".join(sorted(allowed))
        unknown = [key for key in data if key not in allowed]
        faults += [
            _fault(key, f"Unknown field. Allowed: {names}.", "unknown")
            for key in unknown
        ]
        if faults:
            raise BadRequestError("The body is not valid.", errors=faults)

    def require_whitelist(self, plan: Plan) -> None:
        """Refuse a class that would take whatever a caller sends."""
        has_keys = self.required_body_keys or plan.optional_body_keys
        if has_keys or plan.input or plan.overrides("get_body", RequestBodyMixin):
            return
        raise ImproperlyConfigured(
            f"{plan.name} does not say which keys a body may have. Set "
            f"{plan.name}.required_body_keys, {plan.name}.optional_body_keys, or a "
            f"marshmallow schema as {plan.name}.input_serializer or "
            f"{plan.name}.serializer."
        )


class QuerysetMixin(Lifecycle):
    """The objects of a model: `get_queryset()`."""

    #: The objects to start from, instead of all of `model`: a queryset, a list, or a
    #: function without arguments that returns one.
    queryset: Any = None

    def prepare(self, plan: Plan) -> None:
        """Check that there are objects to look for."""
        super().prepare(plan)
        plan.queryset = plan.declared("queryset")
        if plan.queryset is not None or plan.overrides("get_queryset", QuerysetMixin):
            return
        if plan.model is None:
            raise ImproperlyConfigured(
                f"{plan.name} has no model. Set {plan.name}.model, "
                f"{plan.name}.queryset, or override {plan.name}.get_queryset()."
            )
        get_manager(plan.model)

    def get_queryset(self) -> Any:
        """Return the objects that this caller may see; override to limit them."""
        declared = self.plan.queryset
        if declared is None:
            manager = get_manager(self.plan.model)
            return manager.all() if hasattr(manager, "all") else manager
        if callable(declared) and not hasattr(declared, "filter"):
            return declared()
        # A queryset may remember its rows: every invocation reads anew.
        return declared.all() if hasattr(declared, "all") else declared


class ObjectMixin(QuerysetMixin):
    """One object: `self.object`, from `get_object()`."""

    #: The path parameter that holds the value of `lookup_field`; None: the same name.
    lookup_url_kwarg: str | None = None

    #: The object.
    object: Any

    def load_object(self) -> None:
        """Set `object`."""
        self.object = self.get_object()

    def get_object(self) -> Any:
        """Return the object that the path names.

        Raises NotFoundError when the queryset has none, and what
        `check_object_permissions()` raises.
        """
        obj = find_object(
            self.get_queryset(), self.lookup_field, self._get_value(), self.plan.model
        )
        if obj is None:
            raise NotFoundError
        self.check_object_permissions(obj)
        return obj

    def _get_value(self) -> Any:
        parameter = self.lookup_url_kwarg or self.lookup_field
        try:
            return self.kwargs[parameter]
        except KeyError:
            raise ImproperlyConfigured(
                f"{self.plan.name} looks for the path parameter {parameter!r}, but the "
                f"request has {sorted(self.kwargs)}. Name the parameter in the route, "
                f"or set {self.plan.name}.lookup_url_kwarg."
            ) from None


class ListMixin(QueryParamsMixin, SerializerMixin, QuerysetMixin):
    """Several objects: `self.queryset`, from `get_queryset()`, in pages.

    `?limit=` and `?offset=` choose the page; other parameters are refused unless they
    are declared. The Link header names the pages before and after.
    """

    #: How many objects a page has when the caller does not say.
    limit: int = from_settings("PAGE_LIMIT")  # type: ignore[assignment]
    #: The most that a caller may ask for.
    max_limit: int = from_settings("MAX_LIMIT")  # type: ignore[assignment]

    def prepare(self, plan: Plan) -> None:
        """Check that there is a serializer."""
        super().prepare(plan)
        self.require_serializer(plan)

    def load_queryset(self) -> None:
        """Set `queryset`."""
        self.queryset = self.get_queryset()

    def get_query_keys(self) -> list[str]:
        """Return the declared parameters, and those of paging."""
        return [*super().get_query_keys(), "limit", "offset"]

    def get_page(self) -> Page:
        """Return the part of `queryset` that was asked for."""
        query = self.queryparams
        limit, offset = self.limit, 0
        if "limit" in query:
            limit = whole_number("limit", query["limit"], 1, self.max_limit)
        if "offset" in query:
            offset = whole_number("offset", query["offset"], 0)
        return get_page(self.queryset, min(limit, self.max_limit), offset)

    def list_objects(self) -> Response:
        """Return a page of serialized objects, with a Link header to more."""
        page = self.get_page()
        link = page.link_header(self.request)
        return Response(
            self.serialize_many(page.items),
            self.success_code,
            content_type=JSON,
            headers={"Link": link} if link else None,
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
    names = {list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(data), "a number")
