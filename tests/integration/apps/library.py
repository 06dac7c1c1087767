"""An API of one function that uses what an App can do, for tests over real HTTP."""

from __future__ import annotations

import asyncio
from datetime import date
from enum import Enum
from types import SimpleNamespace
from typing import Annotated
from uuid import UUID

from pyverless.exceptions import NotFoundError
from pyverless.handlers import DeleteHandler, RetrieveHandler
from pyverless.http import Cookie, CORSConfig, Request, Response
from pyverless.routing import App, PatternField, Router, path


class Book(SimpleNamespace):
    """A book, with a list of them as its manager."""

    def delete(self) -> None:
        """Keep the book, so that tests can't disturb each other."""


Book.objects = [Book(id=1, title="Ça va"), Book(id=2, title="Emma")]


class Colour(Enum):
    """What a path may name."""

    RED = "red"
    DARK_BLUE = "dark blue"


class BookRetrieve(RetrieveHandler):
    """A book, for everybody."""

    model = Book
    serializer = vars


class BookDelete(DeleteHandler):
    """Delete a book."""

    model = Book


def stamp(get_response):
    """Return the middleware that marks what the whole App answers."""

    def handle(request):
        request.context["seen by"] = ["App"]
        response = get_response(request)
        response.headers["X-Seen-By"] = " ".join(request.context["seen by"])
        return response

    return handle


def stamp_shelves(get_response):
    """Return the middleware of the shelves' Router."""

    def handle(request):
        request.context["seen by"].append("Router")
        return get_response(request)

    return handle


app = App(
    [path("/books/{id}", BookRetrieve, BookDelete)],
    cors=CORSConfig(
        "https://library.example",
        expose_headers=["X-Seen-By"],
        max_age=600,
        allow_credentials=True,
    ),
    middleware=[stamp],
)


@app.get("/")
def index():
    return "Bücher"


@app.put("/books/{book}")
def replace_book(book: int):
    return {"id": book, **app.request.json_body}


@app.post("/books")
def create_book(request: Request):
    url = f"{request.base_url}/books/3"
    return request.json_body, 201, {"Location": url, "Link": ["<a>", "<b>"]}


# Arguments


@app.get("/books/{book}/pages/{number:int}")
def page(book: int, number):
    return {"book": book, "page": number}


@app.get("/days/{day}", etag=True)
def day(day: date):
    return {"weekday": day.strftime("%A"), "day": day}


@app.get("/colours/{colour}")
def colour(colour: Colour):
    return colour.name


@app.get("/years/{year}")
def year(year: Annotated[str, PatternField(r"\d{4}")]):
    return year


@app.get("/loans/{loan}")
async def loan(loan: UUID):
    await asyncio.sleep(0)
    return {"loan": loan, "version": loan.version}


@app.get("/files/{rest+}")
def file(rest: str):
    return rest.split("/")


# What was sent


@app.get("/query")
def query():
    asked = app.request.query
    return {name: asked.getlist(name) for name in asked}


@app.get("/cookies")
def cookies():
    session = Cookie("session", "one", http_only=True, max_age=60)
    app.response.cookies += [session, "theme=dark; Path=/"]
    return app.request.cookies


@app.post("/form")
def form():
    sent = app.request.form
    return {name: sent.getlist(name) for name in sent}


@app.post("/upload")
def upload():
    scan = app.request.files["scan"]
    headers = {"X-Name": scan.filename, "X-Title": app.request.form["title"]}
    return Response(scan.content, content_type=scan.content_type, headers=headers)


@app.post("/reverse")
def reverse():
    return app.request.body[::-1]


@app.get("/sender")
def sender():
    request = app.request
    return {"ip": request.client_ip, "agent": request.user_agent}


# What is answered


@app.get("/text", compress=True, cache_control="max-age=60")
def text():
    return Response("Ein langer Text über Bücher. " * 200, content_type="text/plain")


@app.get("/old")
def old():
    url = f"{app.request.base_url}/books/1"
    return Response(status_code=303, headers={"Location": url})


@app.post("/nothing")
def nothing():
    return None, 204


@app.get("/fails/{how}")
def fail(how: str):
    raise {
        "lookup": KeyError("a shelf"),
        "missing": NotFoundError("There is no such book."),
        "bug": RuntimeError("a secret"),
    }[how]


@app.exception_handler(LookupError)
def on_lookup_error(error):
    return {"error": type(error).__name__}, 409


@app.not_found
def on_not_found(error):
    return {"error": str(error), "path": app.request.path}, 404


# Routers


shelves = Router(middleware=[stamp_shelves])
rows = Router()


@shelves.get("/{name}")
def shelf(name: str):
    return {"shelf": name, "route": shelves.request.route}


@rows.get("/{row:int}")
def row(row):
    return {"row": row}


shelves.include_router(rows, prefix="/rows")
app.include_router(shelves, prefix="/shelves")

handler = app.as_handler()
