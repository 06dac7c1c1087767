"""The same endpoints in one Lambda function: `example_project.api.handler`."""

from __future__ import annotations

from example_project import handlers
from pyverless.routing import App, path

app = App(
    [
        path("/users", handlers.Register),
        path("/login", handlers.Login),
        path("/me", handlers.Me),
        path("/articles", handlers.ArticleList, handlers.ArticleCreate),
        path(
            "/articles/{id}",
            handlers.ArticleRetrieve,
            handlers.ArticleUpdate,
            handlers.ArticleDelete,
        ),
    ]
)

handler = app.as_handler()
