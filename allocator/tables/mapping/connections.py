"""The mapping of an input as a person makes it on screen, from answers, layouts and mapping files.

Per sheet these hold, the first that there is: what the person has answered, the entry of a mapping
file among the input's files, the layout that was kept of the same headings, and the proposal, which
is used when the person has wanted so.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from allocator.sanitise import sanitise_lines
from allocator.tables.formats import MAPPING, is_mapping
from allocator.tables.headings import HEADING_ROWS
from allocator.tables.mapping.document import MappingError
from allocator.tables.mapping.file import (
    CODES,
    SHEETS,
    norwegian_entry,
    read_entries,
)
from allocator.tables.mapping.layouts import (
    KnownLayout,
    Layouts,
    fingerprint_of,
    fingerprint_of_headings,
)
from allocator.tables.mapping.propose import ROLES, form_of, headings_in, is_asked_about, sheets_in
from allocator.tables.mapping.questions import FIXED, HEADING, ROLE, Answers, SheetForm, answers_of
from allocator.tables.rotas.home import units_of
from allocator.tables.rotas.shifts import RotaUnit
from allocator.tables.sheets import InputSheet, own_title
from allocator.tables.words import normalise_word

NAME: Final = f"koblinger{MAPPING}"
"""The mapping file that is made here."""


@dataclass(frozen=True)
class Connection:
    """How one sheet is connected.

    Parameters
    ----------
    id
        By what its answers are kept: the same for a sheet of the same headings and title in another
        file.
    form
        Its questions with the answers that hold.
    known_since
        When its layout was kept, where it is connected by that.
    given
        Its entry of a mapping file, as it stands there, where nobody has answered otherwise.
    used
        Whether the person has wanted that the form is to be used.
    """

    id: str
    form: SheetForm
    known_since: date | None = None
    given: Mapping[str, Any] | None = None
    used: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether nothing is to be done about the sheet: it is read, or left out on purpose."""
        return not self.form.needed or self.entry is not None

    @property
    def entry(self) -> Mapping[str, Any] | None:
        """Its entry in the mapping that is used; None where it has none."""
        if self.given is not None:
            return self.given
        wanted = self.form.needed or self.form.is_answered
        return self.form.entry if self.used and wanted and not self.form.open else None


@dataclass(frozen=True)
class Connections:
    """How all sheets of an input are connected.

    Parameters
    ----------
    sheets
        The connection of each sheet that may have one.
    others
        Entries of mapping files that are about no sheet of the input, which is an error.
    codes
        Shift codes that mapping files explain.
    tables
        The input without its mapping files; one that cannot be read stays, and is an error.
    """

    sheets: tuple[Connection, ...]
    others: Mapping[str, Any]
    codes: Mapping[str, Any]
    tables: Mapping[str, bytes]

    def files(self, codes: Mapping[str, Any] | None = None) -> dict[str, bytes]:
        """Return the input with one mapping file that holds all, its shift codes too."""
        entries = {c.form.sheet: c.entry for c in self.sheets if c.entry is not None}
        return self._with({**entries, **self.others}, {} if codes is None else codes)

    def tried(self, codes: Mapping[str, Any]) -> dict[str, bytes]:
        """Return the input as it would be read by every form as far as it is answered."""
        entries = {
            c.form.sheet: c.entry or c.form.readable_entry
            for c in self.sheets
            if c.form.needed or c.entry is not None
        }
        return self._with(entries, codes)

    def _with(self, entries: Mapping[str, Any], codes: Mapping[str, Any]) -> dict[str, bytes]:
        if not entries and not codes:
            return dict(self.tables)
        return {**self.tables, NAME: mapping_text(entries, codes).encode()}


def mapping_name(name: str) -> str:
    """Return the file name under which a mapping is read, also where it ends in `.yaml` only."""
    if is_mapping(name) or not name.casefold().endswith((".yaml", ".yml")):
        return name
    return f"{name.rpartition('.')[0]}{MAPPING}"


def mapping_text(entries: Mapping[str, Any], codes: Mapping[str, Any]) -> str:
    """Return the text of a mapping file."""
    import yaml

    content: dict[str, Any] = {SHEETS[0]: dict(entries)} if entries or not codes else {}
    content |= {CODES[0]: dict(codes)} if codes else {}
    text: str = yaml.dump(content, Dumper=_dumper(), allow_unicode=True, sort_keys=False)
    return sanitise_lines(text)


def _dumper() -> Any:
    """Return a dumper to which every mapping is a dictionary, and nothing is an anchor."""
    import yaml

    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            del data
            return True

    return Plain


def connect(
    files: Mapping[str, bytes],
    answers: Mapping[str, Answers],
    used: Collection[str],
    layouts: Layouts,
) -> Connections:
    """Return how the sheets of an input are connected.

    Parameters
    ----------
    files
        The input, mapping files that came with it included.
    answers
        Id of a connection -> what the person has answered.
    used
        Ids of connections that the person has wanted are to be used.
    layouts
        Those that were kept.
    """
    given: dict[str, Any] = {}
    codes: dict[str, Any] = {}
    tables: dict[str, bytes] = {}
    for name, data in files.items():
        try:
            more, explained = read_entries(data) if is_mapping(name) else ({}, {})
        except MappingError:
            tables[name] = data
            continue
        given |= more
        codes |= explained
        if not is_mapping(name):
            tables[name] = data
    sheets = sheets_in(tables)
    names = [sheet.name for sheet in sheets]
    units = units_of(sheets)
    connected = []
    for sheet in filter(is_asked_about, sheets):
        key = _entry_named(sheet.name, given, names)
        entry = given.pop(key) if key else None
        form = form_of(sheet, {}, units)
        connected.append(_connection(sheet, form, units, entry, answers, used, layouts))
    return Connections(tuple(connected), given, codes, tables)


def _entry_named(name: str, given: Mapping[str, Any], sheets: Sequence[str]) -> str:
    """Return the key of a sheet's entry: its name, or its title where no other sheet has it."""
    titles = [normalise_word(own_title(sheet)) for sheet in sheets]
    for key in given:
        folded = normalise_word(key)
        alone = titles.count(folded) == 1 and folded == normalise_word(own_title(name))
        if folded == normalise_word(name) or alone:
            return key
    return ""


def _connection(
    sheet: InputSheet,
    form: SheetForm,
    units: Sequence[RotaUnit],
    given: Mapping[str, Any] | None,
    answers: Mapping[str, Answers],
    used: Collection[str],
    layouts: Layouts,
) -> Connection:
    id_ = f"{fingerprint_of(form)} {normalise_word(own_title(sheet.name))}"
    if id_ in answers or id_ in used:
        return Connection(id_, form_of(sheet, answers.get(id_, {}), units), used=id_ in used)
    if given is not None:
        known = answers_of(norwegian_entry(given))
        shown = form_of(sheet, known, units) if known.get(ROLE) in ROLES else form
        return Connection(id_, shown, given=given, used=True)
    if layout := _layout(sheet, form, layouts):
        known = answers_of(layout.entry)
        if len(units) > 1:  # a list of another unit may have the same headings
            known = {key: text for key, text in known.items() if key[-2:] != (FIXED, "enhet")}
        return Connection(id_, form_of(sheet, known, units), layout.day, used=True)
    return Connection(id_, form, used=id_ in used)


def _layout(sheet: InputSheet, form: SheetForm, layouts: Layouts) -> KnownLayout | None:
    """Return the layout of a sheet's headings, in whichever row they are this time."""
    if layout := layouts.of(fingerprint_of(form)):
        top = next((form.value(question) for question in form.of(*HEADING)), None)
        return _with_heading(layout, top)
    for row in range(min(len(sheet.records), HEADING_ROWS)):
        if layout := layouts.of(fingerprint_of_headings(headings_in(sheet, row))):
            return _with_heading(layout, str(row + 1))
    return None


def _with_heading(layout: KnownLayout, row: str | None) -> KnownLayout:
    if row is None or HEADING[0] not in layout.entry:
        return layout
    return KnownLayout(layout.day, {**layout.entry, HEADING[0]: row})
