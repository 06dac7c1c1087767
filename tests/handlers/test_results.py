"""What views and actions may return, and what goes out for it."""

from __future__ import annotations

from collections import OrderedDict, namedtuple
from http import HTTPStatus

import pytest

from pyverless.exceptions import NotFoundError
from pyverless.handlers import BaseHandler
from pyverless.handlers.results import as_response, settle
from pyverless.http import Response
from pyverless.http.gateways import read_event
from pyverless.routing import App, path
from pyverless.test import Client

JSON = "application/json"


class Returning(BaseHandler):
    """Prepares `headers` and `status`, and returns `result`."""

    result = None
    headers = {}
    status = None

    def perform_action(self):
        for name, value in self.headers.items():
            self.request.response.headers[name] = value
        if self.status is not None:
            self.request.response.status_code = self.status
        return self.result


def view_of(app, result, headers, status):
    def view():
        for name, value in headers.items():
            app.response.headers[name] = value
        if status is not None:
            app.response.status_code = status
        return result

    return view


@pytest.fixture(params=["view", "class", "function"])
def ask(request, gateway):
    """Return what answers with a result, as a view, a class in an App or by itself."""

    def ask(result, headers=(), status=None):
        headers = dict(headers)
        function = Returning.as_handler(result=result, headers=headers, status=status)
        app = App() if request.param != "function" else function
        if request.param == "view":
            app.get("/")(view_of(app, result, headers, status))
        elif request.param == "class":
            app.add_route(path("/", function))
        return Client(app, gateway).get("/")

    return ask


class Celsius(int):
    pass


# Bodies


@pytest.mark.parametrize(
    ("result", "content"),
    [
        ({"a": 1}, b'{"a":1}'),
        ({}, b"{}"),
        (OrderedDict(b=1), b'{"b":1}'),
        ([1, "é"], '[1,"é"]'.encode()),
        ([], b"[]"),
        ({"only"}, b'["only"]'),
        ("text", b'"text"'),
        ("", b'""'),
        (None, b"null"),
        (True, b"true"),
        (0, b"0"),
        (Celsius(3), b"3"),
        (1.5, b"1.5"),
    ],
)
def test_what_json_can_say_goes_out_as_json(ask, result, content):
    response = ask(result)

    assert (response.status_code, response.content) == (200, content)
    assert response.content_type == JSON


@pytest.mark.parametrize("result", [b"", b"raw", b"\x00\xff"])
def test_bytes_go_out_as_they_are(ask, result):
    response = ask(result)

    assert response.content == result
    assert response.content_type == "application/octet-stream"


@pytest.mark.parametrize(
    "result", [object(), {1: object()}, float("nan"), {"a": b"b"}, (n for n in "ab")]
)
def test_what_json_can_not_say_is_a_500(ask, log, result):
    response = ask(result)

    assert response.status_code == 500
    assert response.json()["code"] == "internal_error"
    assert "Error" in log.text


# Tuples


@pytest.mark.parametrize(
    ("result", "status", "content"),
    [
        (({"a": 1}, 201), 201, b'{"a":1}'),
        (("text", 404), 404, b'"text"'),
        ((None, 202), 202, b"null"),
        ((b"raw", 206), 206, b"raw"),
        (([1], HTTPStatus.CREATED), 201, b"[1]"),
        ((None, 204), 204, b""),
        (({"a": 1}, 200, {}), 200, b'{"a":1}'),
    ],
)
def test_a_tuple_is_a_body_and_a_status(ask, result, status, content):
    response = ask(result)

    assert (response.status_code, response.content) == (status, content)


def test_the_third_of_a_tuple_are_headers(ask):
    headers = {"X-Total": 3, "Link": ["<a>", "<b>"], "X-None": None}
    response = ask(([1], 200, headers))

    assert response.json() == [1]
    assert response.headers["X-Total"] == "3"
    assert response.headers["Link"] == "<a>, <b>"
    assert "X-None" not in response.headers


@pytest.mark.parametrize("content_type", ["text/plain", "text/html; charset=utf-8"])
@pytest.mark.parametrize("name", ["Content-Type", "content-type"])
def test_text_of_another_type_in_a_tuple_goes_out_as_it_is(ask, name, content_type):
    response = ask(("<p>é</p>", 200, {name: content_type}))

    assert response.headers.getlist("Content-Type") == [content_type]
    assert response.text == "<p>é</p>"


@pytest.mark.parametrize("content_type", [JSON, "application/vnd.api+json"])
def test_text_of_a_json_type_in_a_tuple_is_json(ask, content_type):
    response = ask(("é", 200, {"Content-Type": content_type}))

    assert (response.content_type, response.json()) == (content_type, "é")


def test_bytes_of_a_type_in_a_tuple_go_out_as_they_are(ask):
    response = ask((b"\xff", 200, {"Content-Type": "image/png"}))

    assert (response.content_type, response.content) == ("image/png", b"\xff")


@pytest.mark.parametrize(
    ("result", "message"),
    [
        ((), "A tuple of 0 was returned: ()."),
        ((1,), "A tuple of 1 was returned: (1,)."),
        ((1, 2, 3, 4), "A tuple of 4 was returned: (1, 2, 3, 4). A tuple means (body,"),
        (("a", "b"), "The status is 'b'; it must be a number"),
        (("a", 99), "The status is 99"),
        (("a", True), "The status is True"),
        (("a", 200, [("X", "1")]), "AttributeError"),
        (("a", 200, {"X": "1\n2"}), "The header 'X' can't carry"),
        (
            ({"a": 1}, 200, {"Content-Type": "text/html"}),
            "must be text or bytes, not d",
        ),
    ],
)
def test_a_wrong_tuple_is_a_500_that_is_named_in_the_log(ask, log, result, message):
    assert ask(result).status_code == 500
    assert message in log.text


def test_a_long_tuple_is_not_shown_as_a_whole(log):
    Client(Returning.as_handler(result=("x" * 1000,) * 5)).get("/")

    assert len(str(log.records[0].exc_info[1])) < 300


def test_a_named_tuple_is_a_list_as_elsewhere_in_json():
    point = namedtuple("Point", "x y")(1, 2)

    assert Client(Returning.as_handler(result=point)).get("/").json() == [1, 2]


# Prepared by app.response


@pytest.mark.parametrize(
    ("result", "status", "content"),
    [
        ({"a": 1}, 202, b'{"a":1}'),
        ([1], 202, b"[1]"),
        ("text", 202, b'"text"'),
        (b"raw", 202, b"raw"),
        (None, 202, b"null"),
        (("text", 418), 418, b'"text"'),
        ((None, 418, {"X-More": "2"}), 418, b"null"),
    ],
)
def test_a_result_goes_into_what_was_prepared(ask, result, status, content):
    response = ask(result, headers={"X-Total": 1}, status=202)

    assert (response.status_code, response.content) == (status, content)
    assert response.headers["X-Total"] == "1"


def test_the_headers_of_a_tuple_go_before_those_that_were_prepared(ask):
    response = ask(({}, 200, {"x-a": "tuple"}), headers={"X-A": "prepared", "X-B": "1"})

    assert response.headers.getlist("X-A") == ["tuple"]
    assert response.headers["X-B"] == "1"


@pytest.mark.parametrize(
    ("content_type", "result", "content"),
    [
        ("text/html", "<p>", b"<p>"),
        ("text/html", b"<p>", b"<p>"),
        ("text/html", None, b""),
        (JSON, "text", b'"text"'),
        (JSON, b'"text"', b'"text"'),
        (JSON, None, b"null"),
        ("application/problem+json", {"a": 1}, b'{"a":1}'),
    ],
)
def test_a_prepared_content_type_decides_what_text_is(
    ask, content_type, result, content
):
    response = ask(result, headers={"Content-Type": content_type})

    assert response.content == content
    assert response.content_type == content_type


@pytest.mark.parametrize("text", ["text", "<p>"])
def test_a_content_type_that_is_an_attribute_counts_as_well(text):
    app = App()

    @app.get("/{kind}/{sub}")
    def view(kind, sub):
        app.response.content_type = f"{kind}/{sub}"
        return text

    client = Client(app)

    assert client.get("/text/html").text == text
    assert client.get("/application/json").json() == text


def test_a_response_of_ones_own_goes_before_what_was_prepared(ask):
    response = ask(Response({}, 201), headers={"X-Total": 1}, status=202)

    assert response.status_code == 201
    assert "X-Total" not in response.headers


def test_what_was_prepared_may_be_returned():
    app = App()

    @app.get("/")
    def view():
        app.response.body = {"a": 1}
        app.response.status_code = 203
        return app.response

    response = Client(app).get("/")

    assert (response.status_code, response.json()) == (203, {"a": 1})


def test_cookies_can_be_prepared(gateway):
    app = App()

    @app.get("/")
    def view():
        app.response.cookies.append("a=1")
        return {}

    assert Client(app, gateway).get("/").cookies == {"a": "1"}


# Classes


@pytest.mark.parametrize(
    ("result", "status"),
    [({}, 201), ("text", 201), (None, 201), (({}, 418), 418), (Response({}), 200)],
)
def test_the_success_code_is_that_of_results_without_a_status(gateway, result, status):
    class Creating(Returning):
        success_code = 201

    response = Client(Creating.as_handler(result=result), gateway).get("/")

    assert response.status_code == status


@pytest.mark.parametrize(("prepared", "status"), [(None, 201), (202, 202)])
def test_a_prepared_status_goes_before_the_success_code(prepared, status):
    handler = Returning.as_handler(
        success_code=201, headers={"X": "1"}, status=prepared, result={}
    )

    assert Client(handler).get("/").status_code == status


# Responses


class Page(Response):
    """A kind of response of ones own."""

    def __init__(self, title, **keywords):
        super().__init__(f"<h1>{title}</h1>", content_type="text/html", **keywords)


def test_a_subclass_of_response_is_a_response(ask):
    response = ask(Page("é", headers={"X-A": "1"}))

    assert (response.content_type, response.text) == ("text/html", "<h1>é</h1>")
    assert response.headers["X-A"] == "1"


@pytest.mark.parametrize(
    ("response", "content"),
    [
        (lambda: Response(), b""),
        (lambda: Response("text"), b'"text"'),
        (lambda: Response("{}", content_type=JSON), b"{}"),
        (lambda: Response(None, content_type=JSON), b"null"),
        (
            lambda: Response({"a": 1}, content_type="application/vnd.api+json"),
            b'{"a":1}',
        ),
    ],
)
def test_a_response_goes_out_as_it_says(ask, response, content):
    assert ask(response()).content == content


# Coroutines, and how they are settled


@pytest.mark.parametrize(
    ("result", "status"), [({"a": 1}, 200), (("a", 201), 201), (Response({}, 202), 202)]
)
def test_an_awaitable_is_waited_for(result, status):
    async def later():
        return result

    app = App()
    app.get("/")(lambda: later())

    assert Client(app).get("/").status_code == status


def test_an_awaitable_of_an_awaitable_is_waited_for_too():
    async def later():
        return 7

    async def much_later():
        return later()

    app = App()
    app.get("/")(lambda: much_later())

    assert Client(app).get("/").json() == 7


def test_an_awaitable_that_fails_is_answered():
    async def later():
        raise NotFoundError

    app = App()
    app.get("/")(lambda: later())

    assert Client(app).get("/").status_code == 404


@pytest.mark.parametrize("value", [None, 1, {"a": 1}, (1, 2), "text"])
def test_what_is_there_already_need_not_be_waited_for(value):
    assert settle(value) is value


# as_response() itself


def test_a_result_without_a_status_gets_the_one_that_is_asked_for():
    request = read_event({}, None)

    assert as_response({}, request, 404).status_code == 404
    assert as_response(("a", 400), request, 404).status_code == 400
    assert as_response(Response(), request, 404).status_code == 200


def test_a_response_is_returned_as_it_is():
    response = Response()

    assert as_response(response, read_event({}, None)) is response


@pytest.mark.parametrize("code", [200.0, 201.0, True, "200"])
def test_a_success_code_that_is_no_whole_number_is_a_500(code, caplog):
    class Answer(BaseHandler):
        success_code = code

        def perform_action(self):
            return {"a": 1}

    assert Client(Answer).get("/").status_code == 500
    assert f"The status is {code!r}; it must be a number" in caplog.text
