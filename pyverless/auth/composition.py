"""BasePermission, and how permissions are combined with `&`, `|` and `~`.

A rule about objects can't be decided before there is one. Until then it abstains:
`IsAdmin | IsOwner` refuses nobody yet who may turn out to be the owner, and `~IsOwner`
nobody who may turn out not to be. On the object each side is asked as a whole, about
the caller and about the object.
"""

from __future__ import annotations

from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.types import Handler

__all__ = ["And", "BasePermission", "Not", "Or"]


class _Operators:
    """`&`, `|` and `~`, for permissions and for their classes."""

    def __and__(self, other: Any) -> Any:
        return _combine(And, self, other)

    def __rand__(self, other: Any) -> Any:
        return _combine(And, other, self)

    # Of classes Python itself makes unions with this, for annotations.
    def __or__(self, other: Any) -> Any:
        return _combine(Or, self, other)

    def __ror__(self, other: Any) -> Any:
        return _combine(Or, other, self)

    def __invert__(self) -> Any:
        return Not(_made(self))


class _PermissionType(_Operators, type):
    """What makes `IsAdmin | IsOwner` of classes, which stand for their instances."""


class BasePermission(_Operators, metaclass=_PermissionType):
    """One rule; subclass it and name it in `permission_classes`, where all must hold.

    The methods get the handler, which knows `user`, `request` and `kwargs`. A rule that
    overrides `has_object_permission()` is about objects: a handler with such a rule
    answers nothing before the rule was asked about an object, or has limited a list.
    Rules, as classes or instances, are combined with `&`, `|` and `~`.
    """

    #: The sentence that a refused caller reads; None: the default of the 403.
    message: str | None = None
    #: The machine-readable name of the refusal; None: the default of the 403.
    code: str | None = None
    #: The challenge that a refused known caller gets as WWW-Authenticate, or None.
    challenge: str | None = None
    #: Whether `has_object_permission()` is asked again about an object that was
    #: changed, before it is saved.
    checks_changes: bool = False

    def has_permission(self, handler: Handler) -> bool:
        """Return whether the caller may use the handler; asked before any work."""
        return True

    def has_object_permission(self, handler: Handler, obj: Any) -> bool:
        """Return whether the caller may do this to `obj`.

        Asked when it was found, and of a new object before it is saved.
        """
        return True

    def filter_queryset(self, handler: Handler, queryset: Any) -> Any:
        """Return the objects of which `has_object_permission()` would say True.

        Called for lists, where asking about each object would cost too much. A rule
        about objects must override it to be used there.
        """
        return queryset

    def __repr__(self) -> str:
        return type(self).__name__

    # What combinations ask

    @property
    def is_about_objects(self) -> bool:
        """Whether the rule can't be decided without an object."""
        mine = type(self).has_object_permission
        return mine is not BasePermission.has_object_permission

    @property
    def can_filter(self) -> bool:
        """Whether `filter_queryset()` says what the rule says."""
        mine = type(self).filter_queryset
        return not self.is_about_objects or mine is not BasePermission.filter_queryset

    def decide(self, handler: Handler) -> bool | None:
        """Return the verdict on the caller; None where it takes an object."""
        if not self._as_verdict(self.has_permission(handler)):
            return False
        return None if self.is_about_objects else True

    def decide_object(self, handler: Handler, obj: Any) -> bool:
        """Return the verdict on the caller and the object."""
        allows = self._as_verdict(self.has_permission(handler))
        return allows and self.allows_object(handler, obj)

    def allows_object(self, handler: Handler, obj: Any) -> bool:
        """Return the verdict on the object, for a caller who was let in."""
        return self._as_verdict(self.has_object_permission(handler, obj))

    def get_leaves(self) -> list[BasePermission]:
        """Return the rules that this one is made of: itself, unless it is combined."""
        return [self]

    def check(self) -> None:
        """Refuse a rule that would let everybody in, by a slip. Called during INIT."""
        rules = {"has_permission", "has_object_permission"}
        overridden = {
            name
            for name in (*rules, "filter_queryset")
            if getattr(type(self), name) is not getattr(BasePermission, name)
        }
        if not overridden & rules:
            raise ImproperlyConfigured(
                f"{self!r} overrides neither has_permission() nor "
                "has_object_permission(), so it would let everybody in. Is a name "
                "misspelt?"
            )
        if "filter_queryset" in overridden and not self.is_about_objects:
            raise ImproperlyConfigured(
                f"{self!r} has filter_queryset(), which limits lists, but no "
                "has_object_permission(), which says the same of one object. Add it."
            )

    def _as_verdict(self, value: object) -> bool:
        if value is NotImplemented or hasattr(value, "__await__"):
            raise TypeError(
                f"{self!r} has returned {value!r:.100}. Return True or False; a "
                "coroutine nobody awaits."
            )
        return bool(value)

    def __bool__(self) -> bool:
        raise TypeError(
            f"Combine {self!r} with &, | and ~: `and`, `or` and `not` would choose one "
            "of the rules when they are declared."
        )


class _Combination(BasePermission):
    """A rule made of others: each half of it is worked out of their verdicts."""

    def __init__(self, *operands: BasePermission) -> None:
        self.operands = operands
        self.checks_changes = any(each.checks_changes for each in operands)

    @property
    def is_about_objects(self) -> bool:
        return any(each.is_about_objects for each in self.operands)

    def has_permission(self, handler: Handler) -> bool:
        return self.decide(handler) is not False

    def has_object_permission(self, handler: Handler, obj: Any) -> bool:
        return self.decide_object(handler, obj)

    def get_leaves(self) -> list[BasePermission]:
        return [leaf for each in self.operands for leaf in each.get_leaves()]


class And(_Combination):
    """All of the rules: `IsAuthenticated & IsOwner("author_id")`."""

    def __repr__(self) -> str:
        return f"({' & '.join(map(repr, self.operands))})"

    @property
    def can_filter(self) -> bool:
        return all(each.can_filter for each in self.operands)

    def decide(self, handler: Handler) -> bool | None:
        verdicts = [each.decide(handler) for each in self.operands]
        return False if False in verdicts else None if None in verdicts else True

    def decide_object(self, handler: Handler, obj: Any) -> bool:
        return all(each.decide_object(handler, obj) for each in self.operands)

    def filter_queryset(self, handler: Handler, queryset: Any) -> Any:
        for each in self.operands:
            queryset = each.filter_queryset(handler, queryset)
        return queryset


class Or(_Combination):
    """One of the rules: `IsAdmin | IsOwner("author_id")`."""

    def __init__(self, *operands: BasePermission) -> None:
        super().__init__(*operands)
        speaker = next((each for each in operands if each.message), None)
        if speaker is not None:
            self.message, self.code = speaker.message, speaker.code

    def __repr__(self) -> str:
        return f"({' | '.join(map(repr, self.operands))})"

    @property
    def can_filter(self) -> bool:
        # Of two filters, look-ups can't say "or".
        filters = [each for each in self.operands if each.is_about_objects]
        return len(filters) <= 1 and all(each.can_filter for each in filters)

    def decide(self, handler: Handler) -> bool | None:
        verdicts = [each.decide(handler) for each in self.operands]
        return True if True in verdicts else None if None in verdicts else False

    def decide_object(self, handler: Handler, obj: Any) -> bool:
        return any(each.decide_object(handler, obj) for each in self.operands)

    def filter_queryset(self, handler: Handler, queryset: Any) -> Any:
        verdicts = {each: each.decide(handler) for each in self.operands}
        if True in verdicts.values():
            return queryset
        undecided = next(each for each in verdicts if verdicts[each] is None)
        return undecided.filter_queryset(handler, queryset)


class Not(_Combination):
    """The opposite of a rule: `~IsAuthenticated`."""

    def __repr__(self) -> str:
        return f"~{self.operands[0]!r}"

    @property
    def can_filter(self) -> bool:
        return not self.is_about_objects

    def decide(self, handler: Handler) -> bool | None:
        verdict = self.operands[0].decide(handler)
        return None if verdict is None else not verdict

    def decide_object(self, handler: Handler, obj: Any) -> bool:
        return not self.operands[0].decide_object(handler, obj)


def _combine(kind: type[_Combination], left: Any, right: Any) -> Any:
    if not (_is_permission(left) and _is_permission(right)):
        return NotImplemented
    return kind(_made(left), _made(right))


def _is_permission(value: Any) -> bool:
    return isinstance(value, (BasePermission, _PermissionType))


def _made(permission: Any) -> Any:
    return permission() if isinstance(permission, type) else permission
