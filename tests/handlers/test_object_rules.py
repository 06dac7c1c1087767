"""Rules about objects hold wherever objects are: found, listed, made and changed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pyverless.auth import (
    BasePermission,
    ClaimsUser,
    HasScope,
    IsAuthenticated,
    IsOwner,
    ReadOnly,
)
from pyverless.contrib.memory import Model
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import (
    BaseHandler,
    CreateHandler,
    DeleteHandler,
    ListCreateHandler,
    ListHandler,
    ListMixin,
    RetrieveHandler,
    RetrieveUpdateDeleteHandler,
    UpdateHandler,
)
from pyverless.pagination import CursorPagination
from pyverless.routing import App, path
from pyverless.test import Client, override_settings


class Note(Model):
    text: str
    author_id: int


class IsAdmin(BasePermission):
    def has_permission(self, handler):
        return handler.user is not None and handler.user.id == "1"


class IsAuthor(IsOwner):
    field = "author_id"
    message = "Only the author may do this."


RULES = [IsAdmin | IsAuthor]

ADMIN, ADA, GRACE = (ClaimsUser(name, {}) for name in "178")


@pytest.fixture(autouse=True)
def notes():
    for text, author_id in (("a", 7), ("b", 8), ("c", 7)):
        Note(text=text, author_id=author_id).save()
    yield Note.objects
    Note.objects.clear()


def serialize(note):
    return note.text


class About:
    model = Note
    serializer = staticmethod(serialize)
    permission_classes = RULES
    required_body_keys = ["text"]
    optional_body_keys = ["author_id"]


def client_of(base, user, route="/notes", **attributes):
    handler = type("Handler", (About, base), attributes)
    client = Client(handler, route=route)
    client.force_authenticate(user)
    return client


# Objects that are found


@pytest.mark.parametrize(
    ("user", "status"), [(ADMIN, 200), (ADA, 200), (GRACE, 403), (None, 401)]
)
@pytest.mark.parametrize(
    ("base", "method"),
    [(RetrieveHandler, "GET"), (UpdateHandler, "PATCH"), (DeleteHandler, "DELETE")],
)
def test_an_object_is_for_admins_and_its_owner(base, method, user, status):
    client = client_of(base, user, "/notes/{id}")

    response = client.request(method, "/notes/1", json={"text": "new"})

    done = 204 if method == "DELETE" else 200
    assert response.status_code == (done if status == 200 else status)
    if status == 403:
        assert response.json()["detail"] == "Only the author may do this."


@pytest.mark.parametrize("user", [GRACE, None])
def test_objects_can_be_hidden_from_who_may_not_have_them(user):
    client = client_of(RetrieveHandler, user, "/notes/{id}", hides_objects=True)

    refused, missing = client.get("/notes/1"), client.get("/notes/99")

    assert refused.status_code == missing.status_code == (404 if user else 401)
    assert refused.json() == missing.json() | {"instance": refused.json()["instance"]}


def test_a_rule_that_refuses_anonymous_callers_first_hides_nothing_from_them():
    rules = [IsAuthor]
    client = client_of(
        RetrieveHandler,
        None,
        "/notes/{id}",
        hides_objects=True,
        permission_classes=rules,
    )

    assert client.get("/notes/1").status_code == 401
    assert client.get("/notes/99").status_code == 401


def test_an_object_that_is_got_otherwise_must_be_checked():
    def get_object(self):
        return Note.objects.get(id=1)

    client = client_of(RetrieveHandler, GRACE, get_object=get_object)

    assert client.get("/notes").status_code == 500
    client.force_authenticate(ADMIN)
    assert client.get("/notes").status_code == 200


def test_an_object_that_is_got_otherwise_can_be_checked():
    def get_object(self):
        note = Note.objects.get(id=1)
        self.check_object_permissions(note)
        return note

    client = client_of(RetrieveHandler, GRACE, get_object=get_object)

    assert client.get("/notes").status_code == 403
    client.force_authenticate(ADA)
    assert client.get("/notes").json() == "a"


def test_an_object_that_was_not_checked_is_not_touched():
    """Not even where the store can't undo it."""
    rows = {"1": SimpleNamespace(author_id=8, delete=lambda: rows.clear())}

    class Handler(DeleteHandler):
        queryset = [*rows.values()]
        permission_classes = [IsAuthor]

        def get_object(self):
            return rows["1"]

    client = Client(Handler)
    client.force_authenticate(ADA)

    assert client.delete("/").status_code == 500
    assert rows


# Handlers without objects


def test_what_needs_an_object_is_never_answered_without(log, notes):
    class Handler(BaseHandler):
        model = Note
        permission_classes = RULES

        def perform_action(self):
            Note(text="left behind", author_id=8).save()
            return "secret"

    client = Client(Handler)
    client.force_authenticate(GRACE)
    response = client.get("/")

    assert response.status_code == 500
    assert "secret" not in response.text
    assert "left behind" not in [note.text for note in notes]
    assert "self.check_object_permissions(obj)" in log.text
    client.force_authenticate(ADMIN)
    assert client.get("/").json() == "secret"


def test_who_overrides_the_check_says_what_is_enough():
    class Handler(BaseHandler):
        permission_classes = [IsAuthor]

        def check_object_permissions(self, obj):
            """Leave it to the action."""

        def perform_action(self):
            return "done"

    client = Client(Handler)
    client.force_authenticate(GRACE)
    assert client.get("/").json() == "done"


# Lists


@pytest.mark.parametrize(("user", "texts"), [(ADMIN, "abc"), (ADA, "ac"), (GRACE, "b")])
@pytest.mark.parametrize("kind", ["model", "list", "function"])
def test_a_list_shows_what_the_caller_may_have(kind, user, texts):
    queryset = {
        "model": None,
        "list": [*Note.objects],
        "function": staticmethod(lambda: [*Note.objects]),
    }[kind]
    client = client_of(ListHandler, user, queryset=queryset)

    assert "".join(client.get("/notes").json()) == texts


def test_filters_and_pages_stay_within_what_the_caller_may_have():
    with override_settings(SECRET_KEY="a secret that is long enough for its work"):
        client = client_of(
            ListHandler,
            ADA,
            filter_fields=["author_id", "text"],
            pagination_class=CursorPagination,
        )

        assert client.get("/notes?author_id=8").json()["results"] == []
        assert client.get("/notes?text=b").json()["results"] == []
        page = client.get("/notes?limit=1").json()
        assert page["results"] == ["a"]
        after = page["next"].partition("/notes")[2]
        assert client.get(f"/notes{after}").json()["results"] == ["c"]
        client.force_authenticate(GRACE)
        assert client.get(f"/notes{after}").status_code == 400


def test_a_user_who_can_own_nothing_sees_nothing():
    client = client_of(ListHandler, ClaimsUser("nobody", {}))

    assert client.get("/notes").status_code == 404


@pytest.mark.parametrize(
    "rule", [IsAuthor | IsOwner("id"), ~IsAuthor, IsAdmin | ~IsAuthor]
)
@pytest.mark.parametrize("base", [ListHandler, ListCreateHandler])
def test_a_rule_that_can_not_limit_a_list_is_refused_during_init(base, rule):
    handler = type("Notes", (About, base), {"permission_classes": [rule]})

    with pytest.raises(ImproperlyConfigured, match="Notes is a list, of which"):
        handler.as_handler()


# New objects


def test_a_new_object_must_be_the_callers():
    client = client_of(CreateHandler, ADA)

    mine = client.post("/notes", json={"text": "d", "author_id": 7})
    others = client.post("/notes", json={"text": "e", "author_id": 8})

    assert (mine.status_code, others.status_code) == (201, 403)
    assert [note.text for note in Note.objects] == ["a", "b", "c", "d"]


def test_creating_without_the_check_is_undone(notes):
    def create_object(self, **data):
        note = Note(**data)
        note.save()
        return note

    client = client_of(CreateHandler, ADA, create_object=create_object)
    body = {"text": "d", "author_id": 8}

    assert client.post("/notes", json=body).status_code == 500
    assert notes.count() == 3
    client.force_authenticate(ADMIN)
    assert client.post("/notes", json=body).status_code == 201


def test_a_list_that_also_creates_asks_about_both():
    client = client_of(ListCreateHandler, ADA)

    assert client.get("/notes").json() == ["a", "c"]
    assert client.post("/notes", json={"text": "d", "author_id": 8}).status_code == 403


def test_a_list_does_not_vouch_for_what_is_created(notes):
    class Both(About, ListMixin, CreateHandler):
        def create_object(self, **data):
            note = Note(**data)
            note.save()
            return note

    client = Client(Both)
    client.force_authenticate(ADA)

    assert client.post("/", json={"text": "d", "author_id": 8}).status_code == 500
    assert notes.count() == 3


# Changed objects


@pytest.mark.parametrize("base", [UpdateHandler, RetrieveUpdateDeleteHandler])
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_nobody_gives_away_what_is_theirs(base, method, notes):
    client = client_of(base, ADA, "/notes/{id}")
    body = {"text": "by Grace", "author_id": 8}

    assert client.request(method, "/notes/1", json=body).status_code == 403
    assert (notes.get(id=1).text, notes.get(id=1).author_id) == ("a", 7)
    client.force_authenticate(ADMIN)
    assert client.request(method, "/notes/1", json=body).status_code == 200
    assert notes.get(id=1).author_id == 8


def test_an_update_of_ones_own_gives_nothing_away_either(notes):
    def update_object(self, obj, data):
        obj.author_id = data["author_id"]
        obj.save()
        return obj

    client = client_of(UpdateHandler, ADA, "/notes/{id}", update_object=update_object)

    assert client.patch("/notes/1", json={"author_id": 8}).status_code == 403
    assert notes.get(id=1).author_id == 7
    assert client.patch("/notes/1", json={"author_id": 7}).status_code == 200


def test_a_rule_about_a_state_may_be_left_by_a_change(notes):
    class IsDraft(BasePermission):
        def has_object_permission(self, handler, obj):
            return obj.text != "published"

    client = client_of(UpdateHandler, ADA, "/notes/{id}", permission_classes=[IsDraft])
    body = {"text": "published"}

    assert client.patch("/notes/1", json=body).status_code == 200
    assert client.patch("/notes/1", json=body).status_code == 403


# What is declared


def test_each_side_of_an_and_has_its_message():
    rules = [IsAuthenticated & IsAuthor]
    client = client_of(RetrieveHandler, GRACE, "/notes/{id}", permission_classes=rules)

    assert client.get("/notes/1").json()["detail"] == "Only the author may do this."


def test_everybody_reads_and_the_owner_writes(gateway):
    class Handler(About, RetrieveUpdateDeleteHandler):
        permission_classes = [ReadOnly | IsAuthor]

    client = Client(App([path("/notes/{id}", Handler)]), gateway)

    assert client.get("/notes/1").status_code == 200
    assert client.delete("/notes/1").status_code == 401
    client.force_authenticate(GRACE)
    assert client.delete("/notes/1").status_code == 403
    client.force_authenticate(ADA)
    assert client.delete("/notes/1").status_code == 204


def test_a_missing_scope_is_named_in_the_challenge(gateway):
    class Handler(BaseHandler):
        permission_classes = [HasScope("notes:write")]

        def perform_action(self):
            return "done"

    client = Client(Handler, gateway)
    client.force_authenticate(ClaimsUser("7", {"scope": "notes:read"}))
    response = client.get("/")

    assert response.status_code == 403
    assert response.json()["code"] == "insufficient_scope"
    assert response.headers["WWW-Authenticate"] == (
        'Bearer error="insufficient_scope", scope="notes:write"'
    )
    client.force_authenticate(ClaimsUser("7", {"scope": "notes:read notes:write"}))
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("value", [IsAuthenticated, "pyverless.auth.IsAuthenticated"])
@pytest.mark.parametrize("name", ["permission_classes", "authentication_classes"])
def test_what_should_be_a_list_is_shown_as_one(name, value):
    attributes = {"permission_classes": [IsAuthenticated]} | {name: value}
    handler = type("Handler", (BaseHandler,), attributes)

    with pytest.raises(ImproperlyConfigured, match=rf"{name} is .* Set it to a list"):
        handler.as_handler()


@pytest.mark.parametrize("value", [object(), HasScope, int])
def test_what_is_no_permission_is_refused_during_init(value):
    handler = type("Handler", (BaseHandler,), {"permission_classes": [value]})

    with pytest.raises((ImproperlyConfigured, TypeError)):
        handler.as_handler()
