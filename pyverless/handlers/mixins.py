"""Mixins: each gives work to one stage, through a `get_*()` method and an attribute.

They don't bind anything to a verb, so that they can be composed at will. Here are those
for callers, query parameters and serializers; `body`, `objects` and `lists` have the
others.
"""

from __future__ import annotations

from pyverless.exceptions import BadRequestError, ImproperlyConfigured
from pyverless.handlers.lifecycle import Lifecycle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from pyverless.handlers.plan import Plan
    from pyverless.types import ErrorDetail

__all__ = ["AuthorizationMixin", "QueryParamsMixin", "SerializerMixin"]


class AuthorizationMixin(Lifecycle):
    """A user is required: `self.user`, from `get_user()`.

    Anonymous callers get 401, whatever `permission_classes` say besides. Only with
    AllowAny among those of a class that has this mixin, the user may be None.
    """

    def wants_user(self, plan: Plan) -> bool:
        """Return True: the user is known, whatever the permissions are."""
        return True

    def get_permission_classes(self) -> Sequence[Any]:
        """Return the permissions, IsAuthenticated before them unless anybody may."""
        # Here, because whoever imports mixins may have no callers to know.
        from pyverless.handlers.access import allows_any

        declared = super().get_permission_classes()
        if self._declares_permissions() and allows_any(declared):
            return declared
        return ["pyverless.auth.permissions.IsAuthenticated", *declared]

    def _declares_permissions(self) -> bool:
        """Return whether the permissions are declared where the mixin is known.

        Whoever wrote a base without it did not mean to take away what it brings. This
        holds for the mixin to the left and to the right of such a base.
        """
        if "permission_classes" in self.plan.initkwargs:
            return True
        owner = next(c for c in type(self).__mro__ if "permission_classes" in vars(c))
        return issubclass(owner, AuthorizationMixin)


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

    def prepare(self, plan: Plan) -> None:
        """Load what reads queries: during INIT."""
        super().prepare(plan)
        import pyverless.http.query  # noqa: F401

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
        return {name: values[-1] for name, values in query.lists()}

    def _refused(self, allowed: list[str]) -> list[ErrorDetail]:
        faults: list[ErrorDetail] = []
        for name, values in self.request.query.lists():
            if name not in allowed:
                detail = f"Unknown parameter. Allowed: {', '.join(sorted({*allowed}))}."
                faults.append({"parameter": name, "detail": detail, "code": "unknown"})
            elif len(values) > 1:
                detail = f"{name} may be given once only."
                faults.append({"parameter": name, "detail": detail, "code": "repeated"})
        return faults


class SerializerMixin(Lifecycle):
    """Answers made of objects, by `serializer` or `serialize()`."""

    #: A marshmallow Schema (class or instance), a msgspec Struct, a Serializer, a
    #: function of one object, or the dotted path of one of these.
    serializer: Any = None

    def prepare(self, plan: Plan) -> None:
        """Resolve `serializer`."""
        super().prepare(plan)
        plan.output = plan.get_adapter("serializer")
        plan.has_serialize = plan.overrides("serialize", SerializerMixin)
        if plan.output is not None:
            plan.related, plan.dumps = plan.output.paths, plan.output.dumps

    def serialize(self, obj: Any) -> Any:
        """Return what JSON can say of an object."""
        return self.plan.output.dump(obj)

    def serialize_many(self, objects: Sequence[Any]) -> list[Any]:
        """Return what JSON can say of several objects."""
        if self.plan.has_serialize:
            return [self.serialize(obj) for obj in objects]
        many: list[Any] = self.plan.output.dump_many(objects)
        return many

    def require_serializer(self, plan: Plan) -> None:
        """Refuse a class that can't say what its objects look like."""
        if plan.output is None and not plan.has_serialize:
            raise ImproperlyConfigured(
                f"{plan.name} has no serializer. Set {plan.name}.serializer or "
                f"override {plan.name}.serialize()."
            )
