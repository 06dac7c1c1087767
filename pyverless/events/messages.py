"""Messages: dictionaries with a text, which may be JSON."""

from __future__ import annotations

from pyverless.encoding import loads
from pyverless.exceptions import BadRequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Base = dict[str, Any]
else:
    Base = dict

__all__ = ["Message"]


class Message(Base):
    """What SQSMessage and SNSNotification share."""

    #: The key that the text has in the dictionary.
    text_key: str
    #: The record as Lambda delivered it.
    record: dict[str, Any]

    @property
    def text(self) -> str:
        """The message, as text."""
        text: str = self[self.text_key]
        return text

    @property
    def json_body(self) -> Any:
        """The message, parsed as JSON; BadRequestError where it is none."""
        try:
            return loads(self[self.text_key])
        except ValueError as exc:
            raise BadRequestError(f"The message is not JSON: {exc}.") from exc
