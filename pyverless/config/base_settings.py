"""Every setting of pyverless with its default; the documentation is made of this.

The comment above a setting is its documentation. The annotation is the type that
`PYVERLESS_<NAME>` in the environment is cast to; settings annotated with anything but
bool, int or str can't be set from the environment.
"""

from __future__ import annotations

# Put tracebacks into answers with status 500, and write events and answers to the log,
# with what looks like a secret left out. Never in production.
DEBUG: bool = False

# The secret behind tokens and encryption: at least 32 bytes of randomness. A text, or a
# function without arguments that fetches it (from a secret manager, say); the function
# is called once, when the secret is first needed.
SECRET_KEY: str = ""

# Older values of SECRET_KEY: what they signed or encrypted is still accepted. Each is a
# text, or a function that fetches it; None and empty texts are left out. They are no
# fallbacks of JWT_SIGNING_KEY: see JWT_VERIFYING_KEY.
SECRET_KEY_FALLBACKS: list[str] = []

# The class of users, or its dotted path. Its manager looks users up by USER_ID_FIELD.
# None: the user is made of the claims, without a look-up.
USER_MODEL: type | str | None = None

# The field of USER_MODEL that tokens and authorizers name.
USER_ID_FIELD: str = "id"

# The attribute of a model that holds its manager.
MODEL_MANAGER: str = "objects"

# Where the data is, as the store understands it: sqlite:///app.sqlite3,
# postgresql+psycopg://user@host/name.
DATABASE_URL: str = ""

# The authenticators of handlers that authenticate, asked in this order.
AUTHENTICATION_CLASSES: list[type | str] = [
    "pyverless.auth.authentication.AuthorizerAuthentication",
    "pyverless.auth.authentication.JWTAuthentication",
]

# The permissions of every HTTP handler and function view that declares none itself.
# AuthorizationMixin adds IsAuthenticated to them.
PERMISSION_CLASSES: list[type | str] = []

# The one algorithm that tokens are signed and verified with; a token can't choose.
JWT_ALGORITHM: str = "HS256"

# The key that signs tokens: a text, a PEM, a JWK (a dictionary or JSON), or a function
# that fetches one. None: SECRET_KEY, for HS algorithms.
JWT_SIGNING_KEY: str | dict[str, object] | None = None

# The key that verifies tokens, in one of these forms or a JWK Set, or a list of keys of
# which any may have signed: the one that signs and those that did so before. None:
# JWT_SIGNING_KEY (its public half for key pairs), or SECRET_KEY and its fallbacks.
JWT_VERIFYING_KEY: str | dict[str, object] | list[object] | None = None

# Where the issuer of tokens publishes its keys (a JWK Set, RFC 7517 §5), instead of
# JWT_VERIFYING_KEY. Fetched when the first token comes, and again for new keys.
JWT_JWKS_URL: str | None = None

# How long a token is valid, in seconds or as a timedelta.
JWT_EXPIRY: int = 3600

# How long a refresh token is valid, in seconds or as a timedelta.
JWT_REFRESH_EXPIRY: int = 14 * 24 * 3600

# How many seconds clocks may differ when a token is verified; also a timedelta.
JWT_LEEWAY: int = 0

# Put into new tokens as `iss` and required of every token. Of a list, the first is put
# into new tokens, and any will do. None: neither.
JWT_ISSUER: str | list[str] | None = None

# Put into new tokens as `aud` and required of every token. Of a list, the first is put
# into new tokens, and any will do. None: neither.
JWT_AUDIENCE: str | list[str] | None = None

# The claim that names the user.
JWT_USER_CLAIM: str = "sub"

# The hashers of passwords: the first makes new hashes, all of them verify.
PASSWORD_HASHERS: list[type | str] = [
    "pyverless.crypto.passwords.PBKDF2PasswordHasher",
]

# The rounds of PBKDF2 for new password hashes (OWASP advises 600000 for SHA-256).
PASSWORD_ITERATIONS: int = 600_000

# The fewest characters of a new password: see validate_password().
PASSWORD_MIN_LENGTH: int = 8

# The values of an event's `source` (or of the client context's) that only keep a
# function warm. `{"warmer": true}` always does.
WARMUP_SOURCES: list[str] = ["serverless-plugin-warmup"]

# Log a line at INFO for every warm-up.
WARMUP_LOG: bool = False

# How many objects a list answers when the caller does not say.
PAGE_LIMIT: int = 20

# The most objects that a caller may ask a list for.
MAX_LIMIT: int = 100

# Whose pages may call the API: an origin as in "https://example.com", "*" for all of
# them, a compiled pattern, or a list of origins and patterns. The environment can name
# one. None or empty: CORS is off, unless an App, Router, route or class has a `cors`.
CORS_ORIGIN: str | None = None

# The request headers that callers may send beside the usual ones of AWS's clients, such
# as Authorization and Content-Type.
CORS_HEADERS: list[str] = []

# Let browsers send cookies, and pages read what is answered to that. Not with "*".
CORS_CREDENTIALS: bool = False

# How many seconds browsers may keep the answer to a preflight. None: they choose.
CORS_MAX_AGE: int | None = None

# What exceptions of others become when nothing handles them, as in
# {"botocore.exceptions.ClientError": 503}: dotted paths or classes, and for each a
# status or a class of `pyverless.exceptions`. Subclasses are meant too.
EXCEPTION_MAP: dict[type | str, int | type | str] = {}

# What stands around every App that does not name its own middleware, and around every
# handler that is a function by itself: factories `get_response -> (request ->
# response)` or their dotted paths, the outermost first.
MIDDLEWARE: list[type | str] = []

# The function that turns an error into the body of an answer.
ERROR_RENDERER: str = "pyverless.http.problems.problem_json"
