"""Readers who are connected over a WebSocket, and what they are told."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from example_project.models import Article, Connection, now
from pyverless.auth import JWTAuthentication
from pyverless.config import settings
from pyverless.handlers import WebSocketHandler
from pyverless.websockets import ConnectionGoneError, Connections

logger = logging.getLogger(__name__)

#: API Gateway opens a connection after `connect()`: until then it seems to be gone.
OPENING = timedelta(minutes=1)


class SubprotocolAuthentication(JWTAuthentication):
    """A token where browsers can send it: `new WebSocket(url, ["bearer", token])`."""

    def get_token(self, request: Any) -> str | None:
        """Return what follows "bearer"."""
        offered = request.headers.get("sec-websocket-protocol", "")
        name, _, token = offered.partition(",")
        return token.strip() if name.strip() == "bearer" else None


class Readers(WebSocketHandler):
    """Who wants to hear of new articles at once; everybody may, as everybody reads.

    Who logs in is told whether they follow the author; a bad token is refused.
    """

    model = Connection
    # What is no browser can set a header.
    authentication_classes = [JWTAuthentication, SubprotocolAuthentication]
    subprotocols = ["bearer"]

    def connect(self) -> None:
        """Remember the connection."""
        user_id = self.user.id if self.user else None
        Connection(id=self.connection_id, user_id=user_id).save()

    def default(self) -> None:
        """Take no notice: an idle connection is closed, so some say something."""

    def disconnect(self) -> None:
        """Forget the connection."""
        for connection in Connection.objects.filter(id=self.connection_id):
            connection.delete()


def tell_readers(article: Article, follower_ids: set[int]) -> None:
    """Tell everybody who is connected about an article that was published.

    It is a courtesy: who is not told will see the article all the same. So a failure is
    no reason to process the message again, nor to go on and fail for the next reader.
    """
    if settings.WEBSOCKET_URL is None:
        return
    connections = Connections(settings.WEBSOCKET_URL)
    news = {"article_id": article.id, "title": article.title}
    for reader in Connection.objects.all():
        is_followed = reader.user_id in follower_ids
        try:
            connections.send(reader.id, {**news, "is_followed": is_followed})
        except ConnectionGoneError:
            if reader.created < now() - OPENING:
                reader.delete()
        except Exception:
            logger.exception("Readers were not told of article %s", article.id)
            return
