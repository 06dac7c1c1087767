"""What is asked of DynamoDB."""

from __future__ import annotations


def sent(model, act):
    """Return the parameters of the requests that `act` makes."""
    requests = []

    def remember(params, **_):
        requests.append(params)

    events = model._get_connection().connection.client.meta.events
    events.register("provide-client-params.dynamodb.*", remember)
    act()
    events.unregister("provide-client-params.dynamodb.*", remember)
    return requests
