"""Chalice: an app with many function views."""

import os

from chalice import Chalice


def add_view(app, number):
    @app.route(f"/r{number}/{{item}}")
    def retrieve(item):
        return {"route": number, "item": item}


def make_handler(count):
    app = Chalice(app_name="routes")
    for number in range(count):
        add_view(app, number)
    return app


handler = make_handler(int(os.environ["ROUTES"]))
