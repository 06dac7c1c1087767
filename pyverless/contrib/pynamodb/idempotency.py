"""IdempotencyMixin: what was done, as items of a table."""

from __future__ import annotations

from contextlib import suppress
from math import ceil
from secrets import token_hex
from time import time

from pynamodb.attributes import TTLAttribute, UnicodeAttribute
from pynamodb.exceptions import VerboseClientError
from pynamodb.models import Model

from pyverless.contrib.claims import Claim, find_claim
from pyverless.contrib.pynamodb.errors import CONDITION_FAILED, get_code, get_response
from pyverless.contrib.pynamodb.expressions import Expressions
from pyverless.contrib.pynamodb.querysets import QuerySet
from pyverless.contrib.pynamodb.requests import send
from pyverless.contrib.pynamodb.units import apply_write, get_undo
from pyverless.contrib.pynamodb.writes import Write
from pyverless.exceptions import ImproperlyConfigured, ServiceUnavailableError
from pyverless.idempotency import Entry, get_conflict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.contrib.pynamodb.reads import Item
    from pyverless.exceptions import ConflictError

__all__ = ["IdempotencyMixin"]

#: How many bytes an item may have, with the names of its attributes.
_MAX_SIZE = 400 * 1024


class IdempotencyMixin:
    """An idempotency store that is a table of yours::

        class Done(IdempotencyMixin, Model):
            class Meta:
                table_name = "done"

    A claim is an item that is put at once, and deleted when the unit of work fails. A
    crash leaves it behind, but when its lease is over it counts for nothing. What was
    done is one of the writes at the end of the unit of work, on condition that the
    claim is still there. DynamoDB deletes old items: `expires` is the time to live.
    """

    #: What stands for the key.
    id = UnicodeAttribute(hash_key=True)
    #: Whose claim this is; None: it is done.
    token = UnicodeAttribute(null=True)
    #: What tells whether the same was asked for.
    fingerprint = UnicodeAttribute(null=True)
    #: What was answered.
    answer = UnicodeAttribute(null=True)
    #: When the claim ends, or when this may be forgotten.
    expires = TTLAttribute()

    atomic = staticmethod(QuerySet.atomic)

    @classmethod
    def check(cls) -> None:
        """Raise ImproperlyConfigured where this is no table. Called during INIT."""
        meta = getattr(cls, "Meta", None)
        if not (issubclass(cls, Model) and getattr(meta, "table_name", None)):
            raise ImproperlyConfigured(
                f"{cls.__name__} is no table. Make it a model, as in class "
                "Done(IdempotencyMixin, Model), with a Meta that has a table_name."
            )

    @classmethod
    def claim(cls, key: str, *, lease: float) -> Entry | None:
        """Take a key for the current unit of work: see `IdempotencyStore`."""
        undo = get_undo()
        claim = _Claim(cls, key, lease)
        found = claim.put()
        if found is None:
            undo.append(claim.give_back)
            return None
        if "fingerprint" not in found:
            raise get_conflict()
        return Entry(
            expires=int(found["expires"]["N"]),
            fingerprint=found["fingerprint"]["S"],
            answer=found.get("answer", {}).get("S"),
        )

    @classmethod
    def complete(cls, key: str, entry: Entry) -> None:
        """Remember what was done under a key that is claimed, with all other writes.

        At the end of the unit of work, ConflictError is raised where the claim was
        lost, because its lease was over and somebody else has taken the key. Raises
        ValueError for an answer that is too long for an item.
        """
        completion = _Completion(find_claim(get_undo(), cls, key), entry)
        completion.check_size()
        apply_write(completion, lambda: _do_nothing)


class _Claim(Claim):
    """A key that is taken for a unit of work; nobody else knows its token."""

    def __init__(self, store: Any, key: str, lease: float) -> None:
        super().__init__(store, key)
        self.token = token_hex(16)
        self.expires = ceil(time() + lease)

    def put(self) -> Item | None:
        """Put the item; return the one that is in the way, None where there is none."""
        expressions = Expressions()
        missing = f"attribute_not_exists({expressions.name('id')})"
        now = expressions.value({"N": str(int(time()))})
        is_over = f"{expressions.name('expires')} <= {now}"
        expressions.say("ConditionExpression", [f"({missing} OR {is_over})"])
        item = {
            "id": {"S": self.key},
            "token": {"S": self.token},
            "expires": {"N": str(self.expires)},
        }
        params = {
            "TableName": self.store.Meta.table_name,
            "Item": item,
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            **expressions.as_params(),
        }
        try:
            send(self.store, "PutItem", params)
        except (VerboseClientError, ServiceUnavailableError) as exc:
            return self._get_other(exc)
        return None

    def _get_other(self, exc: Exception) -> Item | None:
        cause = exc.__cause__
        if isinstance(cause, Exception) and get_code(cause) == "TransactionConflict":
            # Somebody is about to complete it.
            raise get_conflict() from exc
        if get_code(exc) != CONDITION_FAILED:
            raise exc
        found: Item = get_response(exc).get("Item", {})
        # botocore repeats a request that got no answer, and that one may be done.
        return None if found.get("token") == {"S": self.token} else found

    def give_back(self) -> None:
        """Delete the item, if it is still this claim; otherwise the lease ends it."""
        write = Write(
            self.store,
            {"id": {"S": self.key}},
            None,
            exists=True,
            expected={"token": {"S": self.token}},
        )
        # The error that the unit of work failed with is the one to be told, whatever
        # goes wrong here: credentials may have run out, say.
        with suppress(Exception):
            send(self.store, "DeleteItem", write.as_params())


class _Completion(Write):
    """The write that makes of a claim what was done."""

    def __init__(self, claim: _Claim, entry: Entry) -> None:
        changes: dict[str, Any] = {
            "token": None,
            "expires": {"N": str(entry.expires)},
            "fingerprint": {"S": entry.fingerprint},
        }
        if entry.answer is not None:
            changes["answer"] = {"S": entry.answer}
        key = {"id": {"S": claim.key}}
        item = {name: wire for name, wire in changes.items() if wire is not None}
        super().__init__(
            claim.store,
            key,
            {**key, **item},
            changes=changes,
            exists=True,
            expected={"token": {"S": claim.token}},
        )

    def check_size(self) -> None:
        # Here, because the caller would read that the data of the request is too large.
        size = sum(
            len(name) + len(text.encode())
            for name, wire in (self.item or {}).items()
            for text in wire.values()
        )
        if size > _MAX_SIZE:
            raise ValueError(
                f"{self.model.__name__} can't keep what was answered: with {size} "
                f"bytes it is more than an item of DynamoDB has room for, {_MAX_SIZE}. "
                "Answer with less, or take a store in a database."
            )

    def get_conflict(self) -> ConflictError:
        return get_conflict()


def _do_nothing() -> None:
    """Take nothing back: what was not sent is not there."""
