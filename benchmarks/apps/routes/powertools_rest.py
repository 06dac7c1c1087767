"""Powertools: its resolver for REST APIs with many function views."""

import os

from aws_lambda_powertools.event_handler import APIGatewayRestResolver


def add_view(app, number):
    @app.get(f"/r{number}/<item>")
    def retrieve(item: str):
        return {"route": number, "item": item}


def make_handler(count):
    app = APIGatewayRestResolver()
    for number in range(count):
        add_view(app, number)

    def handler(event, context):
        return app.resolve(event, context)

    return handler


handler = make_handler(int(os.environ["ROUTES"]))
