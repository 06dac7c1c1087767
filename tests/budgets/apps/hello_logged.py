"""The same class where each invocation writes its line."""

import logging

from pyverless.handlers import BaseHandler

logging.getLogger().setLevel("INFO")


class Hello(BaseHandler):
    def perform_action(self):
        return {"message": f"hello {self.kwargs['name']}"}


handler = Hello.as_handler()
