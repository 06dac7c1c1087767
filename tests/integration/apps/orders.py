"""Orders from a queue, each of which says how its processing is to go wrong."""

from __future__ import annotations

import json
import os
import time
from contextlib import contextmanager

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from pyverless.contrib.sqlalchemy import ModelMixin
from pyverless.contrib.sqlalchemy.idempotency import IdempotencyMixin
from pyverless.handlers import SQSHandler


class Base(ModelMixin, DeclarativeBase):
    pass


class Done(IdempotencyMixin, Base):
    """Which orders were processed."""

    __tablename__ = "done"


class Order(Base):
    """What was done for an order: a row each time."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    queue: Mapped[str]
    group: Mapped[str]
    number: Mapped[int]


def note(order, step):
    """Write down what happens, whatever becomes of the process after it."""
    line = json.dumps([order["group"], order["number"], step])
    log = os.open(os.environ["LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(log, f"{line}\n".encode())
    os.close(log)


class OrderHandler(SQSHandler):
    """Process orders; a delivery takes the step of its number, or the last one."""

    model = Order
    idempotency_store = Done
    #: Of the one second that the function has.
    deadline_margin = 300

    step = None

    @contextmanager
    def atomic(self):
        """Die after the commit, before anybody learns of it, where the step says so."""
        with super().atomic():
            yield
        if self.step == "late":
            os._exit(1)

    def load_records(self):
        super().load_records()
        self.order = self.message.json_body
        note(self.order, "received")

    def get_idempotency_key(self):
        return f"{os.environ['QUEUE']}/{self.order['group']}/{self.order['number']}"

    def process_message(self, message):
        plan = self.order["plan"]
        self.step = plan[min(message.receive_count, len(plan)) - 1]
        note(self.order, self.step)
        group, number = self.order["group"], self.order["number"]
        Order(queue=os.environ["QUEUE"], group=group, number=number).save()
        if self.step == "raise":
            raise RuntimeError("This order can't be processed.")
        if self.step == "exit":
            os._exit(1)
        if self.step == "hang":
            time.sleep(60)


handler = OrderHandler.as_handler(**json.loads(os.environ.get("OPTIONS", "{}")))
