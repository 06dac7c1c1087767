"""The documentation's sample of several files: the entry point."""

from __future__ import annotations

from pyverless.routing import App

from .routers import health, users

app = App()
app.include_router(health.router)
app.include_router(users.router, prefix="/users")


def lambda_handler(event, context):
    return app(event, context)
