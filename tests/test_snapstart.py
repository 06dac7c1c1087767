"""Hooks around the snapshot that Lambda takes of a function, and what INIT prepares."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import snapshot_restore_py

from pyverless import models, snapstart
from pyverless.handlers import RetrieveHandler
from pyverless.routing import App
from pyverless.test import GATEWAYS, http_event, sqs_event
from tests.snapshots import run_with_snapshot


@pytest.fixture
def hooks(monkeypatch):
    """What is registered with the runtime of a function with SnapStart, as lists."""
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")
    before = snapshot_restore_py.get_before_snapshot()
    after = snapshot_restore_py.get_after_restore()
    kept = before[:], after[:]
    yield before, after
    before[:], after[:] = kept


def do_nothing():
    pass


IMPORTS = """
from pyverless.snapstart import before_snapshot
called = []
"""
MINE = "before_snapshot(lambda: called.append('mine'))"
CLOSING = "before_snapshot(lambda: called.append('closing'), last=True)"


def test_hooks_are_registered_with_the_runtime(hooks):
    before, after = hooks

    assert snapstart.before_snapshot(do_nothing) is do_nothing
    assert snapstart.after_restore(do_nothing) is do_nothing

    assert before[-1] == after[-1] == (do_nothing, (), {})


@pytest.mark.parametrize("kind", ["on-demand", "provisioned-concurrency"])
def test_without_snapstart_nothing_is_registered(hooks, monkeypatch, kind):
    before, after = hooks
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", kind)
    known = len(before), len(after)

    assert snapstart.before_snapshot(do_nothing) is do_nothing
    assert snapstart.after_restore(do_nothing) is do_nothing

    assert (len(before), len(after)) == known


@pytest.mark.parametrize("kind", ["snap-start", "on-demand"])
@pytest.mark.parametrize("name", ["BaseHandler", "EventHandler"])
def test_only_a_function_with_snapstart_loads_its_hooks(kind, name):
    code = f"from pyverless.handlers import {name}; import sys; {name}.as_handler(); "
    code += "print(*sys.modules)"
    variables = os.environ | {"AWS_LAMBDA_INITIALIZATION_TYPE": kind}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=variables, stdout=subprocess.PIPE, check=True)

    assert (b"pyverless.snapstart" in done.stdout.split()) == (kind == "snap-start")


@pytest.mark.parametrize("lines", [(CLOSING, MINE), (MINE, CLOSING)])
def test_what_closes_connections_is_called_last_whenever_it_was_registered(lines):
    code = "\n".join([IMPORTS, *lines, "take_snapshot()", "say(called=called)"])

    assert run_with_snapshot(code) == {"called": ["mine", "closing"]}


def test_what_is_wanted_later_need_not_be_installed(monkeypatch):
    monkeypatch.setattr(snapstart, "_WANTED_LATER", {"sys": ("no_such_module",)})

    snapstart._import_what_is_wanted_later()


FUNCTION = """
    from datetime import date
    from decimal import Decimal

    from pyverless.contrib.memory import Model
    from pyverless.exceptions import ConflictError
    from pyverless.handlers import (
        ListCreateHandler,
        RetrieveUpdateDeleteHandler,
        SQSHandler,
    )
    from pyverless.routing import App, path
    from pyverless.serializers import Serializer

    class Article(Model):
        title: str

    class Articles(ListCreateHandler):
        model = Article
        required_body_keys = ["title"]
        serializer = Serializer(include=["id", "title"])
        filter_fields = ordering_fields = ["title"]

    class OneArticle(RetrieveUpdateDeleteHandler):
        model = Article
        required_body_keys = ["title"]
        serializer = Articles.serializer

    class Import(SQSHandler):
        def process_message(self, message):
            return [message.sent, message.typed_attributes]

    app = App([path("/articles", Articles), path("/articles/{id}", OneArticle)])

    @app.get("/on/{day}/{id:uuid}/{price}")
    def convert(day: date, id, price: Decimal):
        return {"day": day, "id": id, "price": price}

    @app.post("/form")
    def form():
        return sorted(app.request.form)

    @app.get("/long", compress=True)
    def long():
        return {"text": app.request.cookies["a"] * 5000}

    @app.get("/conflict")
    def conflict():
        raise ConflictError("No.")

    @app.get("/failure")
    def fail():
        raise LookupError

    handler = app.as_handler()
    process = Import.as_handler()
    take_snapshot()
    restore()
    loaded = {*sys.modules}
    requests, messages = given
    answers = [handler(event, None) for event in requests]
    failures = process(messages, None)
    late = sorted({*sys.modules} - loaded)
    say(late=late, failures=failures, answers=[a and a["statusCode"] for a in answers])
"""

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MULTIPART = {"Content-Type": "multipart/form-data; boundary=b"}
PART = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n'
JSON = {"Content-Type": "application/json"}
UUID = "00000000-0000-4000-8000-000000000000"

REQUESTS = [
    *(http_event(gateway, "GET", "/articles?limit=1") for gateway in GATEWAYS),
    http_event("rest", "POST", "/articles", headers=JSON, body='{"title": "é"}'),
    http_event("rest", "POST", "/articles", headers=JSON, body='{"title": 1, "a": 2}'),
    http_event("rest", "POST", "/articles", headers=JSON, body="{"),
    http_event("rest", "GET", "/articles?title=%C3%A9&ordering=-title&limit=1"),
    http_event("rest", "GET", "/articles?unknown=1"),
    http_event("rest", "GET", "/articles/1"),
    http_event("rest", "PATCH", "/articles/1", headers=JSON, body='{"title": "b"}'),
    http_event("rest", "DELETE", "/articles/1"),
    http_event("rest", "GET", f"/on/2026-01-31/{UUID}/1.5"),
    http_event("rest", "POST", "/form", headers=FORM, body="a=%20&b=2"),
    http_event("rest", "POST", "/form", headers=MULTIPART, body=PART),
    http_event(
        "rest", "GET", "/long", headers={"Accept-Encoding": "gzip", "Cookie": "a=b"}
    ),
    http_event("rest", "GET", "/conflict"),
    http_event("rest", "GET", "/failure"),
    http_event("rest", "GET", "/nowhere"),
    {"source": "serverless-plugin-warmup"},
]


STATUSES = [
    *(200 for _ in GATEWAYS),
    *(201, 400, 400, 200, 400, 200, 200, 204),
    *(200, 200, 200, 200, 409, 500, 404, None),
]


def test_what_requests_want_is_imported_before_the_snapshot():
    messages = sqs_event({"a": 1}, attributes={"count": 1, "raw": b"1"})

    facts = run_with_snapshot(FUNCTION, [REQUESTS, messages])

    assert facts["late"] == []
    assert facts["answers"] == STATUSES


def test_what_is_imported_early_is_there_to_be_imported():
    """A name that has changed would be passed over without a word."""
    names = {name for names in snapstart._WANTED_LATER.values() for name in names}

    for name in {*names, *snapstart._WANTED_LATER}:
        __import__(name)


CHANCE = """
    import random, ssl
    from pyverless import snapstart
    from pyverless.logs import environment

    seeds = []
    ssl.RAND_add = lambda seed, entropy: seeds.append((len(seed), entropy))
    take_snapshot()
    state = random.getstate()
    environment["is_cold"] = False
    restore()
    say(same=random.getstate() == state, seeds=seeds, **environment)
"""


def test_instances_of_a_snapshot_start_with_other_numbers_and_are_cold():
    facts = run_with_snapshot(CHANCE)

    assert facts == {"same": False, "seeds": [[32, 32.0]], "is_cold": True}


def test_what_was_not_loaded_is_not_loaded_to_make_it_random():
    code = """
        import pyverless.snapstart
        for name in ("random", "ssl"):
            sys.modules.pop(name, None)
        loaded = {*sys.modules}
        restore()
        say(late=[*{*sys.modules} - loaded])
    """

    assert run_with_snapshot(code) == {"late": []}


def test_a_hook_that_fails_to_import_what_is_there_says_so(tmp_path, monkeypatch):
    (tmp_path / "multipart.py").write_text("import what_is_not_there")
    code = "import pyverless.http.request, pyverless.snapstart; take_snapshot(); say()"
    variables = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{os.getcwd()}"}

    with pytest.raises(AssertionError):
        run_with_snapshot(code, **variables)


# What stores prepare during INIT


class Shelf:
    """A store with one object."""

    @staticmethod
    def get_or_none(**lookup):
        return {"id": 1}


class Book:
    objects = Shelf


class BookRetrieve(RetrieveHandler):
    model = Book

    def serialize(self, obj):
        return obj


@pytest.fixture
def prepared(monkeypatch):
    """How often the stores were prepared, in Lambda."""
    calls = []
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "books")
    monkeypatch.setattr(models, "_units", [])
    monkeypatch.setattr(models, "_preparations", [])
    models.add_unit(lambda: None)
    models.add_unit(lambda: None, lambda: calls.append(1))
    return calls


def test_a_handler_of_objects_prepares_the_stores_during_init(prepared):
    BookRetrieve.as_handler()

    assert prepared


def test_an_app_of_views_prepares_the_stores_during_init(prepared):
    app = App()

    @app.get("/")
    def view():
        return prepared

    assert not prepared
    app.as_handler()
    assert prepared


def test_an_app_without_stores_loads_nothing_for_them():
    code = """
        from pyverless.routing import App
        App().as_handler()
        say(loaded="pyverless.models" in sys.modules)
    """

    assert run_with_snapshot(code) == {"loaded": False}


def test_outside_of_lambda_nothing_is_prepared(prepared, monkeypatch):
    monkeypatch.delenv("AWS_LAMBDA_FUNCTION_NAME")

    BookRetrieve.as_handler()

    assert not prepared
