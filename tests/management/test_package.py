"""`python -m pyverless package`: what is in it, and what Python makes of that."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pyverless.__main__ import main
from pyverless.management import package

TAG = sys.implementation.cache_tag
VERSION = "{}.{}".format(*sys.version_info)
SOURCES = {
    "blog/__init__.py": "",
    "blog/api.py": "from blog.names import NAME\nPLACE = (lambda: 0).__code__",
    "blog/names.py": "NAME = 'ada'",
}

# Says which sources of a directory are compiled when it is used.
PROBE = """
import importlib.machinery as machinery
import sys

original = machinery.SourceFileLoader.source_to_code
compiled = []


def source_to_code(self, data, path, **kwargs):
    compiled.append(path)
    return original(self, data, path, **kwargs)


machinery.SourceFileLoader.source_to_code = source_to_code
sys.path.insert(0, sys.argv[1])
from blog import api

print(api.NAME, api.PLACE.co_filename, [p for p in compiled if sys.argv[1] in p])
"""


@pytest.fixture
def build(tmp_path):
    """Return what writes files into a directory, and the directory."""

    def write(files):
        for name, text in files.items():
            path = tmp_path / "build" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path / "build"

    return write


@pytest.fixture
def pack(build, tmp_path):
    """Return what makes a zip of files and returns its path."""

    def run(files, *options):
        output = tmp_path / "out.zip"
        arguments = ["package", str(build(files)), "--output", str(output)]
        assert main([*arguments, *options]) == 0
        return output

    return run


def names_in(archive):
    with zipfile.ZipFile(archive) as file:
        return file.namelist()


def sources_in(archive):
    return {name for name in names_in(archive) if "__pycache__" not in name}


def refusal(capsys, *arguments):
    with pytest.raises(SystemExit) as stopped:
        main(["package", *map(str, arguments)])
    assert stopped.value.code == 2
    return capsys.readouterr().err


# Byte code


def test_a_function_from_the_package_compiles_nothing(pack, tmp_path):
    task = tmp_path / "task"
    with zipfile.ZipFile(pack(SOURCES)) as archive:
        archive.extractall(task)
    for number, path in enumerate(sorted(task.rglob("*.py"))):
        os.utime(path, (number, number))

    command = [sys.executable, "-B", "-c", PROBE, str(task)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    # The sources are there, and tracebacks find them where they are now.
    assert done.stdout.split() == ["ada", str(task / "blog/api.py"), "[]"]


def test_byte_code_that_only_looks_up_to_date_is_made_anew_in_place(build, capsys):
    directory = build({"blog.py": "WHO = 1"})
    subprocess.run([sys.executable, "-m", "compileall", "-q", directory], check=True)

    assert main(["package", str(directory), "--in-place"]) == 0

    (compiled,) = (directory / "__pycache__").iterdir()
    assert compiled.name == f"blog.{TAG}.pyc"
    # PEP 552: by a hash, which is not checked.
    assert compiled.read_bytes()[4:8] == b"\x01\x00\x00\x00"
    assert capsys.readouterr().out.endswith(f"byte code of 1 files, Python {VERSION}\n")


OTHER_PYTHON = """#!/bin/sh
case "$*" in
    *" -c "*) echo cpython-399 ;;
    *) mkdir __pycache__; cat > __pycache__/blog.cpython-399.pyc ;;
esac
"""


@pytest.mark.parametrize("version", ["3.99", "python3.99"])
def test_another_python_of_the_path_compiles(pack, tmp_path, monkeypatch, version):
    other = tmp_path / "python3.99"
    other.write_text(OTHER_PYTHON)
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    archive = pack({"blog.py": ""}, "--python", version)

    with zipfile.ZipFile(archive) as file:
        assert file.read("__pycache__/blog.cpython-399.pyc") == b"blog.py"


def test_a_python_that_is_not_there_is_an_error(build, capsys, tmp_path, monkeypatch):
    directory = build(SOURCES)
    monkeypatch.chdir(tmp_path)

    assert "There is no python3.98 in" in refusal(capsys, directory, "--python", "3.98")
    assert not Path("function.zip").exists()


def test_a_command_that_is_no_python_is_an_error(build, capsys, tmp_path, monkeypatch):
    shutil.copy(shutil.which("false"), tmp_path / "python3.98")
    monkeypatch.setenv("PATH", str(tmp_path))

    error = refusal(capsys, build(SOURCES), "--python", "3.98")

    assert "There is no python3.98 in" in error


def test_neither_the_environment_nor_the_sources_have_a_say(pack, monkeypatch):
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "elsewhere")
    monkeypatch.setenv("PYTHONOPTIMIZE", "2")

    names = names_in(pack({"struct.py": "raise SystemExit(3)"}))

    assert names == [f"__pycache__/struct.{TAG}.pyc", "struct.py"]


def test_where_there_is_no_source_no_python_is_asked(pack):
    assert names_in(pack({"data.txt": ""}, "--python=3.98")) == ["data.txt"]


def test_a_source_that_can_not_be_compiled_is_an_error(build, capsys):
    directory = build({"blog.py": "", "broken.py": "def ("})

    error = refusal(capsys, directory, "--in-place")

    assert "--exclude" in error
    assert "broken.py" in error
    assert main(["package", str(directory), "--in-place", "--exclude=broken.py"]) == 0


@pytest.mark.parametrize(
    "name",
    [
        "_c.cpython-38-x86_64-linux-gnu.so",
        f"_c.{TAG}-darwin.so",
        f"_c.{TAG.replace('cpython-', 'cp')}-win_amd64.pyd",
    ],
)
def test_a_compiled_module_for_another_place_is_an_error(build, capsys, name):
    error = refusal(capsys, build({**SOURCES, f"a/{name}": ""}))

    assert f"'a/{name}' is not for Python {VERSION} on Linux." in error
    assert f"--python-version {VERSION} " in error


def test_a_compiled_module_may_be_for_other_pythons_as_well(pack):
    names = {f"_c.cpython-{x}-aarch64-linux-gnu.so" for x in ("38", TAG[8:], "399")}

    assert sources_in(pack(dict.fromkeys(names, ""))) == names


# What is in it

# Without sources, which would be compiled by another process each time.
PACKAGE = {
    "api.so": "",
    "data/words.txt": "",
    "boto/__init__.so": "",
    "boto/py.typed": "",
    "boto-1.dist-info/METADATA": "",
    "boto-1.dist-info/entry_points.txt": "",
}
UNNEEDED = {
    "__pycache__/api.cpython-37.pyc": "",
    "boto/tests/__init__.py": "",
    "boto/api.pyi": "",
    "boto/include/boto.h": "",
    "boto-1.dist-info/RECORD": "",
    "boto-1.dist-info/direct_url.json": "",
    "tests/test_api.py": "",
    ".env": "SECRET=1",
    ".git/config": "",
    ".venv/bin/pip": "",
    ".pytest_cache/README.md": "",
}


def test_what_a_function_does_not_need_is_left_out(pack):
    assert sources_in(pack(PACKAGE | UNNEEDED)) == set(PACKAGE)


@pytest.mark.parametrize(
    ("pattern", "left_out"),
    [
        ("*.txt", {"data/words.txt", "boto-1.dist-info/entry_points.txt"}),
        ("words.txt", {"data/words.txt"}),
        ("data", {"data/words.txt"}),
        ("data/", {"data/words.txt"}),
        ("boto/py.typed", {"boto/py.typed"}),
        ("/py.typed", set()),
        ("oto", set()),
    ],
)
def test_more_can_be_left_out(pack, pattern, left_out):
    archive = pack(PACKAGE, "--exclude", pattern, "--exclude", "*.none")

    assert sources_in(archive) == set(PACKAGE) - left_out


def test_what_is_left_out_can_be_kept(pack):
    archive = pack(PACKAGE | UNNEEDED, "--keep=boto/tests", "--keep=*.h")

    kept = sources_in(archive) - set(PACKAGE)

    assert kept == {"boto/tests/__init__.py", "boto/include/boto.h"}


def test_what_is_left_out_stays_as_it_is_in_place(build):
    directory = build({"api.py": "", "tests/test_api.py": ""})

    main(["package", str(directory), "--in-place"])

    assert sorted(path.name for path in directory.iterdir()) == [
        "__pycache__",
        "api.py",
        "tests",
    ]
    assert [path.name for path in (directory / "tests").iterdir()] == ["test_api.py"]


def test_links_are_followed_but_not_in_circles(pack, build, capsys, tmp_path):
    directory = build(SOURCES)
    (directory / "linked").symlink_to(directory / "blog")
    assert "linked/api.py" in names_in(pack({}))

    (directory / "linked" / "circle").symlink_to(directory)
    assert "which is not there or has the link in it" in refusal(capsys, directory)


def test_what_is_no_file_is_passed_over(pack, build):
    os.mkfifo(build(PACKAGE) / "pipe")

    assert sources_in(pack({})) == set(PACKAGE)


# The zip


def test_the_zip_is_the_same_whenever_the_files_are(pack, build, tmp_path):
    first = pack(SOURCES).read_bytes()
    (tmp_path / "build").rename(tmp_path / "elsewhere")

    second = pack(dict(reversed(SOURCES.items())))

    assert second.read_bytes() == first
    assert names_in(second) == sorted(names_in(second))


def test_the_files_are_readable_for_all_and_programs_can_be_run(pack, build):
    directory = build(SOURCES | {"run.sh": ""})
    (directory / "blog/api.py").chmod(0o600)
    (directory / "run.sh").chmod(0o700)

    with zipfile.ZipFile(pack({})) as file:
        modes = {info.filename: info.external_attr >> 16 for info in file.infolist()}

    assert modes.pop("run.sh") == 0o100755
    assert set(modes.values()) == {0o100644}
    assert len(modes) == 2 * len(SOURCES)


def test_a_zip_in_the_directory_itself_does_not_grow(build):
    output = build(SOURCES) / "function.zip"
    arguments = ["package", str(output.parent), "--output", str(output)]

    main(arguments)
    first = output.read_bytes()
    main(arguments)

    assert output.read_bytes() == first


def test_where_no_zip_can_be_written_nothing_stays(build, capsys, tmp_path):
    directory = build(SOURCES)
    (tmp_path / "taken").mkdir()

    assert "taken' can't be written: " in refusal(
        capsys, directory, "--output", tmp_path / "taken"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "taken"]


def test_a_directory_that_is_not_there_is_an_error(capsys):
    assert "'nowhere' is no directory." in refusal(capsys, "nowhere")


def test_a_working_tree_is_not_compiled_in_place(build, capsys):
    directory = build(SOURCES | {".git/config": ""})

    assert "is a git repository." in refusal(capsys, directory, "--in-place")


# Sizes


def test_the_sizes_are_told_largest_first(pack, capsys, tmp_path):
    archive = pack({**{f"{x}.txt": "" for x in "abcde"}, "data/x": "x" * 2**20})

    first, *lines = capsys.readouterr().out.splitlines()

    assert first.startswith(f"{archive}: 0.00 MB, unzipped 1.00 MB of the 250 MB")
    assert [line.split() for line in lines] == [
        ["1.00", "MB", "data"],
        *(["0.00", "MB", f"{x}.txt"] for x in "abcd"),
    ]


def test_more_than_lambda_takes_is_an_error(build, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(package, "_LIMIT_UNZIPPED", 1)
    output = tmp_path / "out.zip"
    directory = build({"a/1": "x" * 2**19, "a/2": "x" * 2**19, "b": "x"})

    error = refusal(capsys, directory, "--output", output)

    assert "This is 1.00 MB unzipped, and Lambda takes 1 MB, layers included." in error
    assert "1.00 MB  a\n" in error
    assert not output.exists()
    (directory / "b").unlink()
    assert main(["package", str(directory), "--output", str(output)]) == 0


def test_what_must_go_through_s3_is_made_all_the_same(pack, capsys, monkeypatch):
    monkeypatch.setattr(package, "_LIMIT_UPLOAD", 0)

    assert pack(SOURCES).exists()
    assert "in a direct upload" in capsys.readouterr().out
