"""Reads YAML nodes into plain values, and collects every problem with its file and line."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import yaml

from allocator.errors import CatalogueError
from allocator.rules.entry import Words

LANGUAGES = ("nb", "en")
Choice = TypeVar("Choice", bound=str)
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The quick loader where PyYAML was built with it; every file reads the same with the other."""


@dataclass
class NodeReader:
    """One YAML file being read; each method gives a value, or notes a problem and gives a blank.

    Parameters
    ----------
    path : the file.
    problems : shared by all files of a catalogue; each entry begins `file:line: `.
    """

    path: Path
    problems: list[str] = field(default_factory=list)

    def document(self) -> yaml.Node:
        """Return the top node of the file. Raises CatalogueError if it cannot be read at all."""
        try:
            node = yaml.compose(self.path.read_text("utf-8"), Loader=LOADER)
        except (OSError, UnicodeDecodeError) as problem:
            raise CatalogueError(f"{self.path.name}: cannot be read: {problem}") from problem
        except yaml.MarkedYAMLError as problem:
            line = problem.problem_mark.line + 1 if problem.problem_mark else 1
            raise CatalogueError(f"{self.path.name}:{line}: {problem.problem}") from problem
        except yaml.YAMLError as problem:
            raise CatalogueError(f"{self.path.name}: {problem}") from problem
        if node is None:
            raise CatalogueError(f"{self.path.name}:1: the file is empty")
        return node

    def location(self, node: yaml.Node) -> str:
        """Return `file:line` of a node."""
        return f"{self.path.name}:{node.start_mark.line + 1}"

    def problem(self, node: yaml.Node, words: str) -> None:
        """Note a problem at a node."""
        self.problems.append(f"{self.location(node)}: {words}")

    def mapping(self, node: yaml.Node) -> dict[str, yaml.Node]:
        """Return the nodes by key; a doubled key is a problem."""
        if not isinstance(node, yaml.MappingNode):
            self.problem(node, "expected keys with values")
            return {}
        values: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in values:
                self.problem(key, f"the key {name!r} stands twice")
            values[name] = value
        return values

    def keyed(
        self, node: yaml.Node, required: Collection[str], optional: Collection[str] = ()
    ) -> dict[str, yaml.Node]:
        """Return the nodes by key, as `mapping`; unknown and missing keys are problems."""
        values = self.mapping(node)
        for name, value in values.items():
            if name not in required and name not in optional:
                self.problem(value, f"unknown key {name!r}")
        if isinstance(node, yaml.MappingNode):
            for name in required:
                if name not in values:
                    self.problem(node, f"the key {name!r} is missing")
        return values

    def items(self, node: yaml.Node | None) -> list[yaml.Node]:
        """Return the nodes of a list; none where the key is missing."""
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.problem(node, "expected a list")
            return []
        return list(node.value)

    def text(self, node: yaml.Node | None) -> str:
        """Return a text that is not empty; empty where the key is missing."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            self.problem(node, "expected a text")
            return ""
        return str(node.value).strip()

    def words(self, node: yaml.Node | None) -> Words:
        """Read words in both languages."""
        if node is None:
            return Words("", "")
        texts = self.keyed(node, LANGUAGES)
        return Words(*(self.text(texts.get(language)) for language in LANGUAGES))

    def choice(self, node: yaml.Node | None, allowed: Sequence[Choice], what: str) -> Choice:
        """Return one of the allowed words; the first of them where that is a problem."""
        text = self.text(node)
        for word in allowed:
            if word == text:
                return word
        if node is not None and text:
            self.problem(node, f"unknown {what} {text!r}; known: {', '.join(sorted(allowed))}")
        return allowed[0]

    def day(self, node: yaml.Node | None) -> datetime.date | None:
        """Return a date written 2018-06-27; None where the key is missing."""
        if node is not None:
            try:
                return datetime.date.fromisoformat(self.text(node))
            except ValueError:
                self.problem(node, f"not a date: {node.value!r}; write 2018-06-27")
        return None

    def number(self, node: yaml.Node | None) -> float:
        """Return a number; 0 where the key is missing."""
        if node is None:
            return 0.0
        try:
            return float(self.text(node))
        except ValueError:
            self.problem(node, f"not a number: {node.value!r}")
            return 0.0

    def numbers(self, node: yaml.Node | None) -> tuple[int, ...]:
        """Return a list of whole numbers."""
        return tuple(int(self.number(item)) for item in self.items(node))

    def texts(self, node: yaml.Node | None) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(self.text(item) for item in self.items(node))
