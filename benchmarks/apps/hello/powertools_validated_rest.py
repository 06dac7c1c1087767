"""AWS's own toolkit, with pydantic: its resolver for REST APIs checks what it gets."""

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

app = APIGatewayRestResolver(enable_validation=True)


@app.get("/hello/<name>")
def hello(name: str) -> dict[str, str]:
    return {"message": f"hello {name}"}


def handler(event, context):
    return app.resolve(event, context)
