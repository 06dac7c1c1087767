from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from types import MappingProxyType
from uuid import UUID

import jwt
import pytest

import pyverless.crypto
from pyverless.config import override_settings
from pyverless.crypto import (
    decode_json_web_token,
    decode_refresh_token,
    get_json_web_token,
    get_refresh_token,
    is_expired,
)
from pyverless.crypto.keys import StaticKeys
from pyverless.crypto.tokens import check_settings
from pyverless.crypto.verifiers import TokenVerifier, get_unverified_issuer
from pyverless.exceptions import ImproperlyConfigured, UnauthorizedError
from tests.forgery import OTHER_SECRET, SECRET, code_of, forge, now, seal

UUID_1 = UUID("5b7a4a0e-3f0c-4d53-8a5a-0d6f0a1f4c11")


@pytest.fixture(autouse=True)
def _secret():
    with override_settings(SECRET_KEY=SECRET):
        yield


# The face


def test_the_face_offers_every_name_and_only_those():
    names = pyverless.crypto.__all__

    assert names == sorted(names, key=str.lower)
    assert all(callable(getattr(pyverless.crypto, name)) for name in names)
    assert set(names) <= set(dir(pyverless.crypto))
    with pytest.raises(AttributeError, match="has no attribute 'sing'"):
        pyverless.crypto.sing  # noqa: B018


def test_importing_the_face_imports_nothing_heavy():
    program = (
        "import sys; before = {*sys.modules}; import pyverless.crypto; "
        "print(*({*sys.modules} - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "pyverless" in loaded
    assert not loaded & {"jwt", "cryptography", "hashlib", "secrets", "typing"}


# Making tokens


def test_a_token_gives_back_its_claims():
    claims = decode_json_web_token(get_json_web_token({"sub": "7", "role": "editor"}))

    assert claims["sub"] == "7"
    assert claims["role"] == "editor"


@override_settings(JWT_EXPIRY=120)
def test_a_token_expires_after_jwt_expiry():
    before = now()
    claims = decode_json_web_token(get_json_web_token({}))

    assert before <= claims["iat"] <= now()
    assert claims["exp"] == claims["iat"] + 120


def test_an_expiry_is_in_seconds_from_now():
    claims = decode_json_web_token(get_json_web_token({}, 45))

    assert claims["exp"] == claims["iat"] + 45


@pytest.mark.parametrize("expiry", [45, 45.9, timedelta(seconds=45)])
def test_an_expiry_is_seconds_or_a_timedelta(expiry):
    for claims in (
        decode_json_web_token(get_json_web_token({}, expiry)),
        decode_refresh_token(get_refresh_token({}, expiry)),
    ):
        assert claims["exp"] == claims["iat"] + 45
        assert isinstance(claims["exp"], int)
    with override_settings(JWT_EXPIRY=expiry, JWT_REFRESH_EXPIRY=expiry):
        claims = decode_json_web_token(get_json_web_token({}))
        assert claims["exp"] == claims["iat"] + 45
        claims = decode_refresh_token(get_refresh_token({}))
        assert claims["exp"] == claims["iat"] + 45


@pytest.mark.parametrize("expiry", ["1h", True, float("nan"), float("inf"), [1], {}])
def test_an_expiry_that_is_no_time_is_not_written(expiry):
    for make in (get_json_web_token, get_refresh_token):
        with pytest.raises(TypeError, match=r"^expiry is .* seconds, a timedelta"):
            make({}, expiry)


@pytest.mark.parametrize(
    "value", ["1h", None, 0, -1, 0.5, True, float("nan"), float("inf"), timedelta(0)]
)
@pytest.mark.parametrize("name", ["JWT_EXPIRY", "JWT_REFRESH_EXPIRY"])
def test_a_lifetime_that_is_none_is_a_mistake_of_ours(name, value):
    make = get_json_web_token if name == "JWT_EXPIRY" else get_refresh_token
    with override_settings(**{name: value}):
        for use in (check_settings, lambda: make({})):
            with pytest.raises(
                ImproperlyConfigured, match=rf"^{name} is .* seconds, as in 3600, or to"
            ):
                use()
        assert decode_json_web_token(forge({})), "others have made it"


def test_the_payload_may_set_exp_and_iat_itself():
    exp, iat = now() + 1000, now() - 1000

    claims = decode_json_web_token(get_json_web_token({"exp": exp, "iat": iat}))

    assert (claims["exp"], claims["iat"]) == (exp, iat)


def test_an_explicit_expiry_wins_over_the_payload():
    claims = decode_json_web_token(get_json_web_token({"exp": now() + 9000}, expiry=5))

    assert claims["exp"] == claims["iat"] + 5


def test_an_empty_exp_does_not_make_a_token_that_lasts():
    claims = decode_json_web_token(get_json_web_token({"exp": None}))

    assert claims["exp"] == claims["iat"] + 3600


def test_the_payload_is_left_as_it_is():
    payload = MappingProxyType({"sub": 7})

    get_json_web_token(payload)

    assert payload == {"sub": 7}


@pytest.mark.parametrize("subject", [7, UUID_1, "7"])
def test_a_subject_is_written_as_text(subject):
    claims = decode_json_web_token(get_json_web_token({"sub": subject}))

    assert claims["sub"] == str(subject)


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        *[("sub", value, "a text, an int or") for value in (None, 1.5, ["7"], True)],
        *[
            ("aud", value, "a text or a list")
            for value in (None, 5, ["a", 5], {"a": 1})
        ],
        *[("iss", value, "a text") for value in (None, 5, ["a"])],
        *[("jti", value, "a text") for value in (None, 5, UUID_1)],
        *[("exp", value, "a number of") for value in ("tomorrow", True, date.max, [1])],
        *[("nbf", value, "a number of") for value in ("now", None)],
        *[("iat", value, "a number of") for value in ("now", None)],
    ],
)
def test_a_claim_that_could_not_be_decoded_is_not_written(name, value, wanted):
    for make in (get_json_web_token, get_refresh_token):
        with pytest.raises(TypeError, match=rf"'{name}' is .* Make it {wanted}"):
            make({name: value})


@pytest.mark.parametrize("name", ["exp", "nbf", "iat"])
def test_a_time_without_a_zone_is_not_written(name):
    with pytest.raises(TypeError, match=f"'{name}' is .*, which has no time zone"):
        get_json_web_token({name: datetime(2026, 7, 1)})


@pytest.mark.parametrize(
    "exp", [(now() + 60) * 1000, 253_402_300_800, float("inf"), float("nan"), -1e99]
)
def test_a_time_that_is_none_is_not_written(exp):
    with pytest.raises(ValueError, match=r"'exp' is .* not in milliseconds"):
        get_json_web_token({"exp": exp})
    with pytest.raises(ValueError, match=r"'exp' is .* not in milliseconds"):
        get_json_web_token({}, 10**12)


def test_times_may_be_datetimes():
    later = datetime.now(timezone(timedelta(hours=5))) + timedelta(hours=1)
    earlier = datetime.now(UTC) - timedelta(hours=1)

    claims = decode_json_web_token(
        get_json_web_token({"exp": later, "nbf": earlier, "iat": earlier})
    )

    assert claims["exp"] == int(later.timestamp())
    assert claims["nbf"] == claims["iat"] == int(earlier.timestamp())


def test_a_token_that_is_too_long_is_not_written():
    assert decode_json_web_token(get_json_web_token({"more": "x" * 12_000}))
    with pytest.raises(ValueError, match=r"^The token has \d+ characters"):
        get_json_web_token({"more": "x" * 13_000})


@override_settings(JWT_ISSUER="https://blog.example", JWT_AUDIENCE="readers")
def test_configured_issuer_and_audience_are_written():
    claims = decode_json_web_token(get_json_web_token({}))

    assert claims["iss"] == "https://blog.example"
    assert claims["aud"] == "readers"


def test_issuer_and_audience_are_left_out_when_not_configured():
    assert set(decode_json_web_token(get_json_web_token({}))) == {"iat", "exp"}


@override_settings(JWT_AUDIENCE="readers")
def test_the_payload_may_name_another_audience():
    token = get_json_web_token({"aud": ["readers", "writers"]})

    assert decode_json_web_token(token)["aud"] == ["readers", "writers"]


# Refusing tokens


@pytest.mark.parametrize("leeway", [None, 10])
def test_an_expired_token_is_refused(leeway):
    token = get_json_web_token({}, expiry=-60)

    with pytest.raises(UnauthorizedError, match=r"^The token has expired\.$") as caught:
        decode_json_web_token(token, leeway)
    assert caught.value.code == "token_expired"


def test_a_leeway_forgives_clocks_that_differ():
    token = get_json_web_token({}, expiry=-60)

    assert decode_json_web_token(token, leeway=120)
    with override_settings(JWT_LEEWAY=120):
        assert decode_json_web_token(token)
        assert code_of(token, leeway=0) == "token_expired"


def test_a_refusal_is_one_plain_sentence_and_keeps_its_cause():
    with pytest.raises(UnauthorizedError, match=r"^The token is not valid\.$") as error:
        decode_json_web_token("nonsense")

    assert error.value.code == "token_invalid"
    assert isinstance(error.value.__cause__, jwt.DecodeError)


def test_a_token_signed_with_another_secret_is_refused():
    assert code_of(forge({}, OTHER_SECRET)) == "token_invalid"


@override_settings(JWT_ISSUER="", JWT_AUDIENCE="")
def test_an_empty_issuer_and_audience_count_as_not_configured():
    assert decode_json_web_token(get_json_web_token({"sub": "7"}))["sub"] == "7"


# Expiry


def test_is_expired_tells_an_expired_token_from_a_valid_one():
    assert is_expired(get_json_web_token({}, expiry=-60)) is True
    assert is_expired(get_json_web_token({}, expiry=-60), leeway=120) is False
    assert is_expired(get_json_web_token({})) is False


@pytest.mark.parametrize("claims", [{"aud": "writers"}, {"iss": "evil"}, {"sub": 7}])
def test_an_expired_token_that_never_was_valid_has_not_just_expired(claims):
    with override_settings(JWT_ISSUER="blog"):
        token = forge({"iss": "blog", "exp": now() - 60} | claims)

        assert code_of(token) == "token_invalid"
        with pytest.raises(UnauthorizedError):
            is_expired(token)


@pytest.mark.parametrize("token", ["nonsense", None, forge({"exp": 1}, OTHER_SECRET)])
def test_is_expired_refuses_what_is_no_token_of_ours(token):
    with pytest.raises(UnauthorizedError) as caught:
        is_expired(token)

    assert caught.value.code == "token_invalid"


# Refresh tokens


def test_a_refresh_token_gives_back_its_claims():
    claims = decode_refresh_token(get_refresh_token({"sub": 7}))

    assert claims["sub"] == "7"
    assert claims["exp"] == claims["iat"] + 14 * 24 * 3600


def test_a_refresh_token_expires_as_it_is_told():
    with override_settings(JWT_REFRESH_EXPIRY=60):
        claims = decode_refresh_token(get_refresh_token({}))
        assert claims["exp"] == claims["iat"] + 60
        claims = decode_refresh_token(get_refresh_token({}, expiry=5))
        assert claims["exp"] == claims["iat"] + 5
    late = get_refresh_token({}, expiry=-60)
    assert decode_refresh_token(late, leeway=120)
    with pytest.raises(UnauthorizedError) as caught:
        decode_refresh_token(late)
    assert caught.value.code == "token_expired"


def test_refresh_tokens_can_be_told_from_each_other():
    claims = [decode_refresh_token(get_refresh_token({"sub": 7})) for _ in range(2)]

    assert claims[0]["jti"] != claims[1]["jti"]
    assert len(claims[0]["jti"]) >= 22
    assert decode_refresh_token(get_refresh_token({"jti": "mine"}))["jti"] == "mine"


@pytest.mark.parametrize("expiry", [60, -60])
def test_a_token_is_good_for_one_purpose_only(expiry):
    assert code_of(get_refresh_token({}, expiry)) == "token_invalid"
    with pytest.raises(UnauthorizedError) as caught:
        decode_refresh_token(get_json_web_token({}, expiry))
    assert caught.value.code == "token_invalid"


# Verifiers


def verifier(**arguments):
    keys = StaticKeys([(None, SECRET.encode())])
    return TokenVerifier(keys, **{"algorithm": "HS256"} | arguments)


def is_valid(token, **arguments):
    try:
        return bool(verifier(**arguments).verify(token))
    except UnauthorizedError:
        return False


def test_a_verifier_needs_no_settings():
    assert verifier().verify(forge({"sub": "7"}))["sub"] == "7"
    assert not is_valid(forge({}, OTHER_SECRET))
    assert is_valid(forge({"exp": now() - 60}), leeway=120)


def test_one_of_several_issuers_will_do():
    for issuer, expected in {"a": True, "b": True, "c": False, "ab": False}.items():
        assert is_valid(forge({"iss": issuer}), issuer=["a", "b"]) is expected
    assert not is_valid(forge({}), issuer=["a"])


def test_one_of_several_audiences_will_do():
    for audience in ("a", "b", ["x", "b"]):
        assert is_valid(forge({"aud": audience}), audience=["a", "b"])
    for audience in ("c", "ab", ["c"], []):
        assert not is_valid(forge({"aud": audience}), audience=["a", "b"])


@override_settings(JWT_ISSUER=["a", "b"], JWT_AUDIENCE=["c", "d"])
def test_the_first_of_several_names_is_written():
    claims = decode_json_web_token(get_json_web_token({}))

    assert (claims["iss"], claims["aud"]) == ("a", "c")


@pytest.mark.parametrize("name", ["issuer", "audience"])
@pytest.mark.parametrize("value", [7, b"a", [], [""], ["a", None], {"a": 1}])
def test_a_name_that_is_no_text_is_a_mistake_of_ours(name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^The {name} of tokens is .* text"):
        verifier(**{name: value})
    setting = f"JWT_{name.upper()}"
    for use in (check_settings, get_json_web_token, decode_json_web_token):
        with (
            override_settings(**{setting: value}),
            pytest.raises(ImproperlyConfigured, match=f"^{setting} is .* text"),
        ):
            use(*() if use is check_settings else ({},))


@pytest.mark.parametrize(
    "leeway", [-1, float("inf"), float("nan"), "60", [1], True, timedelta(-1)]
)
def test_a_leeway_that_is_no_time_is_a_mistake_of_ours(leeway):
    with pytest.raises(ImproperlyConfigured, match=r"^The leeway of tokens is "):
        verifier(leeway=leeway)
    with pytest.raises(ImproperlyConfigured, match=r"^The leeway of tokens is "):
        decode_json_web_token(get_json_web_token({}), leeway)
    with (
        override_settings(JWT_LEEWAY=leeway),
        pytest.raises(ImproperlyConfigured, match=r"^JWT_LEEWAY is .* seconds"),
    ):
        check_settings()


def test_a_leeway_may_be_a_timedelta():
    token = get_json_web_token({}, expiry=-60)

    assert decode_json_web_token(token, timedelta(minutes=2))
    assert is_valid(token, leeway=timedelta(minutes=2))
    with override_settings(JWT_LEEWAY=timedelta(minutes=2)):
        assert decode_json_web_token(token)


def test_the_algorithm_of_a_verifier_must_sign():
    with pytest.raises(ImproperlyConfigured, match=r"^The algorithm of tokens is"):
        verifier(algorithm="none")


def test_a_token_that_is_refused_for_its_header_makes_nobody_look_for_keys():
    class Keys:
        def candidates(self, header):
            raise AssertionError("somebody looked")

    for changed in ({"alg": "HS512"}, {"typ": "x"}, {"kid": 7}, {"crit": []}):
        token = seal({"alg": "HS256"} | changed, {"exp": now() + 60}, "HS256")
        with pytest.raises(UnauthorizedError):
            TokenVerifier(Keys(), algorithm="HS256").verify(token)


def test_the_issuer_can_be_read_to_choose_who_verifies():
    assert get_unverified_issuer(forge({"iss": "blog"}, OTHER_SECRET)) == "blog"
    assert get_unverified_issuer(forge({})) is None
    assert get_unverified_issuer(seal({"alg": "x"}, {"iss": ["blog"]}, "HS256")) is None
    for token in (None, "", "junk", "a.b.c", "W10.W10.AAAA"):
        with pytest.raises(UnauthorizedError):
            get_unverified_issuer(token)
