"""A view whose ETag is known before the answer is."""

from pyverless.routing import App

app = App()


@app.get("/hello/{name}", etag=lambda request: "1")
def hello(name: str):
    return {"message": f"hello {name}"}


handler = app.as_handler()
