"""A log-in that can't be guessed at: neither from one address, nor one account."""

from __future__ import annotations

from marshmallow import Schema, fields

from pyverless.auth import authenticate
from pyverless.crypto import get_json_web_token
from pyverless.exceptions import UnauthorizedError
from pyverless.handlers import BaseHandler, RequestBodyMixin

from .throttles import ThrottleMixin


class LoginSchema(Schema):
    email = fields.String(required=True)
    password = fields.String(required=True)


class Login(ThrottleMixin, RequestBodyMixin, BaseHandler):
    allowed_methods = ("POST",)
    input_serializer = LoginSchema
    #: From one address.
    rate = "30/minute"
    #: For one account, from wherever.
    account_rate = "20/hour"
    fails_open = False

    def perform_action(self):
        account = self.body["email"].strip().casefold()
        # Before the password is looked at, or who guesses in parallel gets through.
        self.throttle(f"account {account}", self.account_rate)
        user = authenticate(**self.body)
        if user is None:
            raise UnauthorizedError("The e-mail address or the password is wrong.")
        return {"access_token": get_json_web_token({"sub": user.id})}
