"""What is loaded when: nothing heavy, and nothing as late as by the first event."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.integration.provisioning import find_interpreters, get_function_environment
from tests.services.availability import have

from .kinds import KINDS, LATE
from .measuring import RUNTIME, load, measure

INTERPRETERS = find_interpreters()

#: What takes milliseconds to load, or what most handlers have no use for.
HEAVY = {
    "asyncio",
    "boto3",
    "concurrent",
    "cryptography",
    "dataclasses",
    "datetime",
    "email",
    "hashlib",
    "http",
    "importlib.metadata",
    "inspect",
    "jwt",
    "marshmallow",
    "msgspec",
    "pathlib",
    "secrets",
    "sqlalchemy",
    "typing",
    "urllib.parse",
    "urllib.request",
    "uuid",
}

#: What some kinds can't do without.
NEEDED = {
    # An ETag is a hash, and Last-Modified a time.
    "hashlib": {"view_etag", "view_etag_by_function"},
    "datetime": {
        "view_etag",
        "view_etag_by_function",
        "create_stored",
        "files",
        "files_by_queue",
    },
    # The fields of a model in memory are annotations, and may be times.
    "typing": {"create_stored"},
    # S3 writes keys as forms do, which only urllib.parse reads.
    "urllib.parse": {"files", "files_by_queue"},
}

#: Packages of third parties, which only those load that bring them.
THIRD_PARTIES = {"boto3", "cryptography", "jwt", "marshmallow", "msgspec", "sqlalchemy"}


def get_heavy(modules):
    """Return which of HEAVY are among modules, themselves or by what is in them."""
    return {n for n in HEAVY if any(f"{m}.".startswith(f"{n}.") for m in modules)}


def find_kinds(modules_of):
    """Return the kinds that `modules_of(kind)` has a module of, by module."""
    kinds = {}
    for name in KINDS:
        for module in modules_of(measure(name)):
            kinds.setdefault(module, set()).add(name)
    return kinds


def check(found, known, advice):
    """Fail with the modules and kinds that are new, +, and those that are gone, -."""
    lines = []
    for sign, these, others in (("+", found, known), ("-", known, found)):
        for module, kinds in these.items():
            if rest := sorted(kinds - others.get(module, set())):
                lines.append(f"{sign} {module}: {', '.join(rest)}")
    if lines:
        pytest.fail("\n".join([advice, *lines]), pytrace=False)


def get_heavy_of_init(measured):
    """Return what is heavy; what third parties load of the rest is up to them."""
    heavy = get_heavy(measured.init)
    if measured.third_parties:
        return heavy & THIRD_PARTIES - {*measured.third_parties}
    return heavy


def test_the_first_event_waits_for_no_module_but_where_it_says_so():
    late = find_kinds(lambda measured: measured.late)

    check(
        late, LATE, "Load + in as_handler(), or say in LATE why not; take - out of it."
    )


def test_no_kind_of_handler_loads_anything_heavy_but_what_it_needs():
    heavy = find_kinds(get_heavy_of_init)

    check(heavy, NEEDED, "Do without +, or say in NEEDED why not; take - out of it.")


@pytest.mark.parametrize("name", ["class_rest", "view_rest", "app_class"])
def test_a_plain_handler_loads_nothing_of_what_others_declare(name):
    not_declared = {
        "pyverless.handlers.generic",
        "pyverless.http.compression",
        "pyverless.http.conditional",
        "pyverless.http.cors",
        "pyverless.pagination",
        "pyverless.serializers",
        "zlib",
    }

    assert not not_declared.intersection(measure(name).modules)


def test_importing_the_package_imports_next_to_nothing():
    [root, handlers] = load("import pyverless", "import pyverless.handlers")

    assert root == {"pyverless", "pyverless._imports"}
    assert handlers == {"pyverless.handlers"}


RETRIEVE = """
from pyverless.handlers import AuthorizationMixin, RetrieveHandler

class Retrieve(RetrieveHandler):
    queryset = [{"id": 1}]
    serializer = "schemas.ArticleSchema"

class Mine(AuthorizationMixin, RetrieveHandler):
    queryset = [{"id": 1}]
    serializer = dict
"""


def test_a_schema_is_loaded_by_as_handler(tmp_path):
    (tmp_path / "schemas.py").write_text(
        "from marshmallow import Schema\nclass ArticleSchema(Schema): pass\n"
    )
    path = f"import sys\nsys.path.append({str(tmp_path)!r})\n"
    declared, init = load(path + RETRIEVE, "Retrieve.as_handler()")

    assert "marshmallow" not in declared
    assert "marshmallow" in init


@pytest.mark.parametrize("environment", [{}, {"PYVERLESS_SECRET_KEY": "x" * 32}])
def test_tokens_are_loaded_by_as_handler_where_there_is_a_key(environment):
    declared, init = load(RETRIEVE, "Mine.as_handler()", **environment)

    assert "jwt" not in declared
    assert get_heavy(init) >= ({"jwt"} if environment else set())
    if not environment:
        assert "pyverless.auth.authentication" in init
        assert not get_heavy(init)


# What AWS's runtime client has loaded

SHOW = """
import sys
known = {"__main__", *sys.stdlib_module_names}
names = [name for name in sys.modules if name.partition(".")[0] in known]
import json, os
os.write(1, json.dumps(names).encode())
os._exit(0)
"""


@pytest.mark.integration
@pytest.mark.parametrize("version", INTERPRETERS)
def test_the_runtime_has_loaded_what_the_budgets_say(version, tmp_path):
    (tmp_path / "function.py").write_text(SHOW)
    python = have(get_function_environment, INTERPRETERS[version])
    # No function is started where nobody listens, but it is imported.
    started = {"AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9", "HOME": str(tmp_path)}
    real = run(
        python, "-m", "awslambdaric", "function.handler", cwd=tmp_path, **started
    )
    ours = run(python, "-S", "-c", f"import {', '.join(RUNTIME)}\n{SHOW}", cwd=tmp_path)

    assert sorted(ours) == sorted(real)


def run(python, *arguments, cwd, **environment):
    done = subprocess.run(
        [python, *arguments], cwd=cwd, env=environment, capture_output=True, check=True
    )
    return json.loads(done.stdout)
