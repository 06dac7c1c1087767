"""Generic handlers: Create, Retrieve, Update, Delete, List."""

from __future__ import annotations

from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers.base import BaseHandler
from pyverless.handlers.body import RequestBodyMixin
from pyverless.handlers.lists import ListMixin
from pyverless.handlers.methods import MethodHandler
from pyverless.handlers.mixins import SerializerMixin
from pyverless.handlers.objects import ObjectMixin
from pyverless.handlers.steps import ask_about
from pyverless.http.response import JSON, Response
from pyverless.models import save_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.handlers.plan import Plan

__all__ = [
    "CreateHandler",
    "CreateMixin",
    "DeleteHandler",
    "DeleteMixin",
    "ListCreateHandler",
    "ListHandler",
    "RetrieveHandler",
    "RetrieveMixin",
    "RetrieveUpdateDeleteHandler",
    "UpdateHandler",
    "UpdateMixin",
    "WriteMixin",
]


class WriteMixin(SerializerMixin, RequestBodyMixin):
    """What creating and updating share."""

    def prepare(self, plan: Plan) -> None:
        """Check that the body has a whitelist."""
        super().prepare(plan)
        self.require_whitelist(plan)
        if plan.input is not None and plan.input.many:
            raise ImproperlyConfigured(
                f"{plan.name}.input_serializer takes an array, but one object is "
                "created or changed. Set it to a schema of one object."
            )

    def represent(self, obj: Any) -> Any:
        """Return the serialized object; its id where there is no serializer."""
        if self.plan.output or self.plan.has_serialize:
            return self.serialize(obj)
        return {self.lookup_field: getattr(obj, self.lookup_field, None)}


class CreateMixin(WriteMixin):
    """Creating an object of `model` from the body."""

    #: The URL of a new object below the API's own, as in "/articles/{id}": its fields
    #: go in braces. None: no Location header.
    location: str | None = None
    #: Where it is kept what was answered, so that a request that is sent twice with the
    #: header Idempotency-Key is done once: see `pyverless.idempotency`. None: nowhere.
    idempotency_store: Any = None
    #: How many seconds that is kept.
    idempotency_ttl: int = 86_400
    #: What keys belong to; None: the class, by its import path. Set it where that path
    #: changes, because the class is renamed or moved.
    idempotency_scope: str | None = None
    #: Whether requests without the header are refused.
    idempotency_key_required: bool = False

    #: The new object, once it is there.
    object: Any

    def prepare(self, plan: Plan) -> None:
        """Check that there is a class to make objects of."""
        super().prepare(plan)
        if plan.model is None and not plan.overrides("create_object", CreateMixin):
            raise ImproperlyConfigured(
                f"{plan.name} has no model. Set {plan.name}.model or override "
                f"{plan.name}.create_object()."
            )
        self._prepare_idempotency(plan)

    def _prepare_idempotency(self, plan: Plan) -> None:
        if self.idempotency_store is not None:
            from pyverless.handlers.idempotency import prepare_requests

            prepare_requests(self, plan)
        elif self.idempotency_key_required:
            raise ImproperlyConfigured(
                f"{plan.name} requires an Idempotency-Key, but has nothing that "
                f"remembers it. Set {plan.name}.idempotency_store."
            )

    def get_idempotency_key(self) -> str | None:
        """Return what requests have in common that are to be done once; None: nothing.

        The default is the header Idempotency-Key. A key counts for one user, method,
        host and path; anonymous callers share theirs.
        """
        from pyverless.handlers.request_keys import read_key

        return read_key(self.request)

    def create(self) -> Response:
        """Return 201 with the new object, and where it is when that is known."""
        obj = self.object = self.create_object(**self.body)
        where = self.get_location(obj)
        headers = {"Location": where} if where else None
        body = self.represent(obj)
        # Without a type, text is written as a JSON string, but None is no body.
        kind = JSON if body is None else None
        return Response(body, self.success_code, content_type=kind, headers=headers)

    def create_object(self, **data: Any) -> Any:
        """Build and save an object; override to add to the data::

            def create_object(self, **data):
                return super().create_object(**data, author_id=self.user.id)

        Object permissions are asked before it is saved.
        """
        obj = self.plan.model(**data)
        ask_about(self, obj)
        save_object(obj)
        return obj

    def get_location(self, obj: Any) -> str | None:
        """Return the URL of a new object, or None."""
        if self.location is None:
            return None
        return self.request.base_url + self.location.format_map(_QuotedFields(obj))


class RetrieveMixin(SerializerMixin, ObjectMixin):
    """Answering with one object."""

    def prepare(self, plan: Plan) -> None:
        """Check that there is a serializer."""
        super().prepare(plan)
        self.require_serializer(plan)

    def retrieve(self) -> Any:
        """Return the serialized object."""
        return self.serialize(self.object)


class UpdateMixin(WriteMixin, ObjectMixin):
    """Changing an object: PUT takes it whole, PATCH only what is sent."""

    def prepare(self, plan: Plan) -> None:
        """Note whether `update_object()` may save without asking permissions again."""
        super().prepare(plan)
        plan.updates_otherwise = plan.overrides("update_object", UpdateMixin)

    def update(self) -> Any:
        """Return the changed object, serialized."""
        self.object = self.update_object(self.object, self.body)
        if self.plan.access.checks_changes and self.plan.updates_otherwise:
            ask_about(self, self.object)
        return self.represent(self.object)

    def update_object(self, obj: Any, data: dict[str, Any]) -> Any:
        """Set the fields in `data` on an object, save it, and return it."""
        for name, value in data.items():
            setattr(obj, name, value)
        if self.plan.access.checks_changes:
            ask_about(self, obj)
        save_object(obj, data)
        return obj


class DeleteMixin(ObjectMixin):
    """Deleting an object."""

    def delete_object(self, obj: Any) -> None:
        """Call the object's `delete()`; override it to keep what is deleted."""
        obj.delete()


class CreateHandler(CreateMixin, BaseHandler):
    """Create an object from the body: 201. Set `model`, and body keys or a schema."""

    allowed_methods = ("POST",)
    success_code = 201

    def perform_action(self) -> Any:
        """Create the object."""
        return self.create()


class RetrieveHandler(RetrieveMixin, BaseHandler):
    """Answer with the object that the path names. Set `model` and `serializer`."""

    allowed_methods = ("GET",)

    def perform_action(self) -> Any:
        """Return the object."""
        return self.retrieve()


class UpdateHandler(UpdateMixin, BaseHandler):
    """Change the object that the path names. Set `model`, body keys or a schema."""

    allowed_methods = ("PUT", "PATCH")

    def perform_action(self) -> Any:
        """Change the object."""
        return self.update()


class DeleteHandler(DeleteMixin, BaseHandler):
    """Delete the object that the path names: 204. Set `model`."""

    allowed_methods = ("DELETE",)
    success_code = 204

    def perform_action(self) -> None:
        """Delete the object."""
        self.delete_object(self.object)


class ListHandler(ListMixin, BaseHandler):
    """Answer with a page of objects. Set `model` and `serializer`."""

    allowed_methods = ("GET",)

    def perform_action(self) -> Any:
        """Return the page."""
        return self.list_objects()


class ListCreateHandler(ListMixin, CreateMixin, MethodHandler):
    """GET: a page of objects. POST: create one."""

    stage_methods = {
        "load_queryparams": ("GET", "HEAD"),
        "load_queryset": ("GET", "HEAD"),
    }

    def get(self) -> Any:
        """Return the page."""
        return self.list_objects()

    def post(self) -> Any:
        """Create an object."""
        self.success_code = 201
        return self.create()


class RetrieveUpdateDeleteHandler(
    RetrieveMixin, UpdateMixin, DeleteMixin, MethodHandler
):
    """GET: the object that the path names. PUT, PATCH: change it. DELETE: delete it."""

    def get(self) -> Any:
        """Return the object."""
        return self.retrieve()

    def put(self) -> Any:
        """Change the whole object."""
        return self.update()

    def patch(self) -> Any:
        """Change what is sent."""
        return self.update()

    def delete(self) -> None:
        """Delete the object."""
        self.success_code = 204
        self.delete_object(self.object)


class _QuotedFields:
    """The attributes of an object as parts of a path, for `str.format_map()`."""

    def __init__(self, obj: Any) -> None:
        self.obj = obj

    def __getitem__(self, name: str) -> str:
        from urllib.parse import quote

        return quote(str(getattr(self.obj, name)), safe="")
