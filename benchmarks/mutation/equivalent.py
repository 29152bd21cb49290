"""The mutants that change nothing, each with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.mutation.mutant import Mutant

EQUIVALENT = Path(__file__).parent / "equivalent.yaml"


@dataclass(frozen=True)
class Equivalent:
    """One mutant by its content, so that it is found wherever its lines move.

    Parameters
    ----------
    file, where : the file, and the function or entry in it.
    was, becomes : the whole lines before and after, without indentation.
    why : why no figure and no message can differ.
    """

    file: str
    where: str
    was: str
    becomes: str
    why: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is recognised by."""
        return self.file, self.where, self.was, self.becomes


def key_of(mutant: Mutant) -> tuple[str, str, str, str]:
    """What an entry of the list is compared with."""
    return mutant.file, mutant.where, mutant.was, mutant.becomes


def known_equivalents(path: Path = EQUIVALENT) -> list[Equivalent]:
    """The list that is kept with the tool."""
    entries = yaml.safe_load(path.read_text("utf-8")) or []
    return [
        Equivalent(**{name: str(value).strip() for name, value in entry.items()})
        for entry in entries
    ]


def stale(listed: Iterable[Equivalent], mutants: Iterable[Mutant]) -> list[Equivalent]:
    """The entries whose line or function is no longer there."""
    possible = {key_of(mutant) for mutant in mutants}
    return [entry for entry in listed if entry.key not in possible]
