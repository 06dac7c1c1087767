"""A handler class for an event of any other kind."""

from pyverless.handlers import EventHandler


class Nightly(EventHandler):
    def perform_action(self):
        return {"source": self.event["source"]}


handler = Nightly.as_handler()
