"""Objects of others, and fields that are nobody's business, by every way there is."""

from __future__ import annotations

import pytest

from example_project.models import Article, User
from example_project.seed import ADMIN_EMAIL, ADMIN_PASSWORD
from pyverless.auth import ClaimsUser, IsAuthenticated, IsOwner
from pyverless.contrib.memory import Model
from pyverless.crypto import check_password
from pyverless.handlers import (
    AuthorizationMixin,
    ConditionalMixin,
    CreateHandler,
    DeleteHandler,
    ListHandler,
    RetrieveHandler,
    RetrieveUpdateDeleteHandler,
    UpdateHandler,
)
from pyverless.pagination import CursorPagination
from pyverless.routing import App, path
from pyverless.test import override_settings
from tests.attacks.strict import StrictClient

SECRET = "a secret of the attacks, long enough for HS256"
ADA, EVE = ClaimsUser("7", {}), ClaimsUser("8", {})
GRACE = {"email": "grace@example.com", "password": "a long password"}


class Note(Model):
    text: str
    owner_id: int
    version: int = 1
    is_public: bool = False


class About:
    model = Note
    serializer = staticmethod(lambda note: {"id": note.id, "text": note.text})
    permission_classes = [IsAuthenticated, IsOwner]
    optional_body_keys = ["text", "owner_id"]


class Notes(About, AuthorizationMixin, ListHandler):
    filter_fields = ["text", "owner_id", "text__startswith"]
    ordering_fields = ["text"]
    pagination_class = CursorPagination


class OtherNotes(Notes):
    pass


class Create(About, AuthorizationMixin, CreateHandler):
    location = "/notes/{id}"


class Detail(About, AuthorizationMixin, ConditionalMixin, RetrieveUpdateDeleteHandler):
    pass


class Hidden(Detail):
    hides_objects = True


@pytest.fixture
def notes():
    with override_settings(SECRET_KEY=SECRET, USER_MODEL=None):
        for text, owner_id in (("a", 7), ("b", 7), ("c", 8), ("d", 8)):
            Note(text=text, owner_id=owner_id).save()
        yield Note.objects
    Note.objects.clear()


@pytest.fixture
def app(notes):
    return App(
        [
            path("/notes", Notes, Create),
            path("/others", OtherNotes),
            path("/notes/{id}", Detail),
            path("/hidden/{id}", Hidden),
        ]
    )


@pytest.fixture
def eve(app, gateway):
    """Eve's client: notes 1 and 2 are Ada's, 3 and 4 hers."""
    client = StrictClient(app, gateway)
    client.force_authenticate(EVE)
    return client


@pytest.fixture
def eve_at_one_front(app):
    """Eve's client, for what fronts can't change."""
    client = StrictClient(app, "http2")
    client.force_authenticate(EVE)
    return client


def state(notes):
    return [(note.id, note.text, note.owner_id, note.version) for note in notes]


# One object of somebody else

WRITES = [("PUT", {"text": "x"}), ("PATCH", {"text": "x"}), ("DELETE", None)]
CONDITIONS = [
    {},
    {"If-Match": "*"},
    {"If-Match": '"nonsense"'},
    {"If-None-Match": "*"},
    {"If-None-Match": '"nonsense"'},
    {"If-Modified-Since": "Thu, 01 Jan 2037 00:00:00 GMT"},
    {"If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
]


@pytest.mark.parametrize(
    "method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"], ids=str.lower
)
def test_no_condition_tells_anything_of_an_object_of_others(eve, notes, method):
    before = state(notes)
    app = eve.function
    with_tag = StrictClient(app, eve.gateway)
    with_tag.force_authenticate(ADA)
    etag = with_tag.get("/notes/1").headers["ETag"]

    answers = []
    for headers in [*CONDITIONS, {"If-Match": etag}, {"If-None-Match": etag}]:
        response = eve.request(method, "/notes/1", json={"text": "x"}, headers=headers)
        answers.append((response.status_code, response.headers.get("ETag")))

    assert {*answers} == {(403, None)}
    assert state(notes) == before


@pytest.mark.parametrize(
    "method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"], ids=str.lower
)
def test_a_hidden_object_answers_as_one_that_is_not_there(eve, method):
    def answers(target):
        for headers in CONDITIONS:
            response = eve.request(method, target, json={"text": 1}, headers=headers)
            body = response.json() if response.content else {}
            headers = [n for n in response.headers if n.lower() != "content-length"]
            yield response.status_code, headers, body | {"instance": None}

    assert [*answers("/hidden/1")] == [*answers("/hidden/99")]
    assert {status for status, _, _ in answers("/hidden/1")} == {404}


@pytest.mark.parametrize(
    "name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method"]
)
def test_the_method_is_the_one_of_the_request(eve, notes, name):
    before = state(notes)

    for target in ("/notes/3", f"/notes/3?{name}=DELETE"):
        assert eve.get(target, headers={name: "DELETE"}).status_code == 200
    assert eve.get("/notes/1", headers={name: "OPTIONS"}).status_code == 403
    assert state(notes) == before


@pytest.mark.parametrize("name", ["X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Uri"])
def test_the_path_is_the_one_of_the_request(eve, name):
    assert eve.get("/notes/1", headers={name: "/notes/3"}).status_code == 403
    assert eve.get("/notes/3", headers={name: "/notes/1"}).json()["text"] == "c"


@pytest.mark.parametrize(
    "target",
    [
        "/notes/%31",
        "/notes/01",
        "/notes/1/",
        "//notes/1",
        "/notes//1",
        "/./notes/1",
        "/notes/3/../1",
        "/notes/3%2F..%2F1",
        "/notes/1%2F..",
        "/notes/1%00",
        "/notes/1%20",
        "/notes/1;id=3",
        "/notes/1?id=3",
        "/notes/%2531",
        "/NOTES/1",
        "/notes/%EF%BC%91",
        "/notes/1#3",
    ],
)
def test_no_spelling_of_a_path_leads_to_an_object_of_others(eve, notes, target):
    before = state(notes)

    for method, body in [("GET", None), *WRITES]:
        response = eve.request(method, target, json=body)
        assert response.status_code in (403, 404, 405)
    assert state(notes) == before


# Fields that decide who owns what


@pytest.mark.parametrize(
    "body",
    [
        '{"text": "x", "owner_id": 7}',
        '{"text": "x", "owner_id": "7"}',
        '{"text": "x", "owner_id": 8, "owner_id": 7}',
        '{"text": "x", "owner\\u005fid": 7}',
        '{"text": "x", "owner_id": null}',
        '{"text": "x", "owner_id": [8, 7]}',
        '{"text": "x", "owner_id": true}',
    ],
)
def test_nobody_makes_an_object_in_the_name_of_others(eve_at_one_front, notes, body):
    before = state(notes)
    headers = {"Content-Type": "application/json"}

    response = eve_at_one_front.post("/notes", body=body, headers=headers)

    assert response.status_code in (400, 403)
    assert state(notes) == before


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize(
    "body",
    [
        {"owner_id": 7},
        {"owner_id": "7"},
        {"owner_id": None},
        {"id": 1},
        {"version": 9},
        {"is_public": True},
        {"__class__": "x"},
        {"objects": "x"},
        {"save": "x"},
        {"owner_id ": 7},
        {"OWNER_ID": 7},
        {"text": "x", "owner": {"id": 7}},
    ],
    ids=str,
)
def test_nobody_changes_a_field_that_is_not_theirs_to_change(
    eve_at_one_front, notes, method, body
):
    before = state(notes)

    response = eve_at_one_front.request(method, "/notes/3", json=body)

    assert response.status_code in (400, 403)
    assert state(notes) == before


# Lists


@pytest.mark.parametrize(
    "query",
    [
        "",
        "owner_id=7",
        "owner_id=7&owner_id=8",
        "owner_id=8&owner_id=7",
        "owner_id=",
        "text=a",
        "text__startswith=a",
        "ordering=-text&limit=100",
    ],
)
def test_no_query_shows_objects_of_others(eve_at_one_front, query):
    response = eve_at_one_front.get(f"/notes?{query}")

    if response.status_code == 200:
        assert {note["text"] for note in response.json()["results"]} <= {*"cd"}
    else:
        assert response.status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "is_public=true",
        "version=1",
        "text__contains=a",
        "owner_id__gte=0",
        "owner__id=7",
        "ordering=owner_id",
        "ordering=-version",
        "ordering=text,version",
        "q=a",
        "id=1",
    ],
)
def test_no_field_is_asked_for_that_is_not_declared(eve_at_one_front, query):
    response = eve_at_one_front.get(f"/notes?{query}")

    assert response.status_code == 400


def test_the_number_of_objects_is_that_of_the_callers(eve_at_one_front):
    page = eve_at_one_front.get("/notes?limit=1").json()

    assert page.get("count", 2) == 2


def test_a_cursor_is_good_for_its_user_and_its_list_only(eve, app):
    page = eve.get("/notes?limit=1").json()
    query = page["next"].partition("?")[2]
    ada = StrictClient(app, eve.gateway)

    assert eve.get(f"/notes?{query}").json()["results"][0]["text"] == "d"
    assert eve.get(f"/others?{query}").status_code == 400
    assert eve.get(f"/notes?{query}&text=c").status_code == 400
    assert ada.get(f"/notes?{query}").status_code == 401
    ada.force_authenticate(ADA)
    assert ada.get(f"/notes?{query}").status_code == 400


# The example


@pytest.fixture
def grace(client):
    """A client of the example, as a user who has written nothing."""
    client.post("/users", json=GRACE)
    token = client.post("/login", json=GRACE).json()["access_token"]
    client.credentials(Authorization=f"Bearer {token}")
    return client


@pytest.mark.parametrize(
    "headers", [{}, {"If-Match": '"1"'}, {"If-Match": '"2"'}, {"If-None-Match": "*"}]
)
@pytest.mark.parametrize(("method", "body"), WRITES)
def test_an_article_of_others_stays_as_it_is(grace, method, body, headers):
    if method == "PUT":
        body = {"title": "x", "text": "x"}

    response = grace.request(method, "/articles/1", json=body, headers=headers)

    article = Article.objects.get(id=1)
    assert response.status_code == 403
    assert (article.title, article.version) == ("Hello", 1)


@pytest.mark.parametrize("name", ["id", "author_id", "created", "version"])
def test_an_article_takes_no_field_that_is_worked_out(grace, name):
    body = {"title": "x", "text": "x"}
    created = grace.post("/articles", json=body).json()
    where = f"/articles/{created['id']}"

    for method, target in (("POST", "/articles"), ("PUT", where), ("PATCH", where)):
        response = grace.request(method, target, json=body | {name: 1})
        assert response.status_code == 400
        assert response.json()["errors"][0]["pointer"] == f"#/{name}"
    assert grace.get(where).json() == created


@pytest.mark.parametrize("field", [{"is_admin": True}, {"id": 2}, {"articles": []}])
def test_nobody_registers_with_rights(client, field):
    assert client.post("/users", json=GRACE | field).status_code == 400
    assert User.objects.filter(email=GRACE["email"]).count() == 0


@pytest.mark.parametrize(
    "query",
    [
        "password__startswith=pbkdf2",
        "author__password__startswith=p",
        "author__is_admin=true",
        "version=1",
        "ordering=version",
        "ordering=author__password",
    ],
)
def test_no_list_of_the_example_tells_what_is_not_shown(client, query):
    assert client.get(f"/articles?{query}").status_code == 400


@pytest.mark.parametrize("query", ["ordering=password", "email=a", "is_admin=true"])
def test_not_even_administrators_ask_for_passwords(client, query):
    admin = {"email": ADMIN_EMAIL, "password": ADMIN_PASSWORD}
    token = client.post("/login", json=admin).json()["access_token"]
    client.credentials(Authorization=f"Bearer {token}")

    assert client.get("/users").status_code == 200
    assert client.get(f"/users?{query}").status_code == 400


@pytest.mark.parametrize(
    "email",
    ["ada@example.com", "ADA@example.com", "ada@EXAMPLE.com", "ada@example.com "],
)
def test_nobody_registers_over_somebody_else(client, email):
    before = User.objects.get(id=1).password
    client.post("/users", json=GRACE | {"email": email})

    assert User.objects.get(id=1).password == before
    assert not check_password(GRACE["password"], before)
    login = {"email": "ada@example.com", "password": GRACE["password"]}
    assert client.post("/login", json=login).status_code == 401


@pytest.mark.parametrize(
    "target",
    [
        "/articles/%31",
        "//articles/1",
        "/articles/1/",
        "/articles/1%2F..",
        "/articles/01",
    ],
)
def test_no_spelling_of_a_path_changes_an_article_of_others(grace, target):
    for method in ("PATCH", "DELETE"):
        response = grace.request(method, target, json={"title": "x"})
        assert response.status_code in (403, 404)
    assert Article.objects.get(id=1).title == "Hello"


@pytest.mark.parametrize("base", [RetrieveHandler, UpdateHandler, DeleteHandler])
def test_a_front_that_names_another_parameter_gets_no_other_object(notes, base):
    """What is not in the path can't choose the object."""
    handler = type("Handler", (About, AuthorizationMixin, base), {})
    client = StrictClient(handler, route="/notes/{id}")
    client.force_authenticate(EVE)
    method = handler.allowed_methods[0]

    response = client.request(method, "/notes/1?id=3&pk=3", json={"text": "x"})

    assert response.status_code == 403
