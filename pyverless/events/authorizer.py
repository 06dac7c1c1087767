"""The events of API Gateway's Lambda authorizers, and what they are answered with.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
"""

from __future__ import annotations

import json

from pyverless.encoding import dumps, loads
from pyverless.events.records import describe_event
from pyverless.events.websocket import WebSocketGateway
from pyverless.exceptions import UnsupportedEventError
from pyverless.http.gateways.apigateway import HttpApiV1Gateway, RestGateway
from pyverless.http.gateways.base import Gateway, text_of
from pyverless.http.gateways.http_api import HttpApiV2Gateway
from pyverless.http.request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from pyverless.http.gateways.base import Pairs
    from pyverless.types import AwsContext

__all__ = ["AuthorizerEvent", "check_result", "clean_context", "flatten_context"]

# https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
_MAX_RESULT = 8 * 1024
_MAX_RESOURCE = 512

# The first two are API Gateway's. The others stand for what other kinds of authorizers
# have found out; a claim of that name would be taken for it behind this one.
_RESERVED = ("principalId", "integrationLatency", "claims", "iam", "jwt", "lambda")


class _TokenGateway(Gateway):
    """A REST API whose authorizer is handed one header, of whatever name."""

    name = "REST API"

    def header_pairs(self, event: Any) -> Pairs:
        return [("Authorization", text_of(event.get("authorizationToken")))]


_TOKEN, _REST, _WEBSOCKET = _TokenGateway(), RestGateway(), WebSocketGateway()
_HTTP_1, _HTTP_2 = HttpApiV1Gateway(), HttpApiV2Gateway()


class AuthorizerEvent:
    """What API Gateway asks: may this request use the API?

    Raises UnsupportedEventError for any other event.
    """

    #: The request. It has no method, because the answer is cached and holds for all of
    #: them: a rule that asks for the method is to refuse.
    request: Request
    #: The ARN of the API's stage.
    stage_arn: str
    #: Whether an HTTP API asks: it answers a refusal with 403, an exception with 500.
    is_http_api: bool
    #: Whether the answer may be `{"isAuthorized": …}`.
    can_be_simple: bool

    def __init__(self, event: Any, context: AwsContext) -> None:
        gateway = _find_gateway(event) if isinstance(event, dict) else None
        arn = gateway and event.get("routeArn" if gateway is _HTTP_2 else "methodArn")
        if gateway is None or not isinstance(arn, str):
            raise UnsupportedEventError(
                "This handler expects what API Gateway asks a Lambda authorizer: an "
                "event of the type TOKEN or REQUEST with a methodArn, or a routeArn in "
                f"format 2.0. The event is none: {describe_event(event)}."
            )
        self.request = Request(gateway, event, context, None)
        self.stage_arn = _get_stage_arn(arn)
        self.is_http_api = gateway in (_HTTP_1, _HTTP_2)
        self.can_be_simple = gateway is _HTTP_2

    def get_policy(
        self, effect: str, principal_id: str, resources: Sequence[str] = ("*",)
    ) -> dict[str, Any]:
        """Return the answer that allows or denies resources of the stage.

        They are patterns as in `GET/articles/*`. Raises ValueError for one that makes
        an ARN which API Gateway does not take.
        """
        arns = [f"{self.stage_arn}/{resource}" for resource in resources]
        for arn in arns:
            if len(arn) > _MAX_RESOURCE:
                raise ValueError(
                    f"The resource {arn!r:.80} is longer than the {_MAX_RESOURCE} "
                    "characters that API Gateway takes. Return shorter ones from "
                    "get_resources(), with a * in the place of many."
                )
        statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": arns}
        document = {"Version": "2012-10-17", "Statement": [statement]}
        return {"principalId": principal_id, "policyDocument": document}


def _find_gateway(event: dict[str, Any]) -> Gateway | None:
    """Return what reads the request of an event, None for one of an unknown kind."""
    if event.get("type") == "TOKEN":
        return _TOKEN
    if event.get("type") != "REQUEST":
        return None
    if "version" in event:
        known = {"1.0": _HTTP_1, "2.0": _HTTP_2}
        return known.get(text_of(event["version"]))
    kind = _REST.context(event).get("eventType")
    if kind is None:
        return _REST
    return _WEBSOCKET if kind == "CONNECT" else None


def _get_stage_arn(arn: str) -> str:
    """Return `arn:{partition}:execute-api:{region}:{account}:{api}/{stage}`."""
    *head, path = arn.split(":", 5)
    # What comes after the stage, the caller may have chosen.
    names = path.split("/", 2)[:2]
    is_known = len(head) == 5 and head[::2][:2] == ["arn", "execute-api"]
    if not (is_known and len(names) == 2 and all(head + names)):
        raise UnsupportedEventError(
            f"The authorizer was asked about {arn!r:.200}, which names no stage of an "
            "API. An ARN as in 'arn:aws:execute-api:{region}:{account}:{api}/{stage}/"
            "GET/articles' is expected."
        )
    return ":".join([*head, "/".join(names)])


def clean_context(context: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a context as plain JSON data, without reserved keys.

    `name` is the class that made it. Raises TypeError or ValueError for what JSON can't
    say, NaN among it.
    """
    try:
        plain: dict[str, Any] = loads(dumps({**context}))
    except (TypeError, ValueError) as exc:
        raise type(exc)(
            f"{name}.get_context() returned what JSON can't say. Return texts, "
            "numbers, booleans, and lists and dictionaries of these."
        ) from exc
    return {key: value for key, value in plain.items() if key not in _RESERVED}


def flatten_context(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return a context of texts, numbers and booleans only, as policies must have it.

    Lists and dictionaries become JSON text; None is left out. Another value would make
    the API answer every request with 500.
    """
    return {
        key: dumps(value) if isinstance(value, dict | list) else value
        for key, value in context.items()
        if value is not None
    }


def check_result(result: dict[str, Any], name: str) -> None:
    """Raise ValueError for an answer that is larger than API Gateway takes."""
    # As Lambda's runtime writes it.
    size = len(json.dumps(result, ensure_ascii=False).encode())
    if size > _MAX_RESULT:
        raise ValueError(
            f"The answer of {name} has {size} bytes, but API Gateway takes "
            f"{_MAX_RESULT}. Override {name}.get_context() to return less, or "
            f"{name}.get_resources() where it returns much."
        )
