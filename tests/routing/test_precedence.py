"""Which of several rules wins, expressions among them."""

from __future__ import annotations

import re
from itertools import permutations

import pytest

from pyverless.exceptions import ImproperlyConfigured
from pyverless.routing import App, Router
from pyverless.routing.patterns import Segment
from pyverless.test import Client

ID = "5b7a4a0e-3f0c-4d53-8a5a-0d6f0a1f4c11"


def found(rules, target, gateway="function_url", **options):
    """Return the rule and the arguments that a path finds, or None."""
    app = App(**options)
    for rule in rules:
        app.get(rule)(lambda **arguments: [app.request.route, arguments])
    response = Client(app, gateway).get(target)
    return None if response.status_code == 404 else response.json()


# Segments that are in part literal

PARTIAL = ("/f/{a}", "/f/{a:int}", "/f/{a}.json", "/f/x{a}.json", "/f/x1.json")


@pytest.mark.parametrize(
    ("target", "rule"),
    [
        ("/f/x1.json", "/f/x1.json"),
        ("/f/x2.json", "/f/x{a}.json"),
        ("/f/y2.json", "/f/{a}.json"),
        ("/f/12", "/f/{a:int}"),
        ("/f/y", "/f/{a}"),
        ("/f/.json", "/f/{a}"),
        ("/f/x.json", "/f/{a}.json"),
    ],
)
def test_the_most_literal_text_wins(target, rule):
    for order in permutations(PARTIAL):
        assert found(order, target)[0] == rule


@pytest.mark.parametrize(("kind", "value"), [("int", "7"), ("uuid", ID)])
def test_typed_parts_win_over_others_of_the_same_text(kind, value):
    rules = ["/{a}.{b}", f"/{{a}}.{{b:{kind}}}"]

    for order in (rules, rules[::-1]):
        assert found(order, f"/x.{value}")[0] == rules[1]
        assert found(order, "/x.y") == ["/{a}.{b}", {"a": "x", "b": "y"}]


def test_literal_text_wins_over_a_type():
    for order in permutations(["/{a:int}", "/1{b}", "/{c}"]):
        assert found(order, "/12") == ["/1{b}", {"b": "2"}]
        assert found(order, "/21") == ["/{a:int}", {"a": 21}]


def test_partial_segments_of_the_same_text_are_one():
    with pytest.raises(ImproperlyConfigured, match="would reach both"):
        found(["/{a}.json", "/{b}.json"], "/")

    assert found(["/{a}.json", "/{a}.jsonp", "/j{a}son"], "/j1son")[0] == "/j{a}son"


def test_partial_segments_stand_anywhere(gateway):
    rules = ["/v{version:int}/{name}.{suffix}/edit", "/{a}/{b}/{c}"]

    assert found(rules, "/v2/a.b.txt/edit", gateway) == [
        "/v{version:int}/{name}.{suffix}/edit",
        {"version": 2, "name": "a.b", "suffix": "txt"},
    ]
    assert found(rules, "/vx/a.txt/edit", gateway)[0] == "/{a}/{b}/{c}"


@pytest.fixture
def calls(monkeypatch):
    """Return the texts that segments are compared with."""
    calls = []
    match = Segment.match

    def counted(self, text):
        calls.append(text)
        return match(self, text)

    monkeypatch.setattr(Segment, "match", counted)
    return calls


def test_long_segments_are_compared_once_per_rule(calls):
    text = "a." * 4096

    assert found(["/{a}.{b}.{c}.{d}.{e}!", "/{a}..{b}", "/{a}"], f"/{text}") == [
        "/{a}",
        {"a": text},
    ]
    assert len(calls) == 3


def test_many_segments_are_compared_a_few_times_only(calls):
    rules = ["/{rest+}/{a:int}", "/{rest+}/x", "/{rest+}"]

    assert found(rules, "/a" * 2000)[0] == "/{rest+}"
    assert len(calls) < 10


# Parameters for several segments


def test_a_rule_for_the_rest_comes_last():
    rules = ["/{rest+}", "/a/{rest+}", "/a/{x}/{y}", "/a/{rest+}/edit"]

    for order in permutations(rules):
        assert found(order, "/a/1/2")[0] == "/a/{x}/{y}"
        assert found(order, "/a/1/2/3") == ["/a/{rest+}", {"rest": "1/2/3"}]
        assert found(order, "/a/1/2/edit") == ["/a/{rest+}/edit", {"rest": "1/2"}]
        assert found(order, "/b/1/2/3") == ["/{rest+}", {"rest": "b/1/2/3"}]


def test_what_follows_the_rest_may_be_of_any_length():
    rules = ["/{rest+}/a/{id:int}", "/{rest+}/{id}", "/{rest+}"]

    for order in permutations(rules):
        assert found(order, "/x/y/a/7") == [
            "/{rest+}/a/{id:int}",
            {"rest": "x/y", "id": 7},
        ]
        assert found(order, "/x/y/a/b")[1] == {"rest": "x/y/a", "id": "b"}
        assert found(order, "/x") == ["/{rest+}", {"rest": "x"}]


# Expressions


@pytest.mark.parametrize(
    ("rule", "target", "arguments"),
    [
        (r"^/x/(?P<a>\d+)$", "/x/12", {"a": "12"}),
        (r"^/x/(?P<a>\d+)", "/x/12", {"a": "12"}),
        (r"^/x/(?P<a>\d+)", "/x/12/3", None),
        (r".*/(?P<a>\d+)", "/y/x/12", {"a": "12"}),
        (r"^/x/(?P<a>\d+)", "/x/12/", {"a": "12"}),
        (re.compile(r"/x/(\d+)"), "/x/12", {}),
        (re.compile(r"/x(/(?P<a>\d+))?"), "/x", {}),
        (re.compile(r"/x(/(?P<a>\d+))?"), "/x/1", {"a": "1"}),
        (re.compile(r"/x", re.IGNORECASE), "/X", {}),
        (r"(?i)/x", "/X", {}),
        (re.compile(r"/x/(?P<a>.+)"), "/x/%2541%20b", {"a": "%41 b"}),
        (re.compile(r"/x/(?P<a>.+)"), "/x/a%2Fb", {"a": "a/b"}),
        (re.compile(r"/"), "/", {}),
        (re.compile(r"/x/{a}"), "/x/1", None),
        (re.compile(r"/x"), "/y", None),
    ],
)
def test_an_expression_matches_the_whole_decoded_path(gateway, rule, target, arguments):
    shown = rule if isinstance(rule, str) else rule.pattern
    expected = None if arguments is None else [shown, arguments]

    assert found([rule], target, gateway) == expected


@pytest.mark.parametrize(("strict", "is_found"), [(True, False), (False, True)])
def test_strict_slashes_hold_for_expressions(strict, is_found):
    result = found([re.compile("/x")], "/x/", strict_slashes=strict)

    assert (result is not None) is is_found


EXPRESSIONS = (
    r"^/.*",
    r"^/files/.*",
    r"^/files/\d+",
    r"^/files/2024/.*",
    "/files/{rest+}",
    "/files/{id}",
    "/files/readme",
)


@pytest.mark.parametrize(
    ("target", "rule"),
    [
        ("/files/readme", "/files/readme"),
        ("/files/1", "/files/{id}"),
        ("/files/1/2", "/files/{rest+}"),
        ("/files/2024/2", r"^/files/2024/.*"),
        ("/other", r"^/.*"),
        ("/other/1", r"^/.*"),
    ],
)
def test_of_open_ended_rules_the_longer_literal_beginning_wins(target, rule):
    for order in (EXPRESSIONS, EXPRESSIONS[::-1], EXPRESSIONS[3:] + EXPRESSIONS[:3]):
        assert found(order, target)[0] == rule


@pytest.mark.parametrize("rest", ["/files/{rest+}", "/files/<rest+>"])
def test_a_rule_for_the_rest_is_as_specific_as_its_beginning(rest):
    rules = [rest, r"^/files/2024/.*", r"^/.*"]

    for order in permutations(rules):
        assert found(order, "/files/2024/1")[0] == r"^/files/2024/.*"
        assert found(order, "/files/2023/1") == [rest, {"rest": "2023/1"}]
        assert found(order, "/other")[0] == r"^/.*"


@pytest.mark.parametrize(
    ("loose", "close"),
    [
        (r"^/.*", r"^/a.*"),
        (r"^/a?b.*", r"^/ab.*"),
        (r"^/a*b.*", r"^/ab.*"),
        (r"^/a{1}b.*", r"^/ab.*"),
        (r"^/ab?.*", r"^/ab.*"),
        (r"^/abc|/x", r"^/a.*"),
        (r"^/(ab|x).*", r"^/a.*"),
        (r"^/[a]b.*", r"^/a.*"),
        (r"^/.b", r"^/ab"),
        (r"^/ab.*", r"^/ab\S.*"),
    ],
)
def test_only_what_must_be_there_is_a_literal_beginning(loose, close):
    target = "/ab" if close == "^/ab" else "/abc"
    for order in ((loose, close), (close, loose)):
        assert found(order, target)[0] == close


def test_an_expression_has_the_methods_that_others_leave(gateway):
    app = App()
    app.get("/a/{x}")(lambda x: "rule")
    app.post(r"^/a/.*")(lambda: "expression")
    app.put(r"^/a/\d*")(lambda: "other")
    client = Client(app, gateway)

    assert client.get("/a/1").json() == "rule"
    assert client.post("/a/1").json() == "expression"
    assert client.put("/a/1").json() == "other"
    assert client.delete("/a/1").headers["Allow"] == "GET, HEAD, POST, PUT"
    assert client.put("/a/x").headers["Allow"] == "GET, HEAD, POST"


def test_one_expression_can_have_several_views():
    app = App()
    app.get(r"^/\d+")(lambda: "get")
    app.post(re.compile(r"^/\d+"))(lambda: "post")

    assert Client(app).get("/1").json() == "get"
    assert Client(app).post("/1").json() == "post"


@pytest.mark.parametrize(
    ("rule", "target", "arguments"),
    [
        (r"^/x/(?P<a>\d+)$", "/p.q/x/12", {"a": "12"}),
        (r"(?P<a>\d+)", "/p.q/12", {"a": "12"}),
        (r"^(?P<a>\d+)", "/p.q/12", {"a": "12"}),
        (re.compile(r"/x|/y"), "/p.q/y", {}),
        (re.compile(r"/x", re.IGNORECASE), "/p.q/X", {}),
        (r"(?i)^/x", "/p.q/X", {}),
        (r"(?i:/x)", "/p.q//X", {}),
        (re.compile(r"/x"), "/pxq/x", None),
        (re.compile(r"/x|/y"), "/y", None),
    ],
)
def test_an_expression_below_a_prefix(rule, target, arguments):
    app, router = App(), Router()
    router.get(rule)(lambda **arguments: arguments)
    app.include_router(router, prefix="/p.q")

    response = Client(app).get(target)
    assert (None if response.status_code == 404 else response.json()) == arguments


def test_an_expression_below_no_prefix_is_the_same():
    app, router = App(), Router()
    router.get(r"^/x/(?P<a>\d+)$")(lambda a: a)
    app.include_router(router)

    assert Client(app).get("/x/1").json() == "1"


def test_a_prefix_with_parameters_is_none_for_expressions():
    router = Router()
    router.get(r"^/\d+$")(lambda: None)

    for prefix in ("/{org}", "/<org>"):
        with pytest.raises(ImproperlyConfigured) as caught:
            App().include_router(router, prefix=prefix)
        assert str(caught.value) == (
            f"The prefix {prefix!r} has parameters, the rule '^/\\\\d+$' below it is a "
            "regular expression. Write one expression with named groups."
        )
