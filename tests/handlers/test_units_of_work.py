"""`atomic()`: what fails is taken back, and what is answered was committed."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext, suppress

import pytest

from pyverless.contrib.memory import Manager, Model, QuerySet
from pyverless.exceptions import ConflictError, ImproperlyConfigured, NotFoundError
from pyverless.handlers import (
    AuthorizationMixin,
    BaseHandler,
    CreateHandler,
    EventHandler,
    S3FileMixin,
    S3Handler,
    SNSHandler,
    SQSHandler,
    SQSMessagesMixin,
    WebSocketHandler,
)
from pyverless.http import Response
from pyverless.test import (
    Client,
    override_settings,
    s3_event,
    sns_event,
    sqs_event,
    websocket_event,
)


class Article(Model):
    title: str = ""


class User(Model):
    name: str = ""


@pytest.fixture(autouse=True)
def articles():
    yield Article.objects
    Article.objects.clear()
    User.objects.clear()


class ArticleCreate(CreateHandler):
    model = Article
    required_body_keys = ["title"]
    location = "/articles/{id}"


def store(title, events=None):
    """Return a model whose store notes in `events` when units of work begin and end."""
    events = [] if events is None else events

    class Noting(QuerySet):
        def atomic(self):
            return noted()

    class Objects(Manager):
        def __get__(self, instance, owner):
            return manager

    manager = Noting(Article)

    @contextmanager
    def noted():
        events.append(f"begin {title}")
        try:
            yield
        except Exception as exc:
            events.append(f"rollback {title} {type(exc).__name__}")
            raise
        events.append(f"commit {title}")

    return type(title, (Model,), {"objects": Objects(), "events": events})


def test_what_succeeds_is_stored(gateway, articles):
    response = Client(ArticleCreate, gateway).post("/", json={"title": "a"})

    assert response.status_code == 201
    assert articles.count() == 1


def unserializable(self, obj):
    return object()


def broken(self, *args):
    raise ZeroDivisionError


def unwritable(self, response):
    return Response(response.body, 201, headers={"X": "a\nb"})


@pytest.mark.parametrize(
    "hooks",
    [
        {"serialize": broken},
        {"serialize": unserializable},
        {"get_location": broken},
        {"finalize_response": broken},
        {"finalize_response": unwritable},
    ],
)
def test_what_fails_after_the_work_takes_it_back(gateway, articles, hooks):
    Handler = type("Handler", (ArticleCreate,), hooks)  # noqa: N806

    response = Client(Handler, gateway).post("/", json={"title": "a"})

    assert response.status_code == 500
    assert "Location" not in response.headers
    assert articles.count() == 0


def test_an_error_of_the_action_takes_back_what_it_did(articles):
    class Handler(ArticleCreate):
        def create(self):
            super().create()
            raise ConflictError("no")

    assert Client(Handler).post("/", json={"title": "a"}).status_code == 409
    assert articles.count() == 0


@pytest.mark.parametrize(
    ("error", "status"), [(OSError("disk full"), 500), (ConflictError(), 409)]
)
def test_nothing_is_claimed_that_was_not_committed(gateway, error, status):
    class Handler(ArticleCreate):
        @contextmanager
        def atomic(self):
            yield
            raise error

    response = Client(Handler, gateway).post("/", json={"title": "a"})

    assert response.status_code == status
    assert "Location" not in response.headers
    assert "id" not in response.json()


def test_a_unit_of_work_that_can_not_begin_is_a_500(gateway):
    class Handler(BaseHandler):
        atomic = broken

    assert Client(Handler, gateway).get("/").status_code == 500


def test_a_unit_of_work_that_swallows_the_error_is_a_500(gateway, log):
    class Handler(BaseHandler):
        def atomic(self):
            return suppress(LookupError)

        def perform_action(self):
            raise KeyError

    assert Client(Handler, gateway).get("/").status_code == 500
    assert "Handler.atomic() has swallowed an exception" in log.text


@pytest.mark.parametrize(
    ("base", "event"),
    [
        (EventHandler, {}),
        (SQSMessagesMixin, sqs_event("a")),
        (S3FileMixin, s3_event("a")),
    ],
)
def test_a_record_is_not_lost_in_a_unit_of_work_that_swallows_its_error(base, event):
    class Handler(base, BaseHandler):
        def atomic(self):
            return suppress(LookupError)

        def perform_action(self):
            raise KeyError

    with pytest.raises(ImproperlyConfigured, match="swallowed"):
        Client(Handler).invoke(event)


def test_the_store_of_the_model_gives_the_unit_of_work():
    Stored = store("Stored")  # noqa: N806

    class Handler(BaseHandler):
        model = Stored

        def perform_action(self):
            Stored.events.append("action")

    Client(Handler).get("/")

    assert Stored.events == ["begin Stored", "action", "commit Stored"]


def test_the_stores_of_model_and_user_are_nested():
    events = []

    class Handler(BaseHandler):
        model = store("Stored", events)

        def get_user(self):
            return None

        def perform_action(self):
            raise NotFoundError

    with override_settings(USER_MODEL=store("Users", events)):
        assert Client(Handler).get("/").status_code == 404

    assert events == [
        "begin Stored",
        "begin Users",
        "rollback Users NotFoundError",
        "rollback Stored NotFoundError",
    ]


def test_one_store_for_both_is_one_unit_of_work(monkeypatch):
    begun = []

    def counted():
        begun.append(1)
        return nullcontext()

    monkeypatch.setattr(QuerySet, "atomic", staticmethod(counted))

    class Handler(AuthorizationMixin, CreateHandler):
        model = Article
        required_body_keys = ["title"]
        get_user = User

    with override_settings(USER_MODEL=User):
        assert Client(Handler).post("/", json={"title": "a"}).status_code == 201
    assert len(begun) == 1


def test_a_handler_that_does_not_authenticate_leaves_the_users_store_alone():
    Users = store("Users")  # noqa: N806

    class Handler(BaseHandler):
        def perform_action(self):
            return None

    with override_settings(USER_MODEL=Users):
        Client(Handler).get("/")

    assert Users.events == []


def test_atomic_can_add_to_the_units_of_the_stores(articles):
    class Handler(ArticleCreate):
        @contextmanager
        def atomic(self):
            with super().atomic():
                yield
                raise ConflictError

    assert Client(Handler).post("/", json={"title": "a"}).status_code == 409
    assert articles.count() == 0


def test_atomic_of_a_handler_without_a_store_is_no_unit_at_all():
    class Handler(BaseHandler):
        def perform_action(self):
            with self.atomic():
                return "fine"

    assert Client(Handler).get("/").json() == "fine"


def test_each_file_is_a_unit_of_its_own():
    Stored = store("Stored")  # noqa: N806

    class Handler(S3FileMixin, BaseHandler):
        model = Stored

        def perform_action(self):
            if self.file["file_name"] == "b":
                raise KeyError

    with pytest.raises(KeyError):
        Client(Handler).invoke(s3_event(["a", "b", "c"]))

    assert Stored.events == [
        "begin Stored",
        "commit Stored",
        "begin Stored",
        "rollback Stored KeyError",
        "begin Stored",
        "commit Stored",
    ]


def test_a_batch_of_messages_is_one_unit():
    Stored = store("Stored")  # noqa: N806

    class Handler(SQSMessagesMixin, BaseHandler):
        model = Stored

        def perform_action(self):
            return len(self.messages)

    assert Client(Handler).invoke(sqs_event(["a", "b"])) == 2
    assert Stored.events == ["begin Stored", "commit Stored"]


def test_what_an_event_handler_returns_is_checked_inside_the_unit():
    Stored = store("Stored")  # noqa: N806

    class Handler(EventHandler):
        model = Stored

        def perform_action(self):
            return object()

    with pytest.raises(TypeError):
        Client(Handler).invoke({})
    assert Stored.events[-1] == "rollback Stored TypeError"


class Invoice(Model):
    number: str


@pytest.fixture
def invoices():
    yield Invoice.objects
    Invoice.objects.clear()


@pytest.mark.parametrize(
    ("base", "hook", "event"),
    [
        (SQSHandler, "process_message", sqs_event("a")),
        (S3Handler, "process_file", s3_event("a")),
        (SNSHandler, "process_notification", sns_event("a")),
    ],
)
def test_a_record_is_a_unit_of_work_also_where_no_model_is_named(
    base, hook, event, invoices
):
    def process(self, record):
        Invoice(number="half").save()
        raise KeyError

    function = type("Handler", (base,), {hook: process}).as_handler()

    with pytest.raises(KeyError):
        function(event, None)
    assert invoices.count() == 0


def test_a_batch_of_messages_is_a_unit_of_work_also_where_no_model_is_named(invoices):
    class Handler(SQSMessagesMixin, BaseHandler):
        def perform_action(self):
            Invoice(number="half").save()
            raise KeyError

    with pytest.raises(KeyError):
        Handler.as_handler()(sqs_event("a"), None)
    assert invoices.count() == 0


def test_the_unit_of_work_of_a_request_is_of_the_stores_that_it_names(invoices):
    class Handler(BaseHandler):
        def perform_action(self):
            Invoice(number="1").save()
            raise KeyError

    assert Client(Handler).post("/").status_code == 500
    assert invoices.count() == 1


def test_an_event_of_a_socket_is_a_unit_of_work_also_where_no_model_is_named(invoices):
    class Handler(WebSocketHandler):
        def default(self):
            Invoice(number="half").save()
            raise KeyError

    assert Handler.as_handler()(websocket_event(), None)["statusCode"] == 500
    assert invoices.count() == 0
