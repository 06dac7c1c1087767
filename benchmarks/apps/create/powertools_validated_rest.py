"""Powertools with pydantic: models of what comes in and what goes out."""

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from pydantic import BaseModel, ConfigDict, Field


class User:
    def __init__(self, **values):
        self.__dict__.update(values)

    def save(self):
        self.id = 7


class UserIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=100)]
    email: Annotated[str, Field(min_length=1, max_length=254)]
    age: Annotated[int, Field(ge=0, le=150)]
    active: bool
    score: Annotated[float, Field(ge=0, le=1)]
    born: date


class UserOut(BaseModel):
    id: int
    name: str
    email: str
    age: int
    active: bool
    score: float
    born: date


app = APIGatewayRestResolver(enable_validation=True)


@app.post("/users", status_code=201)
def create(data: UserIn) -> UserOut:
    user = User(**dict(data))
    user.save()
    return user


def handler(event, context):
    return app.resolve(event, context)
