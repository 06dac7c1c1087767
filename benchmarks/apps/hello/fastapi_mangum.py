"""FastAPI, a framework for ASGI with pydantic, on Lambda through the adapter Mangum."""

from fastapi import FastAPI
from mangum import Mangum

# No pages of documentation, whose routes would be tried before this one.
app = FastAPI(openapi_url=None)


@app.get("/hello/{name}")
async def hello(name: str) -> dict[str, str]:
    return {"message": f"hello {name}"}


handler = Mangum(app, lifespan="off")
