"""The files that come with a form."""

from __future__ import annotations

from collections.abc import Mapping

from pyverless.http.headers import Headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["FileDict", "UploadedFile"]

_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)])


class UploadedFile:
    """A file that came with a form.

    Everything but `content` and `size` is what the client says: check the content
    before you believe the type, and never let the name alone decide where it is kept.
    """

    __slots__ = ("content", "content_type", "filename", "headers")

    #: The name without directories and control characters; may be "".
    filename: str
    #: The media type in lower case, without parameters.
    content_type: str
    #: The file itself.
    content: bytes
    #: The headers of the file's part of the form.
    headers: Headers

    def __init__(
        self,
        filename: str,
        content: bytes,
        content_type: str | None = None,
        headers: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.filename = _base_name(filename)
        self.content = content
        self.content_type = content_type or "application/octet-stream"
        self.headers = Headers(headers)

    @property
    def size(self) -> int:
        """The number of bytes."""
        return len(self.content)

    def __repr__(self) -> str:
        return (
            f"<UploadedFile {self.filename!r}: {self.content_type}, {self.size} bytes>"
        )


class FileDict(Mapping[str, UploadedFile]):
    """The files of a form: `files["a"]` is the last one, `getlist("a")` has all."""

    __slots__ = ("_files",)

    def __init__(self, pairs: Iterable[tuple[str, UploadedFile]] = ()) -> None:
        self._files: dict[str, list[UploadedFile]] = {}
        for name, file in pairs:
            self._files.setdefault(name, []).append(file)

    def getlist(self, name: str) -> list[UploadedFile]:
        """Return all files of that name, in order; none: an empty list."""
        return list(self._files.get(name, ()))

    def __getitem__(self, name: str) -> UploadedFile:
        return self._files[name][-1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __repr__(self) -> str:
        return f"FileDict({self._files!r})"


def _base_name(filename: str) -> str:
    name = filename.replace("\\", "/").rpartition("/")[2].translate(_CONTROLS).strip()
    return "" if name in (".", "..") else name
