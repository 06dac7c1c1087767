"""APIs of API Gateway with authorizers, and Cognito, in front of functions of ours.

ministack stands in for AWS. A function runs as on AWS in a container of its own: the
runtime interface client, awslambdaric, calls the handler in the clone.
"""

from __future__ import annotations

import http.client
import io
import uuid
import zipfile
from contextlib import closing
from pathlib import Path

import botocore.session
from botocore.config import Config

from tests.services.aws import CREDENTIALS

from .gateways import Answer
from .provisioning import ROOT
from .runtime import ANSWER_TIMEOUT, FUNCTION_TIMEOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Self

    from tests.services.aws import MiniStack

__all__ = [
    "Account",
    "Api",
    "UserPool",
    "cognito_authorizer",
    "jwt_authorizer",
    "request_authorizer",
    "simple_authorizer",
    "token_authorizer",
]

ROLE = "arn:aws:iam::000000000000:role/test"
REGION = CREDENTIALS["AWS_REGION"]
STAGE = "test"

#: AWS starts it in every environment of a function with a custom runtime.
BOOTSTRAP = '#!/bin/sh\nexec "{python}" -m awslambdaric "$_HANDLER"\n'


class Account:
    """Functions and APIs on ministack, for as long as the `with` block.

    `python` is the interpreter that functions run in. Nothing made here gets in the way
    of what other tests make.
    """

    def __init__(self, services: MiniStack, python: Path) -> None:
        self._endpoint = services.endpoint
        self._python = python
        self._session = botocore.session.Session()
        self._clients: dict[str, Any] = {}
        self._functions: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        for name in self._functions:
            self.get_client("lambda").delete_function(FunctionName=name)

    def get_client(self, service: str) -> Any:
        """Return AWS's client for a service."""
        if service not in self._clients:
            self._clients[service] = self._session.create_client(
                service,
                region_name=REGION,
                endpoint_url=self._endpoint,
                aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
                aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
                # Never through a proxy that the environment names.
                config=Config(proxies={}, retries={"max_attempts": 0}),
            )
        return self._clients[service]

    def deploy(
        self, handler: str, env: Mapping[str, str], *, directory: Path = ROOT
    ) -> str:
        """Return the ARN of a new function.

        `handler` is what its configuration names (`module.function`), looked up in
        `directory` first and then in the clone; `env` is its environment.
        """
        path = f"{directory}:{ROOT}"
        created = self.get_client("lambda").create_function(
            FunctionName=f"pyverless-{uuid.uuid4().hex}",
            Runtime="provided.al2023",
            Role=ROLE,
            Handler=handler,
            Timeout=FUNCTION_TIMEOUT,
            Code={"ZipFile": _zip("bootstrap", BOOTSTRAP.format(python=self._python))},
            Environment={"Variables": {"PYTHONPATH": path, **env}},
        )
        self._functions.append(created["FunctionName"])
        return created["FunctionArn"]

    def restart(self, function: str) -> None:
        """Have a function start anew for the next request, as after a deployment."""
        self.get_client("lambda").update_function_configuration(
            FunctionName=function, Description=uuid.uuid4().hex
        )

    def get_logs(self, function: str) -> str:
        """Return what a function has written so far."""
        group = f"/aws/lambda/{function.rpartition(':')[2]}"
        found = self.get_client("logs").filter_log_events(logGroupName=group)
        return "\n".join(event["message"] for event in found["events"])

    def make_http_api(
        self,
        function: str,
        authorizer: Mapping[str, Any] | None = None,
        open_paths: Iterable[str] = (),
    ) -> Api:
        """Return a new HTTP API that hands every request to a function, as format 2.0.

        `authorizer` guards all paths but the `open_paths`.
        """
        client = self.get_client("apigatewayv2")
        api = client.create_api(Name="pyverless", ProtocolType="HTTP")["ApiId"]
        integration = client.create_integration(
            ApiId=api,
            IntegrationType="AWS_PROXY",
            IntegrationUri=function,
            PayloadFormatVersion="2.0",
        )
        route = {
            "ApiId": api,
            "Target": f"integrations/{integration['IntegrationId']}",
        }
        for path in open_paths:
            client.create_route(RouteKey=f"ANY {path}", **route)
        if authorizer:
            kind = "JWT" if authorizer["AuthorizerType"] == "JWT" else "CUSTOM"
            made = client.create_authorizer(ApiId=api, Name="guard", **authorizer)
            route |= {"AuthorizationType": kind, "AuthorizerId": made["AuthorizerId"]}
        client.create_route(RouteKey="ANY /{proxy+}", **route)
        client.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
        return Api(f"{self._endpoint}/_aws/execute-api/{api}/$default")

    def make_rest_api(
        self,
        function: str,
        authorizer: Mapping[str, Any] | None = None,
        open_paths: Iterable[str] = (),
    ) -> Api:
        """Return a new REST API that hands every request to a function.

        `authorizer` guards all paths but the `open_paths`, of one segment each.
        """
        client = self.get_client("apigateway")
        api = client.create_rest_api(name="pyverless")["id"]
        (root,) = client.get_resources(restApiId=api)["items"]

        def make_route(path: str, **method: str) -> None:
            resource = client.create_resource(
                restApiId=api, parentId=root["id"], pathPart=path.removeprefix("/")
            )
            route = {
                "restApiId": api,
                "resourceId": resource["id"],
                "httpMethod": "ANY",
            }
            client.put_method(**route, **method)
            client.put_integration(
                **route,
                type="AWS_PROXY",
                integrationHttpMethod="POST",
                uri=_invocations(function),
            )

        for path in open_paths:
            make_route(path, authorizationType="NONE")
        guard = {"authorizationType": "NONE"}
        if authorizer:
            cognito = authorizer["type"] == "COGNITO_USER_POOLS"
            made = client.create_authorizer(restApiId=api, name="guard", **authorizer)
            guard = {
                "authorizationType": "COGNITO_USER_POOLS" if cognito else "CUSTOM",
                "authorizerId": made["id"],
            }
        make_route("/{proxy+}", **guard)
        client.create_deployment(restApiId=api, stageName=STAGE)
        return Api(f"{self._endpoint}/_aws/execute-api/{api}/{STAGE}")

    def make_user_pool(self) -> UserPool:
        """Return a new user pool of Cognito."""
        return UserPool(self.get_client("cognito-idp"), self._endpoint)


class Api:
    """An API that can be called over HTTP."""

    def __init__(self, url: str) -> None:
        self.url = url

    def request(
        self,
        method: str,
        target: str,
        token: str | None = None,
        *,
        body: str | None = None,
        **headers: str,
    ) -> Answer:
        """Send a request; `body` is JSON, and `If_Match=…` is the header If-Match."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        if body is not None:
            sent["Content-Type"] = "application/json"
        host, slash, prefix = self.url.removeprefix("http://").partition("/")
        connection = http.client.HTTPConnection(host, timeout=ANSWER_TIMEOUT)
        with closing(connection):
            url = f"{slash}{prefix}{target}"
            connection.request(method, url, body and body.encode(), sent)
            return Answer(connection.getresponse())


class UserPool:
    """A user pool of Cognito with one app client; its tokens are signed with RS256."""

    def __init__(self, client: Any, endpoint: str) -> None:
        self._client = client
        pool = client.create_user_pool(PoolName=f"pyverless-{uuid.uuid4().hex}")
        self.id: str = pool["UserPool"]["Id"]
        self.arn: str = pool["UserPool"]["Arn"]
        app = client.create_user_pool_client(
            UserPoolId=self.id,
            ClientName="app",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        )
        self.client_id: str = app["UserPoolClient"]["ClientId"]
        #: What its tokens have as `iss`.
        self.issuer = f"https://cognito-idp.{REGION}.amazonaws.com/{self.id}"
        #: Where its keys are here; on AWS they are below `issuer`.
        self.jwks_url = f"{endpoint}/{self.id}/.well-known/jwks.json"

    def add_user(self, name: str, *groups: str) -> dict[str, str]:
        """Return what a new user gets at log-in: AccessToken, IdToken and others."""
        password = f"Aa1!{uuid.uuid4().hex}"
        user = {"UserPoolId": self.id, "Username": name}
        self._client.admin_create_user(**user, MessageAction="SUPPRESS")
        self._client.admin_set_user_password(**user, Password=password, Permanent=True)
        for group in groups:
            self._client.create_group(UserPoolId=self.id, GroupName=group)
            self._client.admin_add_user_to_group(**user, GroupName=group)
        answer = self._client.initiate_auth(
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": password},
        )
        return answer["AuthenticationResult"]


# Authorizers, as AWS's clients describe them


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


def cognito_authorizer(pool: UserPool) -> dict[str, Any]:
    """Return an authorizer of REST APIs that takes the tokens of a user pool."""
    return {
        "type": "COGNITO_USER_POOLS",
        "identitySource": "method.request.header.Authorization",
        "providerARNs": [pool.arn],
    }


def _invocations(function: str) -> str:
    path = f"path/2015-03-31/functions/{function}/invocations"
    return f"arn:aws:apigateway:{REGION}:lambda:{path}"


def _zip(name: str, text: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = 0o755 << 16
        archive.writestr(entry, text)
    return content.getvalue()
