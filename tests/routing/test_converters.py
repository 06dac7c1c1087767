"""What path parameters become, by the annotations of views."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Annotated, Any, List, Literal, NewType, Optional, Union  # noqa: UP035
from uuid import UUID

import pytest

from pyverless.exceptions import ImproperlyConfigured
from pyverless.routing import App, PatternField, path
from pyverless.test import Client

ID = "5b7a4a0e-3f0c-4d53-8a5a-0d6f0a1f4c11"
Year = PatternField(r"[0-9]{4}")
Number = NewType("Number", int)


class Color(Enum):
    RED = "red"
    LIGHT_BLUE = "light blue"
    CRIMSON = "red"  # noqa: PIE796 - an alias


class Level(IntEnum):
    LOW = 1


class Word(StrEnum):
    YES = "yes"


class Point:
    def __init__(self, text):
        self.x, self.y = map(int, text.split(","))

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


class Even(int):
    def __new__(cls, text):
        value = super().__new__(cls, text)
        if value % 2:
            raise ValueError(text)
        return value


def upper(text):
    return text.upper()


class Shop:
    @classmethod
    def find(cls, text):
        return f"shop {text}"


def app_of(annotation, rule="/a/{value}"):
    """Return an App with a view that shows a parameter of this annotation."""

    def view(value):
        return [type(value).__name__, str(value)]

    view.__annotations__["value"] = annotation
    return App([path(rule, view)])


def made(annotation, sent, gateway="function_url"):
    """Return the type and the text of what a view gets, or None for a 404."""
    response = Client(app_of(annotation), gateway).get(f"/a/{sent}")
    assert response.status_code in (200, 404)
    return response.json() if response.status_code == 200 else None


GOOD = [
    (str, "7", "str", "7"),
    (int, "7", "int", "7"),
    (int, "-7", "int", "-7"),
    (int, "007", "int", "7"),
    (float, "1.5", "float", "1.5"),
    (float, "-1", "float", "-1.0"),
    (Decimal, "1.50", "Decimal", "1.50"),
    (bool, "true", "bool", "True"),
    (bool, "false", "bool", "False"),
    (UUID, ID, "UUID", ID),
    (UUID, ID.upper(), "UUID", ID),
    (date, "2024-02-29", "date", "2024-02-29"),
    (datetime, "2024-02-29T12:30:00", "datetime", "2024-02-29 12:30:00"),
    (datetime, "2024-02-29T12:30Z", "datetime", "2024-02-29 12:30:00+00:00"),
    (datetime, "2024-02-29T12:30+01:00", "datetime", "2024-02-29 12:30:00+01:00"),
    (Color, "red", "Color", "Color.RED"),
    (Color, "light%20blue", "Color", "Color.LIGHT_BLUE"),
    (Level, "1", "Level", "1"),
    (Word, "yes", "Word", "yes"),
    (Point, "1,2", "Point", "Point(1, 2)"),
    (Even, "4", "Even", "4"),
    (upper, "a", "str", "A"),
    (Shop.find, "a", "str", "shop a"),
    (time.fromisoformat, "12:30", "time", "12:30:00"),
    (time, "12:30", "time", "12:30:00"),
    (time, "12:30:15", "time", "12:30:15"),
    (lambda text: [text], "a", "list", "['a']"),
    (Year, "2024", "str", "2024"),
    (Number, "7", "int", "7"),
    (Any, "7", "str", "7"),
    (object, "7", "str", "7"),
    (None, "7", "str", "7"),
    (int | None, "7", "int", "7"),
    (None | UUID, ID, "UUID", ID),
    (Optional[int], "7", "int", "7"),  # noqa: UP045
    (Union[int, None], "7", "int", "7"),  # noqa: UP007
    (Annotated[int, "a word"], "7", "int", "7"),
    (Annotated[int | None, "a word"], "7", "int", "7"),
    (Annotated[str, Year], "2024", "str", "2024"),
    (Annotated[str, "a word", Year], "2024", "str", "2024"),
    (Annotated[str, Year] | None, "2024", "str", "2024"),
    (Optional[Annotated[str, Year]], "2024", "str", "2024"),  # noqa: UP045
]


@pytest.mark.parametrize(("annotation", "sent", "kind", "shown"), GOOD)
def test_an_annotation_makes_the_value(annotation, sent, kind, shown):
    assert made(annotation, sent) == [kind, shown]


@pytest.mark.parametrize(
    ("annotation", "sent"),
    [
        *(
            (int, text)
            for text in ("a", "1.0", "+1", "1_0", "%201", "1%20", "--1", "-")
        ),
        *((int, text) for text in ("%D9%A3", "0x1", "9" * 5000, "1%0A")),
        *(
            (float, text)
            for text in ("a", "1e5", "nan", "inf", "-inf", ".5", "5.", "+1")
        ),
        *((float, text) for text in ("9" * 400, "1_0.0", "%201.0", "1.5%0A")),
        *((Decimal, text) for text in ("a", "1e5", "NaN", "Infinity", "1_0", "%D9%A3")),
        *((bool, text) for text in ("True", "FALSE", "1", "0", "yes", "on")),
        *((UUID, text) for text in ("a", ID.replace("-", ""), f"%7B{ID}%7D", ID[:-1])),
        *((UUID, text) for text in (f"urn:uuid:{ID}", ID[:-1] + "g")),
        *((date, text) for text in ("a", "2024-02-30", "20240229", "2024-W09-4", "")),
        *((date, text) for text in ("2024-2-1", "2024-02-29T00:00:00")),
        *((datetime, text) for text in ("a", "2024-02-29", "20240229T123000", "")),
        *((datetime, text) for text in ("2024-W09-4T12:30", "2024-02-30T12:30")),
        *((datetime, text) for text in ("2024-02-29%2012:30", "2024-02-29T25:00")),
        *((time, text) for text in ("a", "0423", "T04:23", "25:00")),
        *((Color, text) for text in ("RED", "blue", "Color.RED")),
        *((Level, text) for text in ("LOW", "2", "01")),
        *((Point, text) for text in ("1", "a,b")),
        (Even, "3"),
        *((Year, text) for text in ("24", "20245", "2024%0A", "x2024")),
        (Annotated[str, Year], "24"),
        (Number, "a"),
        (int | None, "a"),
        (int | None, "None"),
        (Optional[int], "a"),  # noqa: UP045
    ],
)
def test_what_is_no_such_value_is_a_404(annotation, sent):
    assert made(annotation, sent) is None


@pytest.mark.parametrize(("annotation", "sent", "kind", "shown"), GOOD[:12:3])
def test_values_are_made_behind_every_front(annotation, sent, kind, shown, gateway):
    for route in (None, "/a/{value}"):
        client = Client(app_of(annotation), gateway, route=route)
        for _ in range(2):
            assert client.get(f"/a/{sent}").json() == [kind, shown]


def test_a_value_that_does_not_fit_is_a_not_found_error_to_handlers(gateway):
    app = App()
    app.get("/a/{value}")(lambda value: value)

    @app.get("/b/{value}")
    def view(value: int): ...

    @app.not_found
    def not_found(exc):
        return {"error": exc.status_code}

    response = Client(app, gateway).get("/b/x")

    assert (response.status_code, response.json()) == (404, {"error": 404})


def test_an_error_of_a_converter_that_is_no_value_error_is_a_500(log):
    def broken(text):
        raise ZeroDivisionError

    assert Client(app_of(broken)).get("/a/1").status_code == 500


def test_an_error_of_the_view_is_none_of_the_converter(log):
    app = App()

    @app.get("/{value}")
    def view(value: int):
        raise ValueError(value)

    assert Client(app).get("/1").status_code == 500


@pytest.mark.parametrize(
    "annotation",
    [
        int | str,
        int | str | None,
        Union[int, str],  # noqa: UP007
        Optional[Union[int, str]],  # noqa: UP007, UP045
        list[int],
        List[int],  # noqa: UP006
        dict[str, int],
        Sequence[int],
        Callable[[], int],
        Literal["a"],
        Annotated[list[int], "a word"],
        7,
    ],
)
def test_what_no_text_can_become_is_refused_during_init(annotation):
    with pytest.raises(ImproperlyConfigured) as caught:
        app_of(annotation)

    message = str(caught.value)
    assert re.match(r"app_of\.<locals>\.view\(\) in \S+\.py:\d+ wants its", message)
    assert "path parameter 'value' to be something else than a text" in message
    assert message.endswith("can't be made of a text.")


def test_what_the_rule_has_converted_is_converted_no_more():
    seen = []
    app = app_of(seen.append, "/a/{value:int}")

    assert Client(app).get("/a/7").json() == ["int", "7"]
    assert not seen


def test_expressions_have_values_too():
    app = App()

    @app.get(r"^/x(/(?P<value>[^/]+))?$")
    def view(value: int = 5):
        return value

    client = Client(app)
    assert client.get("/x/7").json() == 7
    assert client.get("/x").json() == 5
    assert client.get("/x/a").status_code == 404


def test_only_parameters_of_the_path_are_made():
    app = App()

    @app.get("/{value}")
    def view(value: int, other: int = "x"):
        return [value, other]

    assert Client(app).get("/7").json() == [7, "x"]


def test_a_pattern_field_shows_its_pattern():
    assert repr(Year) == "PatternField('[0-9]{4}')"


def test_a_pattern_that_is_none_shows_at_once():
    with pytest.raises(re.error):
        PatternField("(")
