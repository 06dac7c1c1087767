"""Secrets stay out of every log record and every answer, captured and searched."""

from __future__ import annotations

import json
import logging
import traceback
from dataclasses import dataclass

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from jwt.algorithms import OKPAlgorithm

from pyverless.auth import AllowAny, authenticate
from pyverless.contrib.memory import Model
from pyverless.contrib.sqlalchemy import drop_all
from pyverless.crypto import (
    decode_json_web_token,
    get_json_web_token,
    make_password,
)
from pyverless.crypto.encryption import decrypt, encrypt
from pyverless.crypto.password_validation import validate_password
from pyverless.crypto.signing import sign, unsign
from pyverless.crypto.tokens import decode_refresh_token, get_refresh_token
from pyverless.exceptions import (
    ImproperlyConfigured,
    UnauthorizedError,
    UnsupportedEventError,
)
from pyverless.handlers import (
    AuthorizationMixin,
    BaseHandler,
    CreateHandler,
    JWTAuthorizerHandler,
    RequestBodyMixin,
)
from pyverless.http import Cookie, Response
from pyverless.routing import App, path
from pyverless.test import (
    AUTHORIZERS,
    GATEWAYS,
    Client,
    authorizer_event,
    override_settings,
    sqs_event,
)
from tests.attacks.strict import StrictClient

#: What nobody may find again. None is a part of another, so that each is found alone.
SECRET_KEY = "canary/secret/key/of/more/than/32/bytes"
OLD_KEY = "canary-old-key-of-more-than-32-bytes"
PASSWORD = "canary password, long enough"
API_KEY = "canary-api-key"
COOKIE = "canary-cookie"
PLAIN_TEXT = "canary of a field"
MADE_UP = "canary-made-up-token"


class Account(Model):
    email: str
    password: str
    is_active: bool = True


class Login(RequestBodyMixin, BaseHandler):
    allowed_methods = ("POST",)
    required_body_keys = ["email", "password"]

    def perform_action(self):
        user = authenticate(self.body["password"], email=self.body["email"])
        if user is None:
            raise UnauthorizedError("The e-mail address or the password is wrong.")
        return {
            "access_token": get_json_web_token({"sub": user.id}),
            "refresh_token": get_refresh_token({"sub": user.id}),
        }


class Refresh(RequestBodyMixin, BaseHandler):
    allowed_methods = ("POST",)
    required_body_keys = ["refresh_token"]

    def perform_action(self):
        claims = decode_refresh_token(self.body["refresh_token"])
        return {"access_token": get_json_web_token({"sub": claims["sub"]})}


class Register(CreateHandler):
    model = Account
    required_body_keys = ["email", "password"]
    serializer = staticmethod(lambda account: {"id": account.id})

    def create_object(self, email, password):
        validate_password(password, similar_to=[email])
        return super().create_object(email=email, password=make_password(password))


class Me(AuthorizationMixin, BaseHandler):
    def perform_action(self):
        return {"id": self.user.id}


class Crash(AuthorizationMixin, BaseHandler):
    """Fails while it has everything in its hands."""

    permission_classes = [AllowAny]

    def perform_action(self):
        held = [PLAIN_TEXT, encrypt(PLAIN_TEXT), self.user and self.user.password]
        raise LookupError(f"There are {len(held)} of them")


class Decrypt(BaseHandler):
    def perform_action(self):
        token = encrypt(PLAIN_TEXT, salt="a")
        assert decrypt(token, salt="a") == PLAIN_TEXT
        return decrypt(token, salt="b")


class Unsign(BaseHandler):
    def perform_action(self):
        return unsign(sign(PLAIN_TEXT, salt="a"), salt="b")


class ReturnsUser(AuthorizationMixin, BaseHandler):
    def perform_action(self):
        return self.user


class SetsCookie(BaseHandler):
    def perform_action(self):
        return Response("done", cookies=[Cookie("session", "canary-session")])


APP = App(
    [
        path("/login", Login),
        path("/refresh", Refresh),
        path("/users", Register),
        path("/me", Me),
        path("/crash", Crash),
        path("/decrypt", Decrypt),
        path("/unsign", Unsign),
        path("/user", ReturnsUser),
        path("/cookie", SetsCookie),
    ]
)


class Records(logging.Handler):
    """Keeps all that could be printed of all records."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []
        self.setFormatter(logging.Formatter())

    def emit(self, record):
        self.lines.append(self.format(record))
        self.lines.append(repr(vars(record)))


@pytest.fixture
def records():
    handler, root = Records(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture(autouse=True)
def account():
    with override_settings(
        SECRET_KEY=SECRET_KEY,
        SECRET_KEY_FALLBACKS=[OLD_KEY],
        USER_MODEL=Account,
        PASSWORD_ITERATIONS=1,
    ):
        user = Account(email="ada@example.com", password=make_password(PASSWORD))
        user.save()
        yield user
    Account.objects.clear()


@pytest.fixture(params=[False, True], ids=["", "debug"])
def debug(request):
    with override_settings(DEBUG=request.param):
        yield request.param


@pytest.fixture(params=[("http2", False), *((front, True) for front in GATEWAYS)])
def front(request):
    """A front, in debug mode as well: there the log has its event and its answer."""
    gateway, debug = request.param
    with override_settings(DEBUG=debug):
        yield gateway


@pytest.fixture
def tokens(account):
    return {
        "access token": get_json_web_token({"sub": account.id}),
        "refresh token": get_refresh_token({"sub": account.id}),
        "expired token": get_json_web_token({"sub": account.id}, expiry=-60),
        "forged token": jwt.encode({"exp": 2**33}, SECRET_KEY[::-1], "HS256"),
        "made-up token": MADE_UP,
    }


@pytest.fixture
def canaries(account, tokens):
    """What must not be found, by the name of what it is."""
    known = {
        "secret key": SECRET_KEY,
        "old key": OLD_KEY,
        "password": PASSWORD,
        "hash": account.password.rpartition("$")[2],
        "API key": API_KEY,
        "cookie": COOKIE,
        "plain text": PLAIN_TEXT,
        "a new cookie": "canary-session",
    }
    # The header and the claims of tokens are the same for many of them.
    return known | {name: text.rpartition(".")[2] for name, text in tokens.items()}


def texts_of(exc):
    """Return what a traceback says, without the lines of the source."""
    shown = traceback.TracebackException.from_exception(exc)
    texts = []
    while shown is not None:
        texts += shown.format_exception_only()
        hidden = None if shown.__suppress_context__ else shown.__context__
        shown = shown.__cause__ or hidden
    return texts


def found(canaries, texts):
    """Return the names of the secrets that are in one of the texts, in any spelling."""
    everything = "\n".join(texts)
    return {
        name
        for name, secret in canaries.items()
        if secret in everything or json.dumps(secret)[1:-1] in everything
    }


LOGIN = {"email": "ada@example.com", "password": PASSWORD}
CALLS = {
    "log in": ("POST", "/login", LOGIN),
    "unknown user": ("POST", "/login", LOGIN | {"email": "eve@example.com"}),
    "wrong password": ("POST", "/login", LOGIN | {"password": "wrong" + PASSWORD}),
    "password that is no text": ("POST", "/login", LOGIN | {"password": [PASSWORD]}),
    "log in with too much": ("POST", "/login", LOGIN | {"token": MADE_UP}),
    "log in with too little": ("POST", "/login", {"password": PASSWORD}),
    "log in by a list": ("POST", "/login", [LOGIN]),
    "log in by GET": ("GET", "/login", LOGIN),
    "register": ("POST", "/users", {"email": "b@x.org", "password": PASSWORD}),
    "refresh": ("POST", "/refresh", "refresh token"),
    "refresh by an access token": ("POST", "/refresh", "access token"),
    "refresh by a made-up token": ("POST", "/refresh", "made-up token"),
    "who am I": ("GET", "/me", None),
    "not found": ("GET", "/nothing", LOGIN),
    "crash": ("GET", "/crash", LOGIN),
    "decrypt": ("GET", "/decrypt", None),
    "unsign": ("GET", "/unsign", None),
    "an answer that is no JSON": ("GET", "/user", None),
}


@pytest.mark.parametrize(("method", "target", "body"), CALLS.values(), ids=CALLS)
def test_no_call_leaves_a_secret_anywhere(
    front, records, canaries, tokens, method, target, body
):
    if isinstance(body, str):
        body = {"refresh_token": tokens[body]}
    client = StrictClient(APP, front)
    answers = []
    for name in ("access token", "forged token", "made-up token", "expired token"):
        headers = {
            "Authorization": f"Bearer {tokens[name]}",
            "Cookie": f"session={COOKIE}",
            "X-Api-Key": API_KEY,
        }
        query = f"?api_key={API_KEY}&access_token={tokens['access token']}"
        answer = client.request(method, target + query, json=body, headers=headers)
        answers += [answer.text, repr(answer.headers.pairs)]
        if answer.status_code == 200 and target in ("/login", "/refresh"):
            # Whoever asked for them gets them; no others, and the log has neither.
            canaries |= {n: t.rpartition(".")[2] for n, t in answer.json().items()}
            answers = []

    assert found(canaries, answers) == set()
    assert len(records) > 7
    assert found(canaries, records) == set()


@pytest.mark.parametrize(
    "body",
    [
        f'{{"email": "a", "password": "{PASSWORD}"',
        f'{{"email": "a", "password": "{PASSWORD}\n"}}',
        f'{{"email": "a", "password": {PASSWORD}}}',
        f'"{PASSWORD}"',
        PASSWORD,
        f"email=a&password={PASSWORD}",
        f'{{"email": "a", "password": "{PASSWORD}\\ud800"}}',
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "text/plain", "nonsense"])
def test_a_body_that_can_not_be_read_is_shown_to_nobody(
    front, records, canaries, body, kind
):
    client = StrictClient(APP, front)

    answer = client.post("/login", body=body, headers={"Content-Type": kind})

    assert answer.status_code in (400, 401, 415)
    assert found(canaries, [answer.text, *records]) == set()


@pytest.mark.parametrize("handler", [Me, Crash, Login])
def test_a_handler_without_an_app_is_as_silent(
    front, records, canaries, tokens, handler
):
    client = StrictClient(handler, front)
    client.credentials(Authorization=f"Bearer {tokens['access token']}")

    answer = client.post("/", json=LOGIN | {"token": MADE_UP})

    assert found(canaries, [answer.text, *records]) == set()


def test_a_new_cookie_is_for_its_browser_only(front, records):
    answer = StrictClient(APP, front).get("/cookie")

    assert answer.cookies == {"session": "canary-session"}
    assert found({"cookie": "canary-session"}, records) == set()


# Exceptions


class CrashWith(BaseHandler):
    """Raises an exception whose text and whose cause have a secret."""

    def perform_action(self):
        try:
            raise LookupError(PLAIN_TEXT)
        except LookupError as exc:
            raise ValueError(PASSWORD) from exc


def test_callers_read_the_text_of_an_exception_in_debug_mode_only(gateway, debug):
    answer = StrictClient(CrashWith, gateway).get("/")

    assert answer.status_code == 500
    assert (PASSWORD in answer.text) == debug
    assert (PLAIN_TEXT in answer.text) == debug


BYTES = b"canary of a field"


@dataclass
class Row:
    password: str


class Unsendable(BaseHandler):
    """Has a secret that can't be sent as it is."""

    kind = ""

    def perform_action(self):
        if self.kind == "cookie":
            return Response("done", cookies=[Cookie("session", PLAIN_TEXT)])
        if self.kind == "line":
            return Response("done", cookies=[f"session={PLAIN_TEXT}\n"])
        if self.kind == "header":
            return Response("done", headers={"X-Token": f"{PLAIN_TEXT}\n"})
        return {"user": BYTES if self.kind == "bytes" else Row(PLAIN_TEXT)}


@pytest.mark.parametrize("kind", ["cookie", "line", "header", "bytes", "dataclass"])
def test_a_secret_that_can_not_be_sent_is_not_logged_instead(records, kind):
    answer = StrictClient(Unsendable.as_handler(kind=kind)).get("/")

    assert answer.status_code == 500
    assert found({"secret": PLAIN_TEXT}, [answer.text, *records]) == set()


# The database


@pytest.mark.parametrize("is_wrecked", [False, True])
def test_an_error_of_the_database_shows_no_row(records, canaries, client, is_wrecked):
    if is_wrecked:
        drop_all()
    body = {"email": "ada@example.com", "password": PASSWORD}

    answers = [client.post(target, json=body) for target in ("/users", "/login")]

    statuses = [answer.status_code for answer in answers]
    assert statuses == ([500, 500] if is_wrecked else [409, 401])
    canaries |= {"a hash": "pbkdf2_sha256$"}
    assert found(canaries, [*records, *(answer.text for answer in answers)]) == set()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:canary-pass@127.0.0.1:1/name",
        "postgresql:/me:canary-pass@127.0.0.1:1/name",
        "postgresql://me:canary-pass@127.0.0.1:port/name",
        "oracle+none://me:canary-pass@host/name",
        "postgresql+asyncpg://me:canary-pass@host/name",
        "canary-pass",
    ],
)
def test_the_password_of_the_database_is_shown_to_nobody(records, client, url):
    with override_settings(DATABASE_URL=url, USER_MODEL="example_project.models.User"):
        answer = client.post("/login", json=LOGIN)

    assert answer.status_code in (500, 503)
    assert found({"password": "canary-pass"}, [answer.text, *records]) == set()


# Keys that can't be used

ED25519 = ed25519.Ed25519PrivateKey.generate()
PEM = ED25519.private_bytes(
    serialization.Encoding.PEM,
    serialization.PrivateFormat.PKCS8,
    serialization.NoEncryption(),
).decode()
JWK = OKPAlgorithm.to_jwk(ED25519, as_dict=True)
CANARY = "canary-key-material"

BAD_KEYS = {
    "a PEM that is cut": PEM[:70],
    "a PEM in one line": PEM.replace("\n", " "),
    "a PEM with escaped breaks": PEM.replace("\n", "\\n"),
    "a PEM without its header": PEM.split("\n", 1)[1],
    "a JWK that is cut": json.dumps(JWK)[:-2],
    "a JWK with a bad half": JWK | {"d": f"{CANARY}!"},
    "a JWK with a short half": JWK | {"d": CANARY},
    "a JWK for other algorithms": JWK | {"alg": "ES256"},
    "a JWK for encryption": JWK | {"use": "enc"},
    "a key of SSH": f"ssh-{CANARY} AAAA {CANARY}",
    "a symmetric JWK": {"kty": "oct", "k": CANARY},
    "a symmetric JWK that is no base64": {"kty": "oct", "k": f"{CANARY}é"},
    "a short text": CANARY,
    "bytes": CANARY.encode(),
    "a list": [CANARY, PEM[:70]],
    "a JWK Set": {"keys": [{"kty": "oct", "k": CANARY}]},
    "a dictionary": {"key": CANARY},
    "a function": lambda: CANARY,
}
PARTS = {"text": CANARY, "PEM": PEM.split("\n")[1], "JWK": JWK["d"]}


@pytest.mark.parametrize("key", BAD_KEYS.values(), ids=BAD_KEYS)
@pytest.mark.parametrize("algorithm", ["HS256", "EdDSA", "ES256", "RS256"])
@pytest.mark.parametrize("name", ["JWT_SIGNING_KEY", "JWT_VERIFYING_KEY", "SECRET_KEY"])
def test_a_key_that_can_not_be_used_is_shown_to_nobody(records, name, algorithm, key):
    token = jwt.encode({"exp": 2**33}, ED25519, "EdDSA")
    texts = []
    with override_settings(**{"JWT_ALGORITHM": algorithm, name: key}):
        for use in (get_json_web_token, decode_json_web_token):
            try:
                use({"sub": "1"} if use is get_json_web_token else token)
            except (ImproperlyConfigured, UnauthorizedError) as exc:
                texts += texts_of(exc)
        # What is wrong shows during INIT, but for what a function fetches.
        try:
            client = StrictClient(App([path("/me", Me)]))
            answer = client.get("/me", headers={"Authorization": f"Bearer {token}"})
        except ImproperlyConfigured as exc:
            texts += texts_of(exc)
        else:
            assert answer.status_code in (401, 500)
            texts.append(answer.text)

    assert found(PARTS, [*texts, *records]) == set()


@pytest.mark.parametrize("use", [encrypt, lambda value, salt: sign(value, salt=salt)])
@pytest.mark.parametrize("name", ["SECRET_KEY", "SECRET_KEY_FALLBACKS"])
def test_a_short_secret_is_shown_to_nobody(name, use):
    value = CANARY if name == "SECRET_KEY" else [CANARY]

    with (
        override_settings(**{name: value}),
        pytest.raises(ImproperlyConfigured) as caught,
    ):
        use(PLAIN_TEXT, salt="a")
    assert found({"k": CANARY, "v": PLAIN_TEXT}, texts_of(caught.value)) == set()


@pytest.mark.parametrize("value", [b"canary-made-up-token", 1, None, ["canary"]])
@pytest.mark.parametrize(
    "use", [encrypt, decrypt, make_password, decode_json_web_token], ids=str
)
def test_a_value_of_the_wrong_type_is_not_shown(use, value):
    with pytest.raises((TypeError, ValueError, UnauthorizedError)) as caught:
        use(value)
    assert "canary" not in "".join(texts_of(caught.value))


@pytest.mark.parametrize("use", [encrypt, decode_json_web_token], ids=str)
def test_half_of_a_surrogate_pair_does_not_show_the_rest(use):
    with pytest.raises((ValueError, UnauthorizedError)) as caught:
        use("canary\ud800")
    assert "canary" not in "".join(texts_of(caught.value))


# Authorizers and other events


class Authorizer(JWTAuthorizerHandler):
    pass


class BrokenAuthorizer(JWTAuthorizerHandler):
    def get_context(self, user):
        return {"user": {user: user.password}, "secret": object()}


@pytest.mark.parametrize("handler", [Authorizer, BrokenAuthorizer])
@pytest.mark.parametrize("kind", AUTHORIZERS)
def test_an_authorizer_is_as_silent(debug, records, canaries, tokens, kind, handler):
    function, texts = handler.as_handler(), []
    for token in tokens.values():
        headers = {"Cookie": f"session={COOKIE}", "X-Api-Key": API_KEY}
        event = authorizer_event(kind, token, headers=headers)
        try:
            texts.append(json.dumps(function(event, None)))
        except Exception as exc:  # noqa: BLE001 - whatever gets out is printed
            texts += texts_of(exc)

    assert len(texts) >= len(tokens)
    assert found(canaries, [*texts, *records]) == set()


def test_an_event_that_is_not_understood_is_not_shown(records):
    event = sqs_event("canary-body")
    event["Records"][0]["attributes"]["token"] = "canary-attribute"

    with pytest.raises(UnsupportedEventError) as caught:
        Client(Me).invoke(event)
    assert "canary" not in "".join([*texts_of(caught.value), *records])
