"""Settings: read when used, from the module that `PYVERLESS_SETTINGS` names.

Without that variable the defaults of `pyverless.config.base_settings` hold. A setting
is looked up in `override_settings`, then `PYVERLESS_<NAME>` in the environment, then
the module, then the defaults.
"""

from __future__ import annotations

import os
from functools import wraps
from importlib import import_module

from pyverless._imports import import_string
from pyverless.config import base_settings
from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Self, TypeVar

    F = TypeVar("F", bound=Callable[..., Any])

__all__ = ["from_settings", "override_settings", "resolve", "settings"]

ENVIRONMENT_VARIABLE = "PYVERLESS_SETTINGS"

_BOOLEANS = {"1": True, "true": True, "yes": True, "on": True}
_BOOLEANS |= {"0": False, "false": False, "no": False, "off": False, "": False}


class _Changes:
    """How often settings have changed; apart, because reading it must cost nothing."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0


#: For those who compare with every call what `settings.generation` is.
changes = _Changes()


class Settings:
    """The settings of this process. Use the instance `pyverless.config.settings`."""

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}
        self._resolved: dict[str, Any] = {}
        self._overrides: list[dict[str, Any]] = []

    @property
    def generation(self) -> int:
        """Goes up with every change, so that what was made from settings can tell."""
        return changes.count

    def __getattr__(self, name: str) -> Any:
        """Return a setting. AttributeError names the closest one that exists."""
        values = self._values  # another thread may reset() in the meantime
        if name in values:
            return values[name]
        if not name.isupper():
            raise AttributeError(f"Settings are upper-case; there is no {name!r}.")
        value = values[name] = self._look_up(name)
        return value

    def __dir__(self) -> list[str]:
        names = {*vars(base_settings), *vars(self._get_module() or base_settings)}
        return sorted({*super().__dir__(), *filter(str.isupper, names)})

    def configure(self, **values: Any) -> None:
        """Set settings for the rest of the process, as a script or a shell may want."""
        self._overrides.append(values)
        self.reset()

    def has(self, name: str) -> bool:
        """Return whether a setting has a value, without fetching a secret for it."""
        return bool(self._find(name))

    def peek(self, name: str) -> Any:
        """Return a setting as it is written: what fetches a secret is not called."""
        value = self._find(name)
        if name == "SECRET_KEY_FALLBACKS" and not isinstance(value, list | tuple):
            # Not the value, which may be a secret.
            kind = "a text" if isinstance(value, str) else f"a {type(value).__name__}"
            raise ImproperlyConfigured(
                f"SECRET_KEY_FALLBACKS is {kind}; make it a list: [the old secret]."
            )
        return value

    def resolve(self, name: str) -> Any:
        """Return what a setting that is a dotted path, or a list of them, names.

        Imported once. Raises ImportError naming the setting and the path.
        """
        resolved = self._resolved
        if name not in resolved:
            value = getattr(self, name)
            wanted_by = f"the setting {name}"
            if isinstance(value, list | tuple):
                resolved[name] = [resolve(item, wanted_by) for item in value]
            else:
                resolved[name] = resolve(value, wanted_by)
        return resolved[name]

    def reset(self) -> None:
        """Forget the values read so far; the next access reads them again."""
        self._values = {}
        self._resolved = {}
        changes.count += 1

    def _look_up(self, name: str) -> Any:
        value = self.peek(name)
        if name == "SECRET_KEY":
            return _secret_key(value)
        if name == "SECRET_KEY_FALLBACKS":
            found = [_fetch_secret(name, item) for item in value]
            return [item for item in found if item]
        return value

    def _find(self, name: str) -> Any:
        for values in reversed(self._overrides):
            if name in values:
                return values[name]
        text = os.environ.get(f"PYVERLESS_{name}")
        if text is not None and name in base_settings.__annotations__:
            return _cast(name, text)
        for module in (self._get_module(), base_settings):
            if hasattr(module, name):
                return getattr(module, name)
        raise AttributeError(f"There is no setting {name!r}.{self._suggestion(name)}")

    def _get_module(self) -> Any:
        path = os.environ.get(ENVIRONMENT_VARIABLE)
        if not path:
            return None
        try:
            return import_module(path)
        except ImportError as exc:
            raise ImproperlyConfigured(
                f"{ENVIRONMENT_VARIABLE} is {path!r}, which could not be imported: "
                f"{exc}. Set it to the dotted path of your settings module."
            ) from exc

    def _suggestion(self, name: str) -> str:
        from difflib import get_close_matches

        close = get_close_matches(name, [n for n in dir(self) if n.isupper()], n=1)
        return f" Did you mean {close[0]!r}?" if close else ""


def _cast(name: str, text: str) -> Any:
    """Return the environment's `text` as the documented type of the setting `name`."""
    kind = base_settings.__annotations__[name].removesuffix(" | None")
    # Of several types, the environment can have a text.
    if "str" in kind.split(" | "):
        return text
    try:
        if kind == "bool":
            return _BOOLEANS[text.strip().lower()]
        if kind == "int":
            return int(text)
    except (KeyError, ValueError):
        raise ImproperlyConfigured(
            f"PYVERLESS_{name} is {text!r}, which is not a valid {kind}."
        ) from None
    raise ImproperlyConfigured(
        f"PYVERLESS_{name} can't be set in the environment, because it is a {kind}. "
        f"Set {name} in your settings module."
    )


def _fetch_secret(name: str, value: Any) -> Any:
    """Return a text or bytes; None where a function has found none."""
    value = value() if callable(value) else value
    if value is None or isinstance(value, str | bytes):
        return value
    raise ImproperlyConfigured(
        f"{name} has a secret of the type {type(value).__name__!r}. Make it a text."
    )


def _secret_key(value: Any) -> Any:
    value = _fetch_secret("SECRET_KEY", value)
    if not value:
        raise ImproperlyConfigured(
            "The setting SECRET_KEY is empty. Set it to at least 32 random bytes, in "
            "your settings module or as PYVERLESS_SECRET_KEY in the environment."
        )
    return value


settings = Settings()


class override_settings:  # noqa: N801 - Django's name, used as a decorator
    """Change settings for a test or a block: a decorator and a context manager.

    Handlers made at import see the change too, because they notice the settings'
    generation. Overrides nest.
    """

    def __init__(self, **values: Any) -> None:
        self.values = values

    def __enter__(self) -> Self:
        settings._overrides.append(self.values)
        settings.reset()
        return self

    def __exit__(self, *exc_info: object) -> None:
        # By identity: equal overrides may be nested.
        overrides = settings._overrides
        settings._overrides = [v for v in overrides if v is not self.values]
        settings.reset()

    def __call__(self, function: F) -> F:
        @wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            with override_settings(**self.values):
                return function(*args, **kwargs)

        return wrapper  # type: ignore[return-value]


class from_settings:  # noqa: N801 - reads as a declaration in class bodies
    """A class attribute whose default is a setting, read at access."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, owner: type) -> Any:
        return getattr(settings, self.name)


def resolve(value: Any, wanted_by: str) -> Any:
    """Return what a dotted path names; anything but a text is returned as it is."""
    return import_string(value, wanted_by) if isinstance(value, str) else value
