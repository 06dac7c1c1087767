"""A view whose answer is large enough to be compressed."""

from pyverless.routing import App

app = App()


@app.get("/hello/{name}", compress=True)
def hello(name: str):
    return {"message": f"hello {name} " * 1000}


handler = app.as_handler()
