"""Logging in with a password."""

from __future__ import annotations

from pyverless.auth.users import get_user_model
from pyverless.crypto.passwords import PBKDF2PasswordHasher, check_password
from pyverless.exceptions import ImproperlyConfigured
from pyverless.models import find_object, get_manager, save_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["authenticate"]


def authenticate(password: str, **lookup: str) -> Any:
    """Return the user with this password, or None.

    `lookup` is one field and its value: `authenticate(email=…, password=…)`. The user's
    `password` holds a hash. An unknown user costs as much time as a wrong password. A
    hash with fewer iterations than PASSWORD_ITERATIONS is renewed and saved.
    """
    model = get_user_model()
    if model is None or len(lookup) != 1:
        raise ImproperlyConfigured(
            "authenticate() needs the setting USER_MODEL and exactly one field to look "
            "the user up by, as in authenticate(email=…, password=…)."
        )
    ((field, value),) = lookup.items()
    user = find_object(get_manager(model), field, value, model)
    encoded = None if user is None else user.password
    if not check_password(password, encoded):
        return None
    _renew(user, password)
    return user


def _renew(user: Any, password: str) -> None:
    hasher = PBKDF2PasswordHasher()
    if hasher.must_update(user.password):
        user.password = hasher.encode(password)
        save_object(user, ["password"])
