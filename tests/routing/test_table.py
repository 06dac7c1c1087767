"""Finding routes by what events say of them, and by the path where that won't do."""

from __future__ import annotations

import json

import pytest

from pyverless.handlers import BaseHandler
from pyverless.routing import App, path
from pyverless.routing.table import Table
from pyverless.test import Client, http_event

# The fronts that name the route of a request in their events.
NAMING = ("rest", "http1", "http2")


def where(app):
    """Return a view that tells which rule led to it, with which arguments."""

    def view(**arguments):
        return [app.request.route, arguments]

    return view


def make_app(*rules, **options):
    app = App(**options)
    for rule in rules:
        app.get(rule)(where(app))
    return app


@pytest.fixture(params=NAMING)
def naming(request):
    """Each front that has routes of its own."""
    return request.param


@pytest.fixture
def searches(monkeypatch):
    """The paths that were looked for in the tree."""
    found = []
    search = Table.search

    def counted(self, request, *args):
        found.append(request.path)
        return search(self, request, *args)

    monkeypatch.setattr(Table, "search", counted)
    return found


# The route that the event names


def test_a_known_route_is_found_without_a_search(naming, searches):
    app = make_app("/articles/{id}", "/articles")
    client = Client(app, naming, route="/articles/{id}")

    for key in ("1", "2", "3"):
        found = client.get(f"/articles/{key}").json()
        assert found == ["/articles/{id}", {"id": key}]
    assert len(searches) == 1


@pytest.mark.parametrize("gateway", NAMING)
@pytest.mark.parametrize(
    ("route", "target", "found"),
    [
        ("/users/{id}", "/users/me", ["/users/me", {}]),
        ("/users/{id}", "/users/7", ["/users/{id}", {"id": "7"}]),
        ("/users/{id}", "/users/7.json", ["/users/{a}.json", {"a": "7"}]),
        ("/users/me", "/users/me", ["/users/me", {}]),
        ("/users/{proxy+}", "/users/me", ["/users/me", {}]),
        ("/users/{proxy+}", "/users/7", ["/users/{id}", {"id": "7"}]),
        ("/{x}/{y}", "/users/me", ["/users/me", {}]),
        ("/{proxy+}", "/users/1/2", ["/{rest+}", {"rest": "users/1/2"}]),
        ("/{rest+}", "/users/1/2", ["/{rest+}", {"rest": "users/1/2"}]),
        ("/{rest+}", "/users/7", ["/users/{id}", {"id": "7"}]),
        (None, "/users/7", ["/users/{id}", {"id": "7"}]),
    ],
)
def test_a_coarser_route_of_the_gateway_finds_the_nearest_rule(
    gateway, route, target, found
):
    app = make_app("/users/{id}", "/users/me", "/users/{a}.json", "/{rest+}")
    client = Client(app, gateway, route=route)

    # Again, for what is remembered of the first one.
    assert [client.get(target).json() for _ in range(3)] == [found] * 3


@pytest.mark.parametrize("other", ["/users/me", "/users/{a}e", "/users/{b:int}"])
def test_any_other_rule_may_be_nearer_than_the_route_of_the_gateway(naming, other):
    target = "/users/7" if "int" in other else "/users/me"
    for rules in (("/users/{id}", other), (other, "/users/{id}")):
        client = Client(make_app(*rules), naming, route="/users/{id}")
        for _ in range(2):
            assert client.get(target).json()[0] == other
            assert client.get("/users/x").json() == ["/users/{id}", {"id": "x"}]


@pytest.mark.parametrize("rule", ["/{a}.{b}", "/x{a}", "/{a+}"])
def test_rules_that_gateways_do_not_have_are_found_by_the_path(naming, rule):
    client = Client(make_app(rule), naming, route="/{a}")

    for _ in range(2):
        assert client.get("/x.y").json()[0] == rule
        values = client.get("/x.y").json()[1]
        assert values in ({"a": "x", "b": "y"}, {"a": ".y"}, {"a": "x.y"})


@pytest.mark.parametrize(("rule", "value"), [("/a/{id}", "7"), ("/a/{id:int}", 7)])
def test_a_path_that_is_not_the_routes_does_not_matter(naming, rule, value):
    app = make_app(rule)
    event = http_event(naming, "GET", "/a/7", route="/a/{id}")
    name = "rawPath" if naming == "http2" else "path"

    for _ in range(2):
        answer = app(event | {name: "/mapped/a/7"})
        assert Client(app).invoke(event)["statusCode"] == 200
        assert json.loads(answer["body"]) == [rule, {"id": value}]


def test_a_rule_for_the_rest_stands_beside_others(gateway):
    client = Client(make_app("/{rest+}", "/articles"), gateway)

    for _ in range(2):
        assert client.get("/articles").json() == ["/articles", {}]
        assert client.get("/articles/1").json()[0] == "/{rest+}"
        assert client.get("/other").json()[0] == "/{rest+}"


def test_names_in_another_order_are_other_names(naming):
    client = Client(make_app("/x/{a}/{b}"), naming, route="/x/{b}/{a}")

    for _ in range(2):
        assert client.get("/x/1/2").json()[1] == {"a": "1", "b": "2"}


def test_a_slash_that_was_decoded_leads_where_the_path_does():
    app = make_app("/a/{id}", "/a/{rest+}")
    event = http_event("http2", "GET", "/a/1/2")
    event |= {"routeKey": "GET /a/{id}", "pathParameters": {"id": "1/2"}}

    for _ in range(2):
        assert json.loads(app(event)["body"]) == ["/a/{rest+}", {"rest": "1/2"}]


def test_other_names_at_the_gateway_do_not_reach_the_view(naming):
    client = Client(make_app("/users/{id}"), naming, route="/users/{user_id}")

    for _ in range(2):
        assert client.get("/users/7").json() == ["/users/{id}", {"id": "7"}]


@pytest.mark.parametrize(
    "given",
    [
        {"pk": "7"},
        {"id": "7", "more": "8"},
        {"id": 7},
        {"id": ""},
        {"id": None},
        {},
        None,
        [],
        "id",
        ["id"],
    ],
)
def test_parameters_that_are_not_the_routes_come_of_the_path(naming, given):
    app = make_app("/users/{id}")
    client = Client(app, naming, route="/users/{id}")
    assert client.get("/users/1").json() == ["/users/{id}", {"id": "1"}]

    event = http_event(naming, "GET", "/users/7", route="/users/{id}")
    answer = app(event | {"pathParameters": given})

    assert answer["body"] == '["/users/{id}",{"id":"7"}]'


@pytest.mark.parametrize("given", [{"id": "7"}, ["id"], "id"])
def test_a_route_without_parameters_is_not_that_of_an_event_with_some(naming, given):
    app = make_app("/users", "/users/{id}")
    event = http_event(naming, "GET", "/users/7")
    name = "routeKey" if naming == "http2" else "resource"
    event |= {name: "/users"}

    for _ in range(2):
        assert Client(app, naming, route="/users").get("/users").json()[0] == "/users"
        answer = app(event | {"pathParameters": given})
        assert json.loads(answer["body"]) == ["/users/{id}", {"id": "7"}]


@pytest.mark.parametrize("key", [None, 7, ["/users/{id}"], {}, "", "/", "GET", " "])
def test_a_route_that_is_no_route_is_no_help_and_no_harm(naming, key):
    app = make_app("/users/{id}")
    name = "routeKey" if naming == "http2" else "resource"
    event = http_event(naming, "GET", "/users/7", route="/users/{id}") | {name: key}

    assert app(event)["body"] == '["/users/{id}",{"id":"7"}]'


@pytest.mark.parametrize("key", ["ANY /x/{id}", "GET /x/{id}", "$default", "/x/{id}"])
def test_route_keys_of_http_apis_name_the_route(key):
    app = make_app("/x/{id}")
    event = http_event("http2", "GET", "/x/7", route="/x/{id}") | {"routeKey": key}

    for _ in range(2):
        assert app(event)["body"] == '["/x/{id}",{"id":"7"}]'


def test_the_default_route_of_http_apis_is_no_path():
    app = make_app("/$default", "/x/{id}")
    event = http_event("http2", "GET", "/x/7") | {"routeKey": "$default"}

    for _ in range(2):
        assert json.loads(app(event)["body"]) == ["/x/{id}", {"id": "7"}]


def test_the_route_of_the_gateway_does_not_decide_about_the_method(naming):
    app = App()
    app.get("/a/{id}")(lambda id: "get")
    app.put("/a/{id}")(lambda id: "put")
    client = Client(app, naming, route="/a/{id}")

    for _ in range(2):
        assert client.get("/a/1").json() == "get"
        assert client.put("/a/1").json() == "put"
        assert client.head("/a/1").status_code == 200
        assert client.delete("/a/1").headers["Allow"] == "GET, HEAD, PUT"


@pytest.mark.parametrize("gateway", [*NAMING, "function_url"])
def test_rules_with_other_names_for_one_path_share_its_methods(gateway):
    app = App()
    app.route("/a/{x}")(lambda x: ["any", x])
    app.get("/a/{y}")(lambda y: ["get", y])
    app.put("/a/{z}")(lambda z: ["put", z])

    for route in ("/a/{x}", "/a/{y}", "/a/{other}"):
        client = Client(app, gateway, route=route)
        for _ in range(2):
            assert client.get("/a/1").json() == ["get", "1"]
            assert client.put("/a/1").json() == ["put", "1"]
            assert client.post("/a/1").json() == ["any", "1"]


@pytest.mark.parametrize("gateway", [*NAMING, "function_url"])
def test_the_head_of_another_name_is_nearer_than_get(gateway):
    app = App()

    @app.head("/a/{y}")
    def head(y):
        app.response.headers["X-View"] = "head"

    app.get("/a/{x}")(lambda x: x)

    client = Client(app, gateway, route="/a/{x}")
    for _ in range(2):
        assert client.head("/a/1").headers["X-View"] == "head"


def test_a_route_that_comes_later_is_found_by_what_was_asked_before(naming):
    app = make_app("/users/{id}")
    client = Client(app, naming, route="/users/{id}")
    client.get("/users/me")

    app.get("/users/me")(where(app))

    assert client.get("/users/me").json() == ["/users/me", {}]


def test_typed_rules_are_found_by_the_route_of_the_gateway(naming):
    app = make_app("/a/{id:int}", "/b/{id:int}", "/b/{id}")

    for _ in range(2):
        client = Client(app, naming, route="/a/{id}")
        assert client.get("/a/7").json() == ["/a/{id:int}", {"id": 7}]
        assert client.get("/a/x").status_code == 404
        client = Client(app, naming, route="/b/{id}")
        assert client.get("/b/7").json() == ["/b/{id:int}", {"id": 7}]
        assert client.get("/b/x").json() == ["/b/{id}", {"id": "x"}]


def test_classes_get_the_parameters_as_well(naming):
    class Handler(BaseHandler):
        def perform_action(self):
            return [self.request.path_params, self.kwargs]

    client = Client(App([path("/a/{id}", Handler)]), naming, route="/a/{id}")

    for _ in range(2):
        assert client.get("/a/x%20y").json() == [{"id": "x y"}] * 2


def test_the_event_stays_as_it_was(gateway):
    app = App()

    @app.get("/a/{id}")
    def view(**arguments):
        arguments["id"] = "changed"
        return arguments

    event = http_event(gateway, "GET", "/a/1", route="/a/{id}")
    before = repr(event)

    for _ in range(2):
        app(event)
    assert repr(event) == before


@pytest.mark.parametrize("gateway", NAMING)
def test_keys_of_made_up_events_do_not_fill_the_memory(gateway):
    app = make_app("/users/{id}")
    name = "routeKey" if gateway == "http2" else "resource"
    event = http_event(gateway, "GET", "/users/7", route="/users/{id}")

    for number in range(1200):
        app(event | {name: f"/made/up/{number}"})

    held = [value for value in vars(app._table).values() if isinstance(value, dict)]
    assert max(map(len, held)) <= 1000
    # What comes too late to be remembered is found all the same.
    assert app(event)["body"] == '["/users/{id}",{"id":"7"}]'


# Decoding: who hands paths over encoded is in each gateway's contract


@pytest.mark.parametrize(
    ("sent", "value"),
    [
        ("a%20b", "a b"),
        ("a+b", "a+b"),
        ("100%25", "100%"),
        ("%2541", "%41"),
        ("%252F", "%2F"),
        ("a%2Fb", "a/b"),
        ("%C3%A9", "é"),
        ("%FF", "\ufffd"),
        ("%", "%"),
        ("%zz", "%zz"),
        ("a%00b", "a\0b"),
    ],
)
@pytest.mark.parametrize("rule", ["/a/{id}", "/a/{id}/b"])
def test_parameters_are_decoded_once_where_the_gateway_names_the_route(
    naming, rule, sent, value
):
    client = Client(make_app(rule), naming, route=rule)
    target = rule.replace("{id}", sent)

    for _ in range(2):
        assert client.get(target).json() == [rule, {"id": value}]


@pytest.mark.parametrize(
    ("sent", "value"),
    [("100%25", "100%"), ("%2541", "%41"), ("%252F", "%2F"), ("%C3%A9", "é")],
)
def test_parameters_are_decoded_once_where_it_does_not(gateway, sent, value):
    client = Client(make_app("/a/{id}", "/b/{rest+}", "/c/{n}.x"), gateway)

    for _ in range(2):
        assert client.get(f"/a/{sent}").json()[1] == {"id": value}
        assert client.get(f"/b/1/{sent}").json()[1] == {"rest": f"1/{value}"}
        assert client.get(f"/c/{sent}.x").json()[1] == {"n": value}


@pytest.mark.parametrize("gateway", ["rest", "function_url", "alb", "lattice"])
def test_an_encoded_slash_does_not_part_segments(gateway):
    client = Client(make_app("/{a}", "/{a}/{b}", "/x/{rest+}"), gateway)

    assert client.get("/1%2F2").json() == ["/{a}", {"a": "1/2"}]
    assert client.get("/x/1%2F2/3").json() == ["/x/{rest+}", {"rest": "1/2/3"}]


@pytest.mark.parametrize("gateway", ["http1", "http2"])
def test_http_apis_decode_slashes_before_anybody_can_tell(gateway):
    client = Client(make_app("/{a}", "/{a}/{b}"), gateway)

    assert client.get("/1%2F2").json() == ["/{a}/{b}", {"a": "1", "b": "2"}]


def test_literals_are_compared_decoded(gateway):
    client = Client(make_app("/é/a b"), gateway)

    assert client.get("/%C3%A9/a%20b").json()[0] == "/é/a b"


# Slashes


@pytest.mark.parametrize("rule", ["/a/{id}", "/a/{id}/"])
def test_a_trailing_slash_is_tolerated_whoever_names_the_route(gateway, rule):
    for route in (None, "/a/{id}"):
        client = Client(make_app(rule), gateway, route=route)
        assert client.get("/a/7").json()[1] == {"id": "7"}
    client = Client(make_app(rule), gateway)
    assert client.get("/a/7/").json()[1] == {"id": "7"}
    assert client.get("/a/7//").status_code == 404


def test_rest_apis_tolerate_one_where_they_name_the_route():
    client = Client(make_app("/a/{id}"), "rest", route="/a/{id}")

    for _ in range(2):
        assert client.get("/a/7/").json()[1] == {"id": "7"}


def test_strict_slashes_hold_whatever_route_the_gateway_names(naming):
    app = make_app("/a/{id}", "/b/{id}/", strict_slashes=True)

    for _ in range(2):
        assert Client(app, naming, route="/a/{id}").get("/a/7").status_code == 200
        assert Client(app, naming).get("/a/7/").status_code == 404
        assert Client(app, naming).get("/b/7").status_code == 404
        assert Client(app, naming).get("/b/7/").json()[1] == {"id": "7"}
    if naming == "rest":
        assert Client(app, naming, route="/a/{id}").get("/a/7/").status_code == 404
