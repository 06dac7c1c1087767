from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.exceptions import (
    BadRequestError,
    ImproperlyConfigured,
    RequestEntityTooLargeError,
    ServiceError,
    UnsupportedMediaTypeError,
)
from pyverless.http import QueryDict
from pyverless.http.forms import MAX_FIELDS, read_form
from pyverless.http.gateways import read_event
from pyverless.http.uploads import FileDict, UploadedFile
from pyverless.test import GATEWAYS, http_event

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=limit"
PNG = b"\x89PNG\r\n\x1a\n\0\xff"


def part(disposition, content=b"", *headers):
    lines = [f"Content-Disposition: form-data{disposition}", *headers]
    return "\r\n".join(["--limit", *lines, "", ""]).encode() + content + b"\r\n"


def multipart(*parts):
    return b"".join(parts) + b"--limit--\r\n"


FORM = multipart(
    part('; name="title"', "Fünf".encode()),
    part('; name="tag"', b"x"),
    part('; name="photo"; filename="me.png"', PNG, "Content-Type: image/PNG; a=b"),
    part('; name="tag"'),
    part('; name="photo"; filename="you.png"', b"2"),
)


def read(*parts):
    """Return the fields and the files of a multipart form."""
    return read_form(MULTIPART, multipart(*parts))


def read_file(disposition, content=b"content", *headers):
    files = read(part(f'; name="file"{disposition}', content, *headers))[1]
    return files["file"]


def request_of(front, content_type, body):
    headers = {"Content-Type": content_type} if content_type else {}
    event = http_event(front, "POST", "/", headers=headers, body=body)
    return read_event(event, None)


# Requests


@pytest.mark.parametrize("front", GATEWAYS)
def test_an_urlencoded_form_has_fields(front):
    request = request_of(front, URLENCODED, "tag=x&title=F%C3%BCnf+%2B&tag=&empty")

    assert dict(request.form.lists()) == {
        "tag": ["x", ""],
        "title": ["Fünf +"],
        "empty": [""],
    }
    assert request.form["tag"] == ""
    assert dict(request.files) == {}


@pytest.mark.parametrize("front", GATEWAYS)
def test_a_multipart_form_has_fields_and_files(front):
    request = request_of(front, MULTIPART, FORM)

    assert dict(request.form.lists()) == {"title": ["Fünf"], "tag": ["x", ""]}
    assert list(request.files) == ["photo"]
    assert request.files["photo"].filename == "you.png"
    first, _ = request.files.getlist("photo")
    assert (first.filename, first.content_type) == ("me.png", "image/png")
    assert (first.content, first.size) == (PNG, len(PNG))


def test_a_form_that_a_front_hands_on_as_text_is_read():
    event = http_event("rest", "POST", "/", headers={"Content-Type": MULTIPART})
    event["body"] = multipart(part('; name="a"', "é".encode())).decode()

    assert dict(read_event(event, None).form) == {"a": "é"}


@pytest.mark.parametrize(("first", "second"), [("form", "files"), ("files", "form")])
def test_fields_and_files_are_made_from_one_parse(first, second):
    request = request_of("rest", MULTIPART, FORM)
    made = getattr(request, first)
    request.body = b"--limit--"

    assert getattr(request, first) is made
    assert len(getattr(request, second)) > 0


@pytest.mark.parametrize(("replaced", "other"), [("form", "files"), ("files", "form")])
def test_fields_and_files_can_be_replaced(replaced, other):
    request = request_of("rest", MULTIPART, FORM)
    setattr(request, replaced, {"made": "up"})

    assert len(getattr(request, other)) > 0
    assert getattr(request, replaced) == {"made": "up"}


@pytest.mark.parametrize("part", ["form", "files"])
@pytest.mark.parametrize(
    "content_type", [None, URLENCODED, MULTIPART, "multipart/form-data", "text/plain"]
)
def test_no_body_is_an_empty_form_whatever_its_type(content_type, part):
    request = request_of("http2", content_type, None)

    assert dict(getattr(request, part)) == {}


@pytest.mark.parametrize("part", ["form", "files"])
@pytest.mark.parametrize(
    "content_type",
    [None, "application/json", "multipart/mixed; boundary=limit", "multipart", ";"],
)
def test_a_body_of_another_type_is_not_supported(content_type, part):
    request = request_of("alb", content_type, b"a=1")

    with pytest.raises(UnsupportedMediaTypeError) as caught:
        getattr(request, part)

    assert URLENCODED in caught.value.msg
    assert "multipart/form-data" in caught.value.msg


# Urlencoded forms


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (URLENCODED, b"a=%C3%A9"),
        (URLENCODED, "a=é".encode()),
        ("Application/X-WWW-Form-URLencoded ; Charset = ISO-8859-1", b"a=%E9"),
        (f'{URLENCODED}; charset="utf8"', b"a=%c3%a9"),
        (f"{URLENCODED};charset=", b"a=%C3%A9"),
        (f"{URLENCODED}; charset=ISO-8859-1", b"a=%E9"),
        (f"{URLENCODED}; charset=iso-8859-1", b"a=\xe9"),
    ],
)
def test_the_charset_of_an_urlencoded_form_counts(content_type, body):
    assert dict(read_form(content_type, body)[0]) == {"a": "é"}


@pytest.mark.parametrize(
    "body", [b"a=%FF", b"%C3=1", b"a=\xff", b"a=%ED%A0%80", b"a=%C3&b=%A9"]
)
def test_an_urlencoded_form_that_is_no_text_is_refused(body):
    with pytest.raises(BadRequestError, match="not valid utf-8"):
        read_form(URLENCODED, body)


def test_what_is_badly_escaped_stays_as_it_is():
    fields, _ = read_form(URLENCODED, b"a=100%&b=%zz&&=x&c=1=2;d=3&n=%00")

    assert dict(fields) == {"a": "100%", "b": "%zz", "": "x", "c": "1=2;d=3", "n": "\0"}


@pytest.mark.parametrize("charset", ["utf-7", "punycode", "zlib", "nothing", "\ud800"])
def test_only_charsets_that_are_cheap_to_decode_are_read(charset):
    with pytest.raises(UnsupportedMediaTypeError, match=r"send UTF-8\.$"):
        read_form(f"{URLENCODED}; charset={charset}", b"a=1")


# How many fields


def urlencoded_form(number):
    return URLENCODED, b"&".join([b"a=1"] * number)


def multipart_form(number):
    return MULTIPART, multipart(*[part("; name=a", b"1")] * number)


@pytest.mark.parametrize("make", [urlencoded_form, multipart_form])
def test_a_form_has_as_many_fields_as_are_allowed(make):
    assert len(read_form(*make(MAX_FIELDS))[0].getlist("a")) == MAX_FIELDS


@pytest.mark.parametrize("make", [urlencoded_form, multipart_form])
@pytest.mark.parametrize("number", [MAX_FIELDS + 1, 10_000])
def test_too_many_fields_are_too_large(make, number):
    with pytest.raises(RequestEntityTooLargeError, match="more than 1000 fields"):
        read_form(*make(number))


# Multipart forms: what is understood


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('; name="a"', "a"),
        ("; name=a", "a"),
        (';name = "a"; x=y', "a"),
        ('; NAME="a"', "a"),
        ('; x="; name=b"; name="a"', "a"),
        ('; name=""', ""),
        ('; name="a b;c=d"', "a b;c=d"),
        ('; name="a%22b%0D%0Ac"', 'a"b\r\nc'),
        (r'; name="a\"b"', 'a"b'),
        (r'; name="a\\b\"c"', r"a\b" + '"c'),
        ('; name="é"', "é"),
        ("; name=\"a; filename*=UTF-8''x\"", "a; filename*=UTF-8''x"),
        (r"""; name="a\"; filename*=UTF-8''x" """, """a"; filename*=UTF-8''x"""),
    ],
)
def test_a_field_is_found_by_its_name(disposition, name):
    assert dict(read(part(disposition, b"1"))[0]) == {name: "1"}


@pytest.mark.parametrize(
    ("disposition", "filename"),
    [
        ('; name="file"; filename="a.txt"', "a.txt"),
        ('; filename="a.txt"; name="file"', "a.txt"),
        ("; name=file; filename=a.txt", "a.txt"),
        ('; name="file"; filename="a; b.txt"', "a; b.txt"),
        ('; name="file"; filename="a%22b.txt"', 'a"b.txt'),
        ('; name="file"; filename="né 日本.txt"', "né 日本.txt"),
        ("; name=file; filename*=UTF-8''n%C3%A9%20b.txt", "né b.txt"),
        ("; name=file; filename*=utf-8'en'a.txt", "a.txt"),
        ("; name=file; filename*=iso-8859-1''n%E9.txt", "né.txt"),
        ("; name=file; FileName*=\"UTF-8''it's.txt\"", "it's.txt"),
        # .NET sends both, the first in a form of its own.
        ("; name=file; filename=\"=?x?=\"; filename*=utf-8''a.txt", "a.txt"),
    ],
)
def test_a_file_has_the_name_that_was_sent(disposition, filename):
    _, files = read(part(disposition, b"1"))

    assert files["file"].filename == filename


@pytest.mark.parametrize(
    ("sent", "filename"),
    [
        ("/etc/passwd", "passwd"),
        ("../../a.txt", "a.txt"),
        (r"C:\\dir\\a.txt", "a.txt"),
        (r"\\\\host\\share/dir\\a.txt", "a.txt"),
        ("dir/..", ""),
        (". ", ""),
        ("dir/", ""),
        ("  a b.txt ", "a b.txt"),
        ("a%0D%0AX-Evil: 1.txt", "aX-Evil: 1.txt"),
        ("a\x7f\x1f\x85b.txt", "ab.txt"),
        (".\x01.", ""),
        (
            "10.30\N{NARROW NO-BREAK SPACE}Uhr.png",
            "10.30\N{NARROW NO-BREAK SPACE}Uhr.png",
        ),
    ],
)
def test_a_file_name_is_never_a_path(sent, filename):
    assert read_file(f'; filename="{sent}"').filename == filename


def test_an_encoded_file_name_is_never_a_path_either():
    file = read_file("; filename*=UTF-8''..%2F..%5Cdir%5C%00a.txt")

    assert file.filename == "a.txt"


def test_an_input_without_a_chosen_file_is_left_out():
    chosen = part('; name="a"; filename="empty.txt"')
    not_chosen = part('; name="b"; filename=""', b"", "Content-Type: text/plain")
    fields, files = read(chosen, not_chosen)

    assert list(files) == ["a"]
    assert (files["a"].content, files["a"].size) == (b"", 0)
    assert dict(fields) == {}


def test_content_without_a_file_name_is_a_file():
    file = read_file('; filename=""')

    assert (file.filename, file.content) == ("", b"content")


@pytest.mark.parametrize(
    ("headers", "content_type"),
    [
        ([], "application/octet-stream"),
        (["Content-Type:"], "application/octet-stream"),
        (["content-type:TEXT/csv ; charset=x"], "text/csv"),
        (["Content-Type: multipart/mixed; boundary=inner"], "multipart/mixed"),
    ],
)
def test_a_file_has_the_type_that_was_sent(headers, content_type):
    assert read_file("; filename=a", b"", *headers).content_type == content_type


def test_a_file_has_the_headers_of_its_part():
    file = read_file("; filename=a", b"", "X-Checksum: abc", "Content-Length: 0")

    assert file.headers["x-checksum"] == "abc"
    assert file.headers["Content-Disposition"].startswith("form-data")


@pytest.mark.parametrize(
    "content",
    [PNG, b"\r\n", b"\n--limit\n", b"\r\n--limi", b"--limit--", b"\0", b"\r\n\r\n"],
)
def test_the_content_of_a_file_stays_as_it_is(content):
    file = read_file("; filename=a", content)

    assert file.content == content
    assert type(file.content) is bytes


def test_the_content_of_a_file_is_not_in_its_representation():
    file = UploadedFile("a/b.txt", b"secret", "text/plain")

    assert repr(file) == "<UploadedFile 'b.txt': text/plain, 6 bytes>"


@pytest.mark.parametrize(
    ("headers", "content", "value"),
    [
        ([], "é\0".encode(), "é\0"),
        (["Content-Type: text/plain; charset=UTF-8"], "é".encode(), "é"),
        (['Content-Type: text/plain; charset="iso-8859-1"'], b"\xe9", "é"),
        (["Content-Type: text/plain; charset=us-ascii"], b"e", "e"),
        (["Content-Type: application/json"], b"{}", "{}"),
        (["Content-Transfer-Encoding: binary"], b"Zg==", "Zg=="),
    ],
)
def test_the_charset_of_a_field_counts(headers, content, value):
    assert dict(read(part("; name=a", content, *headers))[0]) == {"a": value}


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data; boundary=limit",
        'MULTIPART/Form-Data;charset=utf-8; Boundary="limit"',
        'multipart/form-data; x="; boundary=other"; boundary=limit',
    ],
)
def test_the_boundary_is_found(content_type):
    assert len(read_form(content_type, FORM)[0]) == 2


def test_a_boundary_may_have_marks_without_quotes():
    body = FORM.replace(b"--limit", b"------=_Part_1:/(2.3)?")

    assert read_form("multipart/form-data; boundary=----=_Part_1:/(2.3)?", body)[1]


@pytest.mark.parametrize("before", [b"", b"\r\n", b"a preamble\r\n"])
@pytest.mark.parametrize("after", [b"", b"\r\n", b"\r\nan epilogue"])
def test_what_is_before_and_after_the_parts_is_passed_over(before, after):
    body = before + FORM.removesuffix(b"\r\n") + after

    assert len(read_form(MULTIPART, body)[0]) == 2


def test_a_form_without_parts_is_empty():
    fields, files = read()

    assert (dict(fields), dict(files)) == ({}, {})


# Multipart forms: what is refused


@pytest.mark.parametrize(
    "parameters",
    [
        "",
        "; boundary",
        "; boundary=",
        '; boundary=""',
        '; boundary="\n"',
        '; boundary="\ud800"',
    ],
)
def test_a_boundary_that_is_missing_or_impossible_is_refused(parameters):
    with pytest.raises(BadRequestError, match="has no valid boundary"):
        read_form(f"multipart/form-data{parameters}", FORM)


@pytest.mark.parametrize("boundary", ["other", "LIMIT", "lim", "limits", "ü"])
def test_a_boundary_that_is_not_the_one_of_the_body_is_refused(boundary):
    with pytest.raises(BadRequestError, match="not well-formed"):
        read_form(f"multipart/form-data; boundary={boundary}", FORM)


def test_a_form_that_is_cut_short_is_refused():
    for end in range(1, FORM.rindex(b"--") + 2):
        with pytest.raises(BadRequestError):
            read_form(MULTIPART, FORM[:end])


@pytest.mark.parametrize(
    "body",
    [
        b"a=1",
        b"\0",
        FORM.replace(b"\r\n", b"\n"),
        FORM.replace(b"form-data", b"attachment"),
        FORM.replace(b"Content-Disposition", b"Content-Location"),
        FORM.replace(b"Content-Disposition:", b"Content-Disposition"),
        FORM.replace(b"\r\n\r\n", b"\r\n"),
        b"x" + FORM,
    ],
)
def test_a_malformed_form_is_refused(body):
    with pytest.raises(BadRequestError, match="not well-formed multipart/form-data"):
        read_form(MULTIPART, body)


@pytest.mark.parametrize(
    "wrong",
    [
        part(""),
        part('; filename="a"'),
        part("; name*=UTF-8''a"),
        part('; name="a'),
        part("; name=a", b"", "X: " + "x" * 5000),
        part("; name=a", b"", *[f"X-{number}: 1" for number in range(50)]),
        part("; name=a", b"", " folded"),
        part("; name=a", b"", "X Y: 1"),
        part("; name=a", b"", ": 1"),
        part("; name=a", b"", 'Content-Disposition: form-data; name="b"'),
        part("; name=a", b"", "content-type: text/plain", "Content-Type: a/b"),
        part('; name="a\rX-Evil: 1"'),
        part('; name="a\nX-Evil: 1"'),
        part('; name="a\0"'),
        part("; name=a; filename=a", b"", "X: a\rb"),
        part("; name=a", b"", "Content-Length: 7"),
        part("; name=a", b"\xff"),
        part("; name=a; filename*=a.txt"),
        part("; name=a; filename*=UTF-8''%FF"),
        part("; name=a", b"Zg==", "Content-Transfer-Encoding: Base64 "),
        part(
            "; name=a; filename=a",
            b"=41",
            "content-transfer-encoding: QUOTED-printable",
        ),
        part("; name=a", b"--x--", "Content-Type: multipart/mixed; boundary=x"),
    ],
)
def test_a_wrong_part_is_refused(wrong):
    with pytest.raises(BadRequestError):
        read(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        part("; name=a", b"1", "Content-Type: text/plain; charset=punycode"),
        part("; name=a; filename*=utf-7''a.txt"),
    ],
)
def test_a_part_in_an_unknown_charset_is_not_supported(wrong):
    with pytest.raises(UnsupportedMediaTypeError):
        read(wrong)


def test_headers_that_are_no_utf_8_are_refused():
    with pytest.raises(BadRequestError):
        read(part('; name="é"').replace("é".encode(), b"\xe9"))


def test_a_field_that_is_no_text_is_named():
    with pytest.raises(BadRequestError, match="title is not valid utf-8") as caught:
        read(part("; name=title", b"\xff"))

    assert caught.value.field == "title"


# The mapping of files


def test_files_are_a_mapping():
    first, second = UploadedFile("1", b""), UploadedFile("2", b"")
    files = FileDict([("a", first), ("a", second), ("b", first)])

    assert isinstance(files, Mapping)
    assert (list(files), len(files)) == (["a", "b"], 2)
    assert files["a"] is second
    assert files.getlist("a") == [first, second]
    assert repr(FileDict([("a", first)])) == f"FileDict({{'a': [{first!r}]}})"


def test_an_absent_file_is_none_an_empty_list_or_a_key_error():
    files = FileDict()

    assert files.get("a") is None
    assert files.getlist("a") == []
    with pytest.raises(KeyError):
        files["a"]


def test_lists_of_files_are_copies():
    files = FileDict([("a", UploadedFile("1", b""))])
    files.getlist("a").clear()

    assert len(files.getlist("a")) == 1


# The parser


def test_without_the_parser_a_multipart_form_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "multipart", None)

    with pytest.raises(ImproperlyConfigured, match=r"pip install 'pyverless\[forms\]'"):
        read_form(MULTIPART, FORM)


def test_the_parser_is_imported_for_multipart_forms_only():
    program = (
        "import sys\n"
        "from pyverless.http.forms import read_form\n"
        f"read_form({URLENCODED!r}, b'a=1')\n"
        "assert 'multipart' not in sys.modules\n"
        f"read_form({MULTIPART!r}, b'--limit--')\n"
        "assert 'multipart' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


# Whatever comes in

TEXTS = st.text(st.characters(codec="utf-8"))
# Browsers escape quotes and line breaks, and nothing else: a percent sign is ambiguous.
NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters='"%\\')
)
PIECES = st.sampled_from(
    [
        b"--limit",
        b"\r\n",
        b"--",
        b"\n",
        b"\0",
        b'"',
        b"; ",
        b"\\",
        b"Content-Disposition: form-data",
        b'; name="a"',
        b"; filename=",
        b"; filename*=",
        b"UTF-8''",
        b"%FF",
        b"../",
        b"Content-Type: text/plain",
        b"; charset=utf-16",
        b"Content-Length: 1",
    ]
)


@hypothesis_settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(TEXTS, TEXTS)))
def test_any_fields_survive_an_urlencoded_form(pairs):
    fields, _ = read_form(URLENCODED, urlencode(pairs).encode())

    assert dict(fields.lists()) == dict(QueryDict(pairs).lists())


@hypothesis_settings(deadline=None, max_examples=100)
@given(NAMES, st.binary())
def test_any_file_survives_a_multipart_form(name, content):
    _, files = read(part(f'; name="{name}"; filename="a"', content))

    assert [(key, file.content) for key, file in files.items()] == [(name, content)]


@hypothesis_settings(deadline=None, max_examples=200)
@given(st.lists(PIECES | st.binary(max_size=4)).map(b"".join))
def test_whatever_comes_in_only_service_errors_get_out(body):
    for form in (body, part("; name=a", body) + b"--limit--", b"--limit\r\n" + body):
        for content_type in (URLENCODED, MULTIPART):
            with suppress(ServiceError):
                read_form(content_type, form)
