"""What holds for all of the package: layers, faces, exports, docstrings."""

from __future__ import annotations

import ast
import inspect
import sys
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

import pyverless

ROOT = Path(pyverless.__file__).parent

# A module imports lower layers and, within its own, what stands to its left. An entry
# stands for all modules below it.
LAYERS = (
    ("_imports", "exceptions", "types"),
    ("config.base_settings", "config", "encoding"),
    (
        "logs",
        "snapstart",
        "aws",
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
        "http.gateways.base",
        "http.gateways",
        "events.records",
        "events.websocket",
        "events.authorizer",
        "events.s3_names",
        "events.s3",
        "events.s3_records",
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
        "handlers.refusals",
        "handlers.units",
        "handlers.asynchronous",
        "handlers.results",
        "handlers.replays",
        "handlers.request_keys",
        "handlers.idempotency",
        "handlers.errors",
        "handlers.answers",
        "handlers.functions",
        "handlers.event_functions",
        "handlers.guards",
        "handlers.pipeline",
        "handlers.steps",
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
        "routing.views",
        "routing.classes",
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
    "snapshot_restore_py": ["snapstart"],
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
