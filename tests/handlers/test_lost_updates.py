"""Changes under a condition: of two at once the second is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext

import pytest

from pyverless.contrib.memory import Model
from pyverless.exceptions import (
    ConflictError,
    PreconditionFailedError,
    StaleObjectError,
)
from pyverless.handlers import (
    DeleteHandler,
    RetrieveHandler,
    RetrieveUpdateDeleteHandler,
    UpdateHandler,
)
from pyverless.handlers.conditional import ConditionalMixin
from pyverless.test import Client, override_settings

CHANGES = ("PUT", "PATCH", "DELETE")
LATER = "Fri, 01 Jan 2100 00:00:00 GMT"


class Counter(Model):
    value: int = 0
    note: str = ""


@pytest.fixture(autouse=True)
def counters():
    Counter().save()
    yield Counter.objects
    Counter.objects.clear()


class Detail(ConditionalMixin, RetrieveUpdateDeleteHandler):
    model = Counter
    serializer = staticmethod(vars)
    optional_body_keys = ["value", "note"]

    def serialize(self, obj):
        return {"value": obj.value, "note": obj.note}


def send(handler, method, *, etag=None, body=None, **headers):
    if etag is not None:
        headers["if_match"] = etag
    options = {"headers": {n.replace("_", "-"): v for n, v in headers.items()}}
    if method in ("PUT", "PATCH"):
        options["json"] = {"note": "mine"} if body is None else body
    client = Client(handler)
    return client.request(method, "/1", path_params={"id": "1"}, **options)


def etag_of(handler=Detail):
    return send(handler, "GET").headers["ETag"]


def change(how="change"):
    """Do what somebody else does."""
    counter = Counter.objects.get(id=1)
    counter.value += 1
    counter.delete() if how == "delete" else counter.save()


class Overtaken(Detail):
    """Somebody else comes between the check of the condition and the write."""

    how = "change"

    def check_conditions(self):
        super().check_conditions()
        if self.request.method != "GET":
            # In a thread, which is outside of our unit of work.
            with ThreadPoolExecutor(1) as pool:
                pool.submit(change, self.how).result()


@pytest.mark.parametrize("method", CHANGES)
@pytest.mark.parametrize("how", ["change", "delete"])
def test_who_comes_second_with_a_condition_gets_412(counters, method, how):
    handler = Overtaken.as_handler(how=how)

    response = send(handler, method, etag=etag_of())

    assert response.status_code == 412
    assert response.json()["code"] == "precondition_failed"
    assert "ETag" not in response.headers
    assert [counter.note for counter in counters] == [""] * (how == "change")


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_who_comes_second_without_a_condition_gets_409(counters, method):
    response = send(Overtaken.as_handler(how="delete"), method)

    assert response.status_code == 409
    assert response.json()["code"] == "stale"
    assert response.json()["detail"] == "The object was changed in the meantime."


def test_without_a_condition_only_what_is_sent_is_written(counters):
    assert send(Overtaken, "PATCH").status_code == 200
    counter = counters.get(id=1)
    assert (counter.value, counter.note) == (1, "mine")


def test_a_change_that_nobody_overtakes_is_made(counters):
    etag = etag_of()

    assert send(Detail, "PATCH", etag=etag).status_code == 200
    assert send(Detail, "PATCH", etag=etag).status_code == 412
    assert send(Detail, "DELETE", etag=etag_of()).status_code == 204
    assert counters.count() == 0


def test_a_handler_may_save_more_than_once(counters):
    class Twice(Detail):
        def update_object(self, obj, data):
            obj = super().update_object(obj, data)
            obj.value = 5
            obj.save()
            return obj

    assert send(Twice, "PUT", etag=etag_of()).json() == {"value": 5, "note": "mine"}


def test_a_412_takes_back_what_the_action_wrote_before(counters):
    class Careless(Overtaken):
        def update_object(self, obj, data):
            Counter(note="log").save()
            return super().update_object(obj, data)

    assert send(Careless, "PUT", etag=etag_of()).status_code == 412
    assert [counter.note for counter in counters] == [""]


def test_the_legacy_renderer_writes_it_as_well():
    etag = etag_of()
    with override_settings(ERROR_RENDERER="pyverless.http.problems.legacy"):
        response = send(Overtaken, "PUT", etag=etag)

    assert response.status_code == 412
    assert set(response.json()) == {"code", "message", "field"}


def test_another_conflict_stays_a_409():
    class Unique(Detail):
        def update_object(self, obj, data):
            raise ConflictError("There is one with this note already.", field="note")

    response = send(Unique, "PUT", etag=etag_of())

    assert (response.status_code, response.json()["code"]) == (409, "conflict")


def test_a_handler_can_answer_a_lost_race_itself():
    class Own(Overtaken):
        def handle_exception(self, exc):
            assert isinstance(exc, PreconditionFailedError)
            assert isinstance(exc.__cause__, StaleObjectError)
            return {"tried": "once"}, 503

    assert send(Own, "PUT", etag=etag_of()).json() == {"tried": "once"}


def test_of_many_at_once_each_is_made_or_told(counters):
    def count_up(_):
        found = send(Detail, "GET")
        body = {"value": found.json()["value"] + 1}
        return send(Detail, "PATCH", etag=found.headers["ETag"], body=body).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(count_up, range(200)))

    assert set(statuses) <= {200, 412}
    assert counters.get(id=1).value == statuses.count(200) > 0


# What is locked


class Recorder:
    """A queryset that remembers whether it was to be locked."""

    calls: list[str] = []

    def select_for_update(self):
        self.calls.append("lock")
        return self

    def get_or_none(self, **lookup):
        self.calls.append("get")
        return Counter(id=1)

    def atomic(self):
        return nullcontext()


class Recorded:
    objects = Recorder()


@pytest.fixture
def calls():
    Recorder.calls = []
    return Recorder.calls


@pytest.mark.parametrize("method", CHANGES)
@pytest.mark.parametrize(
    "headers",
    [
        {"if_match": "*"},
        {"if_match": '"stale"'},
        {"if_none_match": '"a"'},
        {"if_unmodified_since": LATER},
    ],
)
def test_the_object_of_a_change_with_a_condition_is_locked(calls, method, headers):
    send(Detail.as_handler(model=Recorded), method, **headers)

    assert calls == ["lock", "get"]


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {"if_match": "*"}),
        ("GET", {"if_none_match": '"a"'}),
        ("HEAD", {"if_match": "*"}),
        ("PUT", {}),
        ("PATCH", {}),
        ("DELETE", {}),
        ("DELETE", {"if_modified_since": LATER}),
    ],
)
def test_what_only_reads_or_has_no_condition_locks_nothing(calls, method, headers):
    send(Detail.as_handler(model=Recorded), method, **headers)

    assert calls == ["get"]


@pytest.mark.parametrize("base", [UpdateHandler, DeleteHandler])
def test_a_handler_without_conditions_locks_nothing(calls, base):
    class Plain(base):
        model = Recorded
        optional_body_keys = ["note"]

    method = "PATCH" if base is UpdateHandler else "DELETE"
    send(Plain, method, if_match="*")

    assert calls == ["get"]


def test_nothing_is_locked_without_a_unit_of_work(calls):
    class Detail(ConditionalMixin, UpdateHandler):
        serializer = dict
        optional_body_keys = ["note"]
        queryset = Recorder()

        def update_object(self, obj, data):
            return {}

        def get_etag(self):
            return "a"

    assert send(Detail, "PATCH", if_match="*").status_code == 200
    assert calls == ["get"]


def test_a_unit_of_work_of_ones_own_is_one(calls):
    class Detail(ConditionalMixin, DeleteHandler):
        serializer = dict
        queryset = Recorder()

        @contextmanager
        def atomic(self):
            calls.append("begin")
            yield
            calls.append("end")

        def get_etag(self):
            return "a"

        def delete_object(self, obj):
            calls.append("delete")

    assert send(Detail, "DELETE", if_match='"a"').status_code == 204
    assert calls == ["begin", "lock", "get", "delete", "end"]


def test_a_store_that_does_not_lock_is_read_as_it_is():
    class Plain(ConditionalMixin, RetrieveHandler):
        allowed_methods = ("GET", "PATCH")
        queryset = [{"id": 1}]
        serializer = dict

        def perform_action(self):
            return self.object

        @contextmanager
        def atomic(self):
            yield

    assert send(Plain, "PATCH", if_match="*").json() == {"id": 1}


def test_a_handler_can_lock_what_it_always_changes(calls):
    class Always(Detail):
        model = Recorded

        def locks_object(self):
            return self.request.method != "GET"

    send(Always, "DELETE")

    assert calls == ["lock", "get"]
