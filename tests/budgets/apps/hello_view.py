"""A function view of an App."""

from pyverless.routing import App

app = App()


@app.get("/hello/{name}")
def hello(name: str):
    return {"message": f"hello {name}"}


handler = app.as_handler()
