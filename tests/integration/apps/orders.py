"""Orders from a queue, each of which says how its processing is to go wrong."""

from __future__ import annotations

import json
import os
import time
from contextlib import contextmanager

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from pyverless.contrib.sqlalchemy import ModelMixin
from pyverless.handlers import SQSHandler


class Base(ModelMixin, DeclarativeBase):
    pass


class Order(Base):
    """What was done for an order: more than once where nobody prevents it."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    queue: Mapped[str]
    group: Mapped[str]
    number: Mapped[int]


def note(*what):
    """Write down what happens next, whatever becomes of the process after it."""
    line = json.dumps(what)
    file = os.open(os.environ["LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(file, f"{line}\n".encode())
    os.close(file)


class OrderHandler(SQSHandler):
    """Process orders; a delivery takes the step of its number, or the last one."""

    model = Order
    #: Most of the second that the function has; the rest is for what hangs.
    deadline_margin = 300

    step = "skip"

    @contextmanager
    def atomic(self):
        """Die after the commit, before anybody learns of it, where the step says so."""
        with super().atomic():
            yield
        if self.step == "late":
            os._exit(1)

    def get_idempotency_key(self):
        return "{group}/{number}".format(**self.message.json_body)

    def process_message(self, message):
        order = message.json_body
        plan = order["plan"]
        self.step = plan[min(message.receive_count, len(plan)) - 1]
        note(order["group"], order["number"], self.step, message.receive_count)
        Order(
            queue=os.environ["QUEUE"], group=order["group"], number=order["number"]
        ).save()
        if self.step == "raise":
            raise RuntimeError("The order can't be processed.")
        if self.step == "exit":
            os._exit(1)
        if self.step == "hang":
            time.sleep(60)


handler = OrderHandler.as_handler(**json.loads(os.environ["OPTIONS"]))
