"""An App with everything: views, classes, Routers, middleware, CORS, forms, and more.

`make_app()` returns a fresh one. RULES are those of its rules that a gateway can have
as well; `event_of()` makes events that name them, or leave finding the route to us.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from pyverless.contrib.memory import Model
from pyverless.exceptions import ConflictError
from pyverless.handlers import (
    BaseHandler,
    ConditionalMixin,
    CreateHandler,
    DeleteHandler,
    ListHandler,
    RetrieveHandler,
    UpdateHandler,
)
from pyverless.http import CORSConfig, Request, Response
from pyverless.routing import App, PatternField, Router, path
from pyverless.test import http_event

ORIGIN = "https://example.com"

#: How a route is found: as the event names it, or by the path.
LOOKUPS = ("template", "proxy")

#: What a gateway may have as routes, the most specific first.
RULES = (
    "/articles",
    "/articles/{id}",
    "/files/{name}/meta",
    "/users/{user}",
    "/users/{user}/posts/{post}",
    "/parts",
    "/forms",
    "/slow/{text}",
    "/int/{value}",
    "/tree/{rest+}",
)

#: Path parameters by annotation: the last part of `/float/{value}`.
TYPES = ("bool", "date", "datetime", "decimal", "enum", "float", "int", "uuid", "year")


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Article(Model):
    title: str
    rank: int = 0


class ArticleSchema(Schema):
    id = fields.Integer(dump_only=True)
    title = fields.String(required=True)
    rank = fields.Integer()


class Base:
    model = Article
    serializer = ArticleSchema
    compress = True
    cache_control = "max-age=60"


class List(Base, ListHandler):
    pass


class Create(Base, CreateHandler):
    location = "/articles/{id}"


class Retrieve(Base, ConditionalMixin, RetrieveHandler):
    pass


class Update(Base, ConditionalMixin, UpdateHandler):
    pass


class Delete(Base, DeleteHandler):
    pass


class Parts(BaseHandler):
    """Reads every part of a request."""

    allowed_methods = ("GET", "POST")

    def perform_action(self):
        return read_parts(self.request)


def read_parts(request: Request) -> list[Any]:
    """Return all that a request says of itself, but for its body."""
    return [
        request.method,
        request.path,
        request.raw_path,
        request.route,
        dict(request.path_params),
        dict(request.query.lists()),
        dict(request.headers),
        request.cookies,
        request.content_type,
        request.client_ip,
        request.user_agent,
        request.stage,
        request.stage_variables,
        request.base_url,
        request.request_id,
        request.authorizer,
        repr(request),
    ]


def make_app(*, catch_all: bool = False, dressed: bool = True) -> App:
    """Return the App; with `catch_all`, GET has a view for every path.

    Without `dressed`, there are no CORS and no middleware around all of it.
    """
    app = App()
    if dressed:
        cors = CORSConfig([ORIGIN, re.compile(r"https://.+\.example\.com")])
        app = App(middleware=[marked], cors=cors)
    app.add_route(path("/articles", List, Create))
    app.add_route(path("/articles/{id}", Retrieve, Update, Delete))
    app.add_route(path("/parts", Parts))
    _add_views(app)
    _add_answers(app)
    _add_parameters(app)
    _add_errors(app)
    app.include_router(_make_users(), prefix="/users/{user}")
    if catch_all:
        app.get("/{rest+}", etag=True)(lambda rest: {"rest": rest})
    return app


def marked(get_response):
    """Read the query on the way in, and mark the answer on the way out."""

    def handle(request):
        request.context["tags"] = request.query.getlist("tag")
        response = get_response(request)
        response.headers["X-Mixed"] = "1"
        return response

    return handle


def _add_views(app: App) -> None:
    @app.post("/forms")
    def read_form():
        form, files = app.request.form, app.request.files
        return {
            "fields": dict(form.lists()),
            "files": {n: [f.size for f in files.getlist(n)] for n in files},
        }

    @app.post("/json", compress=True)
    def read_json(request: Request):
        return {"json": request.json_body}, 201, {"X-Kind": "json"}

    @app.get("/slow/{text}")
    async def slow(text):
        return {"text": text, "tags": app.request.query.getlist("tag")}


def _add_answers(app: App) -> None:
    @app.get("/cookies", cache_control="no-store")
    def read_cookies():
        app.response.cookies.append("seen=1; Secure")
        return app.request.cookies

    @app.route("/text", compress=True, etag=True)
    def text():
        return Response("text " * 100, content_type="text/plain; charset=utf-8")

    @app.get("/bytes")
    def some_bytes():
        return bytes(range(256))

    @app.get("/nothing", cors=False)
    def nothing():
        return None, 204

    @app.get("/versioned", etag=lambda request: request.query.get("v", "1"))
    def versioned():
        return "versioned"


def _add_parameters(app: App) -> None:
    def echo(value):
        return {"value": value}

    types = [bool, date, datetime, Decimal, Colour, float, int | None, UUID]
    for name, kind in zip(TYPES, [*types, PatternField("[0-9]{4}")], strict=True):
        app.get(f"/{name}/{{value}}")(_annotated(echo, kind))
    app.get("/typed/{value:int}")(echo)
    app.get("/files/{name}.{suffix}")(lambda name, suffix: [name, suffix])
    app.get("/files/{name}/meta")(lambda name: [name])
    app.get("/reports/{a}-{b}-{c}.json")(lambda **given: given)
    app.get("/tree/{rest+}")(lambda rest: [rest])
    app.get("/tree/{rest+}/raw")(lambda rest: ["raw", rest])
    app.get("/deep/{a}/{rest+}/{b}/end")(lambda **given: given)
    pattern = re.compile("/x/(?P<letters>[a-z]+)(?P<digits>[0-9]+)?")
    app.get(pattern)(lambda letters, digits="0": [letters, digits])


def _annotated(view, kind):
    def typed(value):
        return view(value)

    typed.__annotations__ = {"value": kind}
    return typed


def _add_errors(app: App) -> None:
    @app.get("/broken")
    def broken():
        raise RuntimeError("secret details")

    @app.get("/conflict")
    async def conflict():
        raise ConflictError("It is there already.", field="name")

    @app.get("/unknown/{key}")
    def unknown(key):
        return {}[key]

    @app.exception_handler(LookupError)
    def no_such_key(exc):
        return {"error": "There is no such key."}, 404

    @app.not_found
    def not_found(exc):
        return {"error": "There is nothing here."}


def _make_users() -> Router:
    users = Router(middleware=[marked], cors=CORSConfig(ORIGIN, allow_credentials=True))
    posts = Router()

    @users.route("/")
    def user(user):
        return {"user": user, "method": users.request.method}

    @posts.get("/{post}", etag=True)
    def post(user, post):
        return {"user": user, "post": post}

    @posts.exception_handler(UnicodeError)
    def unreadable(exc):
        return "It can't be read.", 400

    users.include_router(posts, prefix="/posts")
    return users


# Events


def event_of(
    gateway: str, lookup: str, method: str, target: str, **parts: Any
) -> dict[str, Any]:
    """Return the event of a request; with the look-up `template`, it names its rule."""
    for rule in RULES if lookup == "template" else ():
        with suppress(ValueError):
            return http_event(gateway, method, target, route=rule, **parts)
    return http_event(gateway, method, target, **parts)
