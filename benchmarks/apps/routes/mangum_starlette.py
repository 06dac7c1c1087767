"""Starlette behind Mangum: an application with many routes."""

import os

from mangum import Mangum
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route


def make_route(number):
    async def retrieve(request):
        return JSONResponse({"route": number, "item": request.path_params["item"]})

    return Route(f"/r{number}/{{item}}", retrieve)


def make_handler(count):
    app = Starlette(routes=[make_route(number) for number in range(count)])
    return Mangum(app, lifespan="off")


handler = make_handler(int(os.environ["ROUTES"]))
