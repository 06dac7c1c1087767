from __future__ import annotations

from http import HTTPStatus
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.config import override_settings
from pyverless.encoding import loads
from pyverless.exceptions import (
    BadRequestError,
    InternalServerError,
    NotFoundError,
    ServiceError,
    UnauthorizedError,
)
from pyverless.http.gateways import read_event
from pyverless.http.problems import legacy, pointer, problem_json

ID = "5b7a4a0e-3f0c-4d53-8a5a-0d6f0a1f4c11"


def render(error, renderer=problem_json, request_id=None):
    context = SimpleNamespace(aws_request_id=request_id)
    response = renderer(error, read_event({}, context))
    response.encode()
    return response


def problem(error, request_id=None):
    return loads(render(error, request_id=request_id).content)


def caused(error, cause):
    try:
        raise error from cause
    except ServiceError as raised:
        return raised


def test_an_error_is_a_problem():
    response = render(NotFoundError("There is no article 7."))

    assert response.status_code == 404
    assert response.content_type == "application/problem+json"
    assert loads(response.content) == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is no article 7.",
        "code": "not_found",
    }


def test_the_headers_of_an_error_go_out():
    error = UnauthorizedError(headers={"WWW-Authenticate": "Bearer"})

    assert render(error).headers == {"WWW-Authenticate": "Bearer"}


@pytest.mark.parametrize(
    ("status", "title"),
    [*((s.value, s.phrase) for s in HTTPStatus if s >= 400), (499, "Error")],
)
def test_the_title_is_the_phrase_of_the_status(status, title):
    assert problem(ServiceError(status))["title"] == title


# instance


@pytest.mark.parametrize("request_id", [ID, ID.upper()])
def test_the_request_id_names_the_instance(request_id):
    assert problem(NotFoundError(), request_id)["instance"] == f"urn:uuid:{request_id}"


@pytest.mark.parametrize(
    "request_id",
    [
        None,
        "",
        "JKJaXmPLvHcESHA=",
        ID.replace("-", ""),
        ID.replace("-", "_"),
        "g" + ID[1:],
        ID + "0",
        "-" * 36,
    ],
)
def test_a_request_id_that_is_no_uuid_names_nothing(request_id):
    assert "instance" not in problem(NotFoundError(), request_id)


# errors


def test_a_field_is_one_fault():
    error = BadRequestError("Not a title.", code="invalid", field="a/b ~c")

    assert problem(error)["errors"] == [
        {"pointer": "#/a~1b%20~0c", "detail": "Not a title.", "code": "invalid"}
    ]


def test_several_faults_say_more_than_a_field():
    faults = [{"parameter": "page", "detail": "No.", "code": "invalid"}]

    assert problem(BadRequestError(field="a", errors=iter(faults)))["errors"] == faults


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), "#"),
        (("a",), "#/a"),
        ((0, "b"), "#/0/b"),
        (("",), "#/"),
        (("~1/",), "#/~01~1"),
        (("é%",), "#/%C3%A9%25"),
        (("\ud800",), "#/%3F"),
    ],
)
def test_a_pointer_is_escaped_as_in_a_uri(path, expected):
    assert pointer(*path) == expected


@hypothesis_settings(deadline=None, max_examples=50)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_any_path_survives_a_pointer(path):
    steps = unquote(pointer(*path)).split("/")[1:]

    assert [s.replace("~1", "/").replace("~0", "~") for s in steps] == path


# traceback


def test_only_debug_shows_the_traceback_of_the_cause():
    error = caused(InternalServerError(), KeyError("secret"))

    assert "secret" not in render(error).content
    with override_settings(DEBUG=True):
        traceback = problem(error)["traceback"]

    assert traceback == ["KeyError: 'secret'"]


@pytest.mark.parametrize(
    "error",
    [InternalServerError(), caused(NotFoundError(), KeyError("secret"))],
)
def test_debug_shows_nothing_of_errors_without_a_cause_or_below_500(error):
    with override_settings(DEBUG=True):
        assert "traceback" not in problem(error)


# The format of old pyverless


def test_the_legacy_format_has_three_keys():
    error = BadRequestError("No.", field="title", headers={"X-Value": "1"})
    response = render(error, renderer=legacy)

    assert response.status_code == 400
    assert response.media_type == "application/json"
    assert response.headers == {"X-Value": "1"}
    assert loads(response.content) == {
        "code": "invalid",
        "message": "No.",
        "field": "title",
    }
