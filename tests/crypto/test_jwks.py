"""The keys behind a URL, fetched from an issuer on loopback."""

from __future__ import annotations

import json
import logging
import threading

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from pyverless.config import override_settings
from pyverless.crypto import decode_json_web_token, jwks
from pyverless.crypto.jwks import JWKSet, discover
from pyverless.crypto.tokens import check_settings
from pyverless.exceptions import ImproperlyConfigured, ServiceUnavailableError
from tests.forgery import code_of, get_jwk
from tests.issuers import Issuer, make_key

MINUTE = 60
HOUR = 60 * MINUTE


class Clock:
    now = 1_000_000.0

    def __call__(self):
        return self.now

    def forward(self, seconds):
        self.now += seconds


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(jwks, "time", clock)
    return clock


@pytest.fixture
def issuer():
    with Issuer("first") as running:
        yield running


@pytest.fixture
def keys(issuer):
    return JWKSet(f"{issuer.url}/keys", "RS256")


def answer(body=b"", status=200, **headers):
    def write(request):
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    return write


def publish(issuer, *members):
    issuer.answer = answer(json.dumps({"keys": members}).encode())


def is_known(keys, kid):
    found = keys.candidates({"kid": kid})
    assert found in ([], [make_key(kid).public_key()])
    return bool(found)


def is_away(keys, kid="first"):
    with pytest.raises(ServiceUnavailableError) as caught:
        keys.candidates({"kid": kid})
    return caught.value.headers["Retry-After"]


# Which keys


def test_nothing_is_fetched_before_a_token_comes(issuer, keys):
    assert issuer.requests == []


def test_a_key_is_known_by_its_kid(issuer, keys):
    issuer.kids = ["first", "second"]

    assert is_known(keys, "first")
    assert is_known(keys, "second")
    assert not is_known(keys, "third")
    assert not is_known(keys, "")
    assert issuer.requests == ["/keys", "/keys"]


def test_a_token_without_kid_is_of_the_only_key(issuer, keys, clock):
    assert keys.candidates({}) == [make_key("first").public_key()]
    issuer.kids = ["first", "second"]
    clock.forward(15 * MINUTE)
    assert keys.candidates({}) == []


def test_keys_for_other_purposes_are_passed_over(issuer, keys):
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    rsa_jwk = get_jwk("RS256")
    publish(
        issuer,
        rsa_jwk | {"kid": "a", "use": "enc"},
        rsa_jwk | {"kid": "b", "alg": "RS512"},
        rsa_jwk | {"kid": "c", "key_ops": ["encrypt"]},
        rsa_jwk | {"kid": 7},
        rsa_jwk | {"kid": "d", "n": "AQAB"},
        {"kid": "e", "kty": "RSA"},
        get_jwk("ES256") | {"kid": "f"},
        get_jwk("HS256") | {"kid": "g"},
        RSAAlgorithm.to_jwk(short.public_key(), as_dict=True) | {"kid": "h"},
        "no JWK",
        rsa_jwk | {"kid": "good", "x5c": ["junk"], "unknown": True},
    )

    assert len(keys.candidates({})) == 1
    assert len(keys.candidates({"kid": "good"})) == 1
    assert not any(keys.candidates({"kid": kid}) for kid in "abcdefgh")


def test_a_private_key_that_is_published_verifies_only(issuer, keys):
    publish(issuer, get_jwk("RS256", private=True))

    (key,) = keys.candidates({})

    assert isinstance(key, rsa.RSAPublicKey)


# When they are fetched


def test_a_new_key_is_known_at_once(issuer, keys):
    assert is_known(keys, "first")
    issuer.kids = ["first", "second"]
    assert is_known(keys, "second")
    assert len(issuer.requests) == 2


def test_an_unknown_key_is_asked_for_once_in_the_cooldown(issuer, keys, clock):
    assert is_known(keys, "first")
    assert not is_known(keys, "second")
    issuer.kids = ["first", "second"]
    clock.forward(29)
    assert not is_known(keys, "second")
    clock.forward(1)
    assert is_known(keys, "second")
    assert len(issuer.requests) == 3


def test_made_up_keys_do_not_flood_the_issuer(issuer, keys, clock):
    for expected in (2, 3):
        for number in range(1000):
            assert keys.candidates({"kid": f"forged {number}"}) == []
        assert len(issuer.requests) == expected
        clock.forward(30)


def test_a_key_that_was_taken_back_is_good_for_a_quarter_of_an_hour(
    issuer, keys, clock
):
    assert is_known(keys, "first")
    issuer.kids = ["second"]
    clock.forward(15 * MINUTE - 1)
    assert is_known(keys, "first")
    clock.forward(1)
    assert not is_known(keys, "first")
    assert is_known(keys, "second")
    assert len(issuer.requests) == 2


@pytest.mark.parametrize("left", [[], [get_jwk("ES256")]])
def test_all_keys_may_be_taken_back(issuer, keys, clock, caplog, left):
    assert is_known(keys, "first")
    publish(issuer, *left)
    clock.forward(15 * MINUTE)
    assert not is_known(keys, "first")
    assert caplog.messages == [f"{issuer.url}/keys has no key for RS256."]


def test_threads_ask_once(issuer, keys):
    everybody = threading.Barrier(8)

    def ask():
        everybody.wait()
        found.append(is_known(keys, "first"))

    found = []
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [True] * 8
    assert issuer.requests == ["/keys"]


def test_a_clock_that_was_put_back_does_not_keep_keys(issuer, keys, clock):
    assert is_known(keys, "first")
    clock.forward(-HOUR)
    issuer.kids = ["second"]

    assert is_known(keys, "second")
    assert not is_known(keys, "first")


def test_a_clock_that_is_put_back_a_little_is_no_reason_to_ask(issuer, keys, clock):
    assert is_known(keys, "first")
    for _ in range(10):
        clock.forward(-0.05)
        assert is_known(keys, "first")
        keys.candidates({"kid": "forged"})
    assert len(issuer.requests) == 2


# An issuer that is away


def test_an_issuer_that_is_away_is_asked_again_after_a_moment(issuer, keys, clock):
    issuer.answer = answer(status=500)
    for _ in range(10):
        assert is_away(keys) == "5"
    assert len(issuer.requests) == 1
    clock.forward(5)
    assert is_away(keys)
    assert len(issuer.requests) == 2
    issuer.answer = None
    clock.forward(4)
    assert is_away(keys)
    clock.forward(1)
    assert is_known(keys, "first")


def test_known_keys_outlive_an_outage_by_a_day(issuer, keys, clock):
    assert is_known(keys, "first")
    issuer.answer = answer(status=500)
    clock.forward(24 * HOUR - 1)
    assert is_known(keys, "first")
    assert not is_known(keys, "second")
    assert len(issuer.requests) == 2
    clock.forward(1)
    assert is_away(keys)
    issuer.answer = None
    clock.forward(4)
    assert is_known(keys, "first")


def test_nobody_listens():
    with Issuer("first") as issuer:
        keys = JWKSet(f"{issuer.url}/keys", "RS256")

    assert is_away(keys)


GOOD = json.dumps({"keys": [get_jwk("RS256") | {"kid": "first"}]}).encode()
BAD_ANSWERS = {
    "an error with keys": answer(GOOD, status=500),
    "a redirect with keys": answer(GOOD, status=302, Location="https://x.org"),
    "not found": answer(status=404),
    "no content": answer(status=204),
    "empty": answer(),
    "no JSON": answer(b"<html>"),
    "no UTF-8": answer(b'{"keys": "\xff"}'),
    "no object": answer(b"[]"),
    "no keys": answer(b"{}"),
    "no list of keys": answer(b'{"keys": {}}'),
    "nested": answer(b'{"keys": ' + b"[" * 100_000),
    "no HTTP": lambda request: request.wfile.write(b"SSH-2.0\r\n\r\n"),
    "cut off": answer(b'{"keys": [', **{"Content-Length": "1000"}),
}


@pytest.mark.parametrize("bad", BAD_ANSWERS.values(), ids=BAD_ANSWERS)
def test_an_answer_without_keys_is_an_outage(issuer, keys, clock, caplog, bad):
    issuer.answer = bad
    assert is_away(keys)
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("pyverless.auth", logging.WARNING)
    issuer.answer = None
    clock.forward(5)
    assert is_known(keys, "first")
    issuer.answer = bad
    clock.forward(15 * MINUTE)
    assert is_known(keys, "first")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(issuer, keys, status):
    with Issuer("first") as other:
        issuer.answer = answer(status=status, Location=f"{other.url}/keys")

        assert is_away(keys)
        assert other.requests == []


def test_an_issuer_that_is_silent_is_given_up(issuer, keys, monkeypatch):
    monkeypatch.setattr(jwks, "_TIMEOUT", 0.01)
    given_up = threading.Event()
    issuer.answer = lambda request: given_up.wait(60)

    assert is_away(keys)
    given_up.set()


def test_a_firewall_sees_no_library(issuer, keys):
    agents = []
    issuer.answer = lambda request: agents.append(request.headers["User-Agent"])

    is_away(keys)

    assert agents == ["pyverless"]


# Where they are


@pytest.mark.parametrize(
    "url",
    [
        "",
        "keys",
        "http://example.com/keys",
        "http://127.0.0.1.example.com/keys",
        "http://localhost@example.com/keys",
        "ftp://localhost/keys",
        "file:///etc/passwd",
        "https:///keys",
        "https://[keys",
        "https://ada:secret@example.com/keys",
        5,
        None,
    ],
)
def test_a_url_that_anybody_could_answer_is_a_mistake_of_ours(url, caplog):
    with pytest.raises(ImproperlyConfigured, match="a URL with https://") as caught:
        JWKSet(url, "RS256")
    assert is_away(JWKSet(lambda: url, "RS256"))
    assert "secret" not in f"{caught.value}{caplog.text}"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/keys",
        "HTTPS://EXAMPLE.COM",
        "http://localhost:80/keys",
        "http://[::1]/keys",
    ],
)
def test_a_url_that_is_safe_will_do(url):
    assert JWKSet(url, "RS256")


@pytest.mark.parametrize("algorithm", ["HS256", "HS512"])
def test_a_secret_is_not_published(algorithm):
    with pytest.raises(ImproperlyConfigured, match=f"'{algorithm}', but .* 'RS256'"):
        JWKSet("https://example.com", algorithm)


@pytest.mark.parametrize("algorithm", ["none", "RS", None])
def test_an_algorithm_that_does_not_sign_is_refused(algorithm):
    with pytest.raises(ImproperlyConfigured, match=r"^The algorithm of a JWK Set is"):
        JWKSet("https://example.com", algorithm)


def test_where_the_keys_are_is_found_out_whenever_they_are_fetched(issuer, clock):
    keys = JWKSet(lambda: discover(issuer.url), "RS256")
    for _ in range(2):
        assert is_known(keys, "first")
        clock.forward(15 * MINUTE)

    assert issuer.requests == ["/.well-known/openid-configuration", "/keys"] * 2


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({}, "configuration of None"),
        ({"issuer": "https://evil.example"}, "configuration of 'https://evil.example'"),
        ({"jwks_uri": None}, "names the keys None"),
        ({"jwks_uri": ["https://x.org"]}, r"names the keys \['https"),
        ({"jwks_uri": "http://x.org"}, "which is not https"),
        ({"jwks_uri": "https://a:b@x.org"}, "which is not https"),
        ({"jwks_uri": "file:///etc/passwd"}, "which is not https"),
    ],
)
def test_the_configuration_of_somebody_else_is_refused(issuer, document, message):
    right = {"issuer": issuer.url, "jwks_uri": f"{issuer.url}/keys"}
    document = right | document if document else {}
    issuer.answer = answer(json.dumps(document).encode())

    with pytest.raises(ValueError, match=message):
        discover(issuer.url)
    assert is_away(JWKSet(lambda: discover(issuer.url), "RS256"))


def test_an_issuer_does_not_lead_to_this_machine(monkeypatch):
    # On Lambda, that is where the runtime API is.
    uri = "http://127.0.0.1:9001/2018-06-01/runtime/invocation/next"
    document = {"issuer": "https://issuer.example", "jwks_uri": uri}
    monkeypatch.setattr(jwks, "_fetch_document", lambda url: document)

    with pytest.raises(ValueError, match="which is not https"):
        discover("https://issuer.example")


def test_a_configuration_that_is_no_object_is_refused(issuer):
    issuer.answer = answer(b"[]")

    with pytest.raises(ValueError, match=r"openid-configuration: .* JSON object"):
        discover(issuer.url)


def test_a_slash_at_the_end_belongs_to_the_name_of_an_issuer(issuer):
    assert discover(issuer.url) == f"{issuer.url}/keys"
    with pytest.raises(ValueError, match="is the configuration of"):
        discover(f"{issuer.url}/")
    assert issuer.requests == ["/.well-known/openid-configuration"] * 2


# In the settings


def settings_of(issuer):
    return {
        "JWT_JWKS_URL": f"{issuer.url}/keys",
        "JWT_ISSUER": issuer.url,
        "JWT_ALGORITHM": "RS256",
    }


def test_tokens_are_verified_with_the_keys_behind_jwt_jwks_url(issuer):
    with override_settings(**settings_of(issuer)):
        for _ in range(3):
            claims = decode_json_web_token(issuer.sign("first", sub="ada"))
            assert claims["sub"] == "ada"
        assert code_of(issuer.sign("second", sub="ada")) == "token_invalid"

    assert issuer.requests == ["/keys"] * 2


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"JWT_VERIFYING_KEY": "x"}, "JWT_JWKS_URL and JWT_VERIFYING_KEY are both set"),
        ({"JWT_ALGORITHM": "HS256"}, "JWT_ALGORITHM is 'HS256', but what verifies"),
        ({"JWT_JWKS_URL": "http://example.com"}, "JWT_JWKS_URL is 'http://example.com"),
        ({"JWT_JWKS_URL": ["https://example.com"]}, "JWT_JWKS_URL is .* a URL with"),
        ({"JWT_SIGNING_KEY": "canary"}, "JWT_SIGNING_KEY is not a key"),
        ({"JWT_ISSUER": None}, "JWT_JWKS_URL is set, but JWT_ISSUER is not"),
    ],
)
def test_settings_that_contradict_are_a_mistake_that_shows_during_init(values, message):
    base = {
        "JWT_JWKS_URL": "https://example.com",
        "JWT_ISSUER": "https://example.com",
        "JWT_ALGORITHM": "RS256",
    }
    with override_settings(**base):
        check_settings()
    with (
        override_settings(**base | values),
        pytest.raises(ImproperlyConfigured, match=f"^{message}"),
    ):
        check_settings()


def test_the_keys_behind_a_url_are_not_fetched_during_init(issuer):
    with override_settings(**settings_of(issuer)):
        check_settings()
        assert issuer.requests == []
        assert decode_json_web_token(issuer.sign("first", sub="ada"))["sub"] == "ada"
