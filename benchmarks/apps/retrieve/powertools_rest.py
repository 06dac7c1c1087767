"""AWS's own toolkit: a function view behind its resolver for REST APIs."""

from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

USERS = [
    {"id": 1, "name": "Ada Lovelace", "email": "ada@example.com", "active": True},
    {"id": 2, "name": "Alan Turing", "email": "alan@example.com", "active": False},
]

app = APIGatewayRestResolver()


@app.get("/users/<user_id>")
def retrieve_user(user_id: str):
    wanted = int(user_id)
    for user in USERS:
        if user["id"] == wanted:
            return user
    raise NotFoundError("Not found.")


def handler(event, context):
    return app.resolve(event, context)
