"""An API without a user table: who calls is what a token or an authorizer says."""

from __future__ import annotations

from pyverless.auth import HasGroup, IsAuthenticated
from pyverless.handlers import AuthorizationMixin, BaseHandler
from pyverless.routing import App, path


class Me(AuthorizationMixin, BaseHandler):
    """GET /me: who am I?"""

    def perform_action(self):
        """Return what is known of the caller."""
        user = self.user
        return {"id": user.id, "groups": user.groups, "scopes": user.scopes}


class Members(Me):
    """GET /members: for administrators."""

    permission_classes = [IsAuthenticated, HasGroup("admins")]


app = App([path("/me", Me), path("/members", Members)])

handler = app.as_handler()
