"""An account on AWS: functions of ours, API Gateway in front of them, and Cognito.

ministack stands in for AWS. A function is a process of its own, where AWS's runtime
interface client, awslambdaric, calls the handler in the clone.
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

from .api_gateway import HttpApi, RestApi
from .gateways import Answer
from .provisioning import ROOT
from .runtime import ANSWER_TIMEOUT, FUNCTION_TIMEOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Self

    from tests.services.aws import MiniStack

__all__ = ["Account", "Api", "UserPool"]

ROLE = "arn:aws:iam::000000000000:role/test"
REGION = CREDENTIALS["AWS_REGION"]

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
        self,
        handler: str,
        env: Mapping[str, str],
        *,
        directory: Path = ROOT,
        timeout: int = FUNCTION_TIMEOUT,
    ) -> str:
        """Return the ARN of a new function, which has `timeout` seconds for an event.

        `handler` is what its configuration names (`module.function`), looked up in
        `directory` first and then in the clone; `env` is its environment.
        """
        path = f"{directory}:{ROOT}"
        created = self.get_client("lambda").create_function(
            FunctionName=f"pyverless-{uuid.uuid4().hex}",
            Runtime="provided.al2023",
            Role=ROLE,
            Handler=handler,
            Timeout=timeout,
            Code={"ZipFile": _zip("bootstrap", BOOTSTRAP.format(python=self._python))},
            Environment={"Variables": {"PYTHONPATH": path, **env}},
        )
        self._functions.append(created["FunctionName"])
        return created["FunctionArn"]

    def get_logs(self, function: str) -> str:
        """Return what a function has written so far."""
        group = f"/aws/lambda/{function.rpartition(':')[2]}"
        found = self.get_client("logs").filter_log_events(logGroupName=group)
        return "\n".join(event["message"] for event in found["events"])

    def make_http_api(
        self,
        function: str,
        authorizer: Mapping[str, Any] | None = None,
        open_routes: Mapping[str, str] | None = None,
    ) -> Api:
        """Return a new HTTP API that hands every request to a function, as format 2.0.

        `authorizer` guards all routes but the `open_routes`, as `{"POST /login": …}`,
        which have functions of their own.
        """
        api = HttpApi(self.get_client("apigatewayv2"))
        api.add_route("ANY /{proxy+}", function, authorizer)
        for route, target in (open_routes or {}).items():
            api.add_route(route, target, None)
        return Api(f"{self._endpoint}/_aws/execute-api/{api.deploy()}")

    def make_rest_api(
        self,
        function: str,
        authorizer: Mapping[str, Any] | None = None,
        open_routes: Mapping[str, str] | None = None,
    ) -> Api:
        """Return a new REST API that hands every request to a function.

        `authorizer` guards all routes but the `open_routes`, as `{"POST /login": …}`,
        which have functions of their own and paths of one segment.
        """
        api = RestApi(self.get_client("apigateway"))
        api.add_route("ANY /{proxy+}", function, authorizer)
        for route, target in (open_routes or {}).items():
            # What has a resource of its own is no longer for `/{proxy+}`.
            api.add_route(f"ANY {route.split()[1]}", function, authorizer)
            api.add_route(route, target, None)
        return Api(f"{self._endpoint}/_aws/execute-api/{api.deploy()}")

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
        self._password = f"Aa1!{uuid.uuid4().hex}"
        pool = client.create_user_pool(PoolName=f"pyverless-{uuid.uuid4().hex}")
        self.id: str = pool["UserPool"]["Id"]
        self.arn: str = pool["UserPool"]["Arn"]
        self.client_id = self.make_client()
        #: What its tokens have as `iss`.
        self.issuer = f"https://cognito-idp.{REGION}.amazonaws.com/{self.id}"
        #: Where its keys are here; on AWS they are below `issuer`.
        self.jwks_url = f"{endpoint}/{self.id}/.well-known/jwks.json"

    def make_client(self) -> str:
        """Return the id of a new app client."""
        made = self._client.create_user_pool_client(
            UserPoolId=self.id,
            ClientName="app",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        )
        return made["UserPoolClient"]["ClientId"]

    def add_user(self, name: str, *groups: str) -> dict[str, str]:
        """Return what a new user gets at log-in: see `log_in()`."""
        user = {"UserPoolId": self.id, "Username": name}
        password = {"Password": self._password, "Permanent": True}
        self._client.admin_create_user(**user, MessageAction="SUPPRESS")
        self._client.admin_set_user_password(**user, **password)
        for group in groups:
            self._client.create_group(UserPoolId=self.id, GroupName=group)
            self._client.admin_add_user_to_group(**user, GroupName=group)
        return self.log_in(name)

    def log_in(self, name: str, client_id: str | None = None) -> dict[str, str]:
        """Return what a user gets: AccessToken, IdToken and others."""
        answer = self._client.initiate_auth(
            ClientId=client_id or self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": self._password},
        )
        return answer["AuthenticationResult"]


def _zip(name: str, text: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = 0o755 << 16
        archive.writestr(entry, text)
    return content.getvalue()
