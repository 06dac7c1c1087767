"""Starlette, a framework for ASGI, on Lambda through the adapter Mangum."""

from mangum import Mangum
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route


async def hello(request):
    return JSONResponse({"message": f"hello {request.path_params['name']}"})


app = Starlette(routes=[Route("/hello/{name}", hello)])
handler = Mangum(app, lifespan="off")
