"""How big each framework is where it is installed, with all that it needs."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from importlib.metadata import distributions
from pathlib import Path

from processes import get_interpreter, get_kind
from provided import ROOT, UnavailableError, pip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rounds import Results

__all__ = ["get_site_packages", "measure_sizes"]

#: Of frameworks whose own tool deploys only some of their files: which ones.
#: https://github.com/aws/chalice/blob/master/chalice/deploy/packager.py
DEPLOYED = {"chalice": ("chalice/__init__.py", "chalice/app.py")}
#: What pyverless itself does not ask for.
EXTRAS = ("msgspec",)
#: What a wheel is built from beside the package.
BUILD_FILES = ("setup.cfg", "pyproject.toml", "MANIFEST.in", "README.rst", "LICENSE")
BYTE_CODE = shutil.ignore_patterns("__pycache__")


def measure_sizes(apps: Sequence[str]) -> Results:
    """Return the MB of what each kind of app is installed with, smallest first."""
    results = {}
    kinds = {get_kind(app) for app in apps}
    for kind in sorted(kinds - {"bare", "pyverless"}):
        files = find_files(get_site_packages(kind))
        wanted = DEPLOYED.get(kind, files)
        results[kind] = describe({name: files[name] for name in wanted})
    if "pyverless" in kinds:
        results |= measure_pyverless()
    return dict(sorted(results.items(), key=lambda item: item[1]["size_mb"]))


def get_site_packages(kind: str) -> Path:
    """Return the folder of the packages in an environment."""
    environment = Path(get_interpreter(kind)).parents[1]
    (folder,) = environment.glob("lib/python3.*/site-packages")
    return folder


def measure_pyverless() -> Results:
    """Return the sizes of pyverless, which comes from a wheel built from the clone."""
    with tempfile.TemporaryDirectory() as folder:
        own = find_files(install_clone(Path(folder)))
        needed = find_files(get_site_packages("pyverless"), without=EXTRAS)
        return {
            "pyverless alone": describe(own),
            "pyverless and requirements": describe({**own, **needed}),
        }


def install_clone(folder: Path) -> Path:
    """Return a folder with pyverless as pip installs it, and nothing else."""
    alone = ("--no-deps", "--no-cache-dir")
    clone, target = folder / "clone", folder / "target"
    # A copy: what earlier builds have left in the clone would get into the wheel.
    shutil.copytree(ROOT / "pyverless", clone / "pyverless", ignore=BYTE_CODE)
    for name in BUILD_FILES:
        shutil.copy(ROOT / name, clone)
    try:
        pip("wheel", *alone, "--wheel-dir", str(folder), str(clone))
        (wheel,) = folder.glob("*.whl")
        pip("install", *alone, "--target", str(target), str(wheel))
    except UnavailableError as exc:
        raise SystemExit(str(exc)) from None
    return target


def find_files(folder: Path, *, without: Iterable[str] = ()) -> dict[str, Path]:
    """Return the files of the distributions in a folder, by their names in it."""
    files = {}
    for distribution in distributions(path=[str(folder)]):
        if distribution.name in without:
            continue
        for name in distribution.files or ():
            path = Path(str(distribution.locate_file(name)))
            # Commands are outside; a function has no use for them.
            if path.is_relative_to(folder) and path.exists():
                files[str(name)] = path
    return files


def describe(files: dict[str, Path]) -> dict[str, float]:
    """Return the MB of the files: without byte code, with it, and in a zip without."""
    sizes = {name: path.stat().st_size for name, path in files.items()}
    source = [name for name in sizes if not name.endswith(".pyc")]
    return {
        "size_mb": sum(sizes[name] for name in source) / 1e6,
        "compiled_mb": sum(sizes.values()) / 1e6,
        "zip_mb": get_zipped_size([files[name] for name in source]) / 1e6,
        "files": len(source),
    }


def get_zipped_size(paths: Iterable[Path]) -> int:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, path in enumerate(paths):
            archive.write(path, f"{number}{path.suffix}")
    return stream.tell()
