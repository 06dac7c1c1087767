"""`python -m pyverless package`: what is in it, and what Python makes of that."""

from __future__ import annotations

import os
import shutil
import signal
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
    assert f"{tmp_path}/python3.98 says: nothing\n" in error


def test_what_a_python_says_that_does_not_run_is_told(
    build, capsys, tmp_path, monkeypatch
):
    shim = tmp_path / "python3.98"
    shim.write_text(
        "#!/bin/sh\necho 'pyenv: python3.98: command not found' >&2\nexit 127"
    )
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    error = refusal(capsys, build(SOURCES), "--python", "3.98")

    assert error.endswith(f"{shim} says: pyenv: python3.98: command not found\n")


@pytest.mark.parametrize("version", ["3", "3.13.1", "313", "python", "2.7", "3.x"])
def test_a_version_is_written_in_one_way(capsys, version):
    error = refusal(capsys, "nowhere", "--python", version)

    assert f"{version!r} is no version of Python. Write it as 3.13.\n" in error


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


TEMPLATES = {"app.py": "", "lib/templates/main.py": "print {{x}}"}


def test_a_source_that_can_not_be_compiled_is_kept_if_asked_for(pack, capsys):
    archive = pack(TEMPLATES, "--keep", "lib/templates/main.py")

    assert sources_in(archive) == set(TEMPLATES)
    assert len(names_in(archive)) == 3
    error = capsys.readouterr().err
    assert error == "'lib/templates/main.py' can't be compiled, and stays as it is.\n"


def test_no_old_byte_code_stays_of_a_source_that_can_not_be_compiled(build, capsys):
    directory = build({"a.py": "", "main.py": ""})
    assert main(["package", str(directory), "--in-place"]) == 0
    build({"main.py": "print {{x}}"})

    assert main(["package", str(directory), "--in-place", "--keep=main.py"]) == 0

    (compiled,) = (directory / "__pycache__").iterdir()
    assert compiled.name == f"a.{TAG}.pyc"
    assert "byte code of 1 files" in capsys.readouterr().out


@pytest.mark.parametrize(
    "name",
    [
        "_c.cpython-38-x86_64-linux-gnu.so",
        f"_c.{TAG}-darwin.so",
        f"_c.{TAG.replace('cpython-', 'cp')}-win_amd64.pyd",
        f"_c.{TAG}-aarch64-linux-musl.so",
        f"_c.{TAG}t-x86_64-linux-gnu.so",
    ],
)
def test_a_compiled_module_for_another_place_is_an_error(build, capsys, name):
    error = refusal(capsys, build({**SOURCES, f"a/{name}": ""}))

    assert f"'a/{name}' is not for Python {VERSION} on Amazon Linux." in error
    assert f"--python-version {VERSION} " in error


def test_a_compiled_module_may_be_for_other_pythons_as_well(pack):
    names = {f"_c.cpython-{x}-aarch64-linux-gnu.so" for x in ("38", TAG[8:], "399")}

    assert sources_in(pack(dict.fromkeys(names, ""))) == names


ARM, INTEL = f"{TAG}-aarch64-linux-gnu.so", f"{TAG}-x86_64-linux-gnu.so"


def test_compiled_modules_for_several_architectures_are_an_error(build, capsys):
    names = [f"_a.{ARM}", f"_b.{ARM}", f"_b.{INTEL}", f"_c.{INTEL}", "_c.cp38-win.pyd"]

    error = refusal(capsys, build(dict.fromkeys(names, "")))

    assert f"'_b.{ARM}' and '_c.{INTEL}' are for different architectures." in error


def test_a_compiled_module_may_be_for_other_architectures_as_well(pack):
    names = {f"_a.{ARM}", f"_b.{ARM}", f"_b.{INTEL}"}

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
    ".env.production": "SECRET=1",
    ".idea/workspace.xml": "",
    ".vscode/settings.json": "",
    "venv/bin/pip": "",
    "old/function.zip": "",
    "function.zip.part": "",
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
        ("METADATA/", {"boto-1.dist-info/METADATA"}),
        ("./data/words.txt", {"data/words.txt"}),
        ("./words.txt", set()),
        ("boto/py.typed", {"boto/py.typed"}),
        ("/py.typed", set()),
        ("oto", set()),
    ],
)
def test_more_can_be_left_out(pack, pattern, left_out):
    archive = pack(PACKAGE, "--exclude", pattern, "--exclude", "*.none")

    assert sources_in(archive) == set(PACKAGE) - left_out


def test_a_pattern_that_matches_nothing_is_told(pack, build, capsys):
    options = ("--exclude", "txet", "--exclude=*.txt", "--keep", "./boto/")

    pack(PACKAGE, *options, "--keep", "/test")

    assert capsys.readouterr().err == (
        f"'txet' matches nothing in {str(build({}))!r}.\n"
        f"'/test' matches nothing in {str(build({}))!r}.\n"
    )


@pytest.mark.parametrize(
    ("files", "options", "message"),
    [
        ({"tests/x": ""}, [], "There is nothing to package in '"),
        (PACKAGE, ["--exclude", "*"], "There is nothing to package in '"),
        (PACKAGE, ["--in-place"], "There are no sources in '"),
    ],
)
def test_nothing_to_do_is_an_error(build, capsys, tmp_path, files, options, message):
    (tmp_path / "build").mkdir()

    assert message in refusal(capsys, build(files), *options)


@pytest.mark.parametrize("name", [b"caf\xe9.py", b"a\nb.py"])
def test_a_name_that_can_not_be_packed_is_an_error(build, capsys, name):
    directory = build(SOURCES)
    Path(os.fsdecode(os.path.join(os.fsencode(directory), name))).touch()

    error = refusal(capsys, directory)

    assert f"{os.fsdecode(name)!r} can't be the name of a file in a package" in error


@pytest.mark.parametrize("name", ["data.txt", "code.py"])
def test_a_file_that_can_not_be_read_is_named(build, capsys, tmp_path, name):
    directory = build({"a.txt": ""})
    (directory / name).symlink_to("/proc/self/mem")  # not even by root

    error = refusal(capsys, directory, "--output", tmp_path / "out.zip")

    assert f"'{directory / name}' can't be read: Input/output error.\n" in error
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_a_directory_that_can_not_be_written_in_place_is_named(build, capsys):
    directory = build({"api.py": "", "__pycache__": ""})

    assert f"'{directory}/__pycache__'.\n" in refusal(capsys, directory, "--in-place")


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


def test_the_zip_of_before_and_what_is_left_of_one_are_not_packed(pack, build):
    output = build(PACKAGE) / "out"
    for _ in range(2):
        pack({"out.part": ""}, "--output", str(output))
        assert set(names_in(output)) == set(PACKAGE)


def test_where_no_zip_can_be_written_nothing_stays(build, capsys, tmp_path):
    output = tmp_path / ("x" * 255)  # and .part is too long

    error = refusal(capsys, build(PACKAGE), "--output", output)

    assert f"{str(output)!r} can't be written: " in error
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


# With a Python that is not there: what can't be written is found before all work.
NO_PYTHON = ("--python", "3.98")


def test_no_file_but_a_zip_is_replaced(build, capsys):
    output = build(SOURCES) / "blog/names.py"

    error = refusal(capsys, output.parent, "--output", output, *NO_PYTHON)

    assert f"'{output}' is no zip, and would be replaced by one." in error
    assert output.read_text() == SOURCES["blog/names.py"]


@pytest.mark.parametrize("taken", ["pipe", "pipe.part"])
def test_what_is_no_regular_file_is_not_replaced(build, capsys, tmp_path, taken):
    os.mkfifo(tmp_path / taken)

    error = refusal(capsys, build(SOURCES), "--output", tmp_path / "pipe", *NO_PYTHON)

    assert f"'{tmp_path / taken}' is no regular file." in error
    assert (tmp_path / taken).is_fifo()


def test_a_link_in_the_place_of_the_unfinished_zip_is_not_followed(
    build, capsys, tmp_path
):
    (tmp_path / "out.part").symlink_to(build(SOURCES) / "blog/api.py")

    error = refusal(capsys, build({}), "--output", tmp_path / "out", *NO_PYTHON)

    assert "out.part' is no regular file." in error


def test_a_directory_is_not_replaced(build, capsys, tmp_path):
    error = refusal(capsys, build(SOURCES), "--output", tmp_path, *NO_PYTHON)

    assert f"'{tmp_path}' is a directory." in error


def test_the_directory_of_the_zip_must_be_there(build, capsys, tmp_path):
    output = tmp_path / "none/out.zip"

    error = refusal(capsys, build(SOURCES), "--output", output, *NO_PYTHON)

    assert f"There is no directory '{tmp_path}/none'." in error


def test_a_link_to_a_zip_stays_one(pack, tmp_path):
    (tmp_path / "elsewhere.zip").touch()
    (tmp_path / "out.zip").symlink_to("elsewhere.zip")

    output = pack(PACKAGE)

    assert output.is_symlink()
    assert set(names_in(tmp_path / "elsewhere.zip")) == set(PACKAGE)


def test_in_place_there_is_no_zip_to_name(build, capsys):
    error = refusal(capsys, build(SOURCES), "--in-place", "--output", "layer.zip")

    assert "not allowed with argument" in error


@pytest.mark.parametrize(("name", "status"), [("TERM", 143), ("INT", 130)])
def test_a_command_that_is_stopped_leaves_nothing(
    build, capsys, tmp_path, monkeypatch, name, status
):
    other = tmp_path / "python3.99"
    stop = f"kill -{name} $PPID; exit 1"
    other.write_text(OTHER_PYTHON.replace("mkdir __pycache__", stop))
    other.chmod(0o755)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    arguments = ["package", str(build(SOURCES)), "--python=3.99"]
    output = tmp_path / "out.zip"
    # Instead of the end of all tests, if the command has none of its own.
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)

    try:
        with pytest.raises((SystemExit, KeyboardInterrupt)) as stopped:
            main([*arguments, "--output", str(output)])
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, before)

    assert stopped.type is SystemExit
    assert stopped.value.code == status
    assert capsys.readouterr() == ("", "")
    assert not [*(tmp_path / "temporary").iterdir(), *tmp_path.glob("out.zip*")]


def test_a_directory_that_is_not_there_is_an_error(capsys):
    assert "'nowhere' is no directory." in refusal(capsys, "nowhere")


def test_a_working_tree_is_not_compiled_in_place(build, capsys, tmp_path, monkeypatch):
    directory = build(SOURCES | {".git/config": ""})
    monkeypatch.setenv("PATH", str(tmp_path))  # without git

    assert "is in a git repository." in refusal(capsys, directory, "--in-place")


def test_what_git_knows_is_not_compiled_in_place(build, capsys, tmp_path):
    directory = build(SOURCES)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    assert main(["package", str(directory), "--in-place"]) == 0
    subprocess.run(["git", "-C", directory, "add", "blog/api.py"], check=True)

    error = refusal(capsys, directory, "--in-place")

    assert "is in a git repository, which has 'blog/api.py'. Python would" in error


@pytest.mark.parametrize("link", ["linked", "linked.py", "blog/__pycache__"])
def test_links_out_of_the_directory_are_not_compiled_in_place(
    build, capsys, tmp_path, link
):
    work = tmp_path / "build-of-others"
    work.mkdir()
    (work / "api.py").touch()
    target = work / "api.py" if link.endswith(".py") else work
    (build(SOURCES) / link).symlink_to(target)

    error = refusal(capsys, build({}), "--in-place")

    assert f"build/{link}" in error
    assert f"leads out of '{build({})}', to '{work}" in error
    assert [path.name for path in work.iterdir()] == ["api.py"]


def test_links_within_the_directory_are_compiled_in_place(build, tmp_path):
    directory = build(SOURCES)
    (directory / "linked").symlink_to(directory / "blog")
    (tmp_path / "current").symlink_to(directory)

    assert main(["package", str(tmp_path / "current"), "--in-place"]) == 0


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
