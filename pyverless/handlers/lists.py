"""ListMixin: several objects, in pages, filtered and ordered as callers like."""

from __future__ import annotations

from pyverless.config import from_settings, resolve
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers.mixins import QueryParamsMixin, SerializerMixin
from pyverless.handlers.objects import QuerysetMixin
from pyverless.http.response import Response
from pyverless.models import with_related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from pyverless.handlers.plan import Plan
    from pyverless.pagination.pages import Page

__all__ = ["ListMixin"]

_DEFAULT_PAGINATION = "pyverless.pagination.limit_offset.LimitOffsetPagination"


class ListMixin(QueryParamsMixin, SerializerMixin, QuerysetMixin):
    """Several objects: `self.queryset`, from `get_queryset()`, in pages.

    Callers filter by `filter_fields`, order by `ordering_fields`, and choose the page
    as `pagination_class` says; other parameters are refused unless they are declared.
    The Link header names the pages before and after.
    """

    #: What callers may filter by: fields with or without a look-up, as in
    #: ["status", "created__gte"]. See `pyverless.lookups`.
    filter_fields: Sequence[str] = ()
    #: The fields that callers may order by, as in `?ordering=-created`.
    ordering_fields: Sequence[str] = ()
    #: The order where the caller does not choose one: a field or several, `-field` is
    #: descending. Empty: that of `get_queryset()`.
    ordering: str | Sequence[str] = ()
    #: How the list is cut into pages, and which envelope they have: a class of
    #: `pyverless.pagination` or its dotted path. None: `limit` and `offset`, and a
    #: JSON list without an envelope.
    pagination_class: Any = None
    #: How many objects a page has when the caller does not say.
    limit: int = from_settings("PAGE_LIMIT")  # type: ignore[assignment]
    #: The most that a caller may ask for.
    max_limit: int = from_settings("MAX_LIMIT")  # type: ignore[assignment]

    def prepare(self, plan: Plan) -> None:
        """Check the serializer and what is declared of the list; make the paginator."""
        super().prepare(plan)
        self.require_serializer(plan)
        declared = self.pagination_class or _DEFAULT_PAGINATION
        paginator_class = resolve(declared, f"{plan.name}.pagination_class")
        is_class = isinstance(paginator_class, type)
        if not (is_class and hasattr(paginator_class, "get_query_params")):
            raise ImproperlyConfigured(
                f"{plan.name}.pagination_class is {paginator_class!r:.100}. Set it to "
                "a class of pyverless.pagination, or to a subclass of one."
            )
        plan.paginator = paginator_class()
        plan.ordering = _as_names(self.ordering)
        _check_permissions(plan)
        self._check_values(plan)
        self._check_names(plan)

    def _check_values(self, plan: Plan) -> None:
        for name in ("limit", "max_limit"):
            if getattr(self, name) < 1:
                raise ImproperlyConfigured(
                    f"{plan.name}.{name} is {getattr(self, name)!r}. Set it to 1 or "
                    "more."
                )
        for name in ("filter_fields", "ordering_fields"):
            if isinstance(getattr(self, name), (str, dict)):
                raise ImproperlyConfigured(
                    f"{plan.name}.{name} is {getattr(self, name)!r}. Set it to a list "
                    "of names."
                )
        if signed := [name for name in self.ordering_fields if name.startswith("-")]:
            raise ImproperlyConfigured(
                f"{plan.name}.ordering_fields has {signed[0]!r}. Set it without the "
                "minus: callers may always choose the direction."
            )

    def _check_names(self, plan: Plan) -> None:
        taken = {"ordering", *plan.paginator.get_query_params()}
        if both := sorted(taken.intersection(self.filter_fields)):
            raise ImproperlyConfigured(
                f"{plan.name}.filter_fields has {both[0]!r}, which is the parameter "
                "for the order or the page. Name that one otherwise in a subclass of "
                f"{type(plan.paginator).__name__}, or filter in get_queryset()."
            )
        ordering = (*self.ordering_fields, *plan.ordering)
        self.check_lookups(plan, *self.filter_fields, ordering=ordering)

    def load_queryset(self) -> None:
        """Set `queryset`."""
        self.queryset = self.filter_queryset(self.find_queryset())

    def limit_queryset(self, queryset: Any) -> Any:
        """Return the objects that the caller may see, as rules about objects say."""
        # Not for who lists and creates: of new objects rules are asked one by one.
        self.has_checked_objects = self.request.method in (None, "GET", "HEAD")
        if not self.plan.access.is_about_objects:
            return queryset
        from pyverless.lists import as_queryset

        for permission in self.plan.access.permissions:
            queryset = permission.filter_queryset(self, as_queryset(queryset))
        return queryset

    def filter_queryset(self, queryset: Any) -> Any:
        """Return the objects that the caller asks for, in the order that is wanted.

        Override it for filters that no look-up can say. Raises BadRequestError naming
        each parameter that its field can't have as a value.
        """
        query, order = self.queryparams, self.get_ordering()
        wanted = {name: query[name] for name in self.filter_fields if name in query}
        if wanted or order:
            from pyverless.filters import apply_filters

            queryset = apply_filters(queryset, wanted)
        return queryset.order_by(*order) if order else queryset

    def get_ordering(self) -> tuple[str, ...]:
        """Return the fields to order by: those the caller names, else `ordering`."""
        if not self.ordering_fields or "ordering" not in self.queryparams:
            ordering: tuple[str, ...] = self.plan.ordering
            return ordering
        from pyverless.filters import read_ordering

        return read_ordering(str(self.queryparams["ordering"]), self.ordering_fields)

    def get_query_keys(self) -> list[str]:
        """Return the declared parameters, those of filters, of the order and pages."""
        names = [*super().get_query_keys(), *self.filter_fields]
        if self.ordering_fields:
            names.append("ordering")
        return [*names, *self.plan.paginator.get_query_params()]

    def get_page(self) -> Page:
        """Return the part of `queryset` that was asked for."""
        query, paginator = self.queryparams, self.plan.paginator
        token = query.get(paginator.query_param)
        try:
            page: Page = paginator.paginate(
                with_related(self.queryset, self.plan.related),
                self._get_limit(),
                None if token is None else str(token),
                self,
            )
        except ValueError as exc:
            # A database may find only now that a value is beyond what it can compare.
            filters = [name for name in self.filter_fields if name in query]
            if not (filters and hasattr(exc, "expected")):
                raise
            from pyverless.filters import refuse_filters

            raise refuse_filters(filters) from exc
        return page

    def _get_limit(self) -> int:
        paginator = self.plan.paginator
        limit: int = paginator.get_limit(self.queryparams, self.limit, self.max_limit)
        return limit

    def list_objects(self) -> Response:
        """Return a page of serialized objects, with a Link header to more."""
        page, paginator = self.get_page(), self.plan.paginator
        body: Any = self.serialize_many(page.items)
        headers = None
        links = paginator.get_links(page, self._get_limit(), self.request)
        if links["next"] or links["previous"]:
            headers = {"Link": _as_header(links)}
        if self.pagination_class is not None:
            body = paginator.get_paginated_response(body, page, links)
        return Response(body, self.success_code, headers=headers)


def _check_permissions(plan: Plan) -> None:
    for permission in plan.access.permissions:
        if not permission.can_filter:
            raise ImproperlyConfigured(
                f"{plan.name} is a list, of which {permission!r} can't be asked about "
                "each object. Give the permission a filter_queryset(handler, queryset) "
                "that returns those it allows."
            )


def _as_names(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) and value else tuple(value)


def _as_header(links: dict[str, str | None]) -> str:
    """Return the Link header of RFC 8288."""
    relations = {"prev": links["previous"], "next": links["next"]}
    return ", ".join(f'<{url}>; rel="{name}"' for name, url in relations.items() if url)
