"""The same endpoints in one Lambda function: `example_project.api.handler`."""

from __future__ import annotations

from example_project import handlers, views
from pyverless.http import CORSConfig
from pyverless.routing import App, path

app = App(
    [
        path("/users", handlers.UserList, handlers.Register),
        path("/login", handlers.Login),
        path("/refresh", handlers.Refresh),
        path("/me", handlers.Me),
        path("/users/{id}/follow", handlers.Follow),
        path("/articles", handlers.ArticleList, handlers.ArticleCreate),
        path(
            "/articles/{id}",
            handlers.ArticleRetrieve,
            handlers.ArticleUpdate,
            handlers.ArticleDelete,
        ),
        path("/articles/{id}/publish", handlers.ArticlePublish),
        path("/articles/{id}/attachments", handlers.AttachmentList),
    ],
    # Pages of any origin may call, send the first and read the others.
    cors=CORSConfig(
        "*",
        allow_headers=["If-Match", "If-None-Match"],
        expose_headers=["ETag", "Link", "Location"],
    ),
)
app.include_router(views.router)

handler = app.as_handler()
