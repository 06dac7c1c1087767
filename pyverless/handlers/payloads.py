"""PayloadMixin: the JSON inside of a message, checked and loaded."""

from __future__ import annotations

from pyverless.exceptions import BadRequestError, ImproperlyConfigured
from pyverless.handlers.records import RecordsMixin
from pyverless.handlers.results import finish

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pyverless.handlers.plan import Plan

__all__ = ["PayloadMixin"]


class PayloadMixin(RecordsMixin):
    """Messages whose text is JSON: with a `serializer`, `self.body` is what it loads.

    A message that is not valid goes to `on_invalid_message()`, which has it fail.
    """

    #: What loads the JSON of a message: a marshmallow Schema (class or instance), a
    #: msgspec Struct, or the dotted path of one of these. None: nothing does.
    serializer: Any = None

    #: What the serializer has loaded.
    body: Any

    def prepare(self, plan: Plan) -> None:
        """Resolve `serializer`."""
        super().prepare(plan)
        declared = plan.declared("serializer")
        plan.has_payload = declared is not None or plan.overrides(
            "set_body", PayloadMixin
        )
        if declared is None:
            return
        from pyverless.serializers import get_adapter

        wanted_by = f"{plan.name}.serializer"
        plan.input = get_adapter(declared, wanted_by, for_bodies=True)
        if not plan.input.can_load:
            raise ImproperlyConfigured(
                f"{wanted_by} is {declared!r}, which can't load a message. Set it to a "
                "marshmallow Schema or a msgspec Struct."
            )

    def set_body(self, message: Any) -> None:
        """Set `body`, or `fault` where the message is not valid."""
        if self.plan.input is None:
            return
        try:
            self.body = self.load_payload(message)
        except BadRequestError as exc:
            # The serializer's own error may quote the message, and would be logged.
            exc.__cause__ = None
            self.fault = exc

    def process_payload(self, message: Any, process: Callable[[Any], Any]) -> None:
        """Call `process` with a message, or `on_invalid_message()`."""
        if isinstance(self.fault, BadRequestError):
            result = self.on_invalid_message(message, self.fault)
            finish(result, self.plan.name)
        else:
            finish(process(message), self.plan.name)

    def load_payload(self, message: Any) -> Any:
        """Return what the serializer makes of a message.

        Raises BadRequestError for one that is not valid.
        """
        schema = self.plan.input
        if schema.load_json is not None:
            loaded = schema.load_json(message.text)
            if loaded is not None:
                return loaded
        return schema.load(message.json_body)

    def on_invalid_message(self, message: Any, exc: BadRequestError) -> Any:
        """Do something about a message that is not valid; the default raises `exc`.

        So it comes back until the queue gives it up, to a dead-letter queue where there
        is one. Override it to put the message aside: what returns is done with it. May
        be a coroutine.
        """
        raise exc
