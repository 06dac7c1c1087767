"""ConditionalMixin: ETag and Last-Modified, 304, 412 and 428."""

from __future__ import annotations

from pyverless.exceptions import (
    ImproperlyConfigured,
    PreconditionFailedError,
    PreconditionRequiredError,
    StaleObjectError,
)
from pyverless.handlers.mixins import SerializerMixin
from pyverless.handlers.results import as_response
from pyverless.http.conditional import check_preconditions, content_etag, quote_etag
from pyverless.http.dates import http_date, parse_http_date
from pyverless.http.headers import ALL_METHODS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from pyverless.handlers.plan import Plan
    from pyverless.http.response import Response

    Validators = tuple[str | None, datetime | None]

__all__ = ["ConditionalMixin"]

_READS = ("GET", "HEAD")
_CHANGES = ("PUT", "PATCH", "DELETE")
_CONDITIONS = ("if-match", "if-none-match", "if-unmodified-since")
# The answers that say which state there is now.
_TELLING_METHODS = (*_READS, "POST", "PUT", "PATCH")
_TELLING_STATUSES = (200, 201, 204, 304)


class ConditionalMixin(SerializerMixin):
    """No answer is sent twice, and no change of somebody else is overwritten unseen.

    Answers carry an ETag. A GET that names it in If-None-Match is answered with 304 as
    long as it is up to date; a PUT, PATCH or DELETE that names it in If-Match gets 412
    when it no longer is (RFC 9110 §13)::

        class ArticleDetail(ConditionalMixin, RetrieveUpdateDeleteHandler):
            model = Article
            serializer = ArticleSchema
            optional_body_keys = ["title"]
            require_conditions = True

    The tag is a hash of what GET answers with, which for changes is taken to be the
    serialized `object`: a class that only changes needs the serializer of the one that
    reads. Where objects have a version, override `get_etag()` in both; 304 then saves
    the work as well.

    Conditions are checked inside of the unit of work, for which the object of a change
    is locked: `get_object()` asks the queryset for `select_for_update()`, where there
    is one. A store that does not lock refuses the write of who comes second, which is
    412 as well.
    """

    #: Whether answers to GET have an ETag of their content where there is no other.
    etag: bool = True
    #: Whether PUT, PATCH and DELETE without a condition are refused with 428.
    require_conditions: bool = False

    # Those of before the action: what is read may change while it is read.
    _validators: Validators | None = None

    def prepare(self, plan: Plan) -> None:
        """Check that there is something to compare the conditions of changes with."""
        super().prepare(plan)
        if self._means_changes() and not self._knows_state(plan):
            raise ImproperlyConfigured(
                f"{plan.name} can't tell whether an object was changed. Set "
                f"{plan.name}.serializer to that of the handler for GET, or override "
                f"{plan.name}.get_etag()."
            )

    def _means_changes(self) -> bool:
        methods = self.get_allowed_methods()
        # A class that limits nothing may well be for reading only.
        is_meant = methods is not ALL_METHODS or self.require_conditions
        return is_meant and not set(methods).isdisjoint(_CHANGES)

    def _knows_state(self, plan: Plan) -> bool:
        hooks = ("get_etag", "get_last_modified")
        return self._can_serialize(plan) or any(
            plan.overrides(name, ConditionalMixin) for name in hooks
        )

    def get_etag(self) -> str | None:
        """Return what identifies the current state, as in `str(self.object.version)`.

        None, the default, is a hash of the representation. Quotes are added; `W/"…"` is
        a weak tag, which If-Match never accepts. Called before the action, and again
        after one that changes something; for a POST only where there is an `object`.
        """
        return None

    def get_last_modified(self) -> datetime | None:
        """Return when the current state came to be, or None, the default.

        Called like `get_etag()`. Headers have no fractions of a second, so that of two
        changes within one the first may be lost: prefer tags.
        """
        return None

    def locks_object(self) -> bool:
        """Return whether the request changes something, under a condition.

        Only within a unit of work, at whose end locks are let go.
        """
        request = self.request
        return (
            request.method in _CHANGES
            and self.plan.has_atomic
            and any(name in request.headers for name in _CONDITIONS)
        )

    def check_conditions(self) -> None:
        """Raise 412 or 428 where a change must not be made; answer 304 where it can.

        Without a `get_etag()` of its own, a GET is answered by `finish_conditional()`,
        when there is something to hash.
        """
        request = self.request
        etag, modified = self._validators = self._get_validators()
        names_tags = "if-match" in request.headers or "if-none-match" in request.headers
        if etag is None and names_tags:
            if request.method in _READS:
                return
            etag = self._get_object_etag()
        if self.require_conditions and request.method in _CHANGES:
            self._require_condition(modified)
        known = (etag, modified, self._get_object())
        exists = any(each is not None for each in known)
        status = check_preconditions(request, etag, modified, exists=exists)
        if status == 304:
            raise _NotModified
        if status == 412:
            raise PreconditionFailedError

    def _require_condition(self, modified: datetime | None) -> None:
        headers = self.request.headers
        # The last means: only where there is nothing yet.
        if "if-match" in headers or headers.get("if-none-match", "").strip() == "*":
            return
        # A date counts only where it is not ignored.
        since = parse_http_date(headers.get("if-unmodified-since", ""))
        if modified is None or since is None:
            raise PreconditionRequiredError(
                "Send If-Match with the ETag of what is to be changed."
            )

    def get_response(self) -> Response:
        """Return the response with its validators, or 304 without the action."""
        try:
            response = super().get_response()
        except _NotModified:
            response = self._complete(as_response((None, 304), self.request))
        method = self.request.method
        if method in _TELLING_METHODS and response.status_code in _TELLING_STATUSES:
            self._add_validators(response)
        return response

    def get_error_response(self, exc: Exception) -> Response:
        """Return 412 where somebody else's change has come before a conditional one."""
        if isinstance(exc, StaleObjectError) and self.locks_object():
            failed = PreconditionFailedError()
            failed.__cause__ = exc
            exc = failed
        return super().get_error_response(exc)

    def _add_validators(self, response: Response) -> None:
        if self.request.method in _READS:
            etag, modified = self._validators or self._get_validators()
        else:
            etag, modified = self._get_validators()
            etag = etag or self._get_object_etag()
        if etag is not None:
            response.headers.setdefault("ETag", etag)
        if modified is not None:
            response.headers.setdefault("Last-Modified", http_date(modified))

    def _get_validators(self) -> Validators:
        if self.request.method == "POST" and self._get_object() is None:
            return None, None
        etag = self.get_etag()
        return None if etag is None else quote_etag(etag), self.get_last_modified()

    def _get_object_etag(self) -> str | None:
        """Return the hash of what GET would answer with."""
        obj = self._get_object()
        if obj is None or not self._can_serialize(self.plan):
            return None
        return content_etag(self.request.dumps(self.serialize(obj)))

    def _can_serialize(self, plan: Plan) -> bool:
        return plan.output is not None or plan.has_serialize

    def _get_object(self) -> Any:
        return getattr(self, "object", None)


class _NotModified(Exception):
    """The caller has what there is. No error: `handle_exception()` never sees it."""
