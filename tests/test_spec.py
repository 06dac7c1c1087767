"""The handlers that the documentation has always shown, written as it shows them."""

from __future__ import annotations

import pytest

from pyverless.contrib.memory import Model
from pyverless.handlers import (
    AuthorizationMixin,
    BaseHandler,
    CreateHandler,
    DeleteHandler,
    ListHandler,
    ListMixin,
    ObjectMixin,
    RequestBodyMixin,
    RetrieveHandler,
    S3FileMixin,
    SQSMessagesMixin,
    UpdateHandler,
)
from pyverless.test import Client, http_event, override_settings, s3_event, sqs_event

# The fronts that tell a function its path parameters.
WITH_PARAMETERS = pytest.mark.parametrize("gateway", ["rest", "http1", "http2"])


class MyUserClass(Model):
    email: str
    password: str = ""
    title: str = ""
    body: str = ""


def serialize_user(user):
    return {"id": user.id, "email": user.email, "title": user.title}


user_serializer = serialize_user

only_some_users = MyUserClass.objects.filter(email="grace@example.com")


@pytest.fixture(autouse=True)
def users():
    MyUserClass(email="ada@example.com").save()
    MyUserClass(email="grace@example.com").save()
    yield MyUserClass.objects
    MyUserClass.objects.clear()


@pytest.fixture
def ada(users):
    return users.get(email="ada@example.com")


# fmt: off

class MyHandler(BaseHandler):
    pass
_myHandler = MyHandler.as_handler()  # noqa: N816


class UserCreateHandler(CreateHandler):
    model = MyUserClass # MyUserClass(k1=v1, k2=v2, ...) for each k,v on body
    required_body_keys = ['email', 'password']


class UserRetrieveHandler(RetrieveHandler):
    model = MyUserClass
    serializer = serialize_user


class UserUpdateHandler(UpdateHandler):
    model = MyUserClass
    required_body_keys = ['title', 'body']
    serializer = serialize_user


class UserDeleteHandler(DeleteHandler):
    model = MyUserClass


class UserListHandler(ListHandler):
    model = MyUserClass
    serializer = user_serializer
    def get_queryset(self):
        return only_some_users

# fmt: on


def test_as_handler_returns_a_function_of_an_event_and_a_context(gateway):
    response = Client(_myHandler, gateway).get("/")

    assert response.status_code == 500  # it has no action


def test_create_makes_the_object_of_the_body(gateway, users):
    client = Client(UserCreateHandler, gateway)

    response = client.post("/users", json={"email": "e@x.org", "password": "p"})

    assert response.status_code == 201
    created = users.get(id=response.json()["id"])
    assert (created.email, created.password) == ("e@x.org", "p")


def test_create_object_can_be_overwritten(gateway, users):
    class Handler(UserCreateHandler):
        def create_object(self, **data):
            return super().create_object(**data, title="Dr.")

    client = Client(Handler, gateway)
    response = client.post("/users", json={"email": "e@x.org", "password": "p"})

    assert users.get(id=response.json()["id"]).title == "Dr."


@WITH_PARAMETERS
def test_retrieve_answers_with_the_serialized_object(gateway, ada):
    client = Client(UserRetrieveHandler, gateway, route="/users/{id}")

    response = client.get(f"/users/{ada.id}")

    assert response.status_code == 200
    assert response.json() == {"id": ada.id, "email": "ada@example.com", "title": ""}


@WITH_PARAMETERS
def test_serialize_can_be_overwritten_instead(gateway, ada):
    class Handler(RetrieveHandler):
        model = MyUserClass

        def serialize(self, user):
            return [user.email]

    client = Client(Handler, gateway, route="/users/{id}")

    assert client.get(f"/users/{ada.id}").json() == ["ada@example.com"]


@WITH_PARAMETERS
def test_update_sets_each_value_of_the_body(gateway, ada, users):
    client = Client(UserUpdateHandler, gateway, route="/users/{id}")

    response = client.put(f"/users/{ada.id}", json={"title": "Dr.", "body": "B"})

    assert response.status_code == 200
    assert response.json()["title"] == "Dr."
    assert users.get(id=ada.id).body == "B"


@WITH_PARAMETERS
def test_delete_calls_delete_and_answers_204(gateway, ada, users):
    client = Client(UserDeleteHandler, gateway, route="/users/{id}")

    response = client.delete(f"/users/{ada.id}")

    assert (response.status_code, response.content) == (204, b"")
    assert users.get_or_none(id=ada.id) is None


@WITH_PARAMETERS
def test_get_queryset_limits_what_can_be_deleted(gateway, ada, users):
    class Handler(UserDeleteHandler):
        def get_queryset(self):
            return users.filter(email="grace@example.com")

    client = Client(Handler, gateway, route="/users/{id}")

    assert client.delete(f"/users/{ada.id}").status_code == 404
    assert users.get(id=ada.id)


def test_list_answers_with_what_get_queryset_returns(gateway):
    response = Client(UserListHandler, gateway).get("/users")

    assert response.status_code == 200
    assert [user["email"] for user in response.json()] == ["grace@example.com"]


def test_the_body_has_the_required_and_the_optional_keys(gateway):
    # fmt: off
    class MyHandler(RequestBodyMixin, BaseHandler):
        required_body_keys = ['name', 'email']
        optinal_body_keys = ['phone']
        def perform_action(self):
            return [self.body, self.get_body()]
    # fmt: on

    with pytest.warns(DeprecationWarning, match="spelt optional_body_keys now"):
        _my_handler = MyHandler.as_handler()

    client = Client(_my_handler, gateway)
    full = {"name": "Ada", "email": "a@x.org", "phone": "1"}
    assert client.post("/", json=full).json() == [full, full]
    without = {"name": "Ada", "email": "a@x.org"}
    assert client.post("/", json=without).json() == [without, without]
    assert client.post("/", json={"name": "Ada"}).status_code == 400
    assert client.post("/", json={**full, "is_admin": True}).status_code == 400


@WITH_PARAMETERS
@override_settings(USER_MODEL=MyUserClass)
def test_the_user_is_the_one_that_the_call_is_authenticated_for(gateway, ada):
    class Handler(AuthorizationMixin, BaseHandler):
        def perform_action(self):
            assert isinstance(self.user, MyUserClass)
            return [self.user.email, self.get_user().email]

    client = Client(Handler, gateway)
    authorizer = {"principalId": str(ada.id)}
    if gateway == "http2":
        authorizer = {"lambda": authorizer}

    response = client.get("/", authorizer=authorizer)
    assert response.json() == ["ada@example.com"] * 2
    assert client.get("/").status_code == 401


@WITH_PARAMETERS
def test_the_object_is_the_one_whose_id_is_in_the_path(gateway, ada):
    class Handler(ObjectMixin, BaseHandler):
        model = MyUserClass

        def perform_action(self):
            return [self.object.email, self.get_object().email]

    client = Client(Handler, gateway, route="/users/{id}")

    assert client.get(f"/users/{ada.id}").json() == ["ada@example.com"] * 2
    assert client.get("/users/99").status_code == 404


def test_the_queryset_is_all_of_the_model(gateway):
    class Handler(ListMixin, BaseHandler):
        model = MyUserClass
        serializer = user_serializer

        def perform_action(self):
            return [len(list(self.queryset)), len(list(self.get_queryset()))]

    assert Client(Handler, gateway).get("/").json() == [2, 2]


def test_the_file_tells_bucket_owner_name_and_size():
    class Handler(S3FileMixin, BaseHandler):
        def perform_action(self):
            assert isinstance(self.file, dict)
            keys = ["bucket", "owner", "file_name", "size"]
            return [self.file[key] for key in keys]

    results = Client(Handler).invoke(s3_event("a b/c.txt", bucket="photos", size=3))

    assert results == [["photos", "A3NL1KOZZKEXAMPLE", "a b/c.txt", 3]]


def test_get_message_part_returns_a_part_of_a_record():
    class Handler(S3FileMixin, BaseHandler):
        def perform_action(self):
            parts = "object", "bucket", "userIdentity", "nothing"
            return [self.get_message_part(self.record, part) for part in parts]

    [[obj, bucket, identity, nothing]] = Client(Handler).invoke(s3_event("c.txt"))

    assert (obj["key"], bucket["name"]) == ("c.txt", "bucket")
    assert identity == {"principalId": "AWS:AIDAIENQZJOLO23YVJ4VO"}
    assert nothing == {}


def test_each_message_tells_attributes_text_queue_and_region():
    class Handler(SQSMessagesMixin, BaseHandler):
        def perform_action(self):
            assert all(isinstance(message, dict) for message in self.messages)
            keys = ["attributes", "text_message", "queue_source", "region"]
            return [[message[key] for key in keys] for message in self.messages]

    event = sqs_event(["one", "two"], queue="q", attributes={"kind": "x"})
    first, second = Client(Handler).invoke(event)

    assert first[0]["kind"]["stringValue"] == "x"
    assert first[1:] == ["one", "arn:aws:sqs:us-east-1:123456789012:q", "us-east-1"]
    assert second[1] == "two"


def test_a_handler_takes_the_events_of_hand_written_unit_tests(ada, users):
    created = UserCreateHandler.as_handler()(
        {"body": '{"email": "e@x.org", "password": "p"}'}, None
    )
    retrieved = UserRetrieveHandler.as_handler()(
        {"pathParameters": {"id": str(ada.id)}}, None
    )

    assert (created["statusCode"], retrieved["statusCode"]) == (201, 200)
    assert '"email":"ada@example.com"' in retrieved["body"]
    assert MyHandler.as_handler()({}, None)["statusCode"] == 500


def test_the_event_and_the_context_are_at_hand(gateway):
    class Handler(BaseHandler):
        def perform_action(self):
            return [self.event == event, self.context]

    event = http_event(gateway)

    assert Handler.as_handler()(event, None)["body"] == "[true,null]"
