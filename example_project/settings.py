"""The settings of the example; PYVERLESS_SETTINGS=example_project.settings names them.

Each can be replaced in the environment: PYVERLESS_DATABASE_URL, PYVERLESS_SECRET_KEY, …
"""

from __future__ import annotations

import os
from pathlib import Path

from pyverless.exceptions import ImproperlyConfigured

if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
    # On Lambda files don't last, and a secret that is on GitHub is none.
    for name in ("PYVERLESS_DATABASE_URL", "PYVERLESS_SECRET_KEY"):
        if not os.environ.get(name):
            raise ImproperlyConfigured(f"Set {name} in the function's environment.")

USER_MODEL = "example_project.models.User"

DATABASE_URL = f"sqlite:///{Path(__file__).parent.parent / 'example.sqlite3'}"
SECRET_KEY = "for the machine at your desk only, not for a server"

# The example's own, whose variables have no prefix. None: there is no such thing, as at
# your desk.
ARTICLES_QUEUE_URL = os.environ.get("ARTICLES_QUEUE_URL")
WEBSOCKET_URL = os.environ.get("WEBSOCKET_URL")
EMAIL_FILE = os.environ.get(
    "EMAIL_FILE", f"{Path(__file__).parent.parent / 'example.emails.jsonl'}"
)
