"""Reading what a plan says, in requests that ask for no more than is needed."""

from __future__ import annotations

from pyverless.contrib.pynamodb.expressions import Expressions
from pyverless.contrib.pynamodb.requests import send

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from pynamodb.models import Model

    from pyverless.contrib.pynamodb.casts import Wire
    from pyverless.contrib.pynamodb.plans import Plan

    Item = dict[str, Wire]

__all__ = ["count_items", "get_item", "iterate_items", "read_page"]

#: How much more each request asks for than the last, where DynamoDB filters: the limit
#: of a request is on what is read, not on what is left of it.
_GROWTH = 8


def get_item(model: type[Model], key: Item) -> Item | None:
    """Return the item with a key, as it is now."""
    params = {"TableName": _get_name(model), "Key": key, "ConsistentRead": True}
    found: Item | None = send(model, "GetItem", params).get("Item")
    return found


def read_page(
    model: type[Model],
    plan: Plan,
    *,
    limit: int | None = None,
    start_key: Item | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return the answer to one Query or Scan, without what does not meet the checks.

    `limit` is how much DynamoDB may look at.
    """
    expressions = Expressions()
    plan.write(expressions)
    params = {"TableName": _get_name(model), **more, **expressions.as_params()}
    if limit is not None:
        params["Limit"] = limit
    if start_key is not None:
        params["ExclusiveStartKey"] = start_key
    operation = "Scan"
    if plan.access is not None:
        operation = "Query"
        params["ScanIndexForward"] = plan.is_forward
        params["ConsistentRead"] = plan.access.is_consistent
        if plan.access.index_name is not None:
            params["IndexName"] = plan.access.index_name
    page = send(model, operation, params)
    if plan.checks and "Items" in page:
        page["Items"] = [
            item for item in page["Items"] if all(c.is_met(item) for c in plan.checks)
        ]
    return page


def iterate_items(
    model: type[Model], plan: Plan, limit: int | None = None
) -> Iterator[Item]:
    """Yield items in the order in which DynamoDB has them.

    `limit` is how many the caller will take.
    """
    start_key, asked = None, limit
    while True:
        page = read_page(model, plan, limit=asked, start_key=start_key)
        yield from page["Items"]
        start_key = page.get("LastEvaluatedKey")
        if start_key is None:
            return
        if limit is not None and asked is not None:
            limit -= len(page["Items"])
            asked = asked * _GROWTH if plan.filters or plan.checks else limit


def count_items(model: type[Model], plan: Plan) -> int:
    """Return how many items there are; they are not sent to us, where that is possible.

    DynamoDB reads them all the same.
    """
    more: dict[str, Any] = {} if plan.checks else {"Select": "COUNT"}
    count, start_key = 0, None
    while True:
        page = read_page(model, plan, start_key=start_key, **more)
        count += len(page["Items"]) if plan.checks else page["Count"]
        start_key = page.get("LastEvaluatedKey")
        if start_key is None:
            return count


def _get_name(model: type[Model]) -> str:
    return str(model.Meta.table_name)
