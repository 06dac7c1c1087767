"""QueryParamsMixin: which parameters get through."""

from __future__ import annotations

import pytest

from pyverless.handlers import BaseHandler, QueryParamsMixin
from pyverless.test import Client


class Echo(QueryParamsMixin, BaseHandler):
    def perform_action(self):
        return self.queryparams


class Declared(Echo):
    required_query_keys = ["q"]
    optional_query_keys = ["page"]


def test_without_a_declaration_every_parameter_is_taken(gateway):
    client = Client(Echo, gateway)

    assert client.get("/?a=1&b=%C3%A9").json() == {"a": "1", "b": "é"}
    assert client.get("/").json() == {}


def test_declared_parameters_get_through(gateway):
    assert Client(Declared, gateway).get("/?q=a+b&page=2").json() == {
        "q": "a b",
        "page": "2",
    }


def test_every_fault_is_named(gateway):
    response = Client(Declared, gateway).get("/?x=1")

    assert response.status_code == 400
    assert response.json()["errors"] == [
        {"parameter": "q", "detail": "q is required.", "code": "required"},
        {
            "parameter": "x",
            "detail": "Unknown parameter. Allowed: page, q.",
            "code": "unknown",
        },
    ]


# Load balancers without multi-value headers hand over the last value only.
@pytest.mark.parametrize("gateway", ["rest", "http1", "http2", "alb_multi", "lattice"])
def test_a_parameter_may_not_be_repeated(gateway):
    [error] = Client(Declared, gateway).get("/?q=1&q=2").json()["errors"]

    assert (error["parameter"], error["code"]) == ("q", "repeated")
    assert error["detail"] == "q may be given once only."


def test_strictness_can_be_switched_off():
    client = Client(Declared.as_handler(strict_queryparams=False))

    assert client.get("/?q=1&q=2&x=3").json() == {"q": "2", "x": "3"}
    assert client.get("/?x=3").status_code == 400, "what is required stays so"


def test_get_queryparams_can_convert_them():
    class Handler(Declared):
        def get_queryparams(self):
            params = super().get_queryparams()
            return params | {"page": int(params.get("page", 1))}

    assert Client(Handler).get("/?q=a&page=3").json() == {"q": "a", "page": 3}
