"""What benchmarks make of their figures; no test here measures anything that counts."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from argparse import Namespace
from xml.etree import ElementTree

import pytest

from .conftest import BENCHMARKS

CASES = {
    "REST API": {
        "powertools_rest": {"warm_us": 20.0, "warm_ratio": 10.0, "modules": ["a", "b"]},
        "bare": {"warm_us": 2.0, "warm_ratio": 1.0, "modules": []},
        "pyverless_class": {"warm_us": 3.0, "warm_ratio": 1.5},
    }
}
REPORT = {
    "machine": {"date": "today", "Python": "CPython 3.11.7"},
    "options": {"rounds": 15, "cold": 9},
    "requirements": {"bare": [], "powertools": ["aws-lambda-powertools==3.37.0"]},
    "workloads": {"hello": {"title": "GET /hello/world", "cases": CASES}},
    "sizes": {"powertools": {"size_mb": 3.8, "files": 366}},
}


def find(svg, kind):
    """Return the elements of an SVG that have a class."""
    path = f".//*[@class='{kind}']"
    return ElementTree.fromstring(svg).findall(path)


# Ratios


def test_each_round_begins_with_another_one(load):
    order = []
    load("rounds").in_turn(["a", "b", "c"], 2, order.append)
    assert order == ["a", "b", "c", "b", "c", "a"]


def test_a_ratio_is_the_median_of_the_rounds(load):
    # One round was slow for both, another one for one of them only.
    assert load("rounds").get_ratio([3, 30, 99, 3], [2, 20, 2, 2]) == 1.5


def test_a_difference_is_the_median_of_the_rounds(load):
    assert load("rounds").get_difference([3, 12, 99], [2, 11, 2]) == 1


@pytest.mark.parametrize(("share", "figure"), [(0.5, 51), (0.99, 100), (1, 100)])
def test_a_percentile_is_one_of_the_figures(load, share, figure):
    assert load("rounds").percentile(range(100, 0, -1), share) == figure


# Tables


def test_apps_without_a_figure_come_last_and_have_a_dash(load, capsys):
    cases = {"REST API": {"late": {"warm_ratio": 7.0}, **CASES["REST API"]}}
    load("tables").print_tables("hello", cases)
    lines = capsys.readouterr().out.splitlines()
    rows = [line.split() for line in lines if line.startswith("  ") and line.split()]
    assert ["late", "-", "7.00"] in rows
    quickest_first = ["bare", "pyverless_class", "powertools_rest", "late"]
    assert [row[0] for row in rows if len(row) == 3] == quickest_first


def test_a_list_is_shown_as_its_length(load):
    column = load("tables").Column("modules", "modules", 0)
    assert column.write({"modules": ["a"] * 1234}) == "1,234"


# Plots


def test_bars_are_as_long_as_logarithms(load):
    plots = load("plots")
    bars = [plots.Bar("ten", 10, "10"), plots.Bar("hundred", 100, "100")]
    first, second = find(plots.draw_bars("A title", "a unit", bars), "peer")
    assert float(second.get("width")) == pytest.approx(2 * float(first.get("width")))
    assert first.get("x") == second.get("x")


def test_bars_below_the_origin_go_to_the_left(load):
    plots = load("plots")
    bars = [plots.Bar("half", 0.5, "0.50"), plots.Bar("twice", 2, "2.00")]
    left, right = find(plots.draw_bars("A title", "a unit", bars), "peer")
    stop = float(left.get("x")) + float(left.get("width"))
    assert stop == pytest.approx(float(right.get("x")))
    assert float(left.get("x")) >= plots.LEFT + plots.ROOM


def test_names_are_text_whatever_is_in_them(load):
    plots = load("plots")
    svg = plots.draw_bars("A & B", "<unit>", [plots.Bar("<app>", 1, "1 & only")])
    texts = {element.text for element in ElementTree.fromstring(svg).iter()}
    assert {"A & B", "<app>", "1 & only"} <= texts


@pytest.mark.parametrize("values", [[1], [0.3, 0.31], [0.05, 4000]])
def test_an_axis_has_some_ticks_and_not_too_many(load, values):
    plots = load("plots")
    scale = plots.Scale(values, 1)
    assert 1 in scale.find_ticks()
    assert 2 <= len(scale.find_ticks()) <= plots.TICKS


# The page


def test_the_page_shows_every_picture_that_is_written(load, tmp_path):
    pictures = tmp_path / "_static" / "performance"
    pictures.mkdir(parents=True)
    (pictures / "of_an_earlier_run.svg").touch()
    load("report").write_report(REPORT, tmp_path)

    page = (tmp_path / "performance_results.rst").read_text(encoding="utf-8")
    written = {file.name for file in pictures.iterdir()}
    assert written == {"hello_warm.svg", "sizes.svg"}
    assert all(f"{load('report').PICTURES}/{name}" in page for name in written)


def test_the_page_says_what_was_measured_on_what(load):
    page = load("report").make_page(REPORT)
    for line in (
        ":Python: CPython 3.11.7",
        "* powertools: ``aws-lambda-powertools==3.37.0``",
        '   "``powertools_rest``", "20.0", "10.00"',
    ):
        assert line in page.splitlines()


# The command


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--rounds 0", "--rounds: 0 must be a whole number, at least 1"),
        ("--cold -1", "--cold: -1 must be a whole number, at least 1"),
        ("--cold some", "--cold: some must be a whole number, at least 1"),
        ("nothing", "There is no workload ['nothing'], only hello, create,"),
        ("registration --parts warm", "registration has no warm, only cold."),
        ("hello --parts sizes", "hello has no sizes, only warm, cold, instructions,"),
        (
            "hello --only pyverless_sqs",
            "pyverless_sqs is not in what is to be measured, only bare, chalice_rest,",
        ),
        (
            "--parts memory --only bare powertools_batch",
            "powertools_batch is not in what is to be measured, only bare,",
        ),
        ("--json /nodir/x.json", "/nodir/x.json can't be written: No such file or"),
    ],
)
def test_what_would_measure_nothing_is_refused(load, capsys, line, said):
    with pytest.raises(SystemExit):
        load("run").parse_arguments(line.split())
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "line",
    [
        "",
        "--parts memory",
        "--parts sizes --only pyverless_sqs",
        "registration --parts cold warm",
        "hello sqs --only pyverless_sqs",
    ],
)
def test_what_measures_something_is_not(load, line):
    assert load("run").parse_arguments(line.split())


def test_an_app_of_an_unknown_kind_is_named_with_the_kinds_there_are(load):
    with pytest.raises(SystemExit, match=r"'nokind_mine' .* REQUIREMENTS .*minik"):
        load("processes").get_kind("nokind_mine")


def test_byte_code_is_compiled_by_a_process_that_does_not_count(
    load, tmp_path, monkeypatch
):
    workloads, started = load("workloads"), tmp_path / "started"
    app = tmp_path / "apps" / "hello" / "bare.py"
    app.parent.mkdir(parents=True)
    app.write_text(
        f"with open({str(started)!r}, 'a') as file: file.write('.')\n"
        "def handler(event, context): return 'hello'\n"
    )
    shutil.copy(BENCHMARKS / "worker.py", tmp_path)
    monkeypatch.setattr(load("processes"), "HERE", tmp_path)
    question = workloads.Question("hello", "{}", "hello", None)
    case = workloads.Case("hello", ("bare",), question)

    figures = load("timing").measure_cold(case, case.apps, Namespace(cold=1))

    assert (len(figures["bare"]["cold_ms_runs"]), started.read_text()) == (1, "..")
    assert [*app.parent.glob("__pycache__/bare.*.pyc")]


def test_one_command_measures_and_writes_every_figure(tmp_path):
    file = tmp_path / "figures.json"
    quick = ["--parts", "warm", "cold", "--rounds", "1", "--cold", "1"]
    command = [sys.executable, BENCHMARKS / "run.py", "hello", *quick]
    done = subprocess.run(
        [*command, "--only", "bare", "--json", file],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    cases = json.loads(file.read_text())["workloads"]["hello"]["cases"]
    for case in cases.values():
        assert case["bare"]["warm_ratio"] == case["bare"]["cold_ratio"] == 1
    assert cases["REST API"]["bare"]["source_ms"] > 0
    assert "Warm calls, REST API" in done.stdout
