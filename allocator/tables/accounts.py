"""The account of each sheet: rows in the file = rows read + rows left out, each with its reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from allocator.sanitise import sanitise
from allocator.tables.guard import letters
from allocator.tables.numbers import spans
from allocator.tables.parse import is_blank
from allocator.tables.sheets import InputSheet
from allocator.text.accounts import account_sentence

HEADING, NO_CONTENT, LEFT_OUT, NO_SHIFTS, WRONG, NOT_USED, UNKNOWN, REFUSED = (
    "heading", "no_content", "left_out", "no_shifts", "wrong", "not_used", "unknown", "refused",
)  # fmt: skip
"""Why a row is not read."""
_ORDER: Final = (HEADING, NO_CONTENT, LEFT_OUT, NO_SHIFTS, WRONG, NOT_USED, UNKNOWN, REFUSED)


@dataclass(frozen=True)
class SheetAccount:
    """What became of the rows of one sheet that hold anything.

    Parameters
    ----------
    sheet
        Its name.
    read
        The rows that were read, from 1.
    left_out
        Reason -> the rows that were not.
    by_column
        The sheet has its days down the side: what is counted are its columns.
    """

    sheet: str
    read: tuple[int, ...]
    left_out: Mapping[str, tuple[int, ...]]
    by_column: bool = False

    def sentence(self, language: str) -> str:
        """Say it in words."""
        where = _letters if self.by_column else spans
        left_out = {reason: (where(rows), str(len(rows))) for reason, rows in self.left_out.items()}
        name = sanitise(self.sheet)
        return account_sentence(name, len(self.read), left_out, language, by_column=self.by_column)

    @property
    def rows(self) -> int:
        """How many rows hold anything."""
        return len(self.read) + sum(map(len, self.left_out.values()))


def _letters(columns: Sequence[int]) -> str:
    return ", ".join(letters(column - 1) for column in columns)


@dataclass
class RowLedger:
    """Where each row of the input went, as reading comes to it: sheet -> row -> reason, or read."""

    opened: Sequence[InputSheet] = ()
    rows: dict[str, dict[int, str]] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    by_column: dict[str, InputSheet] = field(default_factory=dict)

    def put(self, sheet: str, rows: Iterable[int], reason: str = "") -> None:
        """Take note of rows that were read, or why they were not; the latest holds."""
        self.rows.setdefault(sheet, {}).update(dict.fromkeys(rows, reason))

    def whole(self, sheet: str, reason: str) -> None:
        """Take note of why nothing else of a sheet is read."""
        self.sheets.setdefault(sheet, reason)

    def accounts(self) -> tuple[SheetAccount, ...]:
        """Return the account of each sheet, as it was opened."""
        return tuple(map(self._account, self.opened))

    def _account(self, sheet: InputSheet) -> SheetAccount:
        seen = self.by_column.get(sheet.name, sheet)
        known = self.rows.get(sheet.name, {})
        rest = self.sheets.get(sheet.name, REFUSED)
        reasons = {
            row: known.get(row, rest)
            for row, record in enumerate(seen.records, start=1)
            if not all(map(is_blank, record))
        }
        left_out = {
            reason: tuple(row for row, own in reasons.items() if own == reason) for reason in _ORDER
        }
        read = tuple(row for row, reason in reasons.items() if not reason)
        kept = {reason: rows for reason, rows in left_out.items() if rows}
        return SheetAccount(sheet.name, read, kept, seen is not sheet)
