"""Chalice, AWS's framework of function views, which deploys a REST API for them."""

from chalice import Chalice

app = Chalice(app_name="hello")


@app.route("/hello/{name}")
def hello(name):
    return {"message": f"hello {name}"}


handler = app
