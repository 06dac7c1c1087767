"""A Lambda authorizer: it verifies tokens as its settings say."""

from __future__ import annotations

from pyverless.handlers import JWTAuthorizerHandler

handler = JWTAuthorizerHandler.as_handler()
