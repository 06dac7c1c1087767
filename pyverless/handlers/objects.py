"""QuerysetMixin and ObjectMixin: the objects, and the one that a handler is about."""

from __future__ import annotations

from pyverless.config import settings
from pyverless.exceptions import (
    ForbiddenError,
    ImproperlyConfigured,
    NotFoundError,
    UnauthorizedError,
)
from pyverless.handlers.lifecycle import Lifecycle
from pyverless.handlers.steps import ask_about, check_all_was_asked
from pyverless.models import find_object, get_all, get_manager, with_related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.handlers.plan import Plan

__all__ = ["ObjectMixin", "QuerysetMixin"]


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

    def check_lookups(self, plan: Plan, *filters: str, ordering: Any = ()) -> None:
        """Let the store refuse look-ups and fields that it does not have, if it can."""
        objects = plan.queryset
        if objects is None and plan.model is not None:
            objects = getattr(plan.model, settings.MODEL_MANAGER, None)
        if hasattr(objects, "check_lookups"):
            objects.check_lookups(filters, ordering)

    def find_queryset(self) -> Any:
        """Return `get_queryset()`; 404 where that looks for a value that can't be.

        It is one of the path then, or of the user: an id of another type.
        """
        try:
            return self.limit_queryset(self.get_queryset())
        except ValueError as exc:
            if hasattr(exc, "expected"):  # what stores of ours raise
                raise NotFoundError from exc
            raise

    def limit_queryset(self, queryset: Any) -> Any:
        """Return what the permissions leave of a queryset: see ListMixin."""
        return queryset

    def get_queryset(self) -> Any:
        """Return the objects that this caller may see; override to limit them."""
        declared = self.plan.queryset
        if declared is None:
            return get_all(self.plan.model)
        if callable(declared) and not hasattr(declared, "filter"):
            return declared()
        # Of its own for every invocation: a queryset may remember its rows, and a list
        # may be sorted.
        if hasattr(declared, "all"):
            return declared.all()
        return list(declared) if isinstance(declared, list) else declared


class ObjectMixin(QuerysetMixin):
    """One object: `self.object`, from `get_object()`."""

    #: The path parameter that holds the value of `lookup_field`; None: the same name.
    lookup_url_kwarg: str | None = None
    #: Whether an object that the caller may not have is a 404 instead of a 401 or 403,
    #: which would tell that it exists.
    hides_objects: bool = False

    #: The object.
    object: Any

    def prepare(self, plan: Plan) -> None:
        """Check that objects have `lookup_field`."""
        super().prepare(plan)
        if not plan.overrides("get_object", ObjectMixin):
            self.check_lookups(plan, self.lookup_field)

    def load_object(self) -> None:
        """Set `object`."""
        self.object = self.get_object()
        if self.plan.has_object_rules:
            check_all_was_asked(self)

    def get_object(self) -> Any:
        """Return the object that the path names.

        Raises NotFoundError when the queryset has none, and what
        `check_object_permissions()` raises, unless `hides_objects` is set.
        """
        queryset = self._prepare(self.find_queryset())
        value = self._get_value()
        obj = find_object(queryset, self.lookup_field, value, self.plan.model)
        if obj is None:
            raise NotFoundError
        try:
            ask_about(self, obj)
        except (ForbiddenError, UnauthorizedError) as exc:
            if self.hides_objects:
                raise NotFoundError from exc
            raise
        return obj

    def _prepare(self, queryset: Any) -> Any:
        """Return the queryset for what is to be done with the object."""
        if self.locks_object() and hasattr(queryset, "select_for_update"):
            queryset = queryset.select_for_update()
        return with_related(queryset, self.plan.related)

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
