"""minik, a small framework of function views for REST APIs and load balancers."""

from minik.core import Minik

handler = Minik()


@handler.get("/hello/{name}")
def hello(name: str):
    return {"message": f"hello {name}"}
