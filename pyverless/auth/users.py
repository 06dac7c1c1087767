"""Users: objects of USER_MODEL, or the claims themselves."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar

from pyverless.auth.claims import read_names, read_scopes
from pyverless.config import resolve, settings
from pyverless.models import find_object, get_manager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

__all__ = [
    "ClaimsUser",
    "as_user",
    "force_user",
    "forced_user",
    "get_groups",
    "get_scopes",
    "get_user",
    "get_user_id",
    "get_user_model",
    "is_active",
]

#: The user that `force_user` put in place of the authenticators' in this context.
forced_user: ContextVar[Any] = ContextVar("pyverless_forced_user")


class ClaimsUser:
    """The user when USER_MODEL is None: what the token or the authorizer says.

    Two are equal when their ids and issuers are.
    """

    #: The value of the claim that names the user.
    id: str
    #: All claims; those of authorizers have the types that they had in the token.
    claims: Mapping[str, Any]
    #: What the token may be used for: the claim `scope` or `scp`.
    scopes: list[str]
    #: The groups that the user is in: the claim `cognito:groups` or `groups`.
    groups: list[str]

    def __init__(self, user_id: str, claims: Mapping[str, Any]) -> None:
        self.id = user_id
        self.claims = claims
        self.scopes = _scopes_of(claims)
        self.groups = _groups_of(claims)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ClaimsUser):
            return False
        issuers = self.claims.get("iss"), other.claims.get("iss")
        return self.id == other.id and issuers[0] == issuers[1]

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"<ClaimsUser {self.id}>"


def _scopes_of(claims: Mapping[str, Any]) -> list[str]:
    return read_scopes(claims.get("scope") or claims.get("scp"))


def _groups_of(claims: Mapping[str, Any]) -> list[str]:
    return read_names(claims.get("cognito:groups") or claims.get("groups"))


def get_scopes(user: Any, claims: Mapping[str, Any]) -> list[str]:
    """Return the scopes of a caller: `user.scopes` where there is that, or the claims'.

    Where both have some, those of both: a token may be for less than its user may do.
    Nobody, the user None, has none.
    """
    delegated = _scopes_of(claims)
    scopes = _names_of(user, "scopes", _scopes_of, claims)
    return [each for each in scopes if each in delegated] if delegated else scopes


def get_groups(user: Any, claims: Mapping[str, Any]) -> list[str]:
    """Return the groups of a caller: `user.groups` where there is that, or the claims'.

    Nobody, the user None, is in none.
    """
    return _names_of(user, "groups", _groups_of, claims)


def _names_of(
    user: Any,
    name: str,
    read: Callable[[Mapping[str, Any]], list[str]],
    claims: Mapping[str, Any],
) -> list[str]:
    if user is None:
        return []
    if not hasattr(user, name):
        return read(claims)
    # What the user has is what counts, or a claim would give what was taken away.
    own = getattr(user, name)
    if own is None:
        return []
    if isinstance(own, str) or not hasattr(own, "__iter__"):
        raise TypeError(
            f"{type(user).__name__}.{name} is {own!r:.100}, and no list of names. Make "
            "it one, a property for instance, or call it otherwise: then the claims "
            "are asked."
        )
    return [*own]


def get_user_id(user: Any) -> str | None:
    """Return the id of a user, or of what stands for one, as text.

    None for nobody. The id of an object is its USER_ID_FIELD, else its `id`.
    """
    if isinstance(user, dict):
        user = user.get(settings.USER_ID_FIELD)
    elif not isinstance(user, int | str) and type(user).__module__ != "uuid":
        # Those of a token without a database have an id, whatever the setting says.
        user = getattr(user, settings.USER_ID_FIELD, getattr(user, "id", None))
    return None if user is None else str(user)


def get_user_model() -> Any:
    """Return the class that the setting USER_MODEL names, or None."""
    return resolve(settings.USER_MODEL, "the setting USER_MODEL")


def is_active(user: Any) -> bool:
    """Return whether a user may log in: Django's `is_active`, where there is that."""
    value = getattr(user, "is_active", True)
    return bool(value() if callable(value) else value)


def as_user(user: Any, wanted_by: str) -> Any:
    """Return a user that a method of others has found, or None for nobody.

    Nobody is also Django's AnonymousUser. Raises TypeError for what is no user: a pair
    as in DRF, a truth value, or a coroutine.
    """
    if user is None or isinstance(user, ClaimsUser):
        return user
    is_empty = isinstance(user, int | str | list | dict) and not user
    is_other = isinstance(user, bool | tuple) or hasattr(user, "__await__")
    if is_empty or is_other:
        raise TypeError(
            f"{wanted_by} has returned {user!r:.100}. Return the user, or None where "
            "there is none."
        )
    return None if getattr(user, "is_authenticated", True) is False else user


def get_user(user_id: str, claims: Mapping[str, Any]) -> Any:
    """Return the user with an id, or None where USER_MODEL has none.

    Without USER_MODEL the user is a ClaimsUser, and nothing is looked up.
    """
    model = get_user_model()
    if model is None:
        return ClaimsUser(user_id, claims)
    return find_object(get_manager(model), settings.USER_ID_FIELD, user_id, model)


@contextmanager
def force_user(user: Any) -> Iterator[None]:
    """Take `user` for the caller of every handler within the block; None is anonymous.

    For tests and the shell: the authenticators are not asked.
    """
    token = forced_user.set(user)
    try:
        yield
    finally:
        forced_user.reset(token)
