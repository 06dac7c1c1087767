"""Mistakes in a class show in `as_handler()`, with the way out."""

from __future__ import annotations

from itertools import permutations

import pytest
from marshmallow import Schema, fields

from pyverless.auth import IsAuthenticated
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import (
    AuthorizationMixin,
    BaseHandler,
    CreateHandler,
    DeleteHandler,
    EventHandler,
    ListCreateHandler,
    ListHandler,
    MethodHandler,
    ObjectMixin,
    QueryParamsMixin,
    RequestBodyMixin,
    RetrieveHandler,
    RetrieveUpdateDeleteHandler,
    S3FileMixin,
    SQSMessagesMixin,
    UpdateHandler,
)
from pyverless.test import override_settings


class Plain:
    """A model without a manager."""


class Managed:
    """A model whose objects are a list."""

    objects = []


def message_of(handler, **keywords):
    with pytest.raises(ImproperlyConfigured) as caught:
        handler.as_handler(**keywords)
    return str(caught.value)


NO_MODEL = (
    "{0} has no model. Set {0}.model, {0}.queryset, or override {0}.get_queryset()."
)
NO_SERIALIZER = "{0} has no serializer. Set {0}.serializer or override {0}.serialize()."
NO_KEYS = (
    "{0} does not say which keys a body may have. Set {0}.required_body_keys, "
    "{0}.optional_body_keys, a marshmallow schema as {0}.serializer, or a schema or "
    "msgspec Struct as {0}.input_serializer."
)


@pytest.mark.parametrize(
    ("handler", "keywords", "message"),
    [
        (RetrieveHandler, {"serializer": str}, NO_MODEL),
        (RetrieveHandler, {"queryset": []}, NO_SERIALIZER),
        (ListHandler, {"serializer": str}, NO_MODEL),
        (ListHandler, {"queryset": []}, NO_SERIALIZER),
        (DeleteHandler, {}, NO_MODEL),
        (UpdateHandler, {"optional_body_keys": ["a"]}, NO_MODEL),
        (UpdateHandler, {"queryset": []}, NO_KEYS),
        (UpdateHandler, {"queryset": [], "serializer": str}, NO_KEYS),
        (CreateHandler, {"model": Plain}, NO_KEYS),
        (ListCreateHandler, {"queryset": [], "serializer": str}, NO_KEYS),
        (RetrieveUpdateDeleteHandler, {"queryset": [], "serializer": str}, NO_KEYS),
        (
            CreateHandler,
            {"required_body_keys": ["a"]},
            "{0} has no model. Set {0}.model or override {0}.create_object().",
        ),
        (
            RetrieveHandler,
            {"model": Plain, "serializer": str},
            "Plain has no manager 'objects'. Give it one, name another in the setting "
            "MODEL_MANAGER, or override get_queryset().",
        ),
        (
            RetrieveHandler,
            {"queryset": [], "serializer": 5},
            "{0}.serializer is 5. Set it to a marshmallow Schema, a msgspec Struct, a "
            "Serializer, or a function of one object.",
        ),
    ],
)
def test_what_is_missing_is_named_with_the_way_out(handler, keywords, message):
    assert message_of(handler, **keywords) == message.format(handler.__name__)


@pytest.mark.parametrize("handler", [CreateHandler, UpdateHandler])
def test_a_schema_of_several_objects_creates_and_changes_none(handler):
    several = Schema.from_dict({"a": fields.Integer()})(many=True)

    assert message_of(handler, model=Managed, input_serializer=several) == (
        f"{handler.__name__}.input_serializer takes an array, but one object is "
        "created or changed. Set it to a schema of one object."
    )


def test_whoever_overrides_get_body_needs_no_keys():
    class Handler(UpdateHandler):
        queryset = []

        def get_body(self):
            return {}

    assert Handler.as_handler()


@pytest.mark.parametrize(
    ("other", "name"),
    [
        (AuthorizationMixin, "get_permission_classes"),
        (RequestBodyMixin, "load_body"),
        (QueryParamsMixin, "load_queryparams"),
        (ObjectMixin, "load_object"),
        (MethodHandler, "stage_methods"),
        (CreateHandler, "load_body"),
        (RetrieveHandler, "load_object"),
        (ListHandler, "load_queryparams"),
        (DeleteHandler, "load_object"),
    ],
)
@pytest.mark.parametrize("kind", [SQSMessagesMixin, S3FileMixin, EventHandler])
def test_a_handler_of_records_can_not_be_one_of_requests(kind, other, name):
    base = () if BaseHandler in {*kind.mro(), *other.mro()} else (BaseHandler,)
    for bases in permutations((kind, other)):
        Handler = type("Handler", (*bases, *base), {})  # noqa: N806

        assert message_of(Handler) == (
            f"Handler has {name}, which only a handler of HTTP requests can use. Take "
            f"the class that brings {name} away, or the one that makes this a handler "
            "of records or events."
        )


@pytest.mark.parametrize("name", ["permission_classes", "authentication_classes"])
def test_nobody_calls_a_handler_of_events(name):
    class Handler(EventHandler):
        pass

    assert f"Handler has {name}" in message_of(Handler, **{name: [IsAuthenticated]})
    setattr(Handler, name, [])
    assert f"Handler has {name}" in message_of(Handler)


def test_a_handler_of_events_is_not_bound_to_the_permissions_of_the_settings():
    with override_settings(PERMISSION_CLASSES=[IsAuthenticated]):
        assert EventHandler.as_handler(perform_action=lambda: 5)({}) == 5


def test_an_event_has_records_of_one_kind():
    for bases in ([S3FileMixin, SQSMessagesMixin], [SQSMessagesMixin, S3FileMixin]):
        Handler = type("Handler", (*bases, BaseHandler), {})  # noqa: N806

        one, other = (base.__name__ for base in bases)
        assert message_of(Handler) == (
            f"Handler has both {one} and {other}, but an event has records of one "
            "kind. Take one of them away."
        )


@override_settings(ERROR_RENDERER="pyverless.nothing")
def test_a_renderer_that_does_not_exist_shows_during_init():
    with pytest.raises(ImportError, match=r"'pyverless\.nothing'"):
        BaseHandler.as_handler()


@override_settings(USER_MODEL="pyverless.nothing.User")
def test_a_user_model_that_does_not_exist_shows_where_it_is_needed():
    assert BaseHandler.as_handler()
    with pytest.raises(ImportError, match="for the setting USER_MODEL"):
        BaseHandler.as_handler(permission_classes=[IsAuthenticated])


@pytest.mark.parametrize("name", ["permission_classes", "authentication_classes"])
def test_classes_that_can_not_be_imported_show_during_init(name):
    keywords = {"permission_classes": [IsAuthenticated], name: ["pyverless.no.Such"]}

    with pytest.raises(ImportError, match=f"'pyverless.no.Such' for {name}"):
        BaseHandler.as_handler(**keywords)


@pytest.mark.parametrize("bases", [(BaseHandler,), (AuthorizationMixin, BaseHandler)])
def test_a_prepare_that_forgets_the_others_lets_nobody_in(bases):
    class Forgetful(*bases):
        permission_classes = (IsAuthenticated,)

        def prepare(self, plan):
            plan.mine = 1

    with pytest.raises(
        ImproperlyConfigured, match=r"has not called super\(\)\.prepare"
    ):
        Forgetful.as_handler()
