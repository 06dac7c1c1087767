"""The Lambda authorizer of the API: `example_project.authorizer.authorizer`.

Behind it, the handlers believe API Gateway and need not verify tokens themselves.
"""

from __future__ import annotations

from pyverless.handlers import JWTAuthorizerHandler

authorizer = JWTAuthorizerHandler.as_handler()
