"""A handler class behind an App."""

from pyverless.handlers import BaseHandler
from pyverless.routing import App, path


class Hello(BaseHandler):
    allowed_methods = ["GET"]

    def perform_action(self):
        return {"message": f"hello {self.kwargs['name']}"}


handler = App([path("/hello/{name}", Hello)]).as_handler()
