"""Rules: what they match, and which of them wins."""

from __future__ import annotations

import re
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import BaseHandler, RetrieveHandler
from pyverless.routing import App, path
from pyverless.test import Client

ID = "5b7a4a0e-3f0c-4d53-8a5a-0d6f0a1f4c11"


class Where(BaseHandler):
    """Tells which rule led here, with which arguments."""

    allowed_methods = ("GET",)

    def perform_action(self):
        return [self.request.route, {k: str(v) for k, v in self.kwargs.items()}]


def found(rules, target, **options):
    """Return the rule and the arguments that a path finds, or None."""
    app = App([path(rule, Where) for rule in rules], **options)
    response = Client(app, "function_url").get(target)
    return None if response.status_code == 404 else response.json()


@pytest.mark.parametrize(
    ("rule", "target", "arguments"),
    [
        ("/", "/", {}),
        ("/articles", "/articles", {}),
        ("/articles", "/articles/", {}),
        ("/articles/", "/articles", {}),
        ("/articles", "/article", None),
        ("/articles", "/articles/1", None),
        ("/articles", "//articles", None),
        ("/a.b(c)*", "/a.b(c)*", {}),
        ("/a.b", "/aXb", None),
        ("/é", "/%C3%A9", {}),
        ("/{id}", "/1", {"id": "1"}),
        ("/{id}", "/", None),
        ("/{id}", "/1/2", None),
        ("/{a}/{b}", "/1//", None),
        ("/{a}/{b}/{c}", "/1//3", None),
        ("/{rest+}", "/1//3", {"rest": "1//3"}),
        ("/{id}", "/a%20b", {"id": "a b"}),
        ("/{id}", "/a%2Fb", {"id": "a/b"}),
        ("/{id}", "/a%252Fb", {"id": "a%2Fb"}),
        ("/{id}", "/a=b,c@d", {"id": "a=b,c@d"}),
        ("/<id>", "/1", {"id": "1"}),
        ("/{a}/x/{b}", "/1/x/2", {"a": "1", "b": "2"}),
        ("/{a}/x/{b}", "/1/y/2", None),
        ("/{id:int}", "/12", {"id": "12"}),
        ("/<int:id>", "/12", {"id": "12"}),
        ("/{id:int}", "/abc", None),
        ("/{id:int}", "/-1", None),
        ("/{id:int}", "/+1", None),
        ("/{id:int}", "/1_0", None),
        ("/{id:int}", "/%201", None),
        ("/{id:int}", "/%D9%A3", None),
        ("/{id:int}", "/" + "9" * 5000, None),
        ("/{id:uuid}", f"/{ID}", {"id": ID}),
        ("/{id:uuid}", f"/{ID.upper()}", {"id": ID}),
        ("/{id:uuid}", "/" + ID.replace("-", ""), None),
        ("/{id:uuid}", "/1", None),
        ("/{id:str}", "/1", {"id": "1"}),
        ("/<str:id>", "/1", {"id": "1"}),
        ("/files/{rest+}", "/files/a/b/c", {"rest": "a/b/c"}),
        ("/files/{rest+}", "/files/a", {"rest": "a"}),
        ("/files/{rest+}", "/files/", None),
        ("/files/{rest+}", "/files", None),
        ("/files/{rest+}/edit", "/files/a/b/edit", {"rest": "a/b"}),
        ("/files/{rest+}/edit", "/files/edit", None),
        ("/{rest+}/{id:int}", "/a/b/3", {"rest": "a/b", "id": "3"}),
        ("/{rest+}/{id:int}", "/a/b/c", None),
        ("/<rest+>", "/a/b", {"rest": "a/b"}),
        ("/g/{a}/{b}.json", "/g/1/2.json", {"a": "1", "b": "2"}),
        ("/g/{a}/{b}.json", "/g/1/.json", None),
        ("/g/{a}/{b}.json", "/g/1/2.xml", None),
        ("/v{id}", "/v1", {"id": "1"}),
        ("/v{id}", "/v", None),
        ("/v{id}", "/w1", None),
        ("/v{id:int}", "/v1", {"id": "1"}),
        ("/v{id:int}", "/va", None),
        ("/v<int:id>x", "/v1x", {"id": "1"}),
        ("/ab{id}ba", "/aba", None),
        ("/ab{id}ba", "/ab-ba", {"id": "-"}),
        ("/{a}.{b}", "/x.y.z", {"a": "x.y", "b": "z"}),
        ("/{a}.{b}", "/x.y.", {"a": "x", "b": "y."}),
        ("/{a}.{b}", "/.y", None),
        ("/{a}.{b}", "/x.", None),
        ("/{a}.{b}", "/.x.y", {"a": ".x", "b": "y"}),
        ("/{a}-{b}-{c}", "/1-2-3-4", {"a": "1-2", "b": "3", "c": "4"}),
        ("/{a}-{b}-{c}", "/1-2", None),
        ("/{a}-{b}-{c}", "/--x-y", {"a": "-", "b": "x", "c": "y"}),
        ("/{a}-{b}-{c}", "/-x-y", None),
        ("/{a}-{b}-{c}", "/1--3", None),
        ("/[{a}..{b}]", "/[1..2]", {"a": "1", "b": "2"}),
        ("/{a}.*", "/x.*", {"a": "x"}),
        ("/{a}.*", "/x.y", None),
        ("/{a}.{b}", "/x%2Fy.z", {"a": "x/y", "b": "z"}),
        ("/{a}.{b}", "/x%2Ey", {"a": "x", "b": "y"}),
    ],
)
def test_a_rule_matches_whole_paths(rule, target, arguments):
    expected = None if arguments is None else [rule, arguments]

    assert found([rule], target) == expected


@pytest.mark.parametrize(
    ("rule", "target", "is_found"),
    [
        ("/articles", "/articles", True),
        ("/articles", "/articles/", False),
        ("/articles/", "/articles/", True),
        ("/articles/", "/articles", False),
        ("/{id}", "/1/", False),
        ("/{id}/", "/1/", True),
        ("/", "/", True),
    ],
)
def test_strict_slashes_tell_paths_with_and_without_one_apart(rule, target, is_found):
    assert (found([rule], target, strict_slashes=True) is not None) is is_found


def test_converters_make_values_of_their_type():
    class Types(BaseHandler):
        def perform_action(self):
            return [type(value).__name__ for value in self.kwargs.values()]

    client = Client(App([path("/{a:int}/{b:uuid}/{c}", Types)]))

    assert client.get(f"/1/{ID}/x").json() == ["int", "UUID", "str"]


def test_a_converted_value_finds_the_object():
    objects = [{"id": UUID(ID)}, {"id": 12}]
    handler = RetrieveHandler.as_handler(queryset=objects, serializer=dict)
    client = Client(App([path("/i/{id:int}", handler), path("/u/{id:uuid}", handler)]))

    assert client.get("/i/12").json() == {"id": 12}
    assert client.get("/i/012").json() == {"id": 12}
    assert client.get(f"/u/{ID}").json() == {"id": ID}
    assert client.get("/i/13").status_code == 404


RULES = (
    "/articles/new",
    "/articles/{id:int}",
    "/articles/{id:uuid}",
    "/articles/{slug}",
    "/articles/{rest+}",
    "/articles/{slug}/edit",
    "/articles/{name}/{part}",
    "/{kind}/new",
    "/{rest+}",
)


@pytest.mark.parametrize(
    ("target", "rule"),
    [
        ("/articles/new", "/articles/new"),
        ("/articles/12", "/articles/{id:int}"),
        (f"/articles/{ID}", "/articles/{id:uuid}"),
        ("/articles/a", "/articles/{slug}"),
        ("/articles/a/edit", "/articles/{slug}/edit"),
        ("/articles/a/b", "/articles/{name}/{part}"),
        ("/articles/12/edit", "/articles/{slug}/edit"),
        ("/articles/a/b/c", "/articles/{rest+}"),
        ("/users/new", "/{kind}/new"),
        ("/users/a", "/{rest+}"),
        ("/x", "/{rest+}"),
    ],
)
@given(order=st.permutations(RULES))
@hypothesis_settings(max_examples=30, deadline=None)
def test_the_most_specific_rule_wins_whatever_was_registered_first(target, rule, order):
    assert found(order, target)[0] == rule


def test_names_of_parameters_do_not_decide_which_rule_wins():
    rules = ["/x/{b}/{c}", "/x/{a}/y", "/x/{a}/{c:int}"]

    for order in permutations(rules):
        assert found(order, "/x/1/y") == ["/x/{a}/y", {"a": "1"}]
        assert found(order, "/x/1/2") == ["/x/{a}/{c:int}", {"a": "1", "c": "2"}]
        assert found(order, "/x/1/z") == ["/x/{b}/{c}", {"b": "1", "c": "z"}]


def test_what_leads_nowhere_is_taken_back():
    rules = ["/a/b/c", "/a/{x}/d", "/{y}/b/e"]

    for order in permutations(rules):
        assert found(order, "/a/b/d") == ["/a/{x}/d", {"x": "b"}]
        assert found(order, "/a/b/e") == ["/{y}/b/e", {"y": "a"}]


@given(
    segments=st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1), max_size=4
    )
)
@hypothesis_settings(max_examples=100, deadline=None)
def test_every_text_can_be_an_argument(segments):
    from urllib.parse import quote

    names = [f"p{number}" for number in range(len(segments))]
    rule = "/" + "/".join(f"{{{name}}}" for name in names)
    target = "/" + "/".join(quote(segment, safe="") for segment in segments)
    # Clients take dots as steps, and so do fronts.
    if not {".", ".."} & set(segments):
        assert found([rule], target) == [rule, dict(zip(names, segments, strict=True))]


# Mistakes


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("articles", "The rule 'articles' must start with a slash."),
        ("7", "The rule '7' must start with a slash."),
        ("{id}", "The rule '{id}' must start with a slash."),
        ("<id>/a", "The rule '<id>/a' must start with a slash."),
        ("", "A rule is empty. The root of an App is '/'."),
        ("(", "The rule '(' does not start with a slash, so that it is read as a"),
        (7, "A rule is 7. It must be text, as in '/articles/{id}', or a compiled"),
        ("/{a}/{a}", "The rule '/{a}/{a}' has a parameter name twice."),
        ("/{a b}", "has the parameter 'a b', which is not a valid name."),
        ("/{}", "has the parameter '', which is not a valid name."),
        ("/{1}", "has the parameter '1', which is not a valid name."),
        ("/{a:float}", "has the converter 'float'. There are str, int, uuid."),
        ("/<float:a>", "has the converter 'float'. There are str, int, uuid."),
        ("/{id", "has '{id', whose brackets don't pair. A parameter is written {id}"),
        ("/id}", "has 'id}', whose brackets don't pair."),
        ("/{id>", "has '{id>', whose brackets don't pair."),
        ("/<id", "has '<id', whose brackets don't pair."),
        ("/{{id}}", "has '{{id}}', whose brackets don't pair."),
        ("/{a}{b}", "has '{a}{b}'. A parameter that takes several segments stands"),
        ("/a{b+}", "has 'a{b+}'. A parameter that takes several segments stands"),
        ("/{a+}.json", "has '{a+}.json'. A parameter that takes several segments"),
        (
            "/{a+}/x/{b+}",
            "The rule '/{a+}/x/{b+}' has two parameters that take several",
        ),
        ("/{a}.{a}", "The rule '/{a}.{a}' has a parameter name twice."),
        ("/{a+:int}", "has the parameter 'a+', which is not a valid name."),
        ("/<int:>", "has the parameter '', which is not a valid name."),
        ("/{a:int+}", "has 'a:int+'. What takes several segments is text: leave 'int'"),
        (re.compile(b"/a"), "A rule is re.compile(b'/a'). It must be text, as in"),
    ],
)
def test_a_rule_that_can_not_be_read_shows_in_path(rule, message):
    with pytest.raises(ImproperlyConfigured, match=re.escape(message)):
        path(rule, Where)
