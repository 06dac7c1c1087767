"""FastAPI behind Mangum: pydantic says what a query may be, and what goes out."""

import os
from datetime import UTC, datetime
from typing import Annotated

from fastapi import FastAPI, Query
from mangum import Mangum
from pydantic import BaseModel


class User:
    def __init__(self, number):
        self.id = number
        self.name = f"User {number}"
        self.email = f"user{number}@example.com"
        self.active = number % 2 == 0
        self.score = number / 4
        self.created = datetime(2026, 11, 21, 12, 0, number % 60, tzinfo=UTC)


USERS = [User(number) for number in range(1, 1001)]


class UserOut(BaseModel):
    id: int
    name: str
    email: str
    active: bool
    score: float
    created: datetime


# No pages of documentation, whose routes would be tried before this one.
app = FastAPI(openapi_url=None)
if os.environ["GZIPPED"]:
    from starlette.middleware.gzip import GZipMiddleware

    app.add_middleware(GZipMiddleware, compresslevel=5)


@app.get("/users", response_model=list[UserOut])
async def list_users(
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0)] = 0,
):
    return USERS[offset : offset + limit]


handler = Mangum(app, lifespan="off")
