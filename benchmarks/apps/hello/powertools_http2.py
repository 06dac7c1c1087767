"""AWS's own toolkit: a function view behind its resolver for HTTP APIs."""

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

app = APIGatewayHttpResolver()


@app.get("/hello/<name>")
def hello(name: str):
    return {"message": f"hello {name}"}


def handler(event, context):
    return app.resolve(event, context)
