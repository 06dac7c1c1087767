"""What holds for all of the package: layers, faces, what is imported when."""

from __future__ import annotations

import ast
import inspect
import json
import subprocess
import sys
import textwrap
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

import pyverless
from pyverless.test import s3_event, sns_event, sqs_event, websocket_event

ROOT = Path(pyverless.__file__).parent

# A module imports lower layers and, within its own, what stands to its left. An entry
# stands for all modules below it.
LAYERS = (
    ("_imports", "exceptions", "types"),
    ("config.base_settings", "config", "encoding", "aws"),
    (
        "logs",
        "deadlines",
        "websockets",
        "http.headers",
        "http.query",
        "http.uploads",
        "http.forms",
        "http.dates",
        "http.cookies",
        "http.response",
        "http.request",
        "http.problems",
        "http.cors",
        "http.compression",
        "http.conditional",
        "http.masking",
        "http.debugging",
        "http.limits",
        "http.gateways",
        "events.records",
        "events.websocket",
        "events.authorizer",
        "events.s3_names",
        "events.s3",
        "events.s3_records",
        "events.messages",
        "events.sqs",
        "events.sns",
        "warmup",
        "decorators",
    ),
    (
        "crypto.durations",
        "crypto.mistakes",
        "crypto.claims",
        "crypto.keys",
        "crypto.jwks",
        "crypto.verifiers",
        "crypto.tokens",
        "crypto.derivation",
        "crypto.signing",
        "crypto.encryption",
        "crypto.passwords",
        "crypto.argon2",
        "crypto.common_words",
        "crypto.guessing",
        "crypto.password_validation",
        "serializers",
        "models",
        "idempotency",
        "auth.claims",
        "auth.users",
        "auth.authentication",
        "auth.oidc",
        "auth.composition",
        "auth.permissions",
        "auth.credentials",
        "casts",
        "lookups",
        "lists",
        "pagination.pages",
        "filters",
        "pagination.limit_offset",
        "pagination.keyset",
        "pagination.cursor",
    ),
    (
        "handlers.hooks",
        "handlers.access",
        "handlers.asynchronous",
        "handlers.results",
        "handlers.replays",
        "handlers.request_keys",
        "handlers.idempotency",
        "handlers.errors",
        "handlers.answers",
        "handlers.functions",
        "handlers.guards",
        "handlers.pipeline",
        "handlers.lifecycle",
        "handlers.plan",
        "handlers.base",
        "handlers.authorizer",
        "handlers.sockets",
        "handlers.socket_routes",
        "handlers.websocket",
        "handlers.mixins",
        "handlers.conditional",
        "handlers.body",
        "handlers.objects",
        "handlers.lists",
        "handlers.methods",
        "handlers.generic",
        "handlers.batches",
        "handlers.records",
        "handlers.payloads",
        "handlers.queues",
        "handlers.notifications",
        "handlers.files",
    ),
    (
        "routing.patterns",
        "routing.tree",
        "routing.converters",
        "routing.signatures",
        "routing.endpoints",
        "routing.routes",
        "routing.targets",
        "routing.table",
        "routing.prefixes",
        "routing.router",
        "routing.app",
    ),
    ("contrib", "test", "management", "__main__"),
)

# Packages whose names load when they are first used, and packages without names.
FACES = ("", "auth", "crypto", "handlers", "http", "pagination", "routing")
EMPTY = ("contrib", "events")

# The only modules that may import what is not in the standard library.
THIRD_PARTY = {
    "argon2": ["crypto.argon2"],
    "jwt": [
        "crypto.jwks",
        "crypto.keys",
        "crypto.mistakes",
        "crypto.tokens",
        "crypto.verifiers",
    ],
    "cryptography": ["crypto.encryption"],
    "marshmallow": ["serializers.schemas", "contrib.marshmallow_sqlalchemy"],
    "msgspec": ["contrib.msgspec"],
    "pynamodb": ["contrib.pynamodb"],
    "boto3": ["aws"],
    "botocore": ["aws", "contrib.pynamodb"],
    "snapshot_restore_py": ["contrib.snapshots"],
    "sqlalchemy": ["contrib.sqlalchemy"],
    "multipart": ["http.forms"],
    "werkzeug": ["management.serve"],
}

# Names without an underscore that are not for users all the same.
UNEXPORTED = {
    "__main__": {"COMMANDS", "get_parser"},
    "config": {"ENVIRONMENT_VARIABLE", "Settings", "changes"},
    "serializers": {"FunctionAdapter"},
    "http.gateways.apigateway": {"stage_prefix", "without_stage"},
}


def find_modules():
    """Return the parsed modules by their names below the package."""
    modules = {}
    for file in sorted(ROOT.rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts).removesuffix("__init__").removesuffix(".")
        modules[name] = ast.parse(file.read_text())
    return modules


MODULES = find_modules()
RANKS = {
    entry: (number, place)
    for number, layer in enumerate(LAYERS)
    for place, entry in enumerate(layer)
}


def walk(tree, *, type_checking=False):
    """Yield the nodes that run, or only those that type checkers read."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            if type_checking:
                yield from ast.walk(ast.Module(node.body, []))
            else:
                yield from walk(ast.Module(node.orelse, []))
        else:
            if not type_checking:
                yield node
            yield from walk(node, type_checking=type_checking)


def imports_of(name):
    """Return the names of the modules that a module imports, early or late."""
    imported = set()
    for node in walk(MODULES[name]):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                below = f"{node.module}.{alias.name}"
                is_module = below.removeprefix("pyverless.") in MODULES
                imported.add(below if is_module else node.module)
    return imported


def own_imports_of(name):
    ours = (m for m in imports_of(name) if m.partition(".")[0] == "pyverless")
    return {module.removeprefix("pyverless").removeprefix(".") for module in ours}


def entry_of(name):
    """Return the entry of LAYERS that a module belongs to."""
    while name not in RANKS and name:
        name = name.rpartition(".")[0]
    return name


def modules_but_faces():
    return [name for name in MODULES if name not in FACES + EMPTY]


def test_every_module_is_in_a_layer_and_every_entry_is_a_module():
    assert {entry_of(name) for name in modules_but_faces()} == set(RANKS)


@pytest.mark.parametrize("name", modules_but_faces())
def test_a_module_imports_lower_layers_and_to_its_left_only(name):
    own = entry_of(name)

    for imported in own_imports_of(name) - {""}:
        if entry_of(imported) != own:
            # A face belongs where the last of its modules does.
            entry = entry_of(imported) or max(
                (e for e in RANKS if e.startswith(f"{imported}.")), key=RANKS.get
            )
            assert RANKS[entry] < RANKS[own], f"{name} imports {imported}"


def test_no_modules_import_each_other():
    graph = {name: own_imports_of(name) for name in MODULES}

    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("name", FACES)
def test_a_face_imports_nothing_but_the_means_to_import(name):
    assert imports_of(name) == {"__future__", "pyverless._imports"}


@pytest.mark.parametrize("name", MODULES)
def test_third_parties_are_imported_in_one_place_each(name):
    known = {*sys.stdlib_module_names, "pyverless"}
    others = {module.partition(".")[0] for module in imports_of(name)} - known

    for package in others:
        assert any(name.startswith(place) for place in THIRD_PARTY.get(package, ()))


def test_what_types_is_for_type_checkers_only():
    assert not any("types" in own_imports_of(name) for name in MODULES)


# Exports


def exports_of(name):
    for node in MODULES[name].body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return ast.literal_eval(node.value)
    return None


def names_of(name):
    """Return the public names that a module defines, apart from type variables."""
    names = set()
    for node in MODULES[name].body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign) and "TypeVar" not in ast.unparse(node.value):
            names |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} & {
                target.id for target in node.targets if isinstance(target, ast.Name)
            }
        elif isinstance(node, ast.AnnAssign):
            names.add(node.target.id)
    return {n for n in names if not n.startswith("_")} - {"TYPE_CHECKING"}


def is_of_the_core(name):
    return entry_of(name) not in LAYERS[-1] and name not in EMPTY


def full(name):
    return f"pyverless.{name}".removesuffix(".")


@pytest.mark.parametrize("name", [n for n in MODULES if exports_of(n) is not None])
def test_what_a_module_exports_is_there(name):
    exported = exports_of(name)
    module = import_module(full(name))

    assert len(set(exported)) == len(exported)
    assert set(exported) <= set(dir(module))
    for each in exported:
        assert getattr(module, each) is not None


@pytest.mark.parametrize("name", [*filter(is_of_the_core, MODULES)])
def test_a_module_exports_its_public_names_in_order(name):
    exported = exports_of(name)
    if name == "config.base_settings":
        assert exported is None
        return

    assert exported in (sorted(exported), sorted(exported, key=str.lower))
    if name not in FACES:
        assert set(exported) == names_of(name) - UNEXPORTED.get(name, set())


@pytest.mark.parametrize("name", FACES)
def test_a_face_offers_what_type_checkers_are_told(name):
    told = {
        alias.name: node.module
        for node in walk(MODULES[name], type_checking=True)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    module = import_module(full(name))

    assert sorted(told) == sorted(exports_of(name))
    for each, home in told.items():
        assert getattr(module, each) is getattr(import_module(home), each)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        module.nothing  # noqa: B018


# Docstrings


def documented_of(name):
    """Yield what users can see of a module: exported objects and their methods."""
    module = import_module(full(name))
    for each in exports_of(name) or ():
        value = getattr(module, each)
        if not (inspect.isclass(value) or inspect.isfunction(value)):
            continue
        yield each, value
        members = vars(value).items() if inspect.isclass(value) else ()
        for member, method in members:
            is_method = callable(method) or isinstance(method, property | classmethod)
            if is_method and not member.startswith("_"):
                yield f"{each}.{member}", getattr(value, member)


@pytest.mark.parametrize("name", [n for n in MODULES if n != "types"])
def test_everything_public_is_documented(name):
    assert ast.get_docstring(MODULES[name])
    for each, value in documented_of(name):
        docstring = inspect.getdoc(value)
        assert docstring, f"{each} has no docstring"
        assert not (value.__doc__ or "").startswith("\n"), f"{each} opens on line two"


# Cold starts

# What AWS's runtime has loaded before it loads a function.
RUNTIME = (
    "json, logging, re, enum, decimal, functools, contextlib, traceback, importlib"
)

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
    "pathlib",
    "secrets",
    "sqlalchemy",
    "typing",
    "urllib.request",
    "urllib.parse",
    "uuid",
}

PLAIN = """
from pyverless.handlers import RetrieveHandler

class Article:
    id = 1

class Manager:
    def get_or_none(self, id):
        return Article if id == "1" else None

Article.objects = Manager()

class Retrieve(RetrieveHandler):
    model = Article
    serializer = lambda article: {"id": article.id}
"""

SCHEMA = """
from marshmallow import Schema, fields

class ArticleSchema(Schema):
    id = fields.Integer()
"""


def loaded(*steps, **environment):
    """Return the names of the modules that each step loads, in a fresh interpreter."""
    program = f"import {RUNTIME}, sys\nsys.path += {[str(ROOT.parent), *sys.path]!r}\n"
    for step in ("pass", *steps):
        program += f"{textwrap.dedent(step)}\nprint(json.dumps([*sys.modules]))\n"
    # -S: no hooks of site-packages (of coverage, say), which load much themselves.
    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    before, *after = (set(json.loads(line)) for line in done.stdout.splitlines())
    known, result = before, []
    for modules in after:
        result.append(modules - known)
        known |= modules
    return result


def is_heavy(module):
    return any(module == name or module.startswith(f"{name}.") for name in HEAVY)


CALL = """
event = {"httpMethod": "GET", "path": "/articles/1", "pathParameters": {"id": "1"},
         "headers": {"Authorization": "Bearer x"}, "requestContext": {"stage": "prod"}}
assert handler(event, None)["statusCode"] == %d
"""


def test_importing_the_package_imports_next_to_nothing():
    [root, handlers] = loaded("import pyverless", "import pyverless.handlers")

    assert root == {"__future__", "pyverless", "pyverless._imports"}
    assert handlers == {"pyverless.handlers"}


def test_a_plain_handler_loads_nothing_heavy():
    init, call = loaded(PLAIN + "\nhandler = Retrieve.as_handler()", CALL % 200)

    assert not set(filter(is_heavy, init))
    assert len(init) <= 40
    assert call == set(), "the first request has to wait for it"


def test_a_plain_handler_behind_an_app_loads_nothing_heavy():
    app = """
    from pyverless.routing import App, path
    handler = App([path("/articles/{id}", Retrieve)])
    """
    init, call = loaded(PLAIN + textwrap.dedent(app), CALL % 200)

    assert not set(filter(is_heavy, init | call))
    assert call == set()


VIEW = """
from pyverless.routing import App

app = App(%s)

@app.get("/articles/{id}", %s)
%sdef article(id: int):
    return {"id": id}

handler = app.as_handler()
"""

CALL_OF_A_PAGE = CALL.replace(
    '"headers": {', '"headers": {"Origin": "https://a", "Accept-Encoding": "gzip", '
)


def test_a_plain_view_loads_nothing_heavy_and_no_handlers():
    init, call = loaded(VIEW % ("", "", ""), CALL_OF_A_PAGE % 200)

    assert not set(filter(is_heavy, init))
    assert not {m for m in init if m.startswith("pyverless.handlers.generic")}
    assert not {"pyverless.serializers", "pyverless.http.cors", "zlib"} & init
    assert call == set()


@pytest.mark.parametrize(
    ("app", "route", "prefix", "module"),
    [
        ("cors=True", "", "", "pyverless.http.cors"),
        ("", "compress=True", "", "zlib"),
        ("", "etag=True", "", "pyverless.http.conditional"),
        ("", "etag=lambda request: '1'", "", "pyverless.http.conditional"),
        ("", "cache_control='max-age=60'", "", "pyverless.handlers.pipeline"),
        ("", "", "async ", "asyncio"),
    ],
)
def test_what_a_route_declares_is_loaded_when_it_is_registered(
    app, route, prefix, module
):
    init, call = loaded(VIEW % (app, route, prefix), CALL_OF_A_PAGE % 200)

    assert module in init
    assert call == set(), "the first request has to wait for it"


def test_a_schema_is_loaded_by_as_handler(tmp_path):
    (tmp_path / "schemas.py").write_text(SCHEMA)
    declare = f"""
    sys.path.append({str(tmp_path)!r})
    Retrieve.serializer = "schemas.ArticleSchema"
    """
    _, declared, init, call = loaded(
        PLAIN, declare, "handler = Retrieve.as_handler()", CALL % 200
    )

    assert "marshmallow" not in declared
    assert "marshmallow" in init
    assert not set(filter(is_heavy, call))
    assert not {"jwt", "cryptography"} & init


AUTHENTICATED = PLAIN.replace(
    "(RetrieveHandler)", "(AuthorizationMixin, RetrieveHandler)"
)
AUTHENTICATED = "from pyverless.handlers import AuthorizationMixin\n" + AUTHENTICATED


def test_tokens_are_loaded_by_as_handler_where_there_is_a_key():
    declared, init, call = loaded(
        AUTHENTICATED,
        "handler = Retrieve.as_handler()",
        CALL % 401,
        PYVERLESS_SECRET_KEY="a secret of this test suite, of 32 bytes and more",
    )

    assert "jwt" not in declared
    assert {"jwt", "pyverless.crypto.tokens"} <= init
    assert not {module for module in call if module.startswith(("jwt", "pyverless"))}
    assert "marshmallow" not in init


def test_without_a_key_there_are_no_tokens_to_load():
    loads = set().union(
        *loaded(AUTHENTICATED, "handler = Retrieve.as_handler()", CALL % 401)
    )

    assert not {"jwt", "cryptography", "marshmallow"} & loads
    assert "pyverless.auth.authentication" in loads


RECORDS = """
from pyverless.handlers import %(base)s

class Handler(%(base)s):
    def %(hook)s(self, *args):
        pass

handler = Handler.as_handler()
"""


@pytest.mark.parametrize(
    ("base", "hook", "event"),
    [
        ("SQSHandler", "process_message", sqs_event("a")),
        ("S3Handler", "process_file", s3_event("a b")),
        ("S3Handler", "process_file", s3_event("a b", via="eventbridge-sqs")),
        ("SNSHandler", "process_notification", sns_event("a")),
        ("WebSocketHandler", "default", websocket_event(body="a")),
    ],
)
def test_a_handler_of_other_events_loads_nothing_heavy(base, hook, event):
    init, call = loaded(
        RECORDS % {"base": base, "hook": hook}, f"handler({event!r}, None)"
    )

    # S3 writes keys as forms do, which only urllib.parse reads, and files have a time.
    needed = {"datetime", "urllib.parse"} if base == "S3Handler" else set()
    assert {*filter(is_heavy, init)} == needed
    assert call == set(), "the first event has to wait for it"
