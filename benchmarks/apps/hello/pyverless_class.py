"""pyverless, one function per endpoint: a handler class."""

from pyverless.handlers import BaseHandler


class Hello(BaseHandler):
    def perform_action(self):
        return {"message": f"hello {self.kwargs['name']}"}


handler = Hello.as_handler()
