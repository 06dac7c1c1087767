"""Who may call a handler: permissions and authenticators as handlers use them."""

from __future__ import annotations

from itertools import permutations

import pytest

from pyverless.auth import (
    AllowAny,
    BaseAuthentication,
    BasePermission,
    IsAuthenticated,
    ReadOnly,
)
from pyverless.exceptions import ServiceError, UnauthorizedError
from pyverless.handlers import (
    AuthorizationMixin,
    BaseHandler,
    CreateHandler,
    MethodHandler,
    ObjectMixin,
    RetrieveHandler,
)
from pyverless.test import Client, override_settings


class HeaderAuthentication(BaseAuthentication):
    """Takes the caller at their word; "nobody" is a bad credential."""

    challenge = "Header"

    def authenticate(self, request):
        name = request.headers.get("x-user")
        if name == "nobody":
            raise UnauthorizedError("There is no such user.")
        return name


class IsAda(BasePermission):
    message = "Only Ada may do this."
    code = "not_ada"

    def has_permission(self, handler):
        return handler.user == "ada"


class Owns(BasePermission):
    def has_object_permission(self, handler, obj):
        return obj["owner"] == handler.user


class Hello(BaseHandler):
    authentication_classes = [HeaderAuthentication]

    def perform_action(self):
        return self.user


def call(handler, gateway="rest", user=None, method="GET", **options):
    headers = {} if user is None else {"X-User": user}
    return Client(handler, gateway).request(method, "/", headers=headers, **options)


def test_a_user_is_identified_where_authenticators_are_declared(gateway):
    assert call(Hello, gateway).json() is None
    assert call(Hello, gateway, "ada").json() == "ada"


def test_permissions_are_enforced_without_the_mixin(gateway):
    class Handler(Hello):
        permission_classes = [IsAuthenticated]

    assert call(Handler, gateway).status_code == 401
    assert call(Handler, gateway, "ada").status_code == 200


def test_anonymous_callers_get_401_with_a_challenge_and_known_ones_403(gateway):
    class Handler(Hello):
        permission_classes = [IsAda]

    anonymous, refused = call(Handler, gateway), call(Handler, gateway, "grace")

    assert anonymous.status_code == 401
    assert anonymous.headers["WWW-Authenticate"] == "Header"
    assert anonymous.json()["code"] == "not_authenticated"
    assert refused.status_code == 403
    assert "WWW-Authenticate" not in refused.headers
    assert refused.json()["detail"] == "Only Ada may do this."
    assert refused.json()["code"] == "not_ada"
    assert call(Handler, gateway, "ada").status_code == 200


def test_bad_credentials_are_401_even_where_nobody_is_required(gateway):
    response = call(Hello, gateway, "nobody")

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Header"
    assert response.json()["detail"] == "There is no such user."


def test_every_401_has_a_challenge_wherever_it_comes_from():
    class Handler(BaseHandler):
        def perform_action(self):
            raise ServiceError(401, "no")

    assert call(Handler).headers["WWW-Authenticate"] == "Bearer"


def test_a_challenge_that_an_error_brings_is_kept():
    class Handler(Hello):
        def perform_action(self):
            raise UnauthorizedError(headers={"WWW-Authenticate": "Digest"})

    assert call(Handler).headers["WWW-Authenticate"] == "Digest"


def test_the_challenge_is_that_of_the_first_authenticator_that_has_one():
    class Silent(BaseAuthentication):
        def authenticate(self, request):
            return None

    class Handler(Hello):
        authentication_classes = [Silent, HeaderAuthentication]
        permission_classes = [IsAuthenticated]

    assert call(Handler).headers["WWW-Authenticate"] == "Header"


def test_all_permissions_must_hold():
    class Handler(Hello):
        permission_classes = [IsAuthenticated, IsAda]

    assert call(Handler, user="grace").json()["code"] == "not_ada"
    assert call(Handler, user="ada").status_code == 200


def test_a_permission_may_be_an_instance_or_a_dotted_path():
    class Handler(Hello):
        permission_classes = [IsAda(), "pyverless.auth.permissions.IsAuthenticated"]

    assert call(Handler, user="ada").status_code == 200
    assert call(Handler, user="grace").status_code == 403


def test_a_permission_sees_the_handler_with_request_and_parameters():
    class Permission(BasePermission):
        def has_permission(self, handler):
            return handler.kwargs == {"id": "1"} and handler.request.method == "GET"

    class Handler(Hello):
        permission_classes = [Permission]

    client = Client(Handler, route="/{id}")

    assert client.get("/1").status_code == 200
    assert client.get("/2").status_code == 401


# Objects


class Document(ObjectMixin, Hello):
    queryset = [{"id": "1", "owner": "ada"}]
    permission_classes = [Owns]


@pytest.mark.parametrize(
    ("user", "status"), [("ada", 200), ("grace", 403), (None, 401)]
)
def test_object_permissions_are_checked_when_the_object_is_found(user, status):
    response = call(Document, user=user, path_params={"id": "1"})

    assert response.status_code == status


def test_object_permissions_are_not_asked_about_objects_that_do_not_exist():
    response = call(Document, user="grace", path_params={"id": "2"})

    assert response.status_code == 404


def test_a_new_object_is_checked_before_it_is_saved():
    class Article:
        saved = []

        def __init__(self, title):
            self.title = title

        def save(self):
            self.saved.append(self)

    class MayTitle(BasePermission):
        def has_object_permission(self, handler, obj):
            return obj.title == handler.user

    class Handler(CreateHandler):
        model = Article
        required_body_keys = ["title"]
        authentication_classes = [HeaderAuthentication]
        permission_classes = [MayTitle]

        def represent(self, obj):
            return obj.title

    client = Client(Handler, headers={"X-User": "ada"})

    assert client.post("/", json={"title": "grace"}).status_code == 403
    assert Article.saved == []
    assert client.post("/", json={"title": "ada"}).status_code == 201
    assert len(Article.saved) == 1


# AuthorizationMixin and the settings


class Private(AuthorizationMixin, Hello):
    pass


def test_the_mixin_requires_a_user(gateway):
    assert call(Private, gateway).status_code == 401
    assert call(Private, gateway, "ada").json() == "ada"


def test_permission_classes_of_the_settings_hold_for_every_http_handler():
    with override_settings(PERMISSION_CLASSES=[IsAda]):
        assert call(Hello).status_code == 401
        assert call(Hello, user="grace").status_code == 403
        assert call(Hello, user="ada").status_code == 200


def test_the_mixin_adds_to_the_permissions_of_the_settings():
    class Handler(AuthorizationMixin, Hello):
        pass

    with override_settings(PERMISSION_CLASSES=[IsAda]):
        assert call(Handler, user="grace").status_code == 403
        assert call(Handler, user="ada").status_code == 200
    with override_settings(PERMISSION_CLASSES=[AllowAny]):
        assert call(Handler).status_code == 401
        assert call(Handler, user="grace").status_code == 200


@pytest.mark.parametrize("allow", [AllowAny, "pyverless.auth.permissions.AllowAny"])
def test_with_allow_any_the_user_of_the_mixin_is_optional(gateway, allow):
    class Handler(Private):
        permission_classes = [allow]

    assert call(Handler, gateway).json() is None
    assert call(Handler, gateway, "ada").json() == "ada"
    assert call(Handler, gateway, "nobody").status_code == 401


@pytest.mark.parametrize("rules", [[], (), [ReadOnly], [~IsAda], [IsAda | ReadOnly]])
def test_no_other_permission_makes_the_user_of_the_mixin_optional(rules):
    class Handler(Private):
        permission_classes = rules

    assert call(Handler).status_code == 401
    assert call(Private.as_handler(permission_classes=rules)).status_code == 401
    assert call(Handler, user="grace").status_code == 200


def test_allow_any_without_the_mixin_lifts_the_permissions_of_the_settings():
    class Handler(Hello):
        permission_classes = [AllowAny]

    with override_settings(PERMISSION_CLASSES=[IsAda]):
        assert call(Handler, user="grace").json() == "grace"


def test_a_permission_of_ones_own_that_is_called_allow_any_is_asked():
    class AllowAny(BasePermission):
        def has_permission(self, handler):
            return False

    AllowAny.__qualname__ = "AllowAny"

    class Handler(Hello):
        permission_classes = [AllowAny]

    assert call(Handler, user="ada").status_code == 403


def test_the_rules_of_a_base_hold_for_every_order_of_the_bases():
    class AdaOnly(Hello):
        permission_classes = [IsAda]

    for bases in permutations([AdaOnly, AuthorizationMixin]):
        Handler = type("Handler", bases, {})  # noqa: N806

        assert call(Handler).status_code == 401
        assert call(Handler, user="grace").status_code == 403
        assert call(Handler, user="ada").status_code == 200


def test_a_base_that_allows_anybody_does_not_open_a_handler_with_the_mixin():
    class Public(Hello):
        permission_classes = [AllowAny]

    for bases in permutations([Public, AuthorizationMixin]):
        Handler = type("Handler", bases, {})  # noqa: N806

        assert call(Handler).status_code == 401
        assert call(Handler, user="ada").status_code == 200


def test_permission_classes_can_be_a_keyword_of_as_handler():
    handler = Private.as_handler(permission_classes=[AllowAny])

    assert call(handler).status_code == 200
    assert call(Private.as_handler()).status_code == 401


def test_authentication_classes_can_be_a_keyword_of_as_handler():
    class Handler(BaseHandler):
        def perform_action(self):
            return self.user

    handler = Handler.as_handler(authentication_classes=[HeaderAuthentication()])

    assert call(handler, user="ada").json() == "ada"
    assert call(Handler, user="ada").json() is None


def test_authenticators_that_can_not_work_are_not_asked():
    class Unconfigured(HeaderAuthentication):
        def is_configured(self):
            return False

    class Handler(Hello):
        authentication_classes = [Unconfigured]

    assert call(Handler, user="ada").json() is None


def test_get_user_of_ones_own_is_called_and_needs_no_authenticator():
    class Handler(BaseHandler):
        permission_classes = [IsAuthenticated]

        def get_user(self):
            return self.request.query.get("user")

        def perform_action(self):
            return self.user

    client = Client(Handler)

    assert client.get("/?user=ada").json() == "ada"
    assert client.get("/").status_code == 401


def test_perform_authentication_can_be_extended():
    class Handler(Hello):
        authentication_classes = [HeaderAuthentication]

        def perform_authentication(self):
            super().perform_authentication()
            self.user = f"<{self.user}>"

    assert call(Handler, user="ada").json() == "<ada>"


def test_check_permissions_can_be_extended():
    class Handler(BaseHandler):
        def check_permissions(self):
            super().check_permissions()
            raise ServiceError(402, "Pay first.")

    assert call(Handler).status_code == 402


def test_permission_denied_can_answer_otherwise():
    class Handler(Private):
        def permission_denied(self, permission):
            raise ServiceError(404, type(permission).__name__)

    assert call(Handler).json()["detail"] == "IsAuthenticated"


def test_nobody_is_identified_where_nothing_asks_who_calls():
    class Handler(MethodHandler):
        def get(self):
            return [self.user, self.get_user()]

    with override_settings(AUTHENTICATION_CLASSES=["pyverless.nothing.Broken"]):
        assert call(Handler, user="ada").json() == [None, None]


def test_a_permission_that_fails_is_a_500(gateway):
    class Broken(BasePermission):
        def has_permission(self, handler):
            raise ZeroDivisionError

    class Handler(RetrieveHandler):
        queryset = []
        serializer = str
        permission_classes = [Broken]

    assert call(Handler, gateway).status_code == 500


def test_a_handler_without_rules_may_ask_all_the_same_and_knows_nobody():
    class Asking(BaseHandler):
        def perform_action(self):
            self.perform_authentication()
            self.check_permissions()
            return {"user": self.user}

    assert call(Asking, user="ada").json() == {"user": None}
