"""A view that pages of another origin may ask."""

from pyverless.http import CORSConfig
from pyverless.routing import App

app = App(cors=CORSConfig(allow_origin="https://www.example.com"))


@app.get("/hello/{name}")
def hello(name: str):
    return {"message": f"hello {name}"}


handler = app.as_handler()
