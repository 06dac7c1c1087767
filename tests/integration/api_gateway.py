"""How AWS's clients make APIs in front of functions, with authorizers."""

from __future__ import annotations

import uuid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = [
    "HttpApi",
    "RestApi",
    "cognito_authorizer",
    "jwt_authorizer",
    "request_authorizer",
    "simple_authorizer",
    "token_authorizer",
]

STAGE = "test"


class HttpApi:
    """An HTTP API that is being made, with routes for functions."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._id = client.create_api(Name="pyverless", ProtocolType="HTTP")["ApiId"]

    def add_route(
        self, key: str, function: str, authorizer: Mapping[str, Any] | None
    ) -> None:
        """Hand a route, as in `POST /login`, to a function."""
        made = self._client.create_integration(
            ApiId=self._id,
            IntegrationType="AWS_PROXY",
            IntegrationUri=function,
            PayloadFormatVersion="2.0",
        )
        self._client.create_route(
            ApiId=self._id,
            RouteKey=key,
            Target=f"integrations/{made['IntegrationId']}",
            **self._get_guard(authorizer),
        )

    def deploy(self) -> str:
        """Return where the API is now, its id and its stage."""
        stage = "$default"
        self._client.create_stage(ApiId=self._id, StageName=stage, AutoDeploy=True)
        return f"{self._id}/{stage}"

    def _get_guard(self, authorizer: Mapping[str, Any] | None) -> dict[str, str]:
        if authorizer is None:
            return {}
        name = uuid.uuid4().hex
        made = self._client.create_authorizer(ApiId=self._id, Name=name, **authorizer)
        kind = "JWT" if authorizer["AuthorizerType"] == "JWT" else "CUSTOM"
        return {"AuthorizationType": kind, "AuthorizerId": made["AuthorizerId"]}


class RestApi:
    """A REST API that is being made; the paths of its routes have one segment."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._id = client.create_rest_api(name="pyverless")["id"]
        (root,) = client.get_resources(restApiId=self._id)["items"]
        self._root: str = root["id"]
        self._resources: dict[str, str] = {}
        self._authorizer: str | None = None

    def add_route(
        self, key: str, function: str, authorizer: Mapping[str, Any] | None
    ) -> None:
        """Hand a route, as in `POST /login`, to a function."""
        method, path = key.split()
        route = {
            "restApiId": self._id,
            "resourceId": self._get_resource(path),
            "httpMethod": method,
        }
        self._client.put_method(**route, **self._get_guard(authorizer))
        self._client.put_integration(
            **route,
            type="AWS_PROXY",
            integrationHttpMethod="POST",
            uri=_invocations(function),
        )

    def deploy(self) -> str:
        """Return where the API is now, its id and its stage."""
        self._client.create_deployment(restApiId=self._id, stageName=STAGE)
        return f"{self._id}/{STAGE}"

    def _get_resource(self, path: str) -> str:
        if path not in self._resources:
            made = self._client.create_resource(
                restApiId=self._id,
                parentId=self._root,
                pathPart=path.removeprefix("/"),
            )
            self._resources[path] = made["id"]
        return self._resources[path]

    def _get_guard(self, authorizer: Mapping[str, Any] | None) -> dict[str, str]:
        if authorizer is None:
            return {"authorizationType": "NONE"}
        if self._authorizer is None:
            made = self._client.create_authorizer(
                restApiId=self._id, name="guard", **authorizer
            )
            self._authorizer = made["id"]
        cognito = authorizer["type"] == "COGNITO_USER_POOLS"
        kind = "COGNITO_USER_POOLS" if cognito else "CUSTOM"
        return {"authorizationType": kind, "authorizerId": self._authorizer}


# Authorizers, as AWS's clients describe them. Functions and pools are ARNs.


def jwt_authorizer(issuer: str, audience: str) -> dict[str, Any]:
    """Return an authorizer of HTTP APIs that verifies tokens itself."""
    return {
        "AuthorizerType": "JWT",
        "IdentitySource": ["$request.header.Authorization"],
        "JwtConfiguration": {"Issuer": issuer, "Audience": [audience]},
    }


def simple_authorizer(function: str) -> dict[str, Any]:
    """Return an authorizer of HTTP APIs that asks a function for yes or no."""
    return {
        "AuthorizerType": "REQUEST",
        "AuthorizerUri": _invocations(function),
        "AuthorizerPayloadFormatVersion": "2.0",
        "AuthorizerResultTtlInSeconds": 300,
        "EnableSimpleResponses": True,
        "IdentitySource": ["$request.header.Authorization"],
    }


def token_authorizer(function: str) -> dict[str, Any]:
    """Return an authorizer of REST APIs that gives a function the token only."""
    return {
        "type": "TOKEN",
        "authorizerUri": _invocations(function),
        "authorizerResultTtlInSeconds": 300,
        "identitySource": "method.request.header.Authorization",
    }


def request_authorizer(function: str) -> dict[str, Any]:
    """Return an authorizer of REST APIs that gives a function the request."""
    return token_authorizer(function) | {"type": "REQUEST"}


def cognito_authorizer(pool: str) -> dict[str, Any]:
    """Return an authorizer of REST APIs that takes the tokens of a user pool."""
    return {
        "type": "COGNITO_USER_POOLS",
        "identitySource": "method.request.header.Authorization",
        "providerARNs": [pool],
    }


def _invocations(function: str) -> str:
    path = f"path/2015-03-31/functions/{function}/invocations"
    return f"arn:aws:apigateway:{function.split(':')[3]}:lambda:{path}"
