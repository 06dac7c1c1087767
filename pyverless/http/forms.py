"""Form bodies: the fields of `Request.form` and the files of `Request.files`.

Urlencoded and multipart forms are read. Multipart forms (RFC 7578) need the package
`multipart`, which is the extra `pyverless[forms]`; it is imported when the first one
arrives. All of a form is in memory: an invocation can't carry more than 6 MB.
"""

from __future__ import annotations

import re

from pyverless.exceptions import (
    BadRequestError,
    ImproperlyConfigured,
    RequestEntityTooLargeError,
    UnsupportedMediaTypeError,
)
from pyverless.http.query import QueryDict
from pyverless.http.uploads import FileDict, UploadedFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

__all__ = ["MAX_FIELDS", "read_form"]

#: How many fields and files a form may have together; more is a 413.
MAX_FIELDS = 1000

_URLENCODED = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"

# Never any codec that Python has: some take minutes for what fits into a body.
_CHARSETS = frozenset(["ascii", "iso-8859-1", "latin1", "us-ascii", "utf-8", "utf8"])

# The parameters of a header; quoted values are stepped over as a whole.
_PARAMETER = re.compile(r';\s*([^\s;="]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;"]*)')


def read_form(content_type: str, body: bytes) -> tuple[QueryDict, FileDict]:
    """Return the fields and the files of a body; both are empty without a body.

    `content_type` is the whole header. Raises UnsupportedMediaTypeError for what is no
    form, BadRequestError for a malformed one, RequestEntityTooLargeError for more than
    MAX_FIELDS parts, and ImproperlyConfigured where `multipart` is not installed.
    """
    if not body:
        return QueryDict(), FileDict()
    media_type = content_type.partition(";")[0].strip().lower()
    parameters = _parameters(content_type)
    if media_type == _URLENCODED:
        pairs = _read_urlencoded(body, _charset(parameters.get("charset")))
        return QueryDict(pairs), FileDict()
    if media_type == _MULTIPART:
        return _read_multipart(body, parameters.get("boundary", ""))
    raise UnsupportedMediaTypeError(
        f"This is no form; send {_URLENCODED} or {_MULTIPART}."
    )


def _read_urlencoded(body: bytes, charset: str) -> list[tuple[str, str]]:
    from urllib.parse import parse_qsl

    _check_number(body.count(b"&") + 1)
    try:
        return parse_qsl(
            body.decode(charset),
            keep_blank_values=True,
            encoding=charset,
            errors="strict",
        )
    except UnicodeDecodeError:
        raise BadRequestError(f"The form is not valid {charset}.") from None


def _read_multipart(body: bytes, boundary: str) -> tuple[QueryDict, FileDict]:
    if not boundary or not boundary.isprintable():
        raise BadRequestError(f"The content type {_MULTIPART} has no valid boundary.")
    fields: list[tuple[str, str]] = []
    files: list[tuple[str, UploadedFile]] = []
    for part, content in _split(body, boundary):
        _check_part(part)
        filename = _filename_of(part)
        if filename is None:
            fields.append((part.name, _text_of(part, content)))
        # An input without a chosen file is sent as an empty file without a name.
        elif filename or content:
            file = UploadedFile(filename, content, part.content_type, part.headerlist)
            files.append((part.name, file))
    return QueryDict(fields), FileDict(files)


def _split(body: bytes, boundary: str) -> Iterator[tuple[Any, bytes]]:
    """Yield the parts of a multipart body, each as its headers and its content."""
    parser_class, malformed = _import_parser()
    number, part, content = 0, None, b""
    try:
        with parser_class(boundary, strict=True) as parser:
            for event in parser.parse(body):
                if event is None:
                    yield part, content
                elif isinstance(event, bytes | bytearray):
                    content += event
                else:
                    number, part, content = number + 1, event, b""
                    _check_number(number)
    except malformed as exc:
        raise BadRequestError(
            f"The body is not well-formed {_MULTIPART}, or it is cut short."
        ) from exc


def _import_parser() -> tuple[Any, type[Exception]]:
    try:
        from multipart import (  # type: ignore[import-untyped]
            MultipartError,
            PushMultipartParser,
        )
    except ImportError as exc:
        raise ImproperlyConfigured(
            "Reading multipart forms needs the package multipart: "
            "pip install 'pyverless[forms]'"
        ) from exc
    return PushMultipartParser, MultipartError


def _check_part(part: Any) -> None:
    names = [name for name, _ in part.headerlist]
    if len(set(names)) < len(names):
        raise BadRequestError("A part of the form has the same header twice.")
    if any(set("\r\n\0") & set(value) for _, value in part.headerlist):
        raise BadRequestError("A part of the form has a header with line breaks.")
    # Deprecated in RFC 7578 §4.7. Taken as it is, the content would be a wrong one.
    encoding = part.header("Content-Transfer-Encoding", "").strip().lower()
    if encoding in ("base64", "quoted-printable"):
        raise BadRequestError(f"A part of the form is encoded as {encoding}.")


def _text_of(part: Any, content: bytes) -> str:
    if (part.content_type or "").startswith("multipart/"):
        raise BadRequestError("The form has a form in itself; send each file by name.")
    charset = _charset(part.charset)
    try:
        return content.decode(charset)
    except UnicodeDecodeError:
        raise BadRequestError(
            f"The field {part.name} is not valid {charset}.", field=part.name
        ) from None


def _filename_of(part: Any) -> str | None:
    """Return a file's name, or None for a field; `filename*` wins, RFC 6266 §4.3."""
    encoded = _parameters(part["Content-Disposition"]).get("filename*")
    return part.filename if encoded is None else _decode_parameter(encoded)


def _decode_parameter(value: str) -> str:
    """Return what a parameter as in `filename*=UTF-8''caf%C3%A9` says, RFC 8187."""
    from urllib.parse import unquote

    try:
        charset, _, text = value.split("'", 2)
        return unquote(text, _charset(charset), "strict")
    except ValueError:
        raise BadRequestError("The form has a file name that can't be read.") from None


def _parameters(header: str) -> dict[str, str]:
    return {
        name.lower(): value.strip('"') for name, value in _PARAMETER.findall(header)
    }


def _check_number(number: int) -> None:
    if number > MAX_FIELDS:
        raise RequestEntityTooLargeError(
            f"The form has more than {MAX_FIELDS} fields and files."
        )


def _charset(declared: str | None) -> str:
    charset = (declared or "utf-8").lower()
    if charset not in _CHARSETS:
        raise UnsupportedMediaTypeError(
            "The charset of the form is not supported; send UTF-8."
        )
    return charset
