"""ObjectMixin and ListMixin: the objects that a handler is about."""

from __future__ import annotations

from pyverless.config import from_settings
from pyverless.exceptions import ImproperlyConfigured, NotFoundError
from pyverless.handlers.lifecycle import Lifecycle
from pyverless.handlers.mixins import QueryParamsMixin, SerializerMixin
from pyverless.http.response import JSON, Response
from pyverless.models import find_object, get_manager
from pyverless.pagination import get_page, whole_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.handlers.plan import Plan
    from pyverless.pagination import Page

__all__ = ["ListMixin", "ObjectMixin", "QuerysetMixin"]


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
        # Of its own for every invocation: a queryset may remember its rows, and a list
        # may be sorted.
        if hasattr(declared, "all"):
            return declared.all()
        return list(declared) if isinstance(declared, list) else declared


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
        # As text: get_queryparams() may have made numbers of them.
        if "limit" in query:
            limit = whole_number("limit", str(query["limit"]), 1, self.max_limit)
        if "offset" in query:
            offset = whole_number("offset", str(query["offset"]), 0)
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
