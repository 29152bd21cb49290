"""Proposals for sheets of other systems: what they are, and their columns and words in ours.

Headings and words of columns of words are proposed from; a cell of any other column is only a
sample on screen, and in no text. What is not sure is asked, never guessed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
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
from allocator.tables.interpret import parse_column
from allocator.tables.mapping.file import OPEN, ROTA_COLUMNS, UNUSED
from allocator.tables.mapping.known import JOB_TITLES, synonyms
from allocator.tables.mapping.misspelt import is_foreign, without_misspelt
from allocator.tables.mapping.normalise import READERS, SPECIAL, columns_of, read_cell
from allocator.tables.mapping.questions import (
    COLUMNS,
    FIXED,
    HEADING,
    LEFT_OUT,
    READ,
    ROLE,
    WORDS,
    Answers,
    Certainty,
    Question,
    SheetForm,
    answer_key,
)
from allocator.tables.mapping.timed import FILLED, is_timed
from allocator.tables.moments import is_moment
from allocator.tables.parse import as_text, is_blank
from allocator.tables.rotas import long, staff
from allocator.tables.rotas.grid import grids
from allocator.tables.rotas.home import ROTA, is_rota
from allocator.tables.schema import BadCell, Cell, Column, ColumnKind, Table
from allocator.tables.sheets import InputSheet, Record
from allocator.tables.words import normalise_text, normalise_word, shorten
from allocator.terms import SERVICES
from allocator.terms import WORDS as VOCABULARY

_MOST_WORDS: Final = 60
_MOST_SAMPLES: Final = 3
_LEAST_KNOWN: Final = 2
"""Headings of a row that must be known for it to be sure that it is the headings."""
_LISTED: Final = (ColumnKind.WORD, ColumnKind.YES_NO, ColumnKind.SERVICE)
"""Kinds of column whose words are a short list and never a name."""
_GUESSED: Final = (
    "interventions", "decisions", "residents", "groups", "other_work", "absences", "shifts",
)  # fmt: skip
"""Tables that a sheet may be taken for by its headings."""
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
    return [
        form_of(sheet, (answers or {}).get(sheet.name, {}))
        for sheet in sheets_in(path)
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


def form_of(sheet: InputSheet, answers: Answers) -> SheetForm:
    """Return all questions about a sheet: about what it is first, then about what it holds.

    Parameters
    ----------
    sheet
        The sheet, its identity numbers masked.
    answers
        What a person has answered: what the sheet is, and where its headings are, decide what else
        is asked.
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
        questions += more
    elif chosen not in (OPEN, UNUSED):
        questions.append(heading)
        if row in rows:
            table = next(table for table in TABLES.values() if table.norwegian == chosen)
            labels = _texts(sheet.records[int(row) - 1])
            listed = _list(sheet, int(row) - 1, table, answers, not needed and chosen == proposed)
            questions += listed if needed else without_misspelt(listed, sheet)
    elif top is not None:
        labels = _texts(sheet.records[top])
    kept = tuple(map(normalise_word, labels.values()))
    return SheetForm(sheet.name, tuple(questions), answers, needed, kept)


def _heading_row(sheet: InputSheet) -> int | None:
    """Return the first row with the most headings that are known; None where they are too few.

    A row of which fewer are known may be the first of a list without headings, with names in it.
    """
    rows = sheet.records[:HEADING_ROWS]
    table = table_named(sheet.name) or resembled_table(sheet.name)
    known = _known_headings([table.name] if table else _GUESSED)
    counts = [len({_folded(as_text(cell)) for cell in record} & known) for record in rows]
    most = max(counts, default=0)
    return counts.index(most) if most >= _LEAST_KNOWN else None


def _known_headings(tables: Sequence[str]) -> set[str]:
    return {heading for table in tables for heading in synonyms(table)}


def headings_in(sheet: InputSheet, row: int) -> tuple[str, ...]:
    """Return the cells of a row, from 0, folded as the headings of a form are."""
    return tuple(map(normalise_word, _texts(sheet.records[row]).values()))


def _texts(record: Record) -> dict[int, str]:
    """Return the headings of a row by column."""
    return {
        index: normalise_text(as_text(cell))
        for index, cell in enumerate(record)
        if not is_blank(cell)
    }


def _guess(sheet: InputSheet, top: int | None) -> tuple[str, Certainty]:
    """Return the Norwegian name of the table with most of the headings; `???` where it is tied."""
    if own := table_named(sheet.name):
        return own.norwegian, Certainty.OWN
    if near := resembled_table(sheet.name):
        return near.norwegian, Certainty.KNOWN
    folded = [] if top is None else [_folded(name) for name in _texts(sheet.records[top]).values()]
    counts = {table: sum(name in synonyms(table) for name in folded) for table in _GUESSED}
    best = max(counts, key=lambda table: counts[table])
    if counts[best] < _LEAST_KNOWN or list(counts.values()).count(counts[best]) > 1:
        return OPEN, Certainty.ASKED
    return TABLES[best].norwegian, Certainty.KNOWN


def _folded(heading: str) -> str:
    """Return a heading as synonyms are compared: `Timer pr. uke` as `timer_pr_uke`."""
    return normalise_word(heading).replace(".", "").strip(":")


def _list(
    sheet: InputSheet, top: int, table: Table, answers: Answers, as_it_stands: bool
) -> list[Question]:
    """Return the questions of a list: its columns, their words, and what it lacks.

    Of one that is read as it stands, other columns are not used unless a person says so.
    """
    headings = _texts(sheet.records[top])
    cells = {index: _below(sheet, top, index) for index in headings}
    open_ = _left_out(headings, cells) if table.name == "shifts" else []
    columns = _columns(headings, cells, table, {question.key[1] for question in open_})
    if as_it_stands:
        columns = {
            index: question
            if question.certainty is Certainty.OWN
            else replace(question, proposed=UNUSED, certainty=Certainty.ASKED)
            for index, question in columns.items()
        }
    targets = {
        index: _english(table, answers.get(answer_key(table.norwegian, q.key), q.proposed))
        for index, q in columns.items()
    }
    words = [
        question
        for index, target in targets.items()
        if target and target not in SPECIAL
        for question in _words(cells[index], table.column(target))
    ]
    filled = {name for target in targets.values() if target for name in columns_of(target)}
    filled |= set(FILLED) if is_timed(table.name, list(filled)) else set()
    fixed = [
        Question((FIXED, column.norwegian), choices_of(column))
        for column in table.columns
        if column.required and column.name not in filled
    ]
    return [*columns.values(), *fixed, *words, *open_]


def _columns(
    headings: Mapping[int, str],
    cells: Mapping[int, Sequence[Cell]],
    table: Table,
    left_out: set[str],
) -> dict[int, Question]:
    """Return a question for each of their columns; of two that would be one of ours, the first."""
    known = synonyms(table.name)
    own = {normalise_word(name) for column in table.columns for name in column.headings}
    shown = {column.name: column.norwegian for column in table.columns}
    fitting = [name for name in SPECIAL if all(map(table.has, READERS[name][0]))]
    choices = (UNUSED, *shown.values(), *(name for name in fitting if name not in shown.values()))
    questions: dict[int, Question] = {}
    used: set[str] = set()
    for index, heading in headings.items():
        key = (COLUMNS, heading)
        target = known.get(_folded(heading), "")
        certainty = Certainty.OWN if normalise_word(heading) in own else Certainty.KNOWN
        if target and target not in used and _can_be(table, target, cells[index]):
            used.add(target)
            proposed = shown.get(target, target)
        elif heading in left_out:
            proposed = UNUSED
        else:
            proposed, certainty = OPEN, Certainty.ASKED
        questions[index] = Question(key, choices, proposed, certainty, _samples(cells[index]))
    return questions


def _english(table: Table, target: str) -> str:
    """Return the English column that an answer names, or a special; empty where it is none."""
    names = {column.norwegian: column.name for column in table.columns}
    return target if target in SPECIAL else names.get(target, "")


def _can_be(table: Table, target: str, cells: Sequence[Cell]) -> bool:
    """Whether at least half of a column's cells can be read as what its heading says."""
    if target in SPECIAL:
        name = columns_of(target)[0]
        read = [read_cell(table.name, target, cell).get(name) for cell in cells]
        return 2 * sum(isinstance(cell, BadCell) for cell in read) <= len(cells)
    column = table.column(target)
    if column.kind in _LISTED:
        return True
    read = [read_cell(table.name, target, cell).get(target) for cell in cells]
    if column.kind is ColumnKind.CLOCK:
        return 2 * sum(not is_moment(cell) for cell in read) <= len(cells)
    return 2 * len(parse_column(column, read)[1]) <= len(cells)


def _below(sheet: InputSheet, top: int, index: int) -> list[Cell]:
    """Return the cells of a column below the headings that hold anything."""
    cells = (record[index] for record in sheet.records[top + 1 :] if index < len(record))
    return [cell for cell in cells if not is_blank(cell)]


def _samples(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return the first different cells of a column, as they may be shown."""
    return tuple(dict.fromkeys(shorten(as_text(cell)) for cell in cells))[:_MOST_SAMPLES]


def _words(cells: Sequence[Cell], column: Column) -> list[Question]:
    """Return a question for each word of a column that we do not know."""
    if column.kind not in _LISTED:
        return []
    texts = [cell for cell in cells if isinstance(cell, str)]
    _, problems = parse_column(column, texts)
    unknown = Counter(as_text(texts[position]) for position in problems)
    if len(unknown) > _MOST_WORDS:
        return []
    choices = choices_of(column)
    return [
        Question((WORDS, column.norwegian, word), choices, count=count)
        for word, count in unknown.items()
    ]


def choices_of(column: Column) -> tuple[str, ...]:
    """Return what may be written in a column, in Norwegian; empty where it is no list."""
    if column.kind is ColumnKind.WORD:
        return tuple(column.choices.values())
    if column.kind in (ColumnKind.YES_NO, ColumnKind.WEEKDAY):
        return tuple(spellings[0] for spellings in VOCABULARY[column.kind].values())
    if column.kind is ColumnKind.SERVICE:
        return tuple(str(code) for code in SERVICES)
    return ()


def _left_out(headings: Mapping[int, str], cells: Mapping[int, Sequence[Cell]]) -> list[Question]:
    """Return what leaves out rows that say that nobody has the shift, by words that we know."""
    return [
        Question(
            (LEFT_OUT, heading, word), (LEFT_OUT, READ), LEFT_OUT, Certainty.KNOWN, count=count
        )
        for index, heading in headings.items()
        for word, count in Counter(map(as_text, cells[index])).items()
        if staff.is_open(word)
    ]


def _rota_bottom(sheet: InputSheet) -> int | None:
    """Return the row of a rota's headings, from 0."""
    rotas = grids(sheet.records)
    return rotas[0].bottom if rotas else long.heading_row(sheet, {})


def _rota(sheet: InputSheet) -> tuple[dict[int, str], list[Question]]:
    """Return a rota's headings that are no days, and the questions about them and open shifts."""
    rotas = grids(sheet.records)
    if not rotas:
        top = long.heading_row(sheet, {})
        if top is None:
            return {}, []
        headings = _texts(sheet.records[top])
        return headings, _left_out(headings, {i: _below(sheet, top, i) for i in headings})
    grid = rotas[0]
    left = {index: name for index, name in grid.labels.items() if index < min(grid.days)}
    cells = {index: _below(sheet, grid.bottom, index) for index in left}
    unknown = {index: name for index, name in left.items() if not staff.kind_of(name)}
    titles = [index for index, name in unknown.items() if normalise_word(name) in JOB_TITLES][:1]
    questions = [
        Question(
            (COLUMNS, name),
            (UNUSED, *ROTA_COLUMNS),
            "kompetanse" if index in titles else OPEN,
            Certainty.KNOWN if index in titles else Certainty.ASKED,
            _samples(cells[index]),
        )
        for index, name in unknown.items()
    ]
    words = Counter(as_text(cell) for index in titles for cell in cells[index])
    if len(words) <= _MOST_WORDS:
        questions += [
            Question((WORDS, "kompetanse", word), (ANYBODY,), count=count)
            for word, count in words.items()
        ]
    return left, [*questions, *_left_out(left, cells)]
