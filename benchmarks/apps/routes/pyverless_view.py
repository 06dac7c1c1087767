"""pyverless: an App with many function views."""

import os

from pyverless.routing import App


def add_view(app, number):
    @app.get(f"/r{number}/{{item}}")
    def retrieve(item: str):
        return {"route": number, "item": item}


def make_handler(count):
    app = App()
    for number in range(count):
        add_view(app, number)
    return app.as_handler()


handler = make_handler(int(os.environ["ROUTES"]))
