"""A WebSocket API whose connections are in DynamoDB, as in the documentation."""

from __future__ import annotations

from docs.recipes.connections import StoredConnectionsMixin
from pyverless.exceptions import ForbiddenError
from pyverless.handlers import AuthorizationMixin, WebSocketHandler


class Chat(AuthorizationMixin, StoredConnectionsMixin):
    """Those who are in a room hear what the others say."""

    def get_topic(self):
        """Return the room."""
        return self.request.query.get("room", "lobby")

    def connect(self):
        """Let in whoever is not banned."""
        if self.user.id == "mallory":
            raise ForbiddenError
        super().connect()

    def default(self):
        """Say who the caller is."""
        return {"id": self.connection_id, "user": self.user.id, "said": self.text}

    def say(self):
        """Tell all in a room."""
        text = f"{self.user.id}: {self.json_body['text']}"
        return {"told": self.broadcast(self.json_body["room"], text)}

    async def whisper(self):
        """Tell one."""
        return {"sent": self.send(self.json_body["text"], self.json_body["to"])}

    def kick(self):
        """Close a connection."""
        self.get_connections().close(self.json_body["to"])
        return {}

    def fail(self):
        """Fail."""
        raise KeyError("secret")


class Whoami(AuthorizationMixin, WebSocketHandler):
    """Who somebody is, as an authorizer has found out."""

    def default(self):
        """Return what is known of the caller."""
        return {"user": self.user.id, "groups": self.user.groups}


handler = Chat.as_handler()
whoami = Whoami.as_handler()
