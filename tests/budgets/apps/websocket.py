"""A handler class for the messages of a WebSocket API."""

from pyverless.handlers import WebSocketHandler


class Chat(WebSocketHandler):
    def say(self):
        return self.json_body


handler = Chat.as_handler()
