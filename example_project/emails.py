"""E-mails go to a file, a line of JSON each: the setting EMAIL_FILE.

A mail service would be here. It takes one letter after the other, so put a message per
follower on a queue for it: when one fails, only that one is tried again.
"""

from __future__ import annotations

from pathlib import Path

from pyverless.config import settings
from pyverless.encoding import dumps


def send_emails(emails: list[dict[str, str]]) -> None:
    """Send all e-mails, or none: they are written at once."""
    lines = "".join(f"{dumps(email)}\n" for email in emails)
    with Path(settings.EMAIL_FILE).open("a", encoding="utf-8") as file:
        file.write(lines)
