"""The API of `members`, which verifies the tokens of a user pool of Cognito itself."""

from __future__ import annotations

import os

from members import Me, Members

from pyverless.auth import CognitoAuthentication
from pyverless.routing import App, path


class PoolAuthentication(CognitoAuthentication):
    """The tokens of one pool, whose keys are on this machine."""

    user_pool_id = os.environ["USER_POOL_ID"]
    client_id = os.environ["CLIENT_ID"]
    jwks_url = os.environ["JWKS_URL"]


classes = [PoolAuthentication]

app = App(
    [
        path("/me", Me.as_handler(authentication_classes=classes)),
        path("/members", Members.as_handler(authentication_classes=classes)),
    ]
)

handler = app.as_handler()
