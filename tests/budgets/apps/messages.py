"""A handler class for the messages of a queue."""

from pyverless.handlers import SQSHandler


class Orders(SQSHandler):
    def process_message(self, message):
        return message.json_body["id"]


handler = Orders.as_handler()
