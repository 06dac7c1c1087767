"""AWS's own toolkit, with pydantic: its resolver for HTTP APIs checks what it gets."""

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

app = APIGatewayHttpResolver(enable_validation=True)


@app.get("/hello/<name>")
def hello(name: str) -> dict[str, str]:
    return {"message": f"hello {name}"}


def handler(event, context):
    return app.resolve(event, context)
