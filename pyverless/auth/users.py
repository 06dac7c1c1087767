"""Users: objects of USER_MODEL, or the claims themselves."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar

from pyverless.config import resolve, settings
from pyverless.models import find_object, get_manager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

__all__ = ["ClaimsUser", "force_user", "forced_user", "get_user", "get_user_model"]

#: The user that `force_user` put in place of the authenticators' in this context.
forced_user: ContextVar[Any] = ContextVar("pyverless_forced_user")


class ClaimsUser:
    """The user when USER_MODEL is None: what the token or the authorizer says.

    Two are equal when their ids are.
    """

    #: The value of the claim that names the user.
    id: str
    #: All claims, as they came.
    claims: Mapping[str, Any]
    #: What the token may be used for: the claim `scope` or `scp`.
    scopes: list[str]
    #: The groups that the user is in: the claim `cognito:groups` or `groups`.
    groups: list[str]

    def __init__(self, user_id: str, claims: Mapping[str, Any]) -> None:
        self.id = user_id
        self.claims = claims
        self.scopes = _words(claims.get("scope") or claims.get("scp"))
        self.groups = _words(claims.get("cognito:groups") or claims.get("groups"))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClaimsUser) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"<ClaimsUser {self.id}>"


def _words(value: Any) -> list[str]:
    """Return a claim as a list, however it was written.

    Tokens have lists or texts with spaces; HTTP APIs write lists as `"[a b]"`, REST
    APIs with commas.
    """
    if isinstance(value, str):
        return value.removeprefix("[").removesuffix("]").replace(",", " ").split()
    return [str(item) for item in value] if isinstance(value, list) else []


def get_user_model() -> Any:
    """Return the class that the setting USER_MODEL names, or None."""
    return resolve(settings.USER_MODEL, "the setting USER_MODEL")


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
