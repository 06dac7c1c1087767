"""Models of Django behind the generic handlers, with nothing of ours in between."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import django
import pytest
from django.conf import settings as django_settings
from marshmallow import Schema, fields

from pyverless.config import override_settings
from pyverless.exceptions import BadRequestError, ConflictError
from pyverless.handlers import (
    AuthorizationMixin,
    ConditionalMixin,
    CreateHandler,
    DeleteHandler,
    ListCreateHandler,
    ListHandler,
    RetrieveHandler,
    RetrieveUpdateDeleteHandler,
    UpdateHandler,
)
from pyverless.pagination import (
    CursorPagination,
    LimitOffsetPagination,
    PageNumberPagination,
)
from pyverless.routing import App, path
from pyverless.serializers import Serializer
from pyverless.test import Client

# Once in a process, with this module as the app.
django_settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "unset"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[__name__],
    LOGGING_CONFIG=None,
    USE_TZ=True,
)
django.setup()

from django.db import (  # noqa: E402
    IntegrityError,
    close_old_connections,
    connection,
    models,
    transaction,
)
from django.test.utils import CaptureQueriesContext  # noqa: E402

NOON = datetime(2024, 5, 17, 12, tzinfo=UTC)


# As in docs/stores.rst


@contextmanager
def unit_of_work():
    """A transaction, in a connection that is not older than CONN_MAX_AGE."""
    close_old_connections()
    with transaction.atomic():
        yield


class Manager(models.Manager):
    atomic = staticmethod(unit_of_work)


class BaseModel(models.Model):
    objects = Manager()

    class Meta:
        abstract = True


EXCEPTION_MAP = {
    "django.db.IntegrityError": "pyverless.exceptions.ConflictError",
    "django.db.DataError": "pyverless.exceptions.BadRequestError",
    "django.db.OperationalError": "pyverless.exceptions.ServiceUnavailableError",
    "django.db.InterfaceError": "pyverless.exceptions.ServiceUnavailableError",
}


# Models and handlers


class Author(BaseModel):
    name = models.CharField(max_length=50, unique=True)


class Article(BaseModel):
    id = models.UUIDField(primary_key=True, default=uuid4)
    title = models.CharField(max_length=50)
    status = models.CharField(max_length=10, default="draft")
    views = models.IntegerField(default=0)
    rating = models.FloatField(null=True)
    is_open = models.BooleanField(default=False)
    created = models.DateTimeField(default=NOON)
    author = models.ForeignKey(Author, models.PROTECT, null=True)


class AuthorSchema(Schema):
    name = fields.String()


class ArticleSchema(Schema):
    id = fields.UUID(dump_only=True)
    title = fields.String(required=True)
    status = fields.String()
    views = fields.Integer()
    author = fields.Nested(AuthorSchema, dump_only=True, allow_none=True)


class ArticleList(ListCreateHandler):
    model = Article
    serializer = ArticleSchema
    location = "/articles/{id}"
    limit = 2
    ordering = "title"
    ordering_fields = ["title", "views", "created"]
    filter_fields = [
        "status",
        "status__in",
        "views",
        "views__gt",
        "views__gte",
        "views__lt",
        "views__lte",
        "views__in",
        "rating__isnull",
        "is_open",
        "created__gte",
        "title__contains",
        "title__icontains",
        "title__startswith",
        "author__name",
        "id",
    ]

    def get_queryset(self):
        return super().get_queryset().select_related("author")


class ArticleDetail(ConditionalMixin, RetrieveUpdateDeleteHandler):
    model = Article
    serializer = ArticleSchema


class AuthorCreate(CreateHandler):
    model = Author
    required_body_keys = ["name"]


class AuthorRetrieve(RetrieveHandler):
    model = Author
    serializer = Serializer(include=["id", "name"])


class AuthorUpdate(UpdateHandler):
    model = Author
    required_body_keys = ["name"]


class AuthorDelete(DeleteHandler):
    model = Author


API = App(
    [
        path("/articles", ArticleList),
        path("/articles/{id}", ArticleDetail),
        path("/authors", AuthorCreate),
        path("/authors/{id}", AuthorRetrieve, AuthorUpdate, AuthorDelete),
    ]
)
client = Client(API)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    connection.settings_dict["NAME"] = tmp_path_factory.mktemp("django") / "db.sqlite3"
    with connection.schema_editor() as editor:
        editor.create_model(Author)
        editor.create_model(Article)
    yield
    connection.close()


@pytest.fixture(autouse=True)
def empty(tables):
    with override_settings(
        EXCEPTION_MAP=EXCEPTION_MAP, SECRET_KEY="a secret for nothing but these tests"
    ):
        yield
    Article.objects.all().delete()
    Author.objects.all().delete()


@pytest.fixture
def article():
    return Article.objects.create(title="Hello", views=3)


@contextmanager
def captured():
    """The statements on rows that are run meanwhile."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as context:
        yield found
    words = ("SELECT", "INSERT", "UPDATE", "DELETE")
    found += [q["sql"] for q in context if q["sql"].startswith(words)]


def titles(response):
    assert response.status_code == 200, response.text
    body = response.json()
    return [each["title"] for each in (body if type(body) is list else body["results"])]


# One object


def test_create_inserts_a_row_and_tells_where_it_is():
    with captured() as statements:
        response = client.post("/articles", json={"title": "New"})

    assert response.status_code == 201
    new = Article.objects.get()
    assert response.json()["id"] == str(new.id)
    assert response.headers["Location"].endswith(f"/articles/{new.id}")
    assert [sql.split()[0] for sql in statements] == ["INSERT"]


def test_retrieve_is_one_query():
    author = Author.objects.create(name="Ada")

    with captured() as statements:
        response = client.get(f"/authors/{author.id}")

    assert response.json() == {"id": author.id, "name": "Ada"}
    assert len(statements) == 1


@pytest.mark.parametrize(
    "target",
    [
        f"/articles/{uuid4()}",
        "/articles/1",
        "/articles/no-uuid",
        "/articles/%00",
        "/authors/1",
        "/authors/one",
        "/authors/1.5",
        "/authors/-1",
        f"/authors/{'9' * 40}",
        f"/authors/{'9' * 5000}",
    ],
)
def test_a_key_that_no_object_has_is_a_404(target):
    for method in ("GET", "DELETE"):
        assert client.request(method, target).status_code == 404
    body = {"title": "a"} if "articles" in target else {"name": "a"}
    assert client.put(target, json=body).status_code == 404


def test_put_and_patch_write_only_the_columns_that_are_sent(article):
    target = f"/articles/{article.id}"

    with captured() as statements:
        response = client.patch(target, json={"views": 4})

    assert response.json()["views"] == 4
    assert [sql.split()[0] for sql in statements] == ["SELECT", "UPDATE"]
    written = statements[1].partition(" SET ")[2].partition(" WHERE ")[0]
    assert written == '"views" = 4'
    assert client.put(target, json={"title": "Bye"}).json()["title"] == "Bye"
    article.refresh_from_db()
    assert (article.title, article.views) == ("Bye", 4)


def test_a_save_of_ones_own_may_hand_on_what_it_takes(article, monkeypatch):
    real = Article.save

    class Proxy(Article):
        class Meta:
            proxy = True

        def save(self, *args, **kwargs):
            saved.append(kwargs)
            return real(self, *args, **kwargs)

    saved: list[dict] = []
    handler = ArticleDetail.as_handler(model=Proxy)

    response = Client(handler, route="/{id}").patch(f"/{article.id}", json={"views": 4})

    assert response.status_code == 200
    assert saved == [{"update_fields": ["views"]}]


@pytest.mark.parametrize(("known", "status"), [(True, 200), (False, 409)])
def test_a_foreign_key_can_be_set_by_its_id(article, known, status):
    author = Author.objects.create(name="Ada")
    handler = UpdateHandler.as_handler(
        model=Article,
        optional_body_keys=["author_id"],
        serializer=Serializer(include=["author_id"]),
    )
    body = {"author_id": author.id if known else author.id + 1}

    response = Client(handler, route="/{id}").patch(f"/{article.id}", json=body)

    article.refresh_from_db()
    assert response.status_code == status
    assert article.author == (author if known else None)


def test_nothing_sent_is_nothing_written(article):
    with captured() as statements:
        response = client.patch(f"/articles/{article.id}", json={})

    assert response.status_code == 200
    assert [sql.split()[0] for sql in statements] == ["SELECT"]


def test_delete_deletes(article):
    response = client.delete(f"/articles/{article.id}")

    assert (response.status_code, response.content) == (204, b"")
    assert not Article.objects.exists()


def test_a_model_may_have_another_manager(article):
    with override_settings(MODEL_MANAGER="_default_manager"):
        assert titles(client.get("/articles")) == ["Hello"]


# Errors of the database


def test_what_is_not_unique_is_a_409():
    assert client.post("/authors", json={"name": "Ada"}).status_code == 201

    response = client.post("/authors", json={"name": "Ada"})

    assert (response.status_code, response.json()["code"]) == (409, "conflict")
    assert Author.objects.count() == 1


def test_a_class_can_name_the_field_that_is_at_fault():
    class Handler(AuthorCreate):
        def create_object(self, **data):
            try:
                return super().create_object(**data)
            except IntegrityError as exc:
                raise ConflictError("This name is taken.", field="name") from exc

    Author.objects.create(name="Ada")

    response = Client(Handler).post("/", json={"name": "Ada"})

    assert response.status_code == 409
    assert response.json()["errors"][0]["pointer"] == "#/name"


def test_what_others_refer_to_is_a_409():
    author = Author.objects.create(name="Ada")
    Article.objects.create(title="a", author=author)

    assert client.delete(f"/authors/{author.id}").status_code == 409
    assert Author.objects.count() == 1


def test_a_table_that_can_not_be_reached_is_a_503(monkeypatch, tmp_path):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", tmp_path / "none" / "db")

    response = client.get("/authors/1")

    monkeypatch.undo()
    assert response.status_code == 503
    assert client.get("/authors/1").status_code == 404


# Lists


@pytest.fixture
def articles():
    ada = Author.objects.create(name="Ada")
    for number, title in enumerate(["One", "Two", "Three", "Four", "Five"], 1):
        Article.objects.create(
            title=title,
            status="live" if number % 2 else "draft",
            views=number,
            rating=1.5 if number == 2 else None,
            is_open=number == 3,
            created=NOON + timedelta(days=number),
            author=ada if number < 3 else None,
        )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Five", "Four", "One", "Three", "Two"]),
        ("status=draft", ["Four", "Two"]),
        ("status__in=draft,live&views__lte=2", ["One", "Two"]),
        ("views=3", ["Three"]),
        ("views__gt=4", ["Five"]),
        ("views__gte=4", ["Five", "Four"]),
        ("views__lt=2", ["One"]),
        ("views__in=1,5", ["Five", "One"]),
        ("views__in=", None),
        ("rating__isnull=false", ["Two"]),
        ("rating__isnull=true&views__gt=4", ["Five"]),
        ("is_open=True", ["Three"]),
        ("is_open=true", ["Three"]),
        ("is_open=false&views__gt=4", ["Five"]),
        ("created__gte=2024-05-22T12:00:00Z", ["Five"]),
        ("created__gte=2024-05-22T14:00:00%2B02:00", ["Five"]),
        ("title__contains=iv", ["Five"]),
        ("title__icontains=F", ["Five", "Four"]),
        ("title__startswith=T", ["Three", "Two"]),
        ("author__name=Ada", ["One", "Two"]),
        (f"views={'9' * 30}", []),
        ("ordering=-views", ["Five", "Four", "Three", "Two", "One"]),
        ("ordering=views&status=live", ["One", "Three", "Five"]),
    ],
)
def test_filters_and_the_order_are_those_of_django(articles, query, expected):
    response = client.get(f"/articles?limit=10&{query}")

    if expected is None:
        assert response.status_code == 400
    else:
        assert titles(response) == expected


@pytest.mark.parametrize(
    "query",
    [
        "views=many",
        "views__gt=1.5x",
        "views__in=1,b",
        "rating__isnull=maybe",
        "is_open=maybe",
        "created__gte=yesterday",
        "id=no-uuid",
        "ordering=status",
        "nope=1",
    ],
)
def test_a_value_that_a_field_can_not_have_is_a_400_naming_it(articles, query):
    response = client.get(f"/articles?{query}")

    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_a_field_that_there_is_not_is_a_mistake_of_ours(log):
    handler = ArticleList.as_handler(filter_fields=["colour"])

    assert Client(handler).get("/articles?colour=red").status_code == 500
    assert "Cannot resolve keyword 'colour' into field" in log.text


@pytest.mark.parametrize("pagination", [None, LimitOffsetPagination, CursorPagination])
def test_a_page_is_one_query_with_all_that_is_serialized(articles, pagination):
    handler = ArticleList.as_handler(pagination_class=pagination)

    with captured() as statements:
        response = Client(handler).get("/articles?limit=2&author__name=Ada")

    assert titles(response) == ["One", "Two"]
    (statement,) = statements
    assert " LIMIT 3" in statement
    assert " JOIN " in statement


@pytest.mark.parametrize("pagination", [LimitOffsetPagination, PageNumberPagination])
def test_a_count_is_asked_for_only_where_it_is_wanted(articles, pagination):
    class Counted(pagination):
        with_count = True

    handler = ArticleList.as_handler(pagination_class=Counted)

    with captured() as statements:
        response = Client(handler).get("/articles?status=live")

    assert response.json()["count"] == 3
    assert [("COUNT(" in sql) for sql in statements] == [False, True]


@pytest.mark.parametrize(
    "pagination",
    [LimitOffsetPagination, PageNumberPagination, CursorPagination],
)
@pytest.mark.parametrize(
    "ordering", ["title", "-title", "-views", "created", "status", "-status"]
)
def test_all_pages_together_are_the_list(articles, pagination, ordering):
    handler = ArticleList.as_handler(
        pagination_class=pagination, ordering_fields=[ordering.removeprefix("-")]
    )
    key = ordering.removeprefix("-")
    everything = Article.objects.order_by(ordering, "id").values_list("title", key)

    found, target = [], f"/articles?ordering={ordering}"
    while target:
        response = Client(handler).get(target)
        found += titles(response)
        target = response.json()["next"]
        target = target and f"/articles?{target.partition('?')[2]}"

    values = dict(everything)
    assert sorted(found) == sorted(values)
    assert [values[t] for t in found] == [value for _, value in everything]


def test_a_walk_by_cursor_misses_and_repeats_nothing_that_stays(articles):
    class Handler(ListHandler):
        model = Article
        serializer = Serializer(include=["title"])
        pagination_class = CursorPagination
        ordering = "-created"
        limit = 2

    first = Client(Handler).get("/")
    Article.objects.create(title="Newest", created=NOON + timedelta(days=9))
    Article.objects.filter(title="Four").delete()
    second = Client(Handler).get(f"/?{first.json()['next'].partition('?')[2]}")

    assert titles(first) + titles(second) == ["Five", "Four", "Three", "Two"]


def test_a_cursor_that_is_none_is_a_400(articles):
    handler = ArticleList.as_handler(pagination_class=CursorPagination)

    assert Client(handler).get("/articles?cursor=abc").status_code == 400


def test_a_declared_queryset_is_asked_again_by_every_invocation(articles):
    class Drafts(ListHandler):
        queryset = Article.objects.filter(status="draft").order_by("title")
        serializer = Serializer(include=["title"])

    handler = Client(Drafts)
    assert titles(handler.get("/")) == ["Four", "Two"]

    Article.objects.create(title="New")

    assert titles(handler.get("/")) == ["Four", "New", "Two"]


# Units of work


def test_what_an_action_wrote_before_it_failed_is_taken_back():
    class Handler(CreateHandler):
        model = Author
        required_body_keys = ["name"]

        def create_object(self, **data):
            super().create_object(**data)
            raise BadRequestError("Not this one.")

    assert Client(Handler).post("/", json={"name": "Ada"}).status_code == 400
    assert not Author.objects.exists()


def test_what_can_not_be_answered_is_not_committed():
    handler = AuthorCreate.as_handler(serializer=lambda author: object())

    assert Client(handler).post("/", json={"name": "Ada"}).status_code == 500
    assert not Author.objects.exists()


# Conditions


def test_a_change_under_a_condition_asks_django_for_a_lock(article, monkeypatch):
    locked = []
    real = models.QuerySet.select_for_update

    def select_for_update(self, *args, **kwargs):
        locked.append(self.model)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(models.QuerySet, "select_for_update", select_for_update)
    target = f"/articles/{article.id}"
    etag = client.get(target).headers["ETag"]
    client.patch(target, json={"views": 1})
    assert locked == []

    refused = client.patch(target, json={"views": 2}, headers={"If-Match": etag})
    etag = client.get(target).headers["ETag"]
    taken = client.patch(target, json={"views": 2}, headers={"If-Match": etag})

    assert (refused.status_code, taken.status_code) == (412, 200)
    assert locked == [Article, Article]
    article.refresh_from_db()
    assert article.views == 2


# Users


def test_users_are_looked_up_in_a_model_of_django():
    class Me(AuthorizationMixin, RetrieveHandler):
        model = Author
        serializer = Serializer(include=["name"])

        def get_object(self):
            return self.user

    author = Author.objects.create(name="Ada")
    with override_settings(USER_MODEL=Author):
        me = Client(Me, "http2")
        claims = {"jwt": {"claims": {"sub": str(author.id)}}}
        assert me.get("/", authorizer=claims).json() == {"name": "Ada"}
        claims = {"jwt": {"claims": {"sub": "nobody"}}}
        assert me.get("/", authorizer=claims).status_code == 401


def test_nothing_here_configures_logging():
    assert logging.getLogger("django").handlers == []
