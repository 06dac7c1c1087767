"""What callers choose of a list: the errors that they read."""

from __future__ import annotations

import pytest

from pyverless.exceptions import BadRequestError, ConflictError
from pyverless.filters import apply_filters, read_ordering

ROWS = [{"id": 1, "title": "a"}, {"id": 2, "title": "b"}]


def test_all_look_ups_must_be_met():
    assert list(apply_filters(ROWS, {"id__gte": "1", "title": "b"})) == [ROWS[1]]
    assert list(apply_filters(ROWS, {})) == ROWS


def test_every_value_that_can_not_be_is_named():
    with pytest.raises(BadRequestError) as caught:
        apply_filters(ROWS, {"id": "x", "title": "a", "id__in": "1;2"})

    assert caught.value.msg == "The query parameters are not valid."
    assert caught.value.errors == [
        {"parameter": "id", "detail": "id must be a whole number.", "code": "invalid"},
        {
            "parameter": "id__in",
            "detail": "id__in must be a whole number, or several with commas between "
            "them.",
            "code": "invalid",
        },
    ]


class Store:
    """A queryset of somebody else, whose look-ups fail."""

    def __init__(self, error):
        self.error = error

    def filter(self, **lookup):
        raise self.error


@pytest.mark.parametrize(
    "error", [ValueError("secret"), TypeError("secret"), OverflowError("secret")]
)
def test_other_stores_need_not_say_what_they_expect(error):
    with pytest.raises(BadRequestError) as caught:
        apply_filters(Store(error), {"id": "x"})

    [fault] = caught.value.errors
    assert fault["detail"] == "id must be a value that this field can have."


@pytest.mark.parametrize("error", [KeyError("id"), ConflictError(), RuntimeError()])
def test_any_other_error_is_not_about_the_value(error):
    with pytest.raises(type(error)):
        apply_filters(Store(error), {"id": "x"})


class Recorder:
    """A queryset that takes values as Django does, and remembers them."""

    def __init__(self):
        self.values = []

    def filter(self, **lookup):
        [value] = lookup.values()
        if value in ("true", "false"):
            raise ValueError(value)
        self.values.append(value)
        return self


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("open", "true", "True"),
        ("open", "false", "False"),
        ("open__isnull", "true", True),
        ("title__in", "a,b", ["a", "b"]),
        ("title", "a,b", "a,b"),
    ],
)
def test_a_store_with_ideas_of_its_own_gets_what_it_can_read(name, text, value):
    assert apply_filters(Recorder(), {name: text}).values == [value]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("title", ("title",)),
        ("-title", ("-title",)),
        ("title,-id", ("title", "-id")),
    ],
)
def test_fields_are_ordered_by_with_commas_between_them(text, fields):
    assert read_ordering(text, ["title", "id"]) == fields


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        ",",
        "title,",
        "Title",
        "--title",
        "+title",
        " title",
        "title id",
        "title;id",
        "password",
        "title,title",
        "title,-title",
        "title__gte",
        "?",
        "\ud800",
    ],
)
def test_any_other_order_is_refused(text):
    with pytest.raises(BadRequestError) as caught:
        read_ordering(text, ["title", "id"])

    detail = (
        "ordering must be one or several of id, title, each once, with commas between "
        "them; -field is descending."
    )
    assert caught.value.msg == detail
    assert caught.value.errors == [
        {"parameter": "ordering", "detail": detail, "code": "invalid"}
    ]
