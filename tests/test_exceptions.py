from __future__ import annotations

import re
from decimal import Decimal
from http import HTTPStatus

import pytest

from pyverless import exceptions
from pyverless.exceptions import (
    BadRequestError,
    ImproperlyConfigured,
    MethodNotAllowedError,
    NotFoundError,
    ServiceError,
    ServiceUnavailableError,
    ThrottledError,
    UnsupportedEventError,
)

CLASSES = [
    getattr(exceptions, name)
    for name in exceptions.__all__
    if issubclass(getattr(exceptions, name), ServiceError)
]
FIXED = [cls for cls in CLASSES if cls is not ServiceError]


def test_the_tree_in_the_documentation_is_the_tree():
    documented = dict(re.findall(r"── (\w+) +(\d{3})", exceptions.__doc__))

    assert documented == {cls.__name__: str(cls.status_code) for cls in FIXED}
    for name in exceptions.__all__:
        assert re.search(rf"^ +(\W+ )?{name} ", exceptions.__doc__, re.MULTILINE)


@pytest.mark.parametrize("cls", CLASSES)
def test_every_argument_is_optional(cls):
    error = cls()

    assert error.msg == str(error) == cls.default_msg
    assert error.msg.endswith(".")
    assert error.code == cls.default_code
    assert error.field is None
    assert error.errors == []
    assert error.headers == {}
    assert 400 <= error.status_code <= 599


@pytest.mark.parametrize("cls", [cls for cls in FIXED if cls is not ThrottledError])
def test_the_message_comes_first_or_by_name(cls):
    assert cls("No.").msg == cls(msg="No.").msg == "No."
    assert cls("No.").status_code == cls.status_code


def test_an_empty_message_stays_empty():
    assert NotFoundError("").msg == ""


def test_each_status_has_a_class_and_a_code_of_its_own():
    # A stale object is a conflict, of a kind that has a code of its own.
    assert len({cls.status_code for cls in FIXED}) == len(FIXED) - 1
    assert len({cls.default_code for cls in CLASSES}) == len(CLASSES)


def test_the_codes_are_those_that_callers_know():
    assert [f"{cls.status_code} {cls.default_code}" for cls in CLASSES] == [
        "400 invalid",
        "409 conflict",
        "403 permission_denied",
        "410 gone",
        "500 internal_error",
        "405 method_not_allowed",
        "404 not_found",
        "412 precondition_failed",
        "428 precondition_required",
        "413 too_large",
        "408 request_timeout",
        "500 error",
        "503 unavailable",
        "409 stale",
        "429 throttled",
        "401 not_authenticated",
        "422 unprocessable",
        "415 unsupported_media_type",
    ]


def test_the_general_form_takes_the_status_first():
    assert ServiceError().status_code == 500
    assert ServiceError(418, "Tea.").status_code == 418
    assert ServiceError(HTTPStatus.CONFLICT).status_code == 409
    assert repr(ServiceError(418, "Tea.")) == "ServiceError(418, 'Tea.')"
    assert repr(NotFoundError()) == "NotFoundError(404, 'Not found.')"


def test_everything_there_is_to_say():
    faults = ({"pointer": "#/a", "detail": "No."} for _ in range(1))
    headers = {"X-Value": "1"}
    error = BadRequestError(
        "No.", code="bad", field="a", errors=faults, headers=headers
    )

    assert (error.msg, error.code, error.field) == ("No.", "bad", "a")
    assert error.errors == [{"pointer": "#/a", "detail": "No."}]
    assert error.headers == headers
    assert error.headers is not headers


def test_errors_share_no_headers():
    MethodNotAllowedError().headers["Allow"] = "GET"

    assert MethodNotAllowedError().headers == {}


def test_a_class_of_ones_own_has_its_own_words():
    class PaymentRequiredError(ServiceError):
        status_code = 402
        default_msg = "Pay first."
        default_code = "payment_required"

    error = PaymentRequiredError()

    assert (error.status_code, error.msg) == (402, "Pay first.")
    assert error.code == "payment_required"


@pytest.mark.parametrize(
    ("wait", "header"),
    [
        (30, "30"),
        (1.2, "2"),
        (0.001, "1"),
        (0, "0"),
        (-5, "0"),
        (2.0, "2"),
        (Decimal("1.2"), "2"),
    ],
)
def test_when_to_try_again_is_rounded_up(wait, header):
    for error in (ThrottledError(wait), ServiceUnavailableError(wait=wait)):
        assert error.wait == wait
        assert error.headers == {"Retry-After": header}


def test_when_to_try_again_joins_other_headers():
    error = ThrottledError(30, "Slow down.", code="slow", headers={"X-Value": "1"})

    assert (error.msg, error.code) == ("Slow down.", "slow")
    assert error.headers == {"X-Value": "1", "Retry-After": "30"}
    assert ThrottledError().wait is None


@pytest.mark.parametrize("cls", [ImproperlyConfigured, UnsupportedEventError])
def test_mistakes_of_developers_are_no_answers(cls):
    assert not issubclass(cls, ServiceError)
