"""The exceptions of pyverless.

Errors that become an answer; raise them anywhere in an HTTP handler::

    ServiceError                      500 unless told otherwise
    ├── BadRequestError               400
    ├── UnauthorizedError             401, with a WWW-Authenticate challenge
    ├── ForbiddenError                403
    ├── NotFoundError                 404
    ├── MethodNotAllowedError         405, with Allow
    ├── RequestTimeoutError           408
    ├── ConflictError                 409
    │   └── StaleObjectError          409, or 412 where there was an If-Match
    ├── GoneError                     410
    ├── PreconditionFailedError       412
    ├── RequestEntityTooLargeError    413
    ├── UnsupportedMediaTypeError     415
    ├── UnprocessableEntityError      422
    ├── PreconditionRequiredError     428
    ├── ThrottledError                429, with Retry-After
    ├── InternalServerError           500
    └── ServiceUnavailableError       503, with Retry-After when known

Errors that tell a developer about a mistake::

    ImproperlyConfigured              a class or setting is wrong or missing
    UnsupportedEventError             the handler can't read events of this kind

The first is raised during INIT; where it only shows in a request, that is answered with
500. The second gets out of the function: an event of no known kind has no answer.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyverless.types import ErrorDetail

__all__ = [
    "BadRequestError",
    "ConflictError",
    "ForbiddenError",
    "GoneError",
    "ImproperlyConfigured",
    "InternalServerError",
    "MethodNotAllowedError",
    "NotFoundError",
    "PreconditionFailedError",
    "PreconditionRequiredError",
    "RequestEntityTooLargeError",
    "RequestTimeoutError",
    "ServiceError",
    "ServiceUnavailableError",
    "StaleObjectError",
    "ThrottledError",
    "UnauthorizedError",
    "UnprocessableEntityError",
    "UnsupportedEventError",
    "UnsupportedMediaTypeError",
]


class ImproperlyConfigured(Exception):
    """A handler class or a setting is missing something or contradicts itself."""


class UnsupportedEventError(Exception):
    """An event that the handler cannot read; the message says what was expected."""


class ServiceError(Exception):
    """An error that becomes the answer of an HTTP handler.

    `ServiceError(status_code, msg)` is the general form, as in Powertools; each
    subclass fixes the status and takes `msg` first. `code` is the machine-readable
    name of the problem, `field` the body key or parameter at fault, `errors` several
    faults at once (see `pyverless.types.ErrorDetail`), `headers` go out with the
    answer.
    """

    #: The HTTP status of the answer.
    status_code: int = 500
    #: The sentence that the caller reads when none is given.
    default_msg: str = "The service could not process the request."
    #: The machine-readable name of the problem when none is given.
    default_code: str = "error"

    def __init__(
        self,
        status_code: int | None = None,
        msg: str | None = None,
        *,
        code: str | None = None,
        field: str | None = None,
        errors: Iterable[ErrorDetail] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        if status_code is not None:
            self.status_code = status_code
        self._fill(msg, code, field, errors, headers)

    def _fill(
        self,
        msg: str | None,
        code: str | None,
        field: str | None,
        errors: Iterable[ErrorDetail],
        headers: Mapping[str, str] | None,
    ) -> None:
        self.msg = self.default_msg if msg is None else msg
        self.code = self.default_code if code is None else code
        self.field = field
        self.errors = list(errors)
        self.headers = dict(headers) if headers else {}
        self.args = (self.msg,)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.status_code}, {self.msg!r})"


class _FixedStatusError(ServiceError):
    """A ServiceError whose class fixes the status, so that `msg` comes first."""

    def __init__(
        self,
        msg: str | None = None,
        *,
        code: str | None = None,
        field: str | None = None,
        errors: Iterable[ErrorDetail] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._fill(msg, code, field, errors, headers)


class BadRequestError(_FixedStatusError):
    """400: the request cannot be understood or does not validate."""

    status_code = 400
    default_msg = "The request is not valid."
    default_code = "invalid"


class UnauthorizedError(_FixedStatusError):
    """401: no credentials, or bad ones (RFC 9110 §15.5.2 asks for a challenge)."""

    status_code = 401
    default_msg = "Authentication credentials are missing or not valid."
    default_code = "not_authenticated"


class ForbiddenError(_FixedStatusError):
    """403: the caller is known and may not do this."""

    status_code = 403
    default_msg = "You do not have permission to do this."
    default_code = "permission_denied"


class NotFoundError(_FixedStatusError):
    """404: there is no such thing, or none that this caller may see."""

    status_code = 404
    default_msg = "Not found."
    default_code = "not_found"


class MethodNotAllowedError(_FixedStatusError):
    """405: the path exists, the method does not; `headers` carry `Allow`."""

    status_code = 405
    default_msg = "This method is not allowed here."
    default_code = "method_not_allowed"


class RequestTimeoutError(_FixedStatusError):
    """408: the request took too long to arrive."""

    status_code = 408
    default_msg = "The request took too long."
    default_code = "request_timeout"


class ConflictError(_FixedStatusError):
    """409: the request conflicts with what is stored."""

    status_code = 409
    default_msg = "The request conflicts with the current state."
    default_code = "conflict"


class StaleObjectError(ConflictError):
    """409: somebody else has changed or deleted the object in the meantime.

    What stores raise for the write that comes second. Where the request has named in
    If-Match what it meant to change, the answer is 412: see `ConditionalMixin`.
    """

    default_msg = "The object was changed in the meantime."
    default_code = "stale"


class GoneError(_FixedStatusError):
    """410: it was here and will not come back."""

    status_code = 410
    default_msg = "This is no longer available."
    default_code = "gone"


class PreconditionFailedError(_FixedStatusError):
    """412: If-Match, If-None-Match or If-Unmodified-Since does not hold."""

    status_code = 412
    default_msg = "The resource was changed in the meantime."
    default_code = "precondition_failed"


class RequestEntityTooLargeError(_FixedStatusError):
    """413: the body is larger than this handler accepts."""

    status_code = 413
    default_msg = "The request body is too large."
    default_code = "too_large"


class UnsupportedMediaTypeError(_FixedStatusError):
    """415: the body has a content type that this handler does not read."""

    status_code = 415
    default_msg = "This content type is not supported."
    default_code = "unsupported_media_type"


class UnprocessableEntityError(_FixedStatusError):
    """422: the request is well-formed and still makes no sense."""

    status_code = 422
    default_msg = "The request could not be processed."
    default_code = "unprocessable"


class PreconditionRequiredError(_FixedStatusError):
    """428: the request must carry If-Match (RFC 6585 §3)."""

    status_code = 428
    default_msg = "This request must be conditional."
    default_code = "precondition_required"


class _RetryLaterError(_FixedStatusError):
    """An error that may say, in seconds, when to try again (RFC 9110 §10.2.3)."""

    def __init__(
        self,
        msg: str | None = None,
        *,
        wait: float | None = None,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(msg, code=code, headers=headers)
        self.wait = wait
        if wait is not None:
            # Rounded up: a retry that is a moment early is refused again.
            whole = int(wait)
            self.headers["Retry-After"] = str(max(0, whole + (wait > whole)))


class ThrottledError(_RetryLaterError):
    """429: too many requests; `wait` comes first, as in `ThrottledError(30)`."""

    status_code = 429
    default_msg = "Too many requests."
    default_code = "throttled"

    def __init__(
        self,
        wait: float | None = None,
        msg: str | None = None,
        *,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(msg, wait=wait, code=code, headers=headers)


class InternalServerError(_FixedStatusError):
    """500: a failure on our side that the caller is told about in words of yours."""

    status_code = 500
    default_msg = "Something went wrong on our side."
    default_code = "internal_error"


class ServiceUnavailableError(_RetryLaterError):
    """503: something that the handler depends on is away; `wait` in seconds."""

    status_code = 503
    default_msg = "The service is not available at the moment."
    default_code = "unavailable"
