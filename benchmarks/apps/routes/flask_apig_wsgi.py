"""Flask behind apig-wsgi: an application with many function views."""

import os

from apig_wsgi import make_lambda_handler
from flask import Flask


def add_view(app, number):
    @app.get(f"/r{number}/<item>", endpoint=f"r{number}")
    def retrieve(item):
        return {"route": number, "item": item}


def make_handler(count):
    app = Flask(__name__)
    for number in range(count):
        add_view(app, number)
    return make_lambda_handler(app)


handler = make_handler(int(os.environ["ROUTES"]))
