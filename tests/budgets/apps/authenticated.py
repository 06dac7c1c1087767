"""A handler class for users who bring a token; its claims are the user."""

from pyverless.handlers import AuthorizationMixin, BaseHandler


class Hello(AuthorizationMixin, BaseHandler):
    def perform_action(self):
        return {"message": f"hello {self.user.id}"}


handler = Hello.as_handler()
