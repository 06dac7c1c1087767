"""What is a secret: by its name, and in the midst of a text."""

from __future__ import annotations

import re
from urllib.parse import unquote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "hide_cookies",
    "hide_text",
    "is_secret",
    "MASK",
    "plain_name",
    "show_codes",
]

#: What stands in the log where a secret was.
MASK = "********"

# fmt: off
# A name is a secret's if it contains one of these: without case, without - and _. The
# ids of keys and sessions are hidden with them, because many of these are secrets too.
_PARTS = (
    "accesscode", "auth", "cardnumber", "cookie", "credential", "creditcard", "csrf",
    "jwt", "key", "oidc", "passcode", "passphrase", "passwd", "password", "private",
    "pwd", "recoverycode", "saml", "secret", "session", "signature", "token",
    "verificationcode", "xsrf",
)
# These are too short for that. They must be words of the name: user_pin, smsOtp.
_WORDS = {"cvc", "cvv", "mfa", "otp", "pass", "pin", "sid", "sig", "ssn", "totp"}
# These must be all of the name. OAuth calls its authorization code just that, the
# identity sources of authorizers are headers such as Authorization, and browsers have
# no place for the token of a WebSocket but among its subprotocols.
_NAMES = {"code", "identitysource", "secwebsocketprotocol", "userarn"}
# These would be secrets by the above, and are none.
_HARMLESS = {
    "accesscontrolallowcredentials", "author", "authorid", "authority", "authorname",
    "authors", "keyword", "keywords", "routekey", "wwwauthenticate",
}
_COOKIE_ATTRIBUTES = {
    "domain", "expires", "httponly", "max-age", "partitioned", "path", "samesite",
    "secure",
}
# fmt: on

# What is secret under any name: bearer tokens, JWTs, private keys, logins in addresses.
_SECRET_TEXT = re.compile(
    r"\bbearer\s+[\w.~+/-]{8,}=*(?![\w=\"])"
    r"|\beyJ[\w-]{8,}(?:\.[\w-]*)*"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*-----|\Z)"
    r"|(?<=://)[^/?#@\s]+(?=@)",
    re.IGNORECASE | re.DOTALL,
)
# `name=`, `name: ` or `"name": ` in a text, and the value that follows.
_NAME = re.compile(r"(?<![\w.$-])([\w.$-]+)[\"'\]]*\s*[=:]\s*")
_VALUE = re.compile(r""""(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[^&;,}\r\n"']+""")
_URL_VALUE = re.compile(r"[^&#\s\"']+")
# What names an error, as in "token_expired".
_CODE = re.compile(r"[A-Za-z][\w.-]{0,63}")
_WORD = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def plain_name(name: str) -> str:
    """Return a name in lower case, without its punctuation."""
    return re.sub(r"[\W_]", "", name).lower()


def is_secret(name: str) -> bool:
    """Return whether what has this name is to be hidden; rather too much than not."""
    name = unquote(name)
    plain = plain_name(name)
    if plain in _HARMLESS:
        return False
    if plain in _NAMES or any(part in plain for part in _PARTS):
        return True
    return not _WORDS.isdisjoint(word.lower() for word in _WORD.findall(name))


def hide_text(text: str) -> str:
    """Return a text without what is named as a secret in it, or looks like one."""
    text = _SECRET_TEXT.sub(MASK, text)
    parts, end = [], 0
    for match in _NAME.finditer(text):
        start = match.start()
        if start < end or not is_secret(match[1]):
            continue
        pattern = _URL_VALUE if text[start - 1 : start] in ("?", "&", "#") else _VALUE
        value = pattern.match(text, match.end())
        if value:
            parts += [text[end : match.end()], MASK]
            end = value.end()
    return "".join([*parts, text[end:]])


def hide_cookies(text: str) -> str:
    """Return a Cookie or a Set-Cookie header without the values of its cookies."""
    pairs = []
    for number, pair in enumerate(text.split(";")):
        name, equals, value = pair.partition("=")
        is_attribute = name.strip().lower() in _COOKIE_ATTRIBUTES and "=" not in value
        if not (number and is_attribute):
            pair = f"{name}={MASK}" if equals else MASK
        pairs.append(pair)
    return ";".join(pairs)


def show_codes(problem: Any, masked: Any) -> None:
    """Put back into a masked problem document what names its errors.

    That is its `code` and those of its `errors`, which are none of OAuth's.
    """
    if not (isinstance(problem, dict) and isinstance(masked, dict)):
        return
    _show_code(problem, masked)
    errors, copies = problem.get("errors"), masked.get("errors")
    if isinstance(errors, list) and isinstance(copies, list):
        for error, copy in zip(errors, copies, strict=False):
            _show_code(error, copy)


def _show_code(error: Any, masked: Any) -> None:
    if not (isinstance(error, dict) and isinstance(masked, dict)):
        return
    code = error.get("code")
    if isinstance(code, str) and _CODE.fullmatch(code) and "code" in masked:
        masked["code"] = code
