"""A handler class for the notifications of a topic."""

from pyverless.handlers import SNSHandler


class Alarms(SNSHandler):
    def process_notification(self, notification):
        return None


handler = Alarms.as_handler()
