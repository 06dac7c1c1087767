"""pyverless: an App with many handler classes."""

import os

from pyverless.handlers import BaseHandler
from pyverless.routing import App, path


def make_route(number):
    class Retrieve(BaseHandler):
        allowed_methods = ["GET"]

        def perform_action(self):
            return {"route": number, "item": self.kwargs["item"]}

    return path(f"/r{number}/{{item}}", Retrieve)


def make_handler(count):
    return App([make_route(number) for number in range(count)]).as_handler()


handler = make_handler(int(os.environ["ROUTES"]))
