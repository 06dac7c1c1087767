"""A view whose answers have an ETag, made of what they say."""

from pyverless.routing import App

app = App()


@app.get("/hello/{name}", etag=True)
def hello(name: str):
    return {"message": f"hello {name}"}


handler = app.as_handler()
