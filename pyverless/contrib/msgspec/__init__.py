"""msgspec Structs as serializers: https://jcristharif.com/msgspec/.

::

    class Article(msgspec.Struct):
        id: int
        title: str

    class ArticleIn(msgspec.Struct, forbid_unknown_fields=True):
        title: Annotated[str, msgspec.Meta(min_length=1)]

    class ArticleCreate(CreateHandler):
        model = models.Article
        serializer = Article
        input_serializer = ArticleIn

Found and imported where a handler declares a Struct, or a list of one.
"""

from __future__ import annotations

from typing import get_args, get_origin

from msgspec import ValidationError, convert

from pyverless.contrib.msgspec.kinds import get_paths
from pyverless.contrib.msgspec.loading import Loader, get_partial
from pyverless.contrib.msgspec.writing import Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__all__ = ["StructAdapter"]


class StructAdapter:
    """A Struct as a serializer: what `pyverless.serializers.get_adapter()` returns.

    It loads only with `loads`, that is as an `input_serializer`: a Struct has no fields
    that are for answers alone, so that one for answers would let callers set the id.
    """

    def __init__(self, declared: Any, *, loads: bool = False) -> None:
        is_list = get_origin(declared) is list
        self.can_load = loads
        self.many = loads and is_list
        self.struct = get_args(declared)[0] if is_list else declared
        self._list: Any = list[self.struct]  # type: ignore[name-defined]
        self.paths = get_paths(self.struct)
        self.dumps = Writer(self.struct).dumps
        if loads:
            kind = self._list if is_list else self.struct
            self._whole, self._partial = Loader(kind), Loader(get_partial(kind))

    def dump(self, obj: Any) -> Any:
        """Return the Struct of an object, whose attributes it reads.

        Raises TypeError where the object does not have what the Struct wants.
        """
        try:
            return convert(obj, self.struct, from_attributes=True)
        except ValidationError as exc:
            raise self._as_bug(obj, exc) from exc

    def dump_many(self, objects: Iterable[Any]) -> list[Any]:
        """Return the Structs of the objects."""
        objects = list(objects)
        try:
            dumped: list[Any] = convert(objects, self._list, from_attributes=True)
        except ValidationError as exc:
            raise self._as_bug(objects[0], exc) from exc
        return dumped

    def load(self, data: Any, *, partial: bool = False) -> Any:
        """Return validated data as a dictionary by the names of the fields.

        With `partial`, it has what was sent and nothing else. Raises BadRequestError
        with one detail per fault.
        """
        return (self._partial if partial else self._whole).load(data)

    def load_json(self, raw: str | bytes, *, partial: bool = False) -> Any:
        """Return what `load()` does, of JSON; None where that needs a closer look."""
        return (self._partial if partial else self._whole).load_json(raw)

    def _as_bug(self, obj: Any, exc: ValidationError) -> TypeError:
        # Not the caller's fault: a ValidationError might be answered with 400.
        name = (get_origin(self.struct) or self.struct).__name__
        return TypeError(f"{name} can't be made of a {type(obj).__name__}: {exc}")
