"""The example's queue, bucket and sockets, and the endpoints that go with them."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace

import pytest

from example_project import handlers
from example_project.api import app
from example_project.models import (
    Article,
    Attachment,
    Connection,
    Follower,
    Notification,
    User,
    now,
)
from example_project.seed import ADMIN_EMAIL, seed
from pyverless.contrib.sqlalchemy import get_engine
from pyverless.crypto import get_json_web_token
from pyverless.test import (
    Client,
    override_settings,
    s3_event,
    sqs_event,
    websocket_event,
)

ADA, ADMIN, GRACE = 1, 2, 3
QUEUE_URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/articles"
WEBSOCKET_URL = "https://abcdef1234.execute-api.eu-west-1.amazonaws.com/dev"


class GoneException(Exception):
    """What AWS's client raises for a connection that is closed."""


class AWS:
    """Stands in for a queue and for the connections of a WebSocket API."""

    exceptions = SimpleNamespace(GoneException=GoneException)

    def __init__(self):
        self.messages, self.pushed = [], []
        self.is_away, self.gone = False, set()

    def send_message(self, QueueUrl, MessageBody):  # noqa: N803 - as boto3 has it
        if self.is_away:
            raise ConnectionError("no queue")
        self.messages.append((QueueUrl, json.loads(MessageBody)))

    def post_to_connection(self, ConnectionId, Data):  # noqa: N803
        if self.is_away:
            raise ConnectionError("no management API")
        if ConnectionId in self.gone:
            raise GoneException
        self.pushed.append((ConnectionId, json.loads(Data)))


@pytest.fixture
def aws(monkeypatch):
    aws = AWS()
    monkeypatch.setattr("pyverless.aws.get_client", lambda *names, **options: aws)
    return aws


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite:///{tmp_path / 'example.sqlite3'}"


POSTGRESQL = pytest.param("postgresql_url", marks=pytest.mark.integration)

#: Where a test runs, if not on SQLite.
on_postgresql = pytest.mark.parametrize("database", [POSTGRESQL], indirect=True)
on_both = pytest.mark.parametrize("database", ["sqlite_url", POSTGRESQL], indirect=True)


@pytest.fixture
def database(request, tmp_path):
    url = getattr(request, "param", "sqlite_url")
    with override_settings(
        USER_MODEL="example_project.models.User",
        DATABASE_URL=request.getfixturevalue(url),
        SECRET_KEY="a secret of the tests, long enough for HS256",
        PASSWORD_ITERATIONS=1,
        ARTICLES_QUEUE_URL=QUEUE_URL,
        WEBSOCKET_URL=WEBSOCKET_URL,
        EMAIL_FILE=str(tmp_path / "emails.jsonl"),
    ):
        seed()
        User(email="grace@example.com", password="!").save()
        yield
        get_engine().dispose()


@pytest.fixture
def events(database):
    # Here, because it can't be made without SECRET_KEY.
    return import_module("example_project.events")


@pytest.fixture
def emails(tmp_path):
    """Return what was e-mailed so far: (to whom, about what)."""

    def read():
        file = tmp_path / "emails.jsonl"
        lines = file.read_text().splitlines() if file.exists() else []
        return [(line["to"], line["subject"]) for line in map(json.loads, lines)]

    return read


def client_of(user_id):
    token = get_json_web_token({"sub": user_id})
    return Client(app, "http2", headers={"Authorization": f"Bearer {token}"})


def publish(article_id=1):
    """Publish an article as its author and return the event of its message."""
    client_of(ADA).post(f"/articles/{article_id}/publish")
    return sqs_event({"article_id": article_id})


# Publishing


@on_both
def test_a_published_article_is_announced_once(database, aws):
    first, again = [client_of(ADA).post("/articles/1/publish") for _ in range(2)]

    assert first.status_code == again.status_code == 200
    assert first.json()["published"] is not None
    assert first.json() == again.json() == client_of(GRACE).get("/articles/1").json()
    assert aws.messages == [(QUEUE_URL, {"article_id": 1})]


@on_postgresql
def test_who_publishes_at_the_same_time_as_another_is_not_refused(database, aws):
    start = Barrier(4)

    def post(user_id):
        start.wait()
        return client_of(user_id).post("/articles/1/publish").status_code

    with ThreadPoolExecutor(4) as threads:
        statuses = list(threads.map(post, [ADA, ADMIN] * 2))

    assert statuses == [200] * 4
    assert len(aws.messages) == 1


@pytest.mark.parametrize(("user", "status"), [(ADMIN, 200), (GRACE, 403), (99, 401)])
def test_authors_and_administrators_publish(database, aws, user, status):
    answer = client_of(user).post("/articles/1/publish")

    assert answer.status_code == status
    assert len(aws.messages) == (status == 200)


def test_that_an_article_is_published_can_not_be_written(database):
    answer = client_of(ADA).patch("/articles/1", json={"published": "2026-01-01"})

    assert answer.json()["errors"][0]["pointer"] == "#/published"


def test_what_can_not_be_announced_is_not_published(database, aws):
    aws.is_away = True

    answer = client_of(ADA).post("/articles/1/publish")

    assert answer.status_code == 500
    assert Article.objects.get(id=1).published is None


def test_without_a_queue_it_is_published_and_the_log_says_so(database, caplog):
    with override_settings(ARTICLES_QUEUE_URL=None):
        answer = client_of(ADA).post("/articles/1/publish")

    assert answer.json()["published"] is not None
    assert "nobody hears of article 1" in caplog.text


# Followers


@on_both
def test_who_is_logged_in_follows_and_stops_again(database):
    grace = client_of(GRACE)

    followed = [grace.put("/users/1/follow").status_code for _ in range(2)]
    assert [(f.user_id, f.author_id) for f in Follower.objects.all()] == [(GRACE, ADA)]
    left = [grace.delete("/users/1/follow").status_code for _ in range(2)]

    assert followed == left == [204, 204]
    assert Follower.objects.count() == 0


@pytest.mark.parametrize(
    ("user", "followed", "status"), [(GRACE, 99, 404), (GRACE, "x", 404), (99, 1, 401)]
)
def test_only_users_follow_and_are_followed(database, user, followed, status):
    assert client_of(user).put(f"/users/{followed}/follow").status_code == status
    assert Follower.objects.count() == 0


# The queue


@on_both
def test_followers_get_an_e_mail_however_often_the_message_comes(events, aws, emails):
    client_of(GRACE).put("/users/1/follow")
    client_of(ADMIN).put("/users/1/follow")
    client_of(ADA).put("/users/3/follow")
    connect(events, "reader")
    event = publish()

    for delivered in (event, event, sqs_event({"article_id": 1})):
        assert events.article_published(delivered, None) == {"batchItemFailures": []}

    assert emails() == [(ADMIN_EMAIL, "Hello"), ("grace@example.com", "Hello")]
    assert {n.user_id for n in Notification.objects.all()} == {ADMIN, GRACE}
    assert len(aws.pushed) == 2  # the first two are one message


def test_a_message_about_an_article_that_is_not_published_comes_back(events, aws):
    event = publish(1)
    event["Records"] += sqs_event({"article_id": 2})["Records"]

    answer = events.article_published(event, None)

    failed = event["Records"][1]["messageId"]
    assert answer == {"batchItemFailures": [{"itemIdentifier": failed}]}
    publish(2)
    assert events.article_published(event, None) == {"batchItemFailures": []}


def test_a_message_about_an_article_that_is_gone_is_done(events, aws):
    event = publish()
    client_of(ADA).delete("/articles/1")

    assert events.article_published(event, None) == {"batchItemFailures": []}


@pytest.mark.parametrize("body", [{}, {"article_id": "1"}, "no JSON", [1]])
def test_a_message_that_is_none_is_not_taken_for_done(events, body):
    with pytest.raises(Exception, match=r"valid|JSON"):
        events.article_published(sqs_event(body), None)


@on_both
def test_after_a_crash_rows_are_written_and_e_mails_sent_again(
    events, aws, emails, monkeypatch
):
    client_of(GRACE).put("/users/1/follow")
    event, send = publish(), events.send_emails

    def crash(letters):
        send(letters)
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(events, "send_emails", crash)
        with pytest.raises(SystemExit):
            events.article_published(event, None)
    assert Notification.objects.count() == 0
    events.article_published(event, None)

    assert Notification.objects.count() == 1
    assert emails() == [("grace@example.com", "Hello")] * 2


# The bucket


def upload(events, key="articles/1/a b.png", number=1, **options):
    event = s3_event(key, **options)
    event["Records"][0]["s3"]["object"]["sequencer"] = f"{number:018X}"
    return events.attachment_uploaded(event, None)


def get_attachments(article_id=1):
    listed = client_of(ADA).get(f"/articles/{article_id}/attachments").json()
    return [(attachment["key"], attachment["size"]) for attachment in listed]


def test_an_upload_is_an_attachment_of_its_article(events):
    upload(events, "articles/1/ä+b\n.png", size=3)
    upload(events, "articles/2/c.png")

    assert get_attachments() == [("articles/1/ä+b\n.png", 3)]
    assert client_of(GRACE).get("/articles/9/attachments").status_code == 404


@pytest.mark.parametrize(
    "key", ["articles/9/a", "articles/1", "articles/1/", "articles/x/a", "pages/1/a"]
)
def test_a_file_of_no_article_is_none_of_ours(events, key):
    upload(events, key)

    assert Attachment.objects.count() == 0


@on_both
def test_the_newest_upload_wins_whatever_comes_last(events):
    for number, size in ((1, 10), (3, 30), (2, 20), (3, 31)):
        upload(events, number=number, size=size)

    assert get_attachments() == [("articles/1/a b.png", 30)]


def test_a_removed_file_does_not_come_back_with_old_news(events):
    upload(events, number=1)
    upload(events, number=3, event_name="ObjectRemoved:Delete")
    assert get_attachments() == []
    upload(events, number=2)
    assert get_attachments() == []
    upload(events, number=4, size=4)

    assert get_attachments() == [("articles/1/a b.png", 4)]


@on_both
def test_an_article_is_deleted_with_what_belongs_to_it(events, aws):
    client_of(GRACE).put("/users/1/follow")
    upload(events)
    events.article_published(publish(), None)

    assert client_of(ADA).delete("/articles/1").status_code == 204
    assert Attachment.objects.count() == Notification.objects.count() == 0


# Sockets


def connect(events, connection_id, token=None):
    offered = {"Sec-WebSocket-Protocol": f"bearer, {token}"} if token else {}
    event = websocket_event("$connect", headers=offered, connection_id=connection_id)
    return events.readers(event, None)


def test_connected_readers_are_told_of_a_published_article(events, aws):
    client_of(GRACE).put("/users/1/follow")
    welcomed = connect(events, "grace", get_json_web_token({"sub": GRACE}))
    assert connect(events, "anonymous") == {"statusCode": 200}
    connect(events, "left")
    events.readers(websocket_event("$disconnect", connection_id="left"), None)

    events.article_published(publish(), None)

    assert welcomed["headers"] == {"Sec-WebSocket-Protocol": "bearer"}
    news = {"article_id": 1, "title": "Hello"}
    assert sorted(aws.pushed, key=lambda pushed: pushed[0]) == [
        ("anonymous", {**news, "is_followed": False}),
        ("grace", {**news, "is_followed": True}),
    ]


@pytest.mark.parametrize("user_id", [None, 99])
def test_a_bad_token_does_not_connect(events, user_id):
    token = get_json_web_token({"sub": user_id}) if user_id else "a.b.c"

    assert connect(events, "eve", token)["statusCode"] == 401
    assert Connection.objects.count() == 0


def test_whatever_a_reader_says_keeps_the_connection_open(events):
    assert events.readers(websocket_event(body="still here"), None)["statusCode"] == 200


def test_a_connection_that_is_gone_is_forgotten_unless_it_may_be_about_to_open(
    events, aws
):
    aws.gone = {"new", "old"}
    connect(events, "new")
    Connection(id="old", created=now() - timedelta(hours=1)).save()

    events.article_published(publish(), None)

    assert [connection.id for connection in Connection.objects.all()] == ["new"]


def test_followers_get_their_e_mails_though_readers_can_not_be_told(
    events, aws, emails, caplog
):
    client_of(GRACE).put("/users/1/follow")
    connect(events, "reader")
    event, aws.is_away = publish(), True

    events.article_published(event, None)

    assert len(emails()) == 1
    assert "Readers were not told of article 1" in caplog.text


def test_without_a_websocket_followers_get_their_e_mails(events, aws, emails):
    client_of(GRACE).put("/users/1/follow")
    connect(events, "reader")

    with override_settings(WEBSOCKET_URL=None):
        events.article_published(publish(), None)

    assert len(emails()) == 1
    assert aws.pushed == []


# The template


def test_the_template_has_every_function_and_no_other(events):
    template = Path(handlers.__file__).with_name("serverless.yml").read_text("utf-8")
    there = {
        f"{module.__name__}.{name}"
        for module in (handlers, events, import_module("example_project.authorizer"))
        for name, value in vars(module).items()
        if hasattr(value, "handler_class")
    }

    assert {*re.findall(r"^ +handler: (\S+)$", template, re.MULTILINE)} == there
