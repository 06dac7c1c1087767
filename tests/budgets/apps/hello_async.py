"""A view that is a coroutine."""

from pyverless.routing import App

app = App()


@app.get("/hello/{name}")
async def hello(name: str):
    return {"message": f"hello {name}"}


handler = app.as_handler()
