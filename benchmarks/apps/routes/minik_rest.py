"""minik: an app with many function views."""

import os

from minik.core import Minik


def add_view(app, number):
    @app.get(f"/r{number}/{{item}}")
    def retrieve(item: str):
        return {"route": number, "item": item}


def make_handler(count):
    app = Minik()
    for number in range(count):
        add_view(app, number)
    return app


handler = make_handler(int(os.environ["ROUTES"]))
