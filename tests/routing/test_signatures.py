"""What views take: through decorators, partials and methods, whatever is annotated."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import pytest

import pyverless.http
from pyverless.exceptions import ImproperlyConfigured
from pyverless.http import Request
from pyverless.routing import App, path
from pyverless.test import Client

if TYPE_CHECKING:
    import pyverless.http as web

    class Missing: ...


def get(view, target="/a/7", rule="/a/{id}", gateway="function_url"):
    """Return what a view answers."""
    return Client(App([path(rule, view)]), gateway).get(target).json()


def refused(view, rule="/a/{id}"):
    """Return why a view can't be behind a rule."""
    with pytest.raises(ImproperlyConfigured) as caught:
        App([path(rule, view)])
    return str(caught.value)


def place(function):
    code = function.__code__
    return f"{function.__qualname__}() in {__file__}:{code.co_firstlineno}"


# The request


def with_request(request: Request):
    return [request.path]


def with_both(id: int, request: Request):
    return [id, request.path]


def with_keywords(*, request: Request, id: int):
    return [id, request.path]


def with_default(id: int, request: Request = None):
    return [id, request.path]


def with_another_name(id: int, req: pyverless.http.Request):
    return [id, req.path]


def for_type_checkers_only(id: int, request: web.Request):
    return [id, request.path]


@pytest.mark.parametrize(
    "view",
    [
        with_both,
        with_keywords,
        with_default,
        with_another_name,
        for_type_checkers_only,
        lambda id, request=None: [int(id), "/a/7"],
    ],
)
def test_a_parameter_annotated_with_request_gets_it(view, gateway):
    assert get(view, gateway=gateway) == [7, "/a/7"]


def test_a_view_may_take_the_request_alone(gateway):
    assert get(with_request, "/a", "/a", gateway) == ["/a"]


def test_two_parameters_may_take_the_request():
    def view(a: Request, b: Request):
        return a is b

    assert get(view, "/a", "/a") is True


def test_a_parameter_of_the_rule_is_no_request():
    def view(request: str, other: Request):
        return [request, other.path]

    assert get(view, "/a/7", "/a/{request}") == ["7", "/a/7"]


def test_annotations_that_are_no_texts_are_read_too():
    def view(id, request):
        return [id, request.path]

    view.__annotations__.update(id=int, request=Request)

    assert get(view) == [7, "/a/7"]


# Where annotations are read


def test_names_of_enclosing_functions_are_known():
    class Id(int):
        pass

    def view(id: Id | None):
        return isinstance(id, Id)

    assert get(view) is True


def test_names_of_the_module_and_of_python_are_known():
    def view(id: UUID | None, n: Annotated[int, "a word"], b: bool):
        return [str(id), n, b]

    key = "5b7a4a0e-3f0c-4d53-8a5a-0d6f0a1f4c11"
    assert get(view, f"/{key}/7/true", "/{id}/{n}/{b}") == [key, 7, True]


def test_what_is_for_type_checkers_only_is_refused_for_a_path_parameter():
    def view(id: Missing): ...

    assert refused(view) == (
        f"{place(view)} annotates 'id' with 'Missing', which can't be read: name "
        "'Missing' is not defined. Import it outside of `if TYPE_CHECKING:`."
    )


def test_what_is_assigned_below_the_view_is_not_known_yet():
    def view(id: later):
        return later

    message = refused(view)
    later = int
    assert "annotates 'id' with 'later', which can't be read" in message


def test_what_is_returned_need_not_be_known():
    def view(id: int) -> Missing:
        return id

    assert get(view) == 7


def test_annotations_that_python_itself_can_not_read_are_refused():
    class Lazy:
        """A function as Python 3.14 makes them."""

        __code__ = with_both.__code__
        __defaults__ = __kwdefaults__ = __closure__ = None

        def __call__(self): ...

        @property
        def __annotations__(self):
            raise NameError("name 'Missing' is not defined")

    lazy = Lazy()
    lazy.__qualname__ = "lazy"
    with pytest.raises(ImproperlyConfigured) as caught:
        path("/a/{id}", lazy)

    line = with_both.__code__.co_firstlineno
    assert str(caught.value) == (
        f"The annotations of lazy() in {__file__}:{line} can't be read: name 'Missing' "
        "is not defined. Import what they name outside of `if TYPE_CHECKING:`."
    )


# Kinds of callables


class Views:
    word = "bound"

    def method(self, id: int):
        return [self.word, id]

    @classmethod
    def of_class(cls, id: int):
        return [cls.word, id]

    @staticmethod
    def of_nobody(id: int):
        return ["bound", id]

    def __call__(self, id: int, request: Request):
        return ["bound", id]


def partly(word, id: int, more="more"):
    return [word, id]


@pytest.mark.parametrize(
    "view",
    [
        Views().method,
        Views.of_class,
        Views.of_nobody,
        Views.__dict__["of_nobody"],
        Views(),
        Views().__call__,
        functools.partial(partly, "bound"),
        functools.partial(partly, word="bound"),
        functools.partial(functools.partial(partly, more=1), "bound"),
        functools.partial(Views.method, Views()),
        functools.partial(Views().method),
        functools.partial(Views()),
        functools.lru_cache(functools.partial(partly, "bound")),
    ],
)
def test_every_kind_of_callable_can_be_a_view(view, gateway):
    assert get(view, gateway=gateway) == ["bound", 7]


async def coroutine(id: int):
    return ["async", id]


class AsyncViews:
    async def method(self, id: int):
        return ["async", id]

    async def __call__(self, id: int):
        return ["async", id]


@pytest.mark.parametrize(
    "view",
    [
        coroutine,
        AsyncViews().method,
        AsyncViews(),
        functools.partial(coroutine),
    ],
)
def test_every_kind_of_coroutine_function_can_be_a_view(view):
    assert get(view) == ["async", 7]


@pytest.mark.parametrize(
    ("view", "shown"),
    [(len, "len"), (functools.partial(len), "len"), ("a".join, "str.join")],
)
def test_what_python_does_not_tell_about_is_refused(view, shown):
    with pytest.raises(ImproperlyConfigured) as caught:
        path("/a", view)

    assert str(caught.value) == (
        f"{shown} can't be a view, because its parameters are unknown. Write a "
        "function that calls it."
    )


def test_a_callable_without_a_name_is_shown_as_it_is():
    class Odd:
        __call__ = len

        def __repr__(self):
            return "<odd>"

    with pytest.raises(ImproperlyConfigured, match="<odd> can't be a view"):
        path("/a", Odd())


# Decorators


def loud(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return ["loud", *function(*args, **kwargs)]

    return wrapper


def bare(function):
    def wrapper(**kwargs):
        return ["bare", *function(**kwargs)]

    return wrapper


def hiding(function):
    def wrapper(id: int):
        return ["hiding", *function("user", id)]

    return wrapper


def authenticated(function):
    @functools.wraps(function)
    def wrapper(**kwargs):
        return function("user", **kwargs)

    return wrapper


def test_annotations_are_seen_through_decorators(gateway):
    assert get(loud(with_both), gateway=gateway) == ["loud", 7, "/a/7"]
    assert get(loud(loud(with_both))) == ["loud", "loud", 7, "/a/7"]
    assert get(loud(Views().method)) == ["loud", "bound", 7]
    assert get(functools.partial(loud(partly), "bound")) == ["loud", "bound", 7]


def test_a_decorator_that_hides_what_it_decorates_gets_texts():
    def view(id):
        return [id]

    assert get(bare(view)) == ["bare", "7"]


def test_a_decorator_may_have_parameters_of_its_own():
    assert get(hiding(partly)) == ["hiding", "user", 7]


def test_a_decorator_may_take_its_arguments_by_name_only():
    def view(id: str):
        return id

    @functools.wraps(view)
    def by_name(**arguments):
        return view(**arguments)

    assert get(by_name) == "7"


def test_what_only_a_decorator_gives_must_not_be_seen_through_it():
    assert refused(authenticated(partly)).startswith(
        f"{place(partly)} takes 'word', which the rule '/a/{{id}}' does not have."
    )


def test_a_view_behind_a_decorator_that_wraps_is_named_by_itself():
    def view(): ...

    assert place(view) in refused(loud(view))


# What rule and view have


def test_a_parameter_that_the_view_does_not_take_is_refused():
    def view(name, other): ...

    assert refused(view) == (
        f"The rule '/a/{{id}}' has the parameter 'id', which {place(view)} does not "
        "take. It takes name, other."
    )


def test_a_view_that_takes_nothing_says_so():
    def view(): ...

    assert refused(view).endswith("does not take. It takes none.")


def test_a_parameter_that_the_rule_does_not_have_is_refused():
    def view(id, name): ...

    assert refused(view) == (
        f"{place(view)} takes 'name', which the rule '/a/{{id}}' does not have. Write "
        "it as {name} into the rule, give it a default, or annotate it with Request, "
        "where that is what it wants."
    )


def only_by_position(id, /): ...


def also_by_position(other, /, id): ...


def only_by_name(*, id, other): ...


def one_is_bound(self, id, other): ...


@pytest.mark.parametrize(
    ("view", "name", "what"),
    [
        (only_by_position, "id", "The rule '/a/{id}' has the parameter 'id', which"),
        (also_by_position, "other", "takes 'other', which the rule"),
        (only_by_name, "other", "takes 'other', which the rule"),
        (functools.partial(one_is_bound, 1), "other", "takes 'other', which the rule"),
        (functools.partial(one_is_bound), "self", "takes 'self', which the rule"),
        (functools.partial(with_both, 1), "id", "has the parameter 'id', which"),
    ],
)
def test_what_nothing_can_give_is_refused(view, name, what):
    assert what in refused(view)


def with_defaults(id, a=1, *, b=2):
    return [id, a, b]


def with_defaults_by_position(other=1, /, id=2):
    return [id, other, 2]


def with_anything(**kwargs):
    return [kwargs["id"], 1, 2]


def with_something_and_anything(a=1, **kwargs):
    return [kwargs["id"], a, 2]


def with_more_than_names(id, *args):
    return [id, 1, 2, *args]


@pytest.mark.parametrize(
    "view",
    [
        with_defaults,
        with_defaults_by_position,
        with_anything,
        with_something_and_anything,
        with_more_than_names,
        functools.partial(with_defaults_by_position, 1),
    ],
)
def test_what_need_not_be_given_is_left_alone(view):
    assert get(view) == ["7", 1, 2]


def test_local_names_of_a_view_are_no_parameters():
    def view(id):
        name = other = id
        return [name, other]

    assert get(view) == ["7", "7"]


def test_a_default_is_used_by_rules_without_the_parameter(gateway):
    app = App()

    @app.get("/a")
    @app.get("/a/{page}")
    def view(page: int = 1):
        return page

    client = Client(app, gateway)
    assert [client.get(target).json() for target in ("/a", "/a/3")] == [1, 3]


def test_other_names_for_one_parameter_need_views_of_their_own():
    app = App()
    app.get("/a/{x}")(lambda x: ["x", x])
    app.put("/a/{y}")(lambda y: ["y", y])

    assert Client(app).get("/a/1").json() == ["x", "1"]
    assert Client(app).put("/a/1").json() == ["y", "1"]


def test_what_annotates_a_parameter_with_a_default_need_not_be_readable():
    app = App()

    @app.get("/articles/{id}")
    def retrieve(id: int, session: Session = None):  # noqa: F821
        return [id, session]

    assert Client(app).get("/articles/7").json() == [7, None]


def test_what_annotates_a_parameter_without_a_default_must_be_readable():
    def view(id, session: Session):  # noqa: F821
        return [id, session]

    assert refused(view).startswith(f"{place(view)} annotates 'session' with 'Session'")


def test_annotations_may_be_quoted_twice():
    def view(id: "int", request: "web.Request" = None):  # noqa: UP037
        return [id, request.method]

    assert get(view) == [7, "GET"]
