"""One Lambda for a whole API: `App` and `path`."""

from __future__ import annotations

from pyverless._imports import lazy_face

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyverless.routing.app import App
    from pyverless.routing.routes import Route, path

__all__ = ["App", "Route", "path"]

__getattr__, __dir__ = lazy_face(
    __name__,
    {
        "App": "pyverless.routing.app",
        "Route": "pyverless.routing.routes",
        "path": "pyverless.routing.routes",
    },
)
