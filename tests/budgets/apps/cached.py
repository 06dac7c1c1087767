"""A view whose answers may be kept for a minute."""

from pyverless.routing import App

app = App()


@app.get("/hello/{name}", cache_control="max-age=60")
def hello(name: str):
    return {"message": f"hello {name}"}


handler = app.as_handler()
