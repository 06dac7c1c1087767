"""What function views take; `inspect` would be a tenth of a cold start."""

from __future__ import annotations

import builtins

from pyverless.exceptions import ImproperlyConfigured
from pyverless.http.request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Any

    from pyverless.routing.patterns import Converter

__all__ = ["Signature", "describe"]

# A flag of code objects: https://docs.python.org/3/library/inspect.html
_VARKEYWORDS = 0x08


class Signature:
    """The parameters of a view, seen through the decorators around it.

    Raises ImproperlyConfigured for what is no function that Python can tell about.
    """

    def __init__(self, view: Callable[..., Any]) -> None:
        self._view = view
        function, bound, given = _unwrap(view)
        code = getattr(function, "__code__", None)
        if code is None:
            raise ImproperlyConfigured(
                f"{self.description} can't be a view, because its parameters are "
                "unknown. Write a function that calls it."
            )
        self._function, self._given = function, given
        # Python makes these anew whenever they are asked for.
        names, count = code.co_varnames, code.co_argcount
        by_place = code.co_posonlyargcount
        #: The parameters that can be given by name.
        self.names: tuple[str, ...] = names[max(bound, by_place) : count]
        self.names += names[count : count + code.co_kwonlyargcount]
        #: The parameters that can't be given by name, but must be given.
        self.positional_only: list[str] = []
        if by_place > bound:
            optional = self.optional
            known = names[bound:by_place]
            self.positional_only = [n for n in known if n not in optional]
        #: Whether there is a `**kwargs`.
        self.takes_any = bool(code.co_flags & _VARKEYWORDS)
        self._annotations: dict[str, Any] = _annotations_of(function)

    @property
    def optional(self) -> set[str]:
        """The parameters that need not be given."""
        function = self._function
        last, defaults = function.__code__.co_argcount, function.__defaults__ or ()
        named = function.__code__.co_varnames[last - len(defaults) : last]
        return {*named, *(function.__kwdefaults__ or ()), *self._given}

    @property
    def description(self) -> str:
        """The name of the view and the place of its source, for messages."""
        return describe(self._view)

    def is_by_place(self, rule_names: Sequence[str]) -> bool:
        """Return whether a single path parameter is also the first one by place."""
        if self._function is not self._view or self.names[:1] != (*rule_names,):
            return False
        code = self._function.__code__
        return code.co_argcount > 0 and not code.co_posonlyargcount

    def get_request_names(self, rule_names: Collection[str]) -> list[str]:
        """Return the parameters that are to get the request."""
        others = [name for name in self.names if name not in rule_names]
        return [name for name in others if self._wants_request(name)]

    def _wants_request(self, name: str) -> bool:
        try:
            return self._annotation(name) is Request
        except ImproperlyConfigured:
            if name in self.optional:  # nothing need be known of it
                return False
            raise

    def get_converters(self, rule_names: Collection[str]) -> dict[str, Converter]:
        """Return what makes the values of path parameters, where text won't do."""
        converters = {}
        for name in rule_names:
            annotation = self._annotation(name) if name in self._annotations else None
            if annotation is None or annotation is str:
                continue
            # Here, because many views take texts only.
            from pyverless.routing.converters import get_converter

            try:
                converter = get_converter(annotation)
            except TypeError as exc:
                raise ImproperlyConfigured(
                    f"{self.description} wants its path parameter {name!r} to be "
                    f"something else than a text can become: {exc}."
                ) from exc
            if converter is not None:
                converters[name] = converter
        return converters

    def check_taken(self, rule: str, rule_names: Collection[str]) -> None:
        """Raise ImproperlyConfigured for a parameter that the view does not take."""
        unknown = [name for name in rule_names if name not in self.names]
        if unknown and not self.takes_any:
            raise ImproperlyConfigured(
                f"The rule {rule!r} has the parameter {unknown[0]!r}, which "
                f"{self.description} does not take. It takes "
                f"{', '.join(self.names) or 'none'}."
            )

    def check_given(self, rule: str, rule_names: Collection[str]) -> None:
        """Raise ImproperlyConfigured for a parameter that nothing gives the view."""
        if self.names == rule_names and not self.positional_only:
            return  # as with most views
        filled = {*self.optional, *rule_names, *self.get_request_names(rule_names)}
        missing = [*self.positional_only, *(n for n in self.names if n not in filled)]
        if missing:
            raise ImproperlyConfigured(
                f"{self.description} takes {missing[0]!r}, which the rule {rule!r} "
                f"does not have. Write it as {{{missing[0]}}} into the rule, give it a "
                "default, or annotate it with Request, where that is what it wants."
            )

    def _annotation(self, name: str) -> Any:
        annotation: Any = self._annotations.get(name)
        try:
            # Quotes and `from __future__ import annotations` make a text of a text.
            for _ in range(2):
                if isinstance(annotation, str):
                    annotation = _evaluate(annotation, self._function)
            return annotation
        except Exception as exc:
            # Many import it for type checkers only.
            if annotation.rpartition(".")[2] == "Request":
                return Request
            raise ImproperlyConfigured(
                f"{self.description} annotates {name!r} with {annotation!r}, which "
                f"can't be read: {exc}. Import it outside of `if TYPE_CHECKING:`."
            ) from exc


def describe(view: Any) -> str:
    """Return the name of a view and the place of its source, for messages."""
    function, _, _ = _unwrap(view)
    name = getattr(function, "__qualname__", None) or repr(view)
    code = getattr(function, "__code__", None)
    if code is None:
        return name
    return f"{name}() in {code.co_filename}:{code.co_firstlineno}"


def _unwrap(view: Any) -> tuple[Any, int, set[str]]:
    """Return the function inside of a view.

    Also, how many of its parameters have a value already, and the names of others that
    have.
    """
    bound, given = 0, set[str]()
    while True:
        if hasattr(view, "__func__"):
            # A static method has the function, but nothing that it is bound to.
            view, bound = view.__func__, bound + hasattr(view, "__self__")
        elif hasattr(view, "__wrapped__"):
            view = view.__wrapped__
        elif hasattr(view, "func") and hasattr(view, "keywords"):
            bound, given = bound + len(view.args), given | view.keywords.keys()
            view = view.func
        elif hasattr(view, "__code__") or not hasattr(type(view).__call__, "__code__"):
            return view, bound, given
        else:
            view, bound = type(view).__call__, bound + 1


def _annotations_of(function: Any) -> dict[str, Any]:
    try:
        annotations: dict[str, Any] = function.__annotations__
    except NameError as exc:  # from Python 3.14 on, they are read when asked for
        raise ImproperlyConfigured(
            f"The annotations of {describe(function)} can't be read: {exc}. Import "
            "what they name outside of `if TYPE_CHECKING:`."
        ) from exc
    return annotations


def _evaluate(annotation: str, function: Any) -> Any:
    """Return what the text of an annotation means where the function was written."""
    enclosed = _enclosed(function) if function.__closure__ else {}
    for scope in (enclosed, function.__globals__, vars(builtins)):
        if annotation in scope:  # most are one name, which needs no compiler
            return scope[annotation]
    # The view's own source, like everything else in it.
    return eval(annotation, function.__globals__, enclosed)  # noqa: S307 # nosec B307


def _enclosed(function: Any) -> dict[str, Any]:
    """Return what a function knows of the functions around it."""
    known = {}
    names = function.__code__.co_freevars
    for name, cell in zip(names, function.__closure__ or (), strict=True):
        try:
            known[name] = cell.cell_contents
        except ValueError:  # assigned below the view
            continue
    return known
