"""Attributes that only this service can read."""

from __future__ import annotations

from pynamodb.attributes import Attribute, MapAttribute
from pynamodb.constants import STRING

from pyverless.contrib.ciphers import FieldCipher
from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["EncryptedAttribute"]


class EncryptedAttribute(Attribute[str]):
    """Text that is encrypted in DynamoDB: `card = EncryptedAttribute(null=True)`.

    `salt` is what `pyverless.crypto.encrypt` gets: by default the names of the model
    and the attribute, so that what is stored in one attribute can't be read from
    another. Set it to the old names where these change. The table's name does not
    count: a table that is restored has another one. An attribute without a value stays
    so, and that is all that can be looked for; it is no key.
    """

    attr_type = STRING

    def __init__(
        self,
        *,
        salt: str | None = None,
        null: bool | None = None,
        default: str | Callable[[], str] | None = None,
        default_for_new: str | Callable[[], str] | None = None,
        attr_name: str | None = None,
    ) -> None:
        super().__init__(
            null=null,
            default=default,
            default_for_new=default_for_new,
            attr_name=attr_name,
        )
        self._cipher = FieldCipher(salt or "")

    def __set_name__(self, owner: type[Any], name: str) -> None:
        super().__set_name__(owner, name)
        if issubclass(owner, MapAttribute):
            raise ImproperlyConfigured(
                f"{owner.__name__}.{name} is an EncryptedAttribute, which can't be in "
                "a map. Give the model one for all that is secret, as JSON."
            )
        if not self._cipher.salt:
            self._cipher = FieldCipher(f"{owner.__name__}.{self.attr_name}")

    def serialize(self, value: Any) -> str | None:
        """Return what is stored for a value."""
        return self._cipher.encrypt(value)

    def deserialize(self, value: Any) -> str | None:
        """Return the value of what is stored."""
        return self._cipher.decrypt(value)

    def is_current(self, value: Any) -> bool:
        """Return whether what is stored is encrypted under SECRET_KEY itself."""
        return self._cipher.is_current(value)
