"""Claims as authorizers hand them over."""

from __future__ import annotations

import pytest

from pyverless.auth.claims import normalise_claims, read_names, read_scopes


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        # An HTTP API's JWT authorizer
        ({"exp": "1795248968", "iat": "1795245368"}, [1795248968, 1795245368]),
        ({"email_verified": "true"}, [True]),
        ({"phone_number_verified": "false"}, [False]),
        ({"is_admin": "false", "custom:flag": "true"}, [False, True]),
        ({"cognito:groups": "[admins users]"}, [["admins", "users"]]),
        ({"groups": "[]"}, [[]]),
        ({"aud": "[a b]"}, [["a", "b"]]),
        ({"aud": "a"}, ["a"]),
        # A REST API's Cognito authorizer
        ({"exp": "Fri Jul 29 18:52:53 UTC 2016"}, [1469818373]),
        ({"cognito:groups": "admins,users"}, [["admins", "users"]]),
        ({"cognito:groups": "admins"}, [["admins"]]),
        # A Lambda authorizer
        ({"groups": '["admins", "big users"]'}, [["admins", "big users"]]),
        ({"roles": ["a", 1]}, [["a", "1"]]),
        ({"exp": 5, "email_verified": True, "groups": None}, [5, True, None]),
        # What nobody can read stays as it is, and so does what is not known.
        ({"exp": "soon", "email_verified": "perhaps"}, ["soon", "perhaps"]),
        ({"exp": "\u0665"}, ["\u0665"]),
        ({"sub": "12", "name": "[x]", "flag": "True"}, ["12", "[x]", "True"]),
    ],
)
def test_known_claims_get_their_types_back(written, meant):
    given = dict(written)

    found = normalise_claims(written)

    assert [*found.values()] == meant
    assert written == given


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("[a b]", ["a", "b"]),
        ('["a b", "c"]', ["a b", "c"]),
        ("a, b", ["a", "b"]),
        ("big users", ["big users"]),
        ("", []),
        (["a"], ["a"]),
        (None, []),
        ({"a": 1}, []),
        ("[" * 100_000 + "]" * 100_000, ["[" * 99_999 + "]" * 99_999]),
    ],
    ids=repr,
)
def test_names_are_read_however_they_are_written(value, names):
    assert read_names(value) == names


@pytest.mark.parametrize(
    ("value", "scopes"),
    [
        ("read write", ["read", "write"]),
        ("a,b", ["a,b"]),
        ("[read write]", ["read", "write"]),
        ("[x,admin", ["[x,admin"]),
        ('["read", "write"]', ["read", "write"]),
        (["read"], ["read"]),
        (None, []),
    ],
)
def test_scopes_are_apart_by_blanks(value, scopes):
    assert read_scopes(value) == scopes
