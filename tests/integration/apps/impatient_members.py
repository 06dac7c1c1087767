"""The API of `members`, which asks for keys it does not know without a cooldown."""

from __future__ import annotations

from members import app

from pyverless.crypto import jwks

jwks._COOLDOWN = 0

handler = app.as_handler()
