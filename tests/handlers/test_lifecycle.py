"""The order of what happens in an invocation, and what each hook can do about it."""

from __future__ import annotations

from itertools import permutations

import pytest

from pyverless.auth import BasePermission
from pyverless.contrib.memory import Model
from pyverless.exceptions import (
    ConflictError,
    ImproperlyConfigured,
    NotFoundError,
    PreconditionRequiredError,
    ServiceError,
    ThrottledError,
)
from pyverless.handlers import (
    AuthorizationMixin,
    BaseHandler,
    EventHandler,
    ListCreateHandler,
    ListMixin,
    MethodHandler,
    ObjectMixin,
    RequestBodyMixin,
    RetrieveHandler,
    RetrieveUpdateDeleteHandler,
    S3FileMixin,
    SQSMessagesMixin,
)
from pyverless.http import Response
from pyverless.http.problems import problem_json
from pyverless.test import (
    Client,
    http_event,
    override_settings,
    s3_event,
    sqs_event,
)

MIXINS = (AuthorizationMixin, RequestBodyMixin, ListMixin, ObjectMixin, BaseHandler)


class Article(Model):
    title: str = ""


@pytest.fixture(autouse=True)
def articles():
    Article(title="Hello").save()
    yield Article.objects
    Article.objects.clear()


@pytest.fixture
def article(articles):
    return articles.get(title="Hello")


class Spy(BasePermission):
    def has_permission(self, handler):
        handler.trace.append("check_permissions")
        return handler.user is not None

    def has_object_permission(self, handler, obj):
        handler.trace.append("check_object_permissions")
        return True

    def filter_queryset(self, handler, queryset):
        return queryset


class Traced:
    """Notes which hook is called when, for any composition of mixins."""

    permission_classes = [Spy]
    model = Article
    serializer = str
    trace = []

    def setup(self, event, context):
        self.trace.append("setup")

    def get_user(self):
        self.trace.append("get_user")
        return self.request.headers.get("x-user")

    def check_throttles(self):
        self.trace.append("check_throttles")

    def get_queryparams(self):
        self.trace.append("get_queryparams")
        return super().get_queryparams()

    def get_body(self):
        self.trace.append("get_body")
        return super().get_body()

    def load_queryset(self):
        self.trace.append("load_queryset")
        super().load_queryset()

    def get_object(self):
        self.trace.append("get_object")
        return super().get_object()

    def check_conditions(self):
        self.trace.append("check_conditions")

    def perform_action(self):
        self.trace.append("perform_action")
        return Response("done", content_type="text/plain")

    def finalize_response(self, response):
        self.trace.append("finalize_response")
        return response


def compose(*bases, **attributes):
    return type("Handler", (Traced, *bases), {"trace": [], **attributes})


def test_the_stages_run_in_one_order_for_every_order_of_the_mixins(article):
    event = http_event(
        "rest",
        "POST",
        f"/articles/{article.id}",
        route="/articles/{id}",
        headers={"X-User": "ada"},
        body="{}",
    )
    for bases in permutations(MIXINS):
        Handler = compose(*bases)  # noqa: N806

        assert Handler.as_handler()(event)["body"] == "done"
        assert Handler.trace == [
            "setup",
            "get_user",
            "check_permissions",
            "check_throttles",
            "get_queryparams",
            "get_body",
            "load_queryset",
            "get_object",
            "check_object_permissions",
            "check_conditions",
            "perform_action",
            "finalize_response",
        ]


@pytest.mark.parametrize(
    ("repaired", "status"),
    [
        ((), 401),
        (("user",), 400),
        (("user", "query"), 415),
        (("user", "query", "body"), 404),
        (("user", "query", "body", "id"), 200),
    ],
)
def test_what_comes_first_is_answered_first(article, repaired, status):
    wrong = {"user": {}, "query": "?nope=1", "body": "text/plain", "id": 99}
    right = {
        "user": {"X-User": "ada"},
        "query": "",
        "body": "application/json",
        "id": article.id,
    }
    parts = wrong | {name: right[name] for name in repaired}
    event = http_event(
        "rest",
        "POST",
        f"/articles/{parts['id']}{parts['query']}",
        route="/articles/{id}",
        headers={**parts["user"], "Content-Type": parts["body"]},
        body="{}",
    )
    for bases in permutations(MIXINS):
        assert compose(*bases).as_handler()(event)["statusCode"] == status


@pytest.mark.parametrize(
    ("mixin", "event"),
    [(S3FileMixin, s3_event("a")), (SQSMessagesMixin, sqs_event(""))],
)
def test_records_are_handled_the_same_for_every_order_of_the_bases(mixin, event):
    class Action:
        def perform_action(self):
            return [hasattr(self, "file"), hasattr(self, "messages")]

    results = {
        str(Client(type("Handler", (Action, *bases), {})).invoke(event))
        for kind in (BaseHandler, EventHandler)
        for bases in permutations([mixin, kind])
    }

    assert len(results) == 1


# Stages per class and method


def test_a_method_runs_only_the_stages_that_it_needs(articles):
    class Handler(ListCreateHandler):
        model = Article
        serializer = staticmethod(lambda article: article.title)
        optional_body_keys = ["title"]

    client = Client(Handler)
    broken = {"body": "{", "headers": {"Content-Type": "text/plain"}}

    assert client.get("/", **broken).json() == ["Hello"]
    assert client.head("/", **broken).status_code == 200
    assert client.post("/", **broken).status_code == 415
    assert client.post("/?nope=1", json={"title": "a"}).status_code == 201
    assert client.get("/?nope=1").status_code == 400


def test_a_body_is_read_only_where_an_object_is_changed(article):
    class Handler(RetrieveUpdateDeleteHandler):
        model = Article
        serializer = staticmethod(lambda article: article.title)
        optional_body_keys = ["title"]

    client = Client(Handler, route="/{id}")
    target = f"/{article.id}"

    assert client.get(target, body="{").json() == "Hello"
    assert client.put(target, body="{").status_code == 400
    assert client.patch(target, body="{").status_code == 400
    assert client.delete(target, body="{").status_code == 204


def test_a_subclass_adds_to_the_stage_methods_of_its_bases():
    class Handler(RequestBodyMixin, ListMixin, MethodHandler):
        queryset = []
        serializer = str
        stage_methods = {"load_queryset": ("POST",)}

        def get(self):
            return sorted({"body", "queryset"} & vars(self).keys())

        post = get

    client = Client(Handler)

    assert client.get("/", body="{").json() == []
    assert client.post("/", json={}).json() == ["body", "queryset"]


def test_an_event_without_a_method_runs_every_stage():
    class Handler(RequestBodyMixin, MethodHandler):
        def post(self):
            return None

    handler = Handler.as_handler()

    assert handler({"body": "{"})["statusCode"] == 400
    assert handler({"body": "{}"})["statusCode"] == 405


# initial() and setup()


def test_an_overridden_initial_is_called_where_no_stage_has_work(gateway):
    class Handler(BaseHandler):
        def initial(self):
            super().initial()
            self.seen = True

        def perform_action(self):
            return self.seen

    assert Client(Handler, gateway).get("/").json() is True


def test_an_overridden_initial_decides_whether_the_stages_run():
    class Handler(RequestBodyMixin, BaseHandler):
        def initial(self):
            self.before = hasattr(self, "body")
            super().initial()

        def perform_action(self):
            return [self.before, self.body]

    assert Client(Handler).post("/", json={}).json() == [False, {}]


def test_setup_comes_before_the_stages_with_event_and_context():
    class Handler(RequestBodyMixin, BaseHandler):
        def setup(self, event, context):
            self.token = event["headers"]["x-token"]
            assert self.context is context

        def get_body(self):
            return self.token

        def perform_action(self):
            return self.body

    assert Client(Handler).get("/", headers={"x-token": "abc"}).json() == "abc"


def test_setup_of_a_refused_method_is_not_called():
    class Handler(RetrieveHandler):
        queryset = []
        serializer = str

        def setup(self, event, context):
            raise AssertionError

    assert Client(Handler).post("/").status_code == 405


@pytest.mark.parametrize(
    ("error", "status"),
    [(ThrottledError(30), 429), (PreconditionRequiredError(), 428)],
)
def test_a_stage_of_ones_own_can_refuse(error, status):
    stage = "check_throttles" if status == 429 else "check_conditions"

    def refuse(self):
        raise error

    Handler = type("Handler", (BaseHandler,), {stage: refuse})  # noqa: N806
    response = Client(Handler).get("/")

    assert response.status_code == status
    assert response.headers.get("Retry-After") == ("30" if status == 429 else None)


# finalize_response()


class Stamped(BaseHandler):
    error: Exception | None = None

    def perform_action(self):
        if self.error:
            raise self.error
        return "fine"

    def finalize_response(self, response):
        response.headers["X-Stamp"] = "yes"
        return response


@pytest.mark.parametrize(
    ("error", "status"),
    [(None, 200), (NotFoundError(), 404), (ServiceError(418), 418), (KeyError(), 500)],
)
def test_finalize_response_sees_every_response(gateway, error, status):
    response = Client(Stamped.as_handler(error=error), gateway).get("/")

    assert response.status_code == status
    assert response.headers["X-Stamp"] == "yes"


def test_finalize_response_may_return_another_response():
    class Handler(Stamped):
        def finalize_response(self, response):
            return Response("other", 203, content_type="text/plain")

    response = Client(Handler).get("/")

    assert (response.status_code, response.text) == (203, "other")


def refuse(self, response):
    raise ConflictError("no")


def fail(self, *args):
    raise ZeroDivisionError


def nothing(self, *args):
    return None


@pytest.mark.parametrize("error", [None, NotFoundError()])
@pytest.mark.parametrize(
    ("hook", "status"), [(fail, 500), (nothing, 500), (refuse, 409)]
)
def test_a_failing_finalize_response_is_answered(gateway, error, hook, status):
    Handler = type("Handler", (Stamped,), {"finalize_response": hook})  # noqa: N806
    response = Client(Handler.as_handler(error=error), gateway).get("/")

    assert response.status_code == status
    assert response.content_type == "application/problem+json"


def test_a_finalize_response_without_a_response_is_named_in_the_log(log):
    class Handler(Stamped):
        finalize_response = nothing

    Client(Handler).get("/")

    assert "Handler was to send None. Return a Response from fina" in log.text


# handle_exception()


def test_handle_exception_can_answer_an_exception_of_ones_own(gateway):
    class Handler(BaseHandler):
        def perform_action(self):
            raise LookupError("no stock")

        def handle_exception(self, exc):
            if isinstance(exc, LookupError):
                return Response({"error": str(exc)}, 409)
            return super().handle_exception(exc)

    response = Client(Handler, gateway).get("/")

    assert (response.status_code, response.json()) == (409, {"error": "no stock"})


def test_handle_exception_sees_the_errors_of_stages_and_of_the_method():
    class Handler(RequestBodyMixin, BaseHandler):
        allowed_methods = ("POST",)

        def handle_exception(self, exc):
            return Response(type(exc).__name__, 400, content_type="text/plain")

    client = Client(Handler)

    assert client.post("/", body="{").text == "BadRequestError"
    assert client.get("/").text == "MethodNotAllowedError"
    assert client.post("/", json={}).text == "NotImplementedError"


@pytest.mark.parametrize(
    ("hook", "status"), [(fail, 500), (nothing, 500), (set, 500), (object.__new__, 500)]
)
def test_a_failing_handle_exception_is_answered(gateway, log, hook, status):
    def handle(self, exc):
        return hook(self)

    Handler = type("Handler", (Stamped,), {"handle_exception": handle})  # noqa: N806
    response = Client(Handler.as_handler(error=KeyError("x")), gateway).get("/")

    assert response.status_code == status
    assert response.json()["code"] == "internal_error"
    assert "KeyError" in log.text, "the first error is in the traceback too"


def test_handle_exception_may_raise_another_error():
    class Handler(Stamped):
        error = KeyError()

        def handle_exception(self, exc):
            raise NotFoundError from exc

    assert Client(Handler).get("/").status_code == 404


def broken_renderer(error, request):
    raise RuntimeError("renderer")


def unwritable_renderer(error, request):
    return Response(object())


def picky_renderer(error, request):
    if error.status_code >= 500:
        raise RuntimeError("renderer")
    return problem_json(error, request)


@pytest.mark.parametrize("renderer", [broken_renderer, unwritable_renderer])
@pytest.mark.parametrize("error", [NotFoundError(), KeyError()])
def test_a_failing_renderer_is_answered(gateway, log, renderer, error):
    with override_settings(ERROR_RENDERER=renderer):
        response = Client(Stamped.as_handler(error=error), gateway).get("/")

    assert response.status_code == 500
    assert response.json()["code"] == "internal_error"
    assert len(log.records) == 1


@override_settings(ERROR_RENDERER=picky_renderer)
def test_a_renderer_that_fails_for_some_errors_serves_the_others():
    assert Client(Stamped.as_handler(error=NotFoundError())).get("/").status_code == 404
    assert Client(Stamped.as_handler(error=KeyError())).get("/").status_code == 500


def test_errors_of_the_constructor_are_answered(gateway, log):
    class Handler(BaseHandler):
        broken = False

        def __init__(self):
            if self.broken:
                raise ZeroDivisionError

    client = Client(Handler, gateway)
    Handler.broken = True

    assert client.get("/").status_code == 500
    [record] = log.records
    assert record.exc_info[0] is ZeroDivisionError
    assert (record.status, record.getMessage()[:13]) == (500, "GET / 500 in ")


# The action


def test_a_handler_without_an_action_says_what_to_override(log):
    Client(BaseHandler).get("/")

    assert "BaseHandler does nothing. Override BaseHandler.perform_act" in log.text


@pytest.mark.parametrize(
    ("result", "content"),
    [(None, "null"), ({}, "{}"), ("é", '"é"'), ([1], "[1]"), (False, "false")],
)
def test_a_result_is_sent_as_json(gateway, result, content):
    class Handler(BaseHandler):
        def perform_action(self):
            return result

    response = Client(Handler, gateway).get("/")

    assert (response.text, response.content_type) == (content, "application/json")


def test_a_response_is_sent_as_it_is(gateway):
    class Handler(BaseHandler):
        success_code = 299

        def perform_action(self):
            return Response(b"\0", 206, headers={"ETag": '"1"'}, cookies=["a=b"])

    response = Client(Handler, gateway).get("/")

    assert (response.status_code, response.content) == (206, b"\0")
    assert (response.headers["ETag"], response.cookies) == ('"1"', {"a": "b"})


def test_bytes_are_sent_as_bytes(gateway):
    class Handler(BaseHandler):
        success_code = 201

        def perform_action(self):
            return b"\xff"

    response = Client(Handler, gateway).get("/")

    assert (response.status_code, response.content) == (201, b"\xff")
    assert response.content_type == "application/octet-stream"


@pytest.mark.parametrize("result", [object(), {1, object()}, float("nan"), {"a": b""}])
def test_a_result_that_json_can_not_say_is_a_500(gateway, result):
    class Handler(BaseHandler):
        def perform_action(self):
            return result

    assert Client(Handler, gateway).get("/").status_code == 500


def test_head_is_answered_like_get_without_the_body(gateway):
    class Handler(BaseHandler):
        allowed_methods = ("GET",)

        def perform_action(self):
            if "missing" in self.request.query:
                raise NotFoundError
            return Response({"a": 1}, headers={"ETag": '"1"'})

    client = Client(Handler, gateway)
    response = client.head("/")

    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["ETag"] == '"1"'
    assert response.content_type == "application/json"
    refused = client.head("/?missing")
    assert (refused.status_code, refused.content) == (404, b"")


def test_a_method_that_is_not_allowed_is_a_405_with_allow(gateway):
    class Handler(BaseHandler):
        allowed_methods = ("PUT", "GET")

    response = Client(Handler, gateway).delete("/")

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, PUT"


def test_errors_that_are_no_exceptions_get_out():
    class Handler(BaseHandler):
        def perform_action(self):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Client(Handler).get("/")


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"check_permissions": ("GET",)}, "has 'check_permissions'. It can limit"),
        ({"perform_authentication": ("GET",)}, "has 'perform_authentication'"),
        ({"load_bodies": ("GET",)}, "has 'load_bodies'"),
        ({"load_body": "POST"}, "is 'POST'. Set it to a list"),
        ({"load_body": ("post",)}, "in capitals"),
    ],
)
def test_limits_of_stages_that_would_not_hold_are_refused(limits, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        BaseHandler.as_handler(stage_methods=limits)


def test_what_is_done_for_get_is_done_for_head():
    class Handler(BaseHandler):
        stage_methods = {"check_throttles": ["GET"]}

        def check_throttles(self):
            raise ThrottledError

        def perform_action(self):
            return "done"

    client = Client(Handler)

    assert client.get("/").status_code == client.head("/").status_code == 429
    assert client.post("/").status_code == 200
