"""Logging in with a password."""

from __future__ import annotations

from pyverless.auth.users import get_user_model, is_active
from pyverless.crypto.passwords import check_password, make_password, verify_password
from pyverless.exceptions import ConflictError, ImproperlyConfigured
from pyverless.models import find_object, get_atomic, get_manager, save_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["authenticate"]


def authenticate(password: str, **lookup: str) -> Any:
    """Return the user with this password, or None.

    `lookup` is one field and its value: `authenticate(email=…, password=…)`. The user's
    `password` holds a hash. Nobody logs in whose `is_active` is false, or who has no
    password: None, or Django's unusable `!…`. All of these and an unknown user cost as
    much time as a wrong password. Raises TypeError for a password that is not text, and
    ImproperlyConfigured where several users have the value.

    A hash that is not of the first of PASSWORD_HASHERS, or not of its cost, is made
    anew and saved, unless the password was changed in the meantime: then the new one
    counts. Where others change the user at the same moment the log-in succeeds and the
    next one makes the hash anew. A store that only writes at the end of the unit of
    work (DynamoDB) answers 409 then, and the caller logs in again.
    """
    model = get_user_model()
    if model is None or len(lookup) != 1:
        raise ImproperlyConfigured(
            "authenticate() needs the setting USER_MODEL and exactly one field to look "
            "the user up by, as in authenticate(email=…, password=…)."
        )
    _check_field(*lookup)
    user = _find(model, lookup)
    encoded = _get_hash(user)
    is_correct, must_update = verify_password(password, encoded)
    if not is_correct:
        return None
    return _renew(user, encoded, password, lookup) if must_update else user


def _check_field(name: str) -> None:
    """Refuse look-ups: who may choose one reads hashes character by character."""
    if "__" in name:
        raise ImproperlyConfigured(
            f"authenticate() looks users up by the value of one field, not by "
            f"{name!r:.100}. Name the field, as in authenticate(email=…, password=…), "
            "and don't let callers choose it."
        )


def _find(model: Any, lookup: dict[str, str], *, is_locked: bool = False) -> Any:
    ((field, value),) = lookup.items()
    queryset = get_manager(model)
    if is_locked:
        queryset = queryset.select_for_update()
    try:
        return find_object(queryset, field, value, model)
    except getattr(model, "MultipleObjectsReturned", ()):
        pass
    # Apart from what the store has raised, which may show the value in the log.
    raise ImproperlyConfigured(
        f"Several users have the same {field!r}, so nobody can log in with it. Make "
        f"{model.__name__}.{field} unique, or name another field in authenticate()."
    )


def _get_hash(user: Any) -> str | None:
    """Return the hash of who may log in."""
    if user is None or not is_active(user):
        return None
    if not hasattr(user, "password"):
        raise ImproperlyConfigured(
            f"{type(user).__name__} has no password, so that authenticate() has "
            "nothing to check. Give the class of USER_MODEL a field password, which "
            "holds what make_password() returned."
        )
    encoded: str | None = user.password
    return encoded


def _renew(
    user: Any, verified: str | None, password: str, lookup: dict[str, str]
) -> Any:
    """Save a new hash, and return the user as it is stored then.

    A store that can lock must still have the hash that was verified. Otherwise the old
    password would come back that somebody has changed while we were hashing.
    """
    model = get_user_model()
    encoded = make_password(password)  # takes long: not while anything is locked
    atomic = get_atomic(model)
    if atomic is None or not hasattr(get_manager(model), "select_for_update"):
        _save(user, encoded)
        return user
    try:
        with atomic():
            current = _find(model, lookup, is_locked=True)
            stored = _get_hash(current)
            if stored != verified:
                return current if check_password(password, stored) else None
            _save(current, encoded)
    except ConflictError:
        return user
    return current


def _save(user: Any, encoded: str) -> None:
    user.password = encoded
    save_object(user, ["password"])
