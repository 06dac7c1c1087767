"""A view with one middleware around it."""

from pyverless.routing import App


def add_header(get_response):
    def respond(request):
        response = get_response(request)
        response.headers["X-Served-By"] = "a function"
        return response

    return respond


app = App(middleware=[add_header])


@app.get("/hello/{name}")
def hello(name: str):
    return {"message": f"hello {name}"}


handler = app.as_handler()
