"""Coroutines that plain functions run."""

from __future__ import annotations

import asyncio
import gc
import os
import selectors
import signal
import subprocess
import sys
import textwrap
import threading
import time
import traceback
import types
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from functools import partial, partialmethod, wraps
from unittest.mock import AsyncMock, MagicMock

import pytest

from pyverless.handlers import asynchronous
from pyverless.handlers.asynchronous import run
from pyverless.handlers.results import is_coroutine_function

CALLER = ContextVar("CALLER", default=None)


@pytest.fixture
def warned(caplog):
    """Return a function for what pyverless and asyncio have warned of."""
    return lambda: caplog.messages


def in_thread(function, *args):
    """Return what `function` does in a thread of its own, which has then ended."""
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(function, *args).result()


async def where():
    """Return the loop and the thread that this runs on."""
    return asyncio.get_running_loop(), threading.get_ident()


async def within(function, *args):
    """Call a plain function in the midst of a running loop."""
    return function(*args)


# What is asynchronous


def plain():
    pass


def decorated(function):
    @wraps(function)
    def outside(*args):
        return function(*args)

    return outside


@types.coroutine
def generator_based():
    yield


class Views:
    async def method(self, number=1):
        return number

    @classmethod
    async def of_class(cls):
        pass

    @staticmethod
    async def static():
        pass

    prepared = partialmethod(method, 2)

    def plain(self):
        pass


class Callable:
    async def __call__(self):
        pass


class Prepared:
    __call__ = partial(where)


@pytest.mark.parametrize(
    "function",
    [
        where,
        generator_based,
        Views.method,
        Views().method,
        Views().of_class,
        Views().static,
        Views().prepared,
        Callable(),
        Prepared(),
        partial(where),
        partial(partial(Views().method), 3),
        partial(Callable()),
        types.MethodType(partial(within), plain),
        types.MethodType(Callable(), plain),
        AsyncMock(),
    ],
)
def test_what_gives_a_coroutine_is_asynchronous(function):
    assert is_coroutine_function(function) is True


@pytest.mark.parametrize(
    "function",
    [
        plain,
        Views().plain,
        Views,
        Callable,
        partial(plain),
        decorated(where),
        len,
        [].append,
        object(),
        None,
        MagicMock(),
        lambda: (yield),
    ],
)
def test_what_gives_none_is_not(function):
    assert is_coroutine_function(function) is False


def test_a_plain_function_that_became_asynchronous_counts_as_it_is_called():
    @wraps(plain)
    async def outside():
        pass

    assert is_coroutine_function(outside) is True


def python(program, *options):
    """Return what a fresh interpreter writes, warnings being errors."""
    done = subprocess.run(
        [sys.executable, "-W", "error", *options, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.stdout + done.stderr


def test_asking_loads_nothing_heavy():
    program = f"""
    import sys
    sys.path += {sys.path!r}
    from pyverless.handlers.results import is_coroutine_function
    async def view(): pass
    print(is_coroutine_function(view), {{"asyncio", "inspect"}} & {{*sys.modules}})
    """
    # -S: no hooks of site-packages (of coverage, say), which load much themselves.
    assert python(program, "-S") == "True set()\n"


# What comes out


class Later:
    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return 2


@types.coroutine
def two():
    yield
    return 2


@pytest.mark.parametrize("make", [Views().prepared, Later, two])
def test_the_result_of_an_awaitable_is_returned(make):
    assert run(make()) == 2


def test_a_future_of_this_loop_is_waited_for():
    async def promise():
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        loop.call_later(0.001, future.set_result, 7)
        return future

    assert run(run(in_a_list(promise()))[0]) == 7


async def in_a_list(awaitable):
    return [await awaitable]


def test_what_is_no_awaitable_is_a_type_error():
    with pytest.raises(TypeError, match="int"):
        run(7)


def fail(error):
    raise error


async def fail_later(error):
    await asyncio.sleep(0)
    fail(error)


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("kind", [KeyError, KeyboardInterrupt, SystemExit])
def test_an_exception_comes_out_with_its_traceback(kind, nested):
    error = kind("x")
    view = within(run, fail_later(error)) if nested else fail_later(error)

    with pytest.raises(kind) as caught:
        run(view)

    assert caught.value is error
    names = [frame.name for frame in traceback.extract_tb(error.__traceback__)]
    assert names[-2:] == ["fail_later", "fail"]
    assert names.count("within") == nested
    assert error.__context__ is error.__cause__ is None


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("kind", [KeyError, KeyboardInterrupt, SystemExit])
def test_after_an_exception_all_is_as_before(kind, nested):
    before = run(where()), run(within(run, where()))

    with pytest.raises(kind):
        run(within(run, fail_later(kind())) if nested else fail_later(kind()))

    assert (run(where()), run(within(run, where()))) == before


def test_a_group_of_tasks_fails_as_a_group():
    async def view():
        async with asyncio.TaskGroup() as group:
            group.create_task(fail_later(KeyError()))
            group.create_task(fail_later(ValueError()))

    with pytest.raises(ExceptionGroup) as caught:
        run(view())

    assert [type(error) for error in caught.value.exceptions] == [KeyError, ValueError]


def test_a_timeout_inside_is_a_timeout_error(warned):
    async def view():
        async with asyncio.timeout(0.001):
            await asyncio.sleep(60)

    with pytest.raises(TimeoutError):
        run(view())
    assert warned() == []


@pytest.mark.parametrize("nested", [False, True])
def test_what_cancels_itself_is_an_error_that_handlers_can_answer(nested):
    async def view():
        asyncio.current_task().cancel()
        await asyncio.sleep(60)

    with pytest.raises(RuntimeError, match="cancelled from within"):
        run(within(run, view()) if nested else view())


@pytest.mark.parametrize("nested", [False, True])
def test_what_a_failed_coroutine_had_is_freed_at_once(nested):
    class Connection:
        pass

    async def view():
        connection = Connection()
        connections.append(weakref.ref(connection))
        raise KeyError

    connections = []
    gc.disable()
    try:
        with pytest.raises(KeyError):
            run(within(run, view()) if nested else view())
        assert connections[0]() is None
    finally:
        gc.enable()


# Where it runs


def test_a_thread_keeps_its_loop():
    threads = threading.active_count()

    loops = {run(where()) for _ in range(3)}

    assert len(loops) == 1
    assert loops.pop()[1] == threading.get_ident()
    assert threading.active_count() == threads


def test_a_loop_in_a_loop_runs_on_one_helper_thread():
    [(loop, thread)] = {run(where())}
    inner = {run(within(run, where())) for _ in range(3)}
    threads = threading.active_count()
    innermost = {run(within(run, within(run, where()))) for _ in range(3)}

    assert len(inner | innermost | {(loop, thread)}) == 3
    assert len({thread for _, thread in inner | innermost} | {thread}) == 3
    assert threading.active_count() <= threads + 1


def test_a_loop_of_others_in_this_thread_is_let_alone():
    async def notebook():
        return run(where()), await where()

    (inner, _), (outer, thread) = asyncio.run(notebook())

    assert inner is not outer
    assert thread == threading.get_ident()


def test_many_threads_do_not_meet():
    async def view(number):
        CALLER.set(number)
        await asyncio.sleep(0.001)
        inner = run(within(CALLER.get))
        return number == CALLER.get() == inner and asyncio.get_running_loop()

    def serve(number):
        together.wait()
        return {run(view(number)) for _ in range(5)}

    together = threading.Barrier(32)
    with ThreadPoolExecutor(32) as executor:
        loops = [*executor.map(serve, range(32))]

    assert all(len(each) == 1 for each in loops)
    assert len(set().union(*loops)) == 32
    assert all(loop.is_closed() for loop in set().union(*loops))


def test_a_loop_that_was_closed_is_replaced():
    def close_and_run():
        first, _ = run(where())
        first.close()
        return first, run(where())[0]

    first, second = in_thread(close_and_run)

    assert first is not second


def test_without_poll_the_loop_is_the_default_one(monkeypatch):
    monkeypatch.delattr(selectors, "PollSelector")

    loop, _ = in_thread(run, where())

    assert isinstance(loop, asyncio.AbstractEventLoop)
    assert loop.is_closed()


def test_the_loop_closes_when_the_thread_ends():
    async def both():
        return [(await where())[0], run(where())[0]]

    loops = in_thread(run, both())

    assert loops[0].is_closed()
    deadline = time.monotonic() + 10
    while not loops[1].is_closed():  # nobody joins the helper
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_a_loop_that_is_dropped_amidst_another_is_closed():
    async def view():
        loop, _ = await where()
        raise LookupError(loop)

    async def drop(errors):
        loop = errors[0].args[0]
        assert not loop.is_closed()
        errors.clear()
        return loop

    errors = []
    try:
        in_thread(run, view())
    except LookupError as exc:
        errors.append(exc)  # with a traceback that refers to what the thread had

    assert run(drop(errors)).is_closed()


@pytest.mark.parametrize("nested", [False, True])
def test_context_variables_are_visible(nested):
    async def view():
        return CALLER.get()

    token = CALLER.set("me")
    try:
        assert run(within(run, view()) if nested else view()) == "me"
    finally:
        CALLER.reset(token)


@pytest.mark.parametrize("nested", [False, True])
def test_context_variables_that_are_set_stay_inside(nested):
    async def view():
        CALLER.set("another")

    run(within(run, view()) if nested else view())

    assert CALLER.get() is None


# Nothing is left


class Job:
    """Does nothing, and takes note of its end."""

    def __init__(self):
        self.ended = False

    async def work(self):
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.001)
            self.ended = True


@pytest.fixture
def job():
    return Job()


def test_unfinished_tasks_are_cancelled_with_a_warning(job, warned):
    async def view():
        tasks.append(asyncio.create_task(job.work()))
        tasks.append(asyncio.create_task(asyncio.sleep(60)))
        await asyncio.sleep(0)

    tasks = []
    run(view())

    assert job.ended
    assert all(task.cancelled() for task in tasks)
    [message] = warned()
    assert message.startswith("2 unfinished task(s) cancelled")
    assert "Job.work, sleep" in message


@pytest.mark.parametrize("kind", [KeyError, KeyboardInterrupt])
def test_unfinished_tasks_of_what_failed_are_cancelled_too(job, warned, kind):
    async def view():
        task = asyncio.create_task(job.work())
        await asyncio.sleep(0)
        assert not task.done()
        raise kind

    with pytest.raises(kind):
        run(view())

    assert job.ended
    assert len(warned()) == 1


def test_finished_tasks_are_no_matter(warned):
    async def view():
        await asyncio.gather(asyncio.create_task(where()), asyncio.sleep(0))

    run(view())

    assert warned() == []


def test_what_is_interrupted_ends(job, warned):
    async def view():
        asyncio.get_running_loop().call_soon(fail, KeyboardInterrupt())
        await job.work()

    with pytest.raises(KeyboardInterrupt):
        run(view())

    assert job.ended
    assert warned() == []
    assert run(Views().method()) == 1


async def interrupt():
    """Act as Ctrl-C does, while the main thread waits."""
    await asyncio.sleep(0.01)
    signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)


def test_what_a_helper_runs_ends_when_the_caller_is_interrupted():
    async def hang():
        await interrupt()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    ended = threading.Event()
    with pytest.raises(KeyboardInterrupt):
        run(within(run, hang()))

    assert ended.wait(10)


def test_nobody_waits_for_a_helper_that_does_not_end():
    async def refuse():
        await interrupt()
        allowed.wait(10)
        ended.append(True)

    allowed, ended = threading.Event(), []
    with pytest.raises(KeyboardInterrupt):
        run(within(run, refuse()))

    assert run(within(run, Views().method())) == 1
    assert ended == []
    allowed.set()


def test_a_task_that_another_starts_at_its_end_is_cancelled_too(job, warned):
    async def start_another():
        try:
            await asyncio.sleep(60)
        finally:
            tasks.append(asyncio.create_task(job.work()))

    async def view():
        tasks.append(asyncio.create_task(start_another()))
        await asyncio.sleep(0)

    tasks = []
    run(view())

    assert len(tasks) == 2
    assert all(task.cancelled() for task in tasks)
    assert len(warned()) == 2


def test_a_task_that_refuses_to_end_is_not_waited_for(monkeypatch, warned):
    async def refuse():
        while not allowed:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                refused.append(1)

    async def view():
        tasks.append(asyncio.create_task(refuse()))
        await asyncio.sleep(0)

    monkeypatch.setattr(asynchronous, "_PATIENCE", 0.01)
    tasks, refused, allowed = [], [], []
    run(view())
    assert len(refused) == len(warned()) == 1
    run(where())
    assert len(refused) == len(warned()) == 2

    allowed.append(1)
    run(where())
    assert tasks[0].done()


def test_tasks_that_start_each_other_for_ever_do_not_hold_up_the_answer(warned):
    async def respawn():
        try:
            await asyncio.sleep(60)
        finally:
            if len(tasks) < 10:
                tasks.append(asyncio.create_task(respawn()))
                await asyncio.sleep(0)

    async def view():
        tasks.append(asyncio.create_task(respawn()))
        await asyncio.sleep(0)

    tasks = []
    run(view())
    assert len(tasks) < 10

    while not all(task.done() for task in tasks):
        run(where())


# Generators


class Rows:
    """An asynchronous generator that has something to close."""

    def __init__(self):
        self.open = True

    async def read(self):
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0.001)
            self.open = False


@pytest.fixture
def rows():
    return Rows()


def test_a_generator_that_is_dropped_is_closed_before_the_answer(rows, warned):
    async def view():
        async for row in rows.read():
            return row
        return None

    assert run(view()) == 1

    assert not rows.open
    assert warned() == []


def test_a_generator_that_an_exception_holds_is_closed_by_the_next_run(rows, warned):
    async def view():
        reader = rows.read()
        await anext(reader)
        raise KeyError

    with pytest.raises(KeyError):
        run(view())
    assert rows.open
    run(where())

    assert not rows.open
    assert warned() == []


def test_a_generator_that_is_kept_goes_on_until_the_thread_ends(rows):
    async def view(reader):
        return await anext(reader)

    def serve():
        numbers = [run(view(reader)), run(view(reader))]
        return numbers, rows.open

    reader = rows.read()

    assert in_thread(serve) == ([1, 2], True)
    assert not rows.open


# Processes


def answer_of_child(function):
    """Return the text that `function` returns in a forked process."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writer, str(function()).encode())
        finally:
            os._exit(0)
    os.close(writer)  # so that a child that fails is read as nothing
    os.waitpid(pid, 0)
    with os.fdopen(reader) as answer:
        return answer.read()


def loops():
    """Return the loops of this thread, and of its helper."""
    return [run(where())[0], run(within(run, where()))[0]]


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_a_forked_process_has_loops_of_its_own():
    mine = loops()

    def child():
        theirs = loops()
        gc.collect()  # tracebacks of other tests
        return {*mine} & {*theirs}, mine[0].is_closed()

    assert answer_of_child(child) == "(set(), True)"
    assert loops() == mine


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_what_a_forked_process_closes_is_open_for_its_parent():
    async def wake_up():
        asleep = []
        timer = asyncio.get_running_loop().call_later(10, asleep.append, True)
        await asyncio.to_thread(time.sleep, 0.01)  # its end wakes the loop up
        timer.cancel()
        return asleep

    def child():
        loops()
        gc.collect()  # tracebacks of other tests
        return run(wake_up())

    loops()

    assert answer_of_child(child) == "[]"
    assert run(wake_up()) == []
    assert run(within(run, wake_up())) == []


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_a_forked_process_does_not_end_what_its_parent_began(rows):
    async def begin():
        await anext(reader)

    def child():
        loops()
        gc.collect()  # tracebacks of other tests
        return rows.open

    reader = rows.read()
    run(begin())

    assert answer_of_child(child) == "True"


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_a_process_that_is_forked_amidst_a_loop_has_a_loop_of_its_own():
    async def view():
        mine, _ = await where()
        return answer_of_child(lambda: run(where())[0] is mine)

    assert run(view()) == "False"
    assert run(Views().method()) == 1


def test_nothing_is_open_when_the_interpreter_ends():
    program = f"""
    import asyncio, sys, threading
    sys.path += {sys.path!r}
    from pyverless.handlers.asynchronous import run

    async def rows():
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0)
            print("closed")

    async def view():
        return run(where())

    async def where():
        return asyncio.get_running_loop()

    async def hang():
        ready.set()
        await asyncio.sleep(60)

    async def read(kept):
        return await anext(kept)

    kept, ready = rows(), threading.Event()
    run(read(kept))
    run(view())
    thread = threading.Thread(target=run, args=[view()])
    thread.start()
    thread.join()
    threading.Thread(target=run, args=[hang()], daemon=True).start()
    ready.wait()
    """
    assert python(program) == "closed\n"
