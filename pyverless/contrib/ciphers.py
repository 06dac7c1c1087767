"""Fields that are encrypted before they are stored, in any store."""

from __future__ import annotations

from pyverless.casts import InvalidValueError, cast
from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["FieldCipher"]


class FieldCipher:
    """Encrypts the texts of one field; `salt` is the field's name, as a rule."""

    def __init__(self, salt: str) -> None:
        # Loads its library where a model has such a field, which is during INIT.
        from pyverless.crypto import encrypt  # noqa: F401

        self.salt = salt

    def encrypt(self, value: Any) -> str | None:
        """Return what is stored for a value; None is no value.

        Raises InvalidValueError, which does not show the value, for what is no text.
        """
        from pyverless.crypto import encrypt

        if value is None:
            return None
        self._check_salt()
        try:
            text = cast(value, str)
        except InvalidValueError as exc:
            raise InvalidValueError(
                f"{self.salt} must be {exc.expected}.", exc.expected
            ) from None
        return encrypt(text, salt=self.salt)

    def decrypt(self, token: Any) -> str | None:
        """Return the value of what is stored.

        Raises ImproperlyConfigured when that can't be decrypted, and not a ValueError,
        which would say that the caller had looked for something odd.
        """
        from pyverless.crypto import decrypt

        if token is None:
            return None
        self._check_salt()
        try:
            return decrypt(token, salt=self.salt)
        except (TypeError, ValueError):
            raise ImproperlyConfigured(
                f"What is stored in {self.salt} can't be decrypted: it was encrypted "
                "under a secret that is neither SECRET_KEY nor one of "
                "SECRET_KEY_FALLBACKS, or for another field, or was altered. Add the "
                "old secret to SECRET_KEY_FALLBACKS, or the old name as `salt` where "
                "the field has got another one."
            ) from None

    def is_current(self, token: Any) -> bool:
        """Return whether what is stored is encrypted under SECRET_KEY itself."""
        from pyverless.crypto.encryption import is_current

        return is_current(token, salt=self.salt)

    def _check_salt(self) -> None:
        if not self.salt:
            raise ImproperlyConfigured(
                "An encrypted field that is neither a column of a table nor an "
                "attribute of a model does not know what it is for. Say it: "
                "salt='customers.card'."
            )
