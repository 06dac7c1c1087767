"""MethodHandler: one method per HTTP verb."""

from __future__ import annotations

import pytest

from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import MethodHandler, RequestBodyMixin
from pyverless.test import Client

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Everything(MethodHandler):
    def get(self):
        return "get"

    def post(self):
        return "post"

    def put(self):
        return "put"

    def patch(self):
        return "patch"

    def delete(self):
        return "delete"

    def options(self):
        return "options"


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_its_method(gateway, verb):
    response = Client(Everything, gateway).request(verb, "/")

    assert response.json() == verb.lower()


def test_head_is_answered_by_get(gateway):
    response = Client(Everything, gateway).head("/")

    assert (response.status_code, response.content) == (200, b"")


def test_head_of_ones_own_is_preferred():
    class Handler(Everything):
        def head(self):
            self.success_code = 204

    assert Client(Handler).head("/").status_code == 204


def test_the_methods_that_a_class_defines_are_those_it_answers(gateway):
    class Handler(MethodHandler):
        def get(self):
            return None

        def put(self):
            return None

    response = Client(Handler, gateway).post("/")

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, PUT"


def test_allowed_methods_limits_them():
    client = Client(Everything.as_handler(allowed_methods=("GET", "PURGE")))

    assert client.get("/").json() == "get"
    assert client.post("/").headers["Allow"] == "GET, HEAD"


def test_allowed_methods_can_add_others():
    class Handler(MethodHandler):
        allowed_methods = ("PURGE",)

        def purge(self):
            return "purged"

    assert Client(Handler).request("PURGE", "/").json() == "purged"


def test_an_event_without_a_method_can_not_be_dispatched():
    answer = Everything.as_handler()({}, None)

    assert answer["statusCode"] == 405
    assert answer["headers"]["Allow"] == (
        "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"
    )


def test_bodies_are_read_for_post_put_and_patch():
    class Handler(RequestBodyMixin, Everything):
        pass

    client = Client(Handler)
    statuses = {verb: client.request(verb, "/", body="{").status_code for verb in VERBS}

    assert statuses == dict.fromkeys(VERBS, 200) | {
        "POST": 400,
        "PUT": 400,
        "PATCH": 400,
    }


def test_a_class_without_a_method_is_a_configuration_error():
    class Handler(MethodHandler):
        allowed_methods = ("GET", "POST")

    with pytest.raises(ImproperlyConfigured) as caught:
        Handler.as_handler()

    assert str(caught.value) == (
        "Handler answers no HTTP method. Define Handler.get(), Handler.post() or "
        "another one of ('GET', 'POST')."
    )
