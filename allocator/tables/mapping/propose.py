"""Proposals for sheets of other systems: what they are, and their columns and words in ours.

Headings and words of columns of words are proposed from; a cell of any other column is only a
sample on screen, and in no text. What is not sure is asked, never guessed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from allocator.tables import source
from allocator.tables.declared import TABLES
from allocator.tables.headings import (
    HEADING_ROWS,
    INSTRUCTIONS,
    resembled_table,
    table_named,
)
from allocator.tables.mapping.file import OPEN, ROTA_COLUMNS, UNUSED
from allocator.tables.mapping.known import JOB_TITLES, synonyms
from allocator.tables.mapping.lists import (
    MOST_WORDS,
    below,
    folded,
    left_out_questions,
    list_questions,
    samples_of,
    texts_of,
    unit_question,
)
from allocator.tables.mapping.misspelt import is_foreign, without_misspelt
from allocator.tables.mapping.questions import (
    COLUMNS,
    HEADING,
    ROLE,
    WORDS,
    Answers,
    Certainty,
    Question,
    SheetForm,
)
from allocator.tables.parse import as_text, is_blank
from allocator.tables.rotas import long, staff
from allocator.tables.rotas.grid import grids
from allocator.tables.rotas.home import ROTA, is_rota, units_of
from allocator.tables.rotas.shifts import RotaUnit, unit_named
from allocator.tables.sheets import InputSheet
from allocator.tables.words import normalise_word

_LEAST_KNOWN: Final = 2
"""Headings of a row that must be known for it to be sure that it is the headings."""
_GUESSED: Final = (
    "interventions", "decisions", "residents", "groups", "other_work", "absences", "shifts",
)  # fmt: skip
"""Tables that a sheet may be taken for by its headings."""
_STEMS: Final = {
    "interventions": ("tiltak",), "decisions": ("vedtak",), "absences": ("fravaer",),
    "shifts": ("vakt", "turnus"), "residents": ("beboer",), "groups": ("gruppe",),
}  # fmt: skip
"""Words in the name of a sheet or file that say which table it is, where its headings do not."""
ANYBODY: Final = ""
"""What a job title means of which nothing is asked that not everybody can do."""
ROLES: Final = (
    *(table.norwegian for table in TABLES.values() if table.name != "answers"), ROTA, UNUSED,
)  # fmt: skip
"""What a sheet may be."""


def forms(
    path: str | Path | Mapping[str, bytes], answers: Mapping[str, Answers] | None = None
) -> list[SheetForm]:
    """Return the form of every sheet of an input, the instructions of our template left out.

    Parameters
    ----------
    path
        The input.
    answers
        Sheet name -> what a person has answered about it so far.
    """
    sheets = sheets_in(path)
    units = units_of(sheets)
    return [
        form_of(sheet, (answers or {}).get(sheet.name, {}), units)
        for sheet in sheets
        if is_asked_about(sheet)
    ]


def sheets_in(path: str | Path | Mapping[str, bytes]) -> list[InputSheet]:
    """Return every sheet of an input, its identity numbers masked."""
    from allocator.tables.read import sheets_of

    files, _ = source.gather(path)
    return sheets_of(files, {})[0]


def is_asked_about(sheet: InputSheet) -> bool:
    """Whether a sheet holds anything, and is not the instructions of our template."""
    filled = any(not all(map(is_blank, record)) for record in sheet.records)
    return sheet.name != INSTRUCTIONS and filled


def form_of(sheet: InputSheet, answers: Answers, units: Sequence[RotaUnit] = ()) -> SheetForm:
    """Return all questions about a sheet: about what it is first, then about what it holds.

    Parameters
    ----------
    sheet
        The sheet, its identity numbers masked.
    answers
        What a person has answered: what the sheet is, and where its headings are, decide what else
        is asked.
    units
        The units of the input: where they are several, a sheet says whose it is.
    """
    if is_rota(sheet, {}):
        top = _rota_bottom(sheet)
        proposed, certainty, needed = ROTA, Certainty.KNOWN, False
    else:
        top = _heading_row(sheet)
        proposed, certainty = _guess(sheet, top)
        needed = is_foreign(sheet)
    role = Question(ROLE, ROLES, proposed, certainty)
    chosen = answers.get(ROLE, proposed)
    rows = tuple(str(row + 1) for row in range(len(sheet.records[:HEADING_ROWS])))
    sure = top is not None
    heading = Question(
        HEADING, rows, str(top + 1) if top is not None else OPEN,
        Certainty.KNOWN if sure else Certainty.ASKED,
    )  # fmt: skip
    row = answers.get(HEADING, heading.proposed)
    questions: list[Question] = [role]
    labels: Mapping[int, str] = {}
    if chosen == ROTA:
        labels, more = _rota(sheet)
        whose = [] if _says_its_unit(sheet, labels, units) else [unit_question(sheet, units)]
        needed = needed or bool(whose)
        questions += [*more, *whose]
    elif chosen not in (OPEN, UNUSED):
        questions.append(heading)
        if row in rows:
            table = next(table for table in TABLES.values() if table.norwegian == chosen)
            labels = texts_of(sheet.records[int(row) - 1])
            own = not needed and chosen == proposed
            listed = list_questions(sheet, int(row) - 1, table, answers, units, as_it_stands=own)
            questions += listed if needed else without_misspelt(listed, sheet)
    elif top is not None:
        labels = texts_of(sheet.records[top])
    kept = tuple(map(normalise_word, labels.values()))
    return SheetForm(sheet.name, tuple(questions), answers, needed, kept)


def _heading_row(sheet: InputSheet) -> int | None:
    """Return the first row with the most headings that are known; None where they are too few.

    A row of which fewer are known may be the first of a list without headings, with names in it.
    """
    rows = sheet.records[:HEADING_ROWS]
    table = table_named(sheet.name) or resembled_table(sheet.name)
    known = _known_headings([table.name] if table else _GUESSED)
    counts = [len({folded(as_text(cell)) for cell in record} & known) for record in rows]
    most = max(counts, default=0)
    return counts.index(most) if most >= _LEAST_KNOWN else None


def _known_headings(tables: Sequence[str]) -> set[str]:
    return {heading for table in tables for heading in synonyms(table)}


def headings_in(sheet: InputSheet, row: int) -> tuple[str, ...]:
    """Return the cells of a row, from 0, folded as the headings of a form are."""
    return tuple(map(normalise_word, texts_of(sheet.records[row]).values()))


def _guess(sheet: InputSheet, top: int | None) -> tuple[str, Certainty]:
    """Return the Norwegian name of the table with most of the headings; `???` where it is tied."""
    if own := table_named(sheet.name):
        return own.norwegian, Certainty.OWN
    if near := resembled_table(sheet.name):
        return near.norwegian, Certainty.KNOWN
    labels = {} if top is None else texts_of(sheet.records[top])
    headings = [folded(name) for name in labels.values()]
    counts = {table: sum(name in synonyms(table) for name in headings) for table in _GUESSED}
    most = max(counts.values())
    best = [table for table in counts if counts[table] == most]
    if len(best) > 1:
        name = normalise_word(sheet.name)
        best = [table for table in best if any(stem in name for stem in _STEMS.get(table, ()))]
    if most < _LEAST_KNOWN or len(best) != 1:
        return OPEN, Certainty.ASKED
    return TABLES[best[0]].norwegian, Certainty.KNOWN


def _rota_bottom(sheet: InputSheet) -> int | None:
    """Return the row of a rota's headings, from 0."""
    rotas = grids(sheet.records)
    return rotas[0].bottom if rotas else long.heading_row(sheet, {})


def _says_its_unit(sheet: InputSheet, labels: Mapping[int, str], units: Sequence[RotaUnit]) -> bool:
    """Whether it is clear whose a rota is: there is one unit, or its name or a column says it."""
    by_row = any(staff.kind_of(name) == staff.UNIT for name in labels.values())
    return len(units) < 2 or by_row or bool(unit_named(sheet.name, units))


def _rota(sheet: InputSheet) -> tuple[dict[int, str], list[Question]]:
    """Return a rota's headings that are no days, and the questions about them and open shifts."""
    rotas = grids(sheet.records)
    if not rotas:
        top = long.heading_row(sheet, {})
        if top is None:
            return {}, []
        headings = texts_of(sheet.records[top])
        return headings, left_out_questions(headings, {i: below(sheet, top, i) for i in headings})
    grid = rotas[0]
    left = {index: name for index, name in grid.labels.items() if index < min(grid.days)}
    cells = {index: below(sheet, grid.bottom, index) for index in left}
    unknown = {index: name for index, name in left.items() if not staff.kind_of(name)}
    titles = [index for index, name in unknown.items() if normalise_word(name) in JOB_TITLES][:1]
    questions = [
        Question(
            (COLUMNS, name),
            (UNUSED, *ROTA_COLUMNS),
            "kompetanse" if index in titles else OPEN,
            Certainty.KNOWN if index in titles else Certainty.ASKED,
            samples_of(cells[index]),
        )
        for index, name in unknown.items()
    ]
    words = Counter(as_text(cell) for index in titles for cell in cells[index])
    if len(words) <= MOST_WORDS:
        questions += [
            Question((WORDS, "kompetanse", word), (ANYBODY,), count=count)
            for word, count in words.items()
        ]
    return left, [*questions, *left_out_questions(left, cells)]
