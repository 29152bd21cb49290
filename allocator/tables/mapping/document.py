"""The text of a mapping file as nested texts: bounded in size and depth, and no key twice."""

from collections.abc import Hashable
from typing import Any

from allocator.tables.bounds import MAX_MAPPING_BYTES, MAX_MAPPING_DEPTH
from allocator.tables.words import shorten


class MappingError(Exception):
    """A mapping file is invalid: `code` of the notice, and its facts."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def read_document(data: bytes, most: int = MAX_MAPPING_BYTES) -> Any:
    """Return what a YAML file holds, with every scalar as the text that stands there.

    Parameters
    ----------
    data
        The file's bytes.
    most
        Bytes that it may have.

    Raises
    ------
    MappingError
        It is too large or too deep, no YAML, has anchors, or a key twice.
    """
    import yaml

    if len(data) > most:
        raise MappingError("mapping-too-large", most=f"{most / 1000:.0f}")
    try:
        return yaml.load(data.decode("utf-8-sig"), Loader=_loader())
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        where = "–" if mark is None else str(mark.line + 1)
        raise MappingError("mapping-unreadable", where=where) from None


def _loader() -> Any:
    """Return a loader to which everything is text: `08.01` and `ja` are what they look like."""
    import yaml

    class Bounded(yaml.BaseLoader):
        depth = 0

        def compose_node(self, parent: Any, index: Any) -> Any:
            event: Any = self.peek_event()  # type: ignore[no-untyped-call]
            if getattr(event, "anchor", None):
                raise MappingError("mapping-unreadable", where="&, *")
            self.depth += 1
            if self.depth > MAX_MAPPING_DEPTH:
                where = str(event.start_mark.line + 1)
                raise MappingError("mapping-too-deep", where=where, most=str(MAX_MAPPING_DEPTH))
            node = super().compose_node(parent, index)
            self.depth -= 1
            return node

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
            seen: set[str] = set()
            for key, _ in node.value:
                if isinstance(key, yaml.ScalarNode) and key.value in seen:
                    where = str(key.start_mark.line + 1)
                    what = shorten(key.value)
                    raise MappingError("mapping-key-twice", where=where, what=what)
                seen.add(str(key.value))
            return super().construct_mapping(node, deep)

    return Bounded
