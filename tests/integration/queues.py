"""Queues of SQS whose messages a function gets: an event source mapping between them.

What ministack's mapping does, as tried and as its source says. It is as on AWS but for
what is marked:

* A function that raises, ends (`os._exit`) or runs out of time deletes nothing: the
  batch is there again when its visibility timeout is over. The mapping then also waits
  a second before it takes another batch (not as on AWS).
* With `ReportBatchItemFailures`, what `batchItemFailures` names stays invisible until
  that timeout is over; the others are deleted. Without it, the answer is not read.
* Each delivery counts, whatever became of it: `maxReceiveCount` deliveries later the
  message is moved to the dead-letter queue. A batch that crashes counts for all of it.
* A standard queue has as many batches at work as `MaximumConcurrency` says. A FIFO
  queue has one (on AWS: one for each message group).
* The time that an environment takes to start counts for the visibility of messages, as
  on AWS, but not for the timeout of the function.
* A message that is sent while a batch is being deleted can get lost, in ministack
  itself. So all is sent before a function is connected.
"""

from __future__ import annotations

import json
import time
import uuid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, Self

    from .aws_api import Account

__all__ = ["Queue", "wait_until_empty"]

COUNTERS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


class Queue:
    """A queue with a dead-letter queue, for as long as the `with` block.

    A message is there again `visibility` seconds after a delivery that failed, and in
    the dead-letter queue after `max_receives` of them.
    """

    def __init__(
        self,
        account: Account,
        *,
        fifo: bool = False,
        visibility: int = 2,
        max_receives: int = 1000,
    ) -> None:
        self.is_fifo = fifo
        self._sqs = account.get_client("sqs")
        self._functions = account.get_client("lambda")
        self._mappings: list[str] = []
        self._dead_url, dead = self._create({})
        redrive = {"deadLetterTargetArn": dead, "maxReceiveCount": max_receives}
        self.url, self.arn = self._create(
            {
                "VisibilityTimeout": str(visibility),
                "RedrivePolicy": json.dumps(redrive),
            }
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        for mapping in self._mappings:
            self._functions.delete_event_source_mapping(UUID=mapping)
        for url in (self.url, self._dead_url):
            self._sqs.delete_queue(QueueUrl=url)

    def send(self, bodies: Iterable[Any]) -> None:
        """Send messages whose bodies are JSON; in a FIFO queue, each names its "group".

        SQS itself takes none of them for a duplicate of another.
        """
        entries = [self._as_entry(body) for body in bodies]
        for start in range(0, len(entries), 10):
            batch = entries[start : start + 10]
            sent = self._sqs.send_message_batch(QueueUrl=self.url, Entries=batch)
            if sent.get("Failed"):
                raise RuntimeError(f"SQS refuses messages: {sent['Failed']}")

    def connect(
        self,
        function: str,
        *,
        batch_size: int = 10,
        concurrency: int = 2,
        reports_failures: bool = True,
    ) -> None:
        """Let a function have the messages, by an event source mapping."""
        reports = ["ReportBatchItemFailures"] if reports_failures else []
        scaling = {} if self.is_fifo else {"MaximumConcurrency": concurrency}
        made = self._functions.create_event_source_mapping(
            EventSourceArn=self.arn,
            FunctionName=function,
            BatchSize=batch_size,
            FunctionResponseTypes=reports,
            ScalingConfig=scaling,
        )
        self._mappings.append(made["UUID"])

    def allow(self, service: str) -> None:
        """Let a service of AWS send messages."""
        policy = {
            "Statement": {
                "Effect": "Allow",
                "Principal": {"Service": service},
                "Action": "sqs:SendMessage",
                "Resource": self.arn,
            }
        }
        attributes = {"Policy": json.dumps(policy)}
        self._sqs.set_queue_attributes(QueueUrl=self.url, Attributes=attributes)

    def count(self) -> int:
        """Return how many messages there are, wherever they are at the moment."""
        found = self._sqs.get_queue_attributes(
            QueueUrl=self.url, AttributeNames=list(COUNTERS)
        )
        return sum(int(found["Attributes"][name]) for name in COUNTERS)

    def get_dead(self) -> list[Any]:
        """Return the bodies of what is in the dead-letter queue. Can be called once."""
        found = []
        while messages := self._receive(self._dead_url):
            found += [json.loads(message["Body"]) for message in messages]
        return found

    def _create(self, attributes: dict[str, str]) -> tuple[str, str]:
        name = f"pyverless-{uuid.uuid4().hex}"
        if self.is_fifo:
            name += ".fifo"
            attributes = {"FifoQueue": "true", **attributes}
        url = self._sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        found = self._sqs.get_queue_attributes(
            QueueUrl=url, AttributeNames=["QueueArn"]
        )
        return url, found["Attributes"]["QueueArn"]

    def _as_entry(self, body: Any) -> dict[str, Any]:
        entry = {"Id": uuid.uuid4().hex, "MessageBody": json.dumps(body)}
        if self.is_fifo:
            entry["MessageGroupId"] = body["group"]
            entry["MessageDeduplicationId"] = entry["Id"]
        return entry

    def _receive(self, url: str) -> list[dict[str, Any]]:
        answer = self._sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=300
        )
        return answer.get("Messages", [])


def wait_until_empty(queues: Sequence[Queue], patience: float) -> list[float]:
    """Wait until each message was deleted, or is in the dead-letter queue.

    Returns after how many seconds each of the queues was empty; raises TimeoutError
    where one is not in time.
    """
    started = time.monotonic()
    found: dict[Queue, float] = {}
    while len(found) < len(queues):
        for queue in queues:
            passed = time.monotonic() - started
            if queue not in found and not queue.count():
                found[queue] = passed
        if passed > patience:
            left = [queue.count() for queue in queues]
            raise TimeoutError(f"After {patience} s, so many messages are left: {left}")
        time.sleep(0.1)
    return [found[queue] for queue in queues]
