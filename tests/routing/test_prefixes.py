"""What stands before the paths of an App and is taken off."""

from __future__ import annotations

import re

import pytest

from pyverless.exceptions import ImproperlyConfigured
from pyverless.http import CORSConfig
from pyverless.routing import App
from pyverless.test import Client, http_event


def make_app(*prefixes, **options):
    app = App(strip_prefixes=prefixes, **options)

    @app.get("/")
    def root():
        return ["root", app.request.path]

    @app.get("/{rest+}")
    def view(rest):
        request = app.request
        return [rest, request.path, request.raw_path, request.base_url]

    return app


@pytest.mark.parametrize("prefix", ["/pay", "/pay/", re.compile("/pay")])
def test_a_prefix_is_taken_off_on_every_front(gateway, prefix):
    client = Client(make_app(prefix), gateway)

    rest, path, raw_path, base_url = client.get("/pay/a/b").json()

    assert (rest, path, raw_path) == ("a/b", "/a/b", "/a/b")
    assert base_url.endswith("/pay")
    for target in ("/pay", "/pay/"):
        assert client.get(target).json() == ["root", "/"]


def test_the_url_of_a_request_is_what_its_caller_wrote(gateway):
    headers = {"Host": "api.example.com"}
    client = Client(make_app("/pay"), gateway, headers=headers)
    _, path, _, base_url = client.get("/pay/a").json()

    assert base_url + path == "https://api.example.com/pay/a"


@pytest.mark.parametrize(
    ("prefixes", "target", "rest"),
    [
        (["/pay"], "/payment/a", "payment/a"),
        (["/pay"], "/a/pay", "a/pay"),
        (["/pay"], "/a", "a"),
        (["/pay"], "/pay/pay/a", "pay/a"),
        (["/a", "/b"], "/b/a/c", "a/c"),
        (["/a", "/a/b"], "/a/b/c", "b/c"),
        (["/a/b", "/a"], "/a/b/c", "c"),
        (["/a.b"], "/aXb/c", "aXb/c"),
        (["/p(ay)"], "/p(ay)/c", "c"),
        ([re.compile("/v[0-9]+")], "/v12/c", "c"),
        ([re.compile("/v[0-9]")], "/v12/c", "v12/c"),
        ([re.compile("(/v1)?")], "/c", "c"),
        ([re.compile("(/v1)?"), "/pay"], "/pay/c", "c"),
        ([re.compile("x")], "/x/c", "x/c"),
        ([re.compile("/v1"), "/pay"], "/pay/c", "c"),
        ([], "/pay/c", "pay/c"),
    ],
)
def test_the_first_prefix_of_whole_segments_is_taken_off_once(prefixes, target, rest):
    assert Client(make_app(*prefixes)).get(target).json()[0] == rest


def test_a_prefix_may_be_missing(gateway):
    client = Client(make_app("/pay"), gateway)

    rest, path, _, base_url = client.get("/a").json()
    assert (rest, path) == ("a", "/a")
    assert "pay" not in base_url


@pytest.mark.parametrize("gateway", ["rest", "http1", "http2"])
@pytest.mark.parametrize("stage", [None, "dev"])
def test_prefixes_come_after_the_stage(gateway, stage):
    app = App(strip_prefixes=["/pay"])
    app.get("/a/{id}")(lambda id: [id, app.request.path])
    client = Client(app, gateway, stage=stage)

    assert client.get("/pay/a/1").json() == ["1", "/a/1"]


@pytest.mark.parametrize("gateway", ["rest", "http1", "http2"])
@pytest.mark.parametrize("route", ["/pay/a/{id}", "/pay/{proxy+}"])
def test_the_gateway_may_have_the_prefix_in_its_routes(gateway, route):
    app = App(strip_prefixes=["/pay"])
    app.get("/a/{id}")(lambda id: [id, app.request.path])
    client = Client(app, gateway, route=route)

    for _ in range(2):
        assert client.get("/pay/a/1").json() == ["1", "/a/1"]


def test_everything_sees_the_path_without_the_prefix(gateway):
    def middleware(get_response):
        def handle(request):
            response = get_response(request)
            response.headers["X-Path"] = request.path
            return response

        return handle

    app = make_app("/pay", middleware=[middleware], cors=CORSConfig())
    client = Client(app, gateway)

    assert client.get("/pay/a").headers["X-Path"] == "/a"
    assert client.options("/pay/a").status_code == 204
    assert client.post("/pay/a").status_code == 405


def test_one_request_does_not_change_the_next(gateway):
    app, event = make_app("/pay"), http_event(gateway, "GET", "/pay/a")

    assert app(event)["body"] == app(event)["body"]


@pytest.mark.parametrize("prefix", ["pay", "", "/", "//", 7, None, b"/pay"])
def test_what_is_no_prefix_is_refused(prefix):
    with pytest.raises(ImproperlyConfigured) as caught:
        App(strip_prefixes=[prefix])

    assert str(caught.value) == (
        f"strip_prefixes has {prefix!r}. A prefix is text that starts with a slash, as "
        "in '/payment', or a compiled pattern."
    )


@pytest.mark.parametrize("prefix", ["", "/pay", re.compile("/pay")])
def test_prefixes_are_a_list(prefix):
    with pytest.raises(ImproperlyConfigured) as caught:
        App(strip_prefixes=prefix)

    assert str(caught.value) == (
        f"strip_prefixes={prefix!r} must be a list, as in [{prefix!r}]."
    )
