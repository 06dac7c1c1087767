"""Whether an app answers right: strict about what it says, not about how it is put."""

from __future__ import annotations

import gzip
import json
from base64 import b64decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from workloads import Question

__all__ = ["FAULTY", "check_answer"]

#: The fields at fault in the body that every app must reject, each with one fault.
FAULTY = ["age", "born", "name"]


#: What reading an answer raises where it is not even of the right form.
UNREADABLE = (AttributeError, EOFError, LookupError, OSError, TypeError, ValueError)


def check_answer(app: str, question: Question, answer: dict[str, Any]) -> None:
    """Stop unless the app gave the answer that is expected of all."""
    reason = ""
    try:
        if is_expected(app, question, answer):
            return
    except UNREADABLE as exc:
        reason = f" ({exc!r})"
    wanted = f"{question.status} and {question.answer!r}"
    if question.answer is None:
        wanted = f"{get_rejection(app)[0]} and one fault in each of {FAULTY}"
    raise SystemExit(
        f"{question.folder}/{app} answers {answer!r}, not {wanted}{reason}."
    )


def is_expected(app: str, question: Question, answer: dict[str, Any]) -> bool:
    if question.status is None:
        return write(answer) == write(question.answer)
    status, body = question.status, json.loads(read_content(answer, question))
    if question.answer is not None:
        is_same = write(body) == write(question.answer)
    else:
        status, get_faulty = get_rejection(app)
        is_same = sorted(get_faulty(body)) == FAULTY
    return bool(answer["statusCode"] == status and is_same)


def write(body: Any) -> str:
    """Return text that is the same for the same: 1, 1.0 and true are not."""
    # Both are how ISO 8601 writes UTC.
    return json.dumps(body, sort_keys=True).replace('Z"', '+00:00"')


def read_content(answer: dict[str, Any], question: Question) -> str | bytes:
    """Return what a browser would make of an answer."""
    headers = {name.lower(): value for name, value in get_headers(answer)}
    # A REST API says JSON where its function says nothing.
    kind = headers.get("content-type", "application/json").partition(";")[0]
    if kind not in ("application/json", "application/problem+json"):
        raise ValueError(f"The content type is {kind}.")
    body: str = answer["body"]
    content = b64decode(body, validate=True) if answer.get("isBase64Encoded") else body
    if question.is_gzipped != (headers.get("content-encoding") == "gzip"):
        raise ValueError("It is compressed and should not be, or the reverse.")
    if question.is_gzipped:
        return gzip.decompress(content)  # type: ignore[arg-type]
    return content


def get_headers(answer: dict[str, Any]) -> list[tuple[str, str]]:
    several = answer.get("multiValueHeaders") or {}
    return [
        *((answer.get("headers") or {}).items()),
        *((name, value) for name, values in several.items() for value in values),
    ]


def get_pointers(body: Any) -> list[str]:
    """Return the fields at fault in a problem: RFC 9457."""
    return [error["pointer"].removeprefix("#/") for error in body["errors"]]


def get_locations(body: Any) -> list[str]:
    """Return the fields at fault in pydantic's list of errors."""
    return [".".join(error["loc"][1:]) for error in body["detail"]]


def get_keys(body: Any) -> list[str]:
    """Return the fields at fault in Django REST framework's dictionary of errors."""
    return [name for name, faults in body.items() for _ in faults]


#: Of the frameworks with a form of their own: the status with which they reject a body,
#: and how to find the fields at fault in the answer.
REJECTIONS = {
    "drf_": (400, get_keys),
    "fastapi_": (422, get_locations),
    "powertools_validated_": (422, get_locations),
}


def get_rejection(app: str) -> tuple[int, Any]:
    found = (form for name, form in REJECTIONS.items() if app.startswith(name))
    return next(found, (400, get_pointers))
