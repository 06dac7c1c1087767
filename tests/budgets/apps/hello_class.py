"""A handler class, which is the whole function."""

from pyverless.handlers import BaseHandler


class Hello(BaseHandler):
    def perform_action(self):
        return {"message": f"hello {self.kwargs.get('name', 'world')}"}


handler = Hello.as_handler()
