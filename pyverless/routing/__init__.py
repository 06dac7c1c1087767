"""One Lambda for a whole API: `App`, `Router`, `path` and `PatternField`."""

from __future__ import annotations

from pyverless._imports import lazy_face

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyverless.routing.app import App
    from pyverless.routing.converters import PatternField
    from pyverless.routing.router import Router
    from pyverless.routing.routes import Route, path

__all__ = ["App", "PatternField", "Route", "Router", "path"]

__getattr__, __dir__ = lazy_face(
    __name__,
    {
        "App": "pyverless.routing.app",
        "PatternField": "pyverless.routing.converters",
        "Route": "pyverless.routing.routes",
        "Router": "pyverless.routing.router",
        "path": "pyverless.routing.routes",
    },
)
