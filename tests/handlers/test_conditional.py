"""ETag, If-Match and their like, on handlers of every kind."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from pyverless.contrib.memory import Model
from pyverless.exceptions import ImproperlyConfigured, ServiceError
from pyverless.handlers import (
    BaseHandler,
    CreateHandler,
    DeleteHandler,
    ListCreateHandler,
    ListHandler,
    MethodHandler,
    ObjectMixin,
    RetrieveHandler,
    RetrieveUpdateDeleteHandler,
    UpdateHandler,
)
from pyverless.handlers.conditional import ConditionalMixin
from pyverless.http import Response
from pyverless.http.conditional import content_etag
from pyverless.routing import App, path
from pyverless.test import Client, override_settings

BEFORE = "Sat, 04 May 2024 11:59:59 GMT"
THEN = "Sat, 04 May 2024 12:00:00 GMT"
AFTER = "Sat, 04 May 2024 12:00:01 GMT"

FRONTS_WITH_ROUTES = ("rest", "http1", "http2")
CHANGES = ("PUT", "PATCH", "DELETE")
STALE = '"0123456789abcdef"'


class Article(Model):
    title: str
    version: int = 1
    modified: datetime = datetime(2024, 5, 4, 12, 0, 0, 500_000, tzinfo=UTC)


def serialize(article):
    return {"id": article.id, "title": article.title}


class Detail(ConditionalMixin, RetrieveUpdateDeleteHandler):
    model = Article
    serializer = serialize
    required_body_keys = ["title"]


class Versioned(Detail):
    """With a tag of its own, so that nothing needs to be hashed."""

    def get_etag(self):
        return f"v{self.object.version}"

    def update_object(self, obj, data):
        obj.version += 1
        return super().update_object(obj, data)


class Dated(Detail):
    def get_last_modified(self):
        return self.object.modified


class Listing(ConditionalMixin, ListHandler):
    model = Article
    serializer = serialize


class Create(ConditionalMixin, CreateHandler):
    model = Article
    serializer = serialize
    required_body_keys = ["title"]


@pytest.fixture(autouse=True)
def articles():
    Article(title="Hello").save()
    yield Article.objects
    Article.objects.clear()


def send(target, method="GET", *, gateway="rest", article=1, **headers):
    """Send a request, with headers named as in `if_match`, and a body where it may."""
    if gateway in FRONTS_WITH_ROUTES:
        options = {"path_params": {"id": str(article)}}
    else:
        target, options = App([path("/articles/{id}", target)]), {}
    if method in ("POST", "PUT", "PATCH"):
        options["json"] = {"title": "New"}
    options["headers"] = {name.replace("_", "-"): headers[name] for name in headers}
    return Client(target, gateway).request(method, f"/articles/{article}", **options)


def etag_of(target):
    return send(target).headers["ETag"]


# Reading


def test_an_answer_carries_the_hash_of_its_content(gateway):
    response = send(Detail, gateway=gateway)

    assert response.headers["ETag"] == content_etag(response.content)
    assert "Last-Modified" not in response.headers


@pytest.mark.parametrize("handler", [Detail, Versioned, Dated, Listing])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_whoever_has_the_answer_gets_304(handler, method, gateway):
    etag = etag_of(handler)

    response = send(handler, method, gateway=gateway, if_none_match=f'"x", {etag}')

    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["ETag"] == etag


@pytest.mark.parametrize("handler", [Detail, Listing])
def test_what_was_changed_is_sent_again(handler, articles):
    etag = etag_of(handler)
    article = articles.get(id=1)
    article.title = "Changed"
    article.save()

    response = send(handler, if_none_match=etag)

    assert response.status_code == 200
    assert b"Changed" in response.content
    assert response.headers["ETag"] != etag


@pytest.mark.parametrize("handler", [Detail, Versioned, Listing])
def test_head_has_the_tag_of_get(handler):
    response = send(handler, "HEAD")

    assert response.headers["ETag"] == etag_of(handler)
    assert response.content == b""


@pytest.mark.parametrize("handler", [Detail, Versioned, Dated, Listing])
def test_a_get_for_a_state_that_is_gone_is_412(handler):
    response = send(handler, if_match=STALE)

    assert response.status_code == 412
    assert response.json()["code"] == "precondition_failed"
    assert send(handler, if_match=etag_of(handler)).status_code == 200


def test_a_tag_of_your_own_is_quoted():
    assert etag_of(Versioned) == '"v1"'


def test_a_weak_tag_of_your_own_answers_304_and_allows_no_change():
    class Handler(Versioned):
        def get_etag(self):
            return f'W/"{self.object.version}"'

    assert send(Handler, if_none_match='W/"1"').status_code == 304
    assert send(Handler, "PUT", if_match='W/"1"').status_code == 412


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if_modified_since": THEN}, 304),
        ({"if_modified_since": BEFORE}, 200),
        ({"if_unmodified_since": THEN}, 200),
        ({"if_unmodified_since": BEFORE}, 412),
        ({"if_none_match": STALE, "if_modified_since": THEN}, 200),
    ],
)
def test_a_date_of_your_own_is_sent_and_compared(headers, status):
    assert send(Dated).headers["Last-Modified"] == THEN

    response = send(Dated, **headers)

    assert response.status_code == status
    assert response.headers.get("Last-Modified") == (None if status == 412 else THEN)


def test_without_conditions_nothing_is_asked_of_a_plain_handler():
    class Handler(ConditionalMixin, BaseHandler):
        def perform_action(self):
            return {"a": 1}

    response = send(Handler)

    assert response.status_code == 200
    assert send(Handler, if_none_match=response.headers["ETag"]).status_code == 304


def test_errors_have_no_tags():
    assert "ETag" not in send(Versioned, article=2).headers
    assert "ETag" not in send(Versioned, "PUT", if_match=STALE).headers


@pytest.mark.parametrize("status", [202, 302, 404])
def test_answers_that_are_not_the_state_have_no_tags(status):
    class Handler(Versioned):
        def get(self):
            return Response({}, status)

    assert "ETag" not in send(Handler).headers


def test_a_tag_that_the_action_sets_stays():
    class Handler(Versioned):
        def get(self):
            return Response("a", headers={"etag": '"own"'})

    assert send(Handler).headers.getlist("ETag") == ['"own"']


def test_hashing_can_be_switched_off():
    assert "ETag" not in send(Detail.as_handler(etag=False)).headers


# 304 before the action


class Reading(Versioned):
    """What reads an article, noting what it is asked to do."""

    calls: list[str] = []

    def get(self):
        self.calls.append("action")
        return super().get()

    def handle_exception(self, exc):
        self.calls.append("exception")
        return super().handle_exception(exc)

    def finalize_response(self, response):
        response.headers["X-Final"] = "1"
        return response

    @contextmanager
    def atomic(self):
        try:
            yield
        except BaseException:
            self.calls.append("rollback")
            raise
        self.calls.append("commit")


def test_with_a_tag_of_your_own_a_304_saves_the_work():
    calls = []

    response = send(Reading.as_handler(calls=calls), if_none_match='"v1"')

    assert response.status_code == 304
    assert response.headers["ETag"] == '"v1"'
    assert calls == ["commit"], "no action, and nothing has failed"


def test_a_304_is_finished_like_every_response():
    response = send(Reading.as_handler(calls=[]), if_none_match='"v1"')

    assert response.headers["X-Final"] == "1"


def test_a_304_keeps_the_headers_that_were_prepared():
    class Handler(Versioned):
        def check_permissions(self):
            self.request.response.headers["Vary"] = "Authorization"

    response = send(Handler, if_none_match='"v1"')

    assert response.status_code == 304
    assert response.headers["Vary"] == "Authorization"


def test_a_304_is_no_error_in_the_log(log):
    send(Versioned, if_none_match='"v1"')

    [record] = log.records
    assert record.levelname == "INFO"
    assert record.status == 304
    assert record.exc_info is None


def test_a_304_can_be_cached_as_long_as_the_answer():
    function = Versioned.as_handler(cache_control="max-age=60")

    assert send(function, if_none_match='"v1"').headers["Cache-Control"] == "max-age=60"


def test_the_tag_is_that_of_before_the_action():
    class Handler(Versioned):
        def get(self):
            self.object.version = 7  # as if it were changed meanwhile
            return super().get()

    assert etag_of(Handler) == '"v1"'


def test_a_tag_is_sent_even_where_initial_checks_nothing():
    class Handler(ConditionalMixin, BaseHandler):
        def initial(self):
            pass

        def get_etag(self):
            return "1"

        def perform_action(self):
            return {}

    assert etag_of(Handler) == '"1"'


# Changing


@pytest.mark.parametrize("handler", [Detail, Versioned])
@pytest.mark.parametrize("method", CHANGES)
def test_a_change_of_what_is_known_is_made(handler, method, articles, gateway):
    etag = etag_of(handler)

    response = send(handler, method, gateway=gateway, if_match=etag)

    assert response.status_code == (204 if method == "DELETE" else 200)
    assert [a.title for a in articles] == ([] if method == "DELETE" else ["New"])


@pytest.mark.parametrize("handler", [Detail, Versioned, Dated])
@pytest.mark.parametrize("method", CHANGES)
def test_a_change_of_what_was_changed_meanwhile_is_412(handler, method, articles):
    response = send(handler, method, if_match=STALE)

    assert response.status_code == 412
    assert [article.title for article in articles] == ["Hello"]


@pytest.mark.parametrize("method", CHANGES)
@pytest.mark.parametrize(("date", "status"), [(BEFORE, 412), (THEN, 0), (AFTER, 0)])
def test_a_change_can_depend_on_the_date(method, date, status):
    expected = status or (204 if method == "DELETE" else 200)

    assert send(Dated, method, if_unmodified_since=date).status_code == expected


@pytest.mark.parametrize("handler", [Detail, Versioned])
@pytest.mark.parametrize("method", CHANGES)
def test_if_none_match_changes_nothing_that_it_names(handler, method, articles):
    assert send(handler, method, if_none_match="*").status_code == 412
    assert send(handler, method, if_none_match=etag_of(handler)).status_code == 412
    assert articles.get(id=1).title == "Hello"


@pytest.mark.parametrize("handler", [Detail, Versioned, Dated])
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_change_answers_with_the_tag_of_the_new_state(handler, method):
    before = etag_of(handler)

    response = send(handler, method, if_match=before)

    assert response.headers["ETag"] == etag_of(handler) != before
    assert response.headers.get("Last-Modified") == (THEN if handler is Dated else None)
    etag = response.headers["ETag"]
    assert send(handler, "DELETE", if_match=etag).status_code == 204


def test_the_new_state_is_that_of_the_object_that_an_update_returns():
    class Handler(Versioned):
        def update_object(self, obj, data):
            return Article(**data, id=obj.id, version=9)

    assert send(Handler, "PUT").headers["ETag"] == '"v9"'


def test_what_is_gone_has_no_tag():
    assert "ETag" not in send(Versioned, "DELETE").headers


def test_a_missing_object_is_404_whatever_was_expected():
    assert send(Detail, "PUT", article=2, if_match=STALE).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_one_class_reads_and_others_change(method):
    class Retrieve(ConditionalMixin, RetrieveHandler):
        model = Article
        serializer = serialize

    class Update(ConditionalMixin, UpdateHandler):
        model = Article
        serializer = serialize
        required_body_keys = ["title"]

    class Delete(ConditionalMixin, DeleteHandler):
        model = Article
        serializer = serialize

    change, etag = {"PUT": Update, "DELETE": Delete}[method], etag_of(Retrieve)

    assert send(change, method, if_match=STALE).status_code == 412
    assert send(change, method, if_match=etag).status_code in (200, 204)
    assert send(change, method, if_match=etag).status_code in (412, 404)


def test_the_tag_of_a_compressed_answer_can_be_sent_back():
    reading = Detail.as_handler(compress=True)
    etag = send(reading, accept_encoding="gzip").headers["ETag"]

    assert etag.endswith('-gzip"')
    assert send(reading, accept_encoding="gzip", if_none_match=etag).status_code == 304
    assert send(Detail, "PUT", if_match=etag).status_code == 200


def test_the_hash_is_that_of_what_the_app_writes():
    app = App(
        [path("/articles/{id}", Detail)],
        serializer=lambda value: json.dumps(value, indent=1),
    )
    etag = etag_of(app)

    assert etag != etag_of(Detail)
    assert send(app, "PUT", if_match=etag).status_code == 200


def test_serialize_may_be_a_method():
    class Handler(ConditionalMixin, RetrieveUpdateDeleteHandler):
        model = Article
        required_body_keys = ["title"]

        def serialize(self, obj):
            return {"name": obj.title}

    assert send(Handler, "PUT", if_match=etag_of(Handler)).status_code == 200


def test_the_mixin_may_stand_after_the_handler():
    class Handler(RetrieveUpdateDeleteHandler, ConditionalMixin):
        model = Article
        serializer = serialize
        required_body_keys = ["title"]

        def get_etag(self):
            return str(self.object.version)

    assert send(Handler, if_none_match='"1"').status_code == 304
    assert send(Handler, "PUT", if_match='"2"').status_code == 412


def test_the_check_is_made_in_the_unit_of_work_and_a_412_ends_it():
    calls = []

    class Handler(Reading):
        def get_etag(self):
            self.calls.append("check")
            return "1"

    response = send(Handler.as_handler(calls=calls), "PUT", if_match='"0"')

    assert response.status_code == 412
    assert calls == ["check", "rollback", "exception"]


def test_a_plain_handler_can_have_a_state_without_an_object():
    class Document(ConditionalMixin, MethodHandler):
        def get_etag(self):
            return "7"

        def get(self):
            return {}

        def put(self):
            return {}

    assert send(Document, if_none_match='"7"').status_code == 304
    assert send(Document, "PUT", if_match='"7"').headers["ETag"] == '"7"'
    assert send(Document, "PUT", if_match='"6"').status_code == 412
    assert send(Document, "PUT", if_match="*").status_code == 200
    assert send(Document, "PUT", if_none_match="*").status_code == 412


def test_a_put_can_create_what_is_not_there():
    class Upsert(ConditionalMixin, UpdateHandler):
        model = Article
        serializer = serialize
        required_body_keys = ["title"]
        require_conditions = True

        def get_object(self):
            return None

        def update_object(self, obj, data):
            return self.plan.model(**data, id=5)

    assert send(Upsert, "PUT", if_match="*").status_code == 412
    response = send(Upsert, "PUT", if_none_match="*")
    assert response.status_code == 200
    assert response.headers["ETag"] == content_etag(response.content)


# Creating


@pytest.mark.parametrize("headers", [{}, {"if_none_match": "*"}])
def test_a_create_answers_with_the_tag_of_what_is_new(headers):
    response = send(Create, "POST", **headers)

    assert response.status_code == 201
    created = send(Detail, article=response.json()["id"])
    assert response.headers["ETag"] == created.headers["ETag"]


def test_a_create_expects_nothing_that_is_there(articles):
    assert send(Create, "POST", if_match="*").status_code == 412
    assert len(list(articles)) == 1


@pytest.mark.parametrize("headers", [{}, {"if_none_match": "*"}])
def test_a_create_asks_for_your_own_tag_when_there_is_an_object(headers):
    class Handler(Create):
        get_etag = Versioned.get_etag

        def get_last_modified(self):
            return self.object.modified

    response = send(Handler, "POST", **headers)

    assert response.headers["ETag"] == '"v1"'
    assert response.headers["Last-Modified"] == THEN


def test_a_create_without_a_serializer_has_no_tag():
    response = send(Create.as_handler(serializer=None), "POST")

    assert response.status_code == 201
    assert "ETag" not in response.headers


def test_a_post_to_an_object_is_conditional_as_well():
    class Publish(ConditionalMixin, ObjectMixin, BaseHandler):
        model = Article
        allowed_methods = ("POST",)
        get_etag = Versioned.get_etag

        def perform_action(self):
            self.object.version += 1
            return {}

    assert send(Publish, "POST", if_match='"v0"').status_code == 412
    assert send(Publish, "POST", if_match='"v1"').headers["ETag"] == '"v2"'


def test_a_list_and_a_create_can_be_one_class():
    class Handler(ConditionalMixin, ListCreateHandler):
        model = Article
        serializer = serialize
        required_body_keys = ["title"]

    etag = etag_of(Handler)

    assert send(Handler, if_none_match=etag).status_code == 304
    assert send(Handler, "POST").status_code == 201
    assert send(Handler, if_none_match=etag).status_code == 200


# Requiring conditions


Strict = Detail.as_handler(require_conditions=True)
StrictDated = Dated.as_handler(require_conditions=True)


@pytest.mark.parametrize("method", CHANGES)
def test_a_change_without_a_condition_is_428(method, articles, gateway):
    response = send(Strict, method, gateway=gateway)

    assert response.status_code == 428
    assert "If-Match" in response.json()["detail"]
    assert [article.title for article in articles] == ["Hello"]


@pytest.mark.parametrize("method", CHANGES)
@pytest.mark.parametrize(
    ("function", "headers"),
    [
        (Strict, {"if_none_match": STALE}),
        (Strict, {"if_modified_since": AFTER}),
        (Strict, {"if_unmodified_since": AFTER}),
        (StrictDated, {"if_unmodified_since": "tomorrow"}),
        (StrictDated, {"if_modified_since": AFTER}),
    ],
)
def test_a_condition_that_is_ignored_is_none(method, function, headers):
    assert send(function, method, **headers).status_code == 428


@pytest.mark.parametrize("method", CHANGES)
def test_a_condition_lets_a_change_through(method):
    response = send(StrictDated, method, if_unmodified_since=THEN)
    assert response.status_code in (200, 204)


def test_a_tag_lets_a_change_through():
    assert send(Strict, "PUT", if_match=STALE).status_code == 412
    assert send(Strict, "PUT", if_match=etag_of(Detail)).status_code == 200
    assert send(Strict, "PUT", if_match="*").status_code == 200


def test_reading_and_creating_need_no_condition():
    assert send(Strict).status_code == 200
    assert send(Strict, "HEAD").status_code == 200
    assert send(Create.as_handler(require_conditions=True), "POST").status_code == 201


# Errors of developers


class Bare(ConditionalMixin, DeleteHandler):
    model = Article


class Putting(ConditionalMixin, MethodHandler):
    def put(self):
        return {}


class Anything(ConditionalMixin, BaseHandler):
    require_conditions = True


@pytest.mark.parametrize("handler", [Bare, Putting, Anything])
def test_changes_need_something_to_compare(handler):
    with pytest.raises(ImproperlyConfigured, match="can't tell whether") as refused:
        handler.as_handler()

    assert f"{handler.__name__}.serializer" in str(refused.value)
    assert f"{handler.__name__}.get_etag()" in str(refused.value)


@pytest.mark.parametrize("hook", ["get_etag", "get_last_modified"])
def test_a_hook_is_enough_to_compare(hook):
    handler = type("Handler", (Bare,), {hook: lambda self: None})

    assert send(handler, "DELETE", if_match=STALE).status_code == 412
    assert send(handler, "DELETE", if_match="*").status_code == 204


def test_a_tag_that_no_header_carries_is_an_error_of_ours(log):
    class Handler(Versioned):
        def get_etag(self):
            return "not a tag"

    assert send(Handler).status_code == 500
    assert "'not a tag' can't be an entity tag" in log.text


@override_settings(ERROR_RENDERER="pyverless.http.problems.legacy")
def test_errors_are_written_like_all_others():
    assert set(send(Strict, "PUT").json()) == {"code", "message", "field"}


def test_a_412_can_be_answered_by_the_handler_itself():
    class Handler(Detail):
        def handle_exception(self, exc):
            assert isinstance(exc, ServiceError)
            return {"sorry": exc.status_code}, 412

    assert send(Handler, "PUT", if_match=STALE).json() == {"sorry": 412}
