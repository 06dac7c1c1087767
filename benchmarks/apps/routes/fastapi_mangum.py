"""FastAPI behind Mangum: an application with many routes."""

import os

from fastapi import FastAPI
from mangum import Mangum


def add_view(app, number):
    @app.get(f"/r{number}/{{item}}")
    async def retrieve(item: str) -> dict[str, int | str]:
        return {"route": number, "item": item}


def make_handler(count):
    app = FastAPI(openapi_url=None)
    for number in range(count):
        add_view(app, number)
    return Mangum(app, lifespan="off")


handler = make_handler(int(os.environ["ROUTES"]))
