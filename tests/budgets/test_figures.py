"""No kind of handler costs more than its budget says, and none less."""

from __future__ import annotations

import sys
from collections import Counter
from functools import partial

import pytest
from marshmallow import Schema, fields

from pyverless.encoding import dumps

from .figures import Budgets, compare, count, read
from .kinds import KINDS
from .measuring import Measurement, measure
from .worker import Context, Recorder

BUDGETS = read()
FIGURES = ("modules", "calls")


@pytest.mark.parametrize("figure", FIGURES)
def test_every_kind_of_handler_keeps_to_its_budget(figure):
    known = {name: measure(name) for name in KINDS if name in BUDGETS.kinds}

    if wrong := compare(figure, known, BUDGETS):
        pytest.fail("\n".join(wrong), pytrace=False)


def test_every_kind_has_a_budget_and_every_budget_a_kind():
    missing = "Run `.venv/bin/python -m tests.budgets`, and commit what it writes."

    assert [*BUDGETS.kinds] == [*KINDS], missing


@pytest.mark.parametrize("figure", FIGURES)
def test_the_figures_and_their_details_were_written_together(figure):
    details = {name: c.total() for name, c in BUDGETS.details[figure].items()}

    assert details == {name: each[figure] for name, each in BUDGETS.kinds.items()}


# What a failure says

HERE = "{}.{}".format(*sys.version_info)
CALLS = [["a", [["b", []], ["c", []]]], ["b", []]]
MEASURED = {
    "one": Measurement(["x"], ["y"], CALLS, ()),
    "two": Measurement(["x"], ["y"], CALLS, ()),
}


def made_up(python=HERE, *, modules="xy", calls="abbc"):
    """Return budgets whose details are named by single letters."""
    details = {"modules": Counter(modules), "calls": Counter(calls)}
    figures = {name: each.total() for name, each in details.items()}
    return Budgets(
        python,
        kinds={"one": figures, "two": figures},
        details={name: {"one": c, "two": c} for name, c in details.items()},
    )


def test_what_is_as_budgeted_is_fine():
    assert compare("modules", MEASURED, made_up()) == []
    assert compare("calls", MEASURED, made_up()) == []


def test_calls_that_are_new_are_named_once_with_their_callers():
    first, *said = compare("calls", MEASURED, made_up(calls="ab"))

    assert first.startswith("There are more calls than the budgets allow;")
    assert said == [
        "",
        "one 2 -> 4, two 2 -> 4",
        "  + 1 x b\n      by a and the runtime\n  + 1 x c\n      by a",
    ]


def test_modules_that_are_new_are_named():
    assert compare("modules", MEASURED, made_up(modules="x"))[-1] == "  + y"


def test_a_gain_has_to_be_kept():
    first, *said = compare("calls", MEASURED, made_up(calls="aabbc"))

    assert first.startswith("There are fewer calls than the budgets say. Lower them")
    assert said == ["", "one 5 -> 4, two 5 -> 4"]


def test_on_other_versions_of_python_a_budget_is_a_limit():
    assert compare("calls", MEASURED, made_up("3.0", calls="aabbc")) == []
    assert compare("calls", MEASURED, made_up("3.0", calls="a")) != []


# What counts


def record(function, *third_parties):
    """Return how often functions are called, by their names."""
    recorder = Recorder([*third_parties])
    recorder.run(lambda event, context: function(), {}, Context())
    times = count(recorder.calls)
    return {name.partition(":")[2]: n for name, n in times.items()}


def numbers():
    yield from (1, 2)


def all_numbers():
    return [[*numbers()] for _ in range(2)]


def test_a_generator_counts_whenever_it_goes_on_and_a_comprehension_never():
    called = record(all_numbers)

    assert called.pop("numbers") == 2 * 3
    assert [*called] == ["record.<locals>.<lambda>", "all_numbers"]


def test_third_parties_are_left_out_but_not_what_they_call_of_ours():
    schema = Schema.from_dict({"self": fields.Function(dumps)})()

    called = record(partial(schema.dump, {}), "marshmallow")

    assert [*called] == ["record.<locals>.<lambda>", "dumps"]
