"""Throttling by a counter in DynamoDB: one atomic write for each request.

The table has a text `id` as its key, and `expires` as its time to live.
"""

from __future__ import annotations

import logging
import os
import time
from functools import cache
from hashlib import sha256
from ipaddress import ip_address, ip_network

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoRegionError
from botocore.session import get_session

from pyverless.exceptions import (
    ImproperlyConfigured,
    ServiceUnavailableError,
    ThrottledError,
)
from pyverless.handlers import BaseHandler

logger = logging.getLogger(__name__)

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


class ThrottleMixin(BaseHandler):
    """Lets a caller through `rate` times, and answers 429 until the window ends."""

    #: How often in how long, as in "100/hour"; also per second, minute or day.
    rate = "100/hour"
    #: Handlers with the same scope share one count; None: each has its own.
    throttle_scope = None
    #: Whether callers get in while the table can't be asked; False answers 503 then.
    fails_open = True

    def prepare(self, plan):
        """Make the client and read `rate`, during INIT."""
        super().prepare(plan)
        get_client()
        parse_rate(self.rate)

    def check_throttles(self):
        """Count this request."""
        self.throttle(self.get_throttle_key(), self.rate)

    def get_throttle_key(self):
        """Return who is counted: the user where there is one, else the address."""
        if self.user is not None:
            return f"user {self.user.id}"
        return f"address {get_network(self.request.client_ip)}"

    def throttle(self, key, rate):
        """Count `key`; raise ThrottledError when it was counted more than `rate`."""
        limit, seconds = parse_rate(rate)
        now = time.time()
        window = int(now // seconds)
        scope = self.throttle_scope or self.plan.name
        try:
            count = add_one(f"{scope} {rate} {window} {key}", (window + 1) * seconds)
        except (BotoCoreError, ClientError):
            logger.exception("The throttle of %s can't count", scope)
            if self.fails_open:
                return
            raise ServiceUnavailableError(wait=1) from None
        if count > limit:
            raise ThrottledError((window + 1) * seconds - now)


def parse_rate(rate):
    """Return how many requests in how many seconds."""
    count, _, unit = rate.partition("/") if isinstance(rate, str) else ("", "", "")
    if not count.isdecimal() or int(count) < 1 or unit not in SECONDS:
        raise ImproperlyConfigured(
            f"A rate is {rate!r}. Write a number from 1 and second, minute, hour or "
            'day, as in "100/hour".'
        )
    return int(count), SECONDS[unit]


def get_network(address):
    """Return what one customer has: an address of IPv4, a /64 of IPv6."""
    try:
        is_long = ip_address(address).version == 6
    except ValueError:
        return address
    return ip_network(f"{address}/64", strict=False) if is_long else address


def add_one(key, expires):
    """Count `key` and return its count; no two callers get the same."""
    answer = get_client().update_item(
        TableName=os.environ.get("THROTTLE_TABLE", "throttles"),
        # A hash, so that the table has no addresses, and keys of any length fit.
        Key={"id": {"S": sha256(key.encode()).hexdigest()}},
        UpdateExpression="SET expires = :expires ADD requests :one",
        ExpressionAttributeValues={
            ":expires": {"N": str(expires)},
            ":one": {"N": "1"},
        },
        ReturnValues="UPDATED_NEW",
    )
    return int(answer["Attributes"]["requests"]["N"])


@cache
def get_client():
    """Return the client; a table that is slow must not hold up everybody for long."""
    config = Config(
        connect_timeout=1, read_timeout=1, retries={"total_max_attempts": 2}
    )
    try:
        return get_session().create_client("dynamodb", config=config)
    except NoRegionError:
        raise ImproperlyConfigured(
            "The throttles don't know in which region their table is. Lambda says so "
            "by itself; elsewhere set AWS_DEFAULT_REGION, as in eu-west-1."
        ) from None
