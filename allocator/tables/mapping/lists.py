"""What is proposed for a list of another system: its columns and words, and what it lacks."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from allocator import terms
from allocator.tables.declared import TABLES
from allocator.tables.interpret import parse_column
from allocator.tables.mapping.amounts import AMOUNTS, is_bare, per_said, unit_said
from allocator.tables.mapping.file import OPEN, UNUSED
from allocator.tables.mapping.known import synonyms
from allocator.tables.mapping.normalise import READERS, SPECIAL, columns_of, read_cell
from allocator.tables.mapping.questions import (
    COLUMNS,
    FIXED,
    LEFT_OUT,
    READ,
    WORDS,
    Answers,
    Certainty,
    Question,
    answer_key,
)
from allocator.tables.mapping.timed import FILLED, is_timed
from allocator.tables.moments import is_moment
from allocator.tables.numbers import number
from allocator.tables.parse import as_text, is_blank
from allocator.tables.rotas import staff
from allocator.tables.rotas.dates import piece
from allocator.tables.rotas.shifts import RotaUnit, unit_named
from allocator.tables.schema import BadCell, Cell, Column, ColumnKind, Table
from allocator.tables.sheets import InputSheet, Record
from allocator.tables.words import normalise_text, normalise_word, shorten
from allocator.terms import SERVICES
from allocator.terms import WORDS as VOCABULARY

MOST_WORDS: Final = 60
_MOST_SAMPLES: Final = 3
_LISTED: Final = (ColumnKind.WORD, ColumnKind.YES_NO, ColumnKind.SERVICE)
"""Kinds of column whose words are a short list and never a name."""
_OF_A_DATE: Final = tuple(TABLES["shifts"].column(name).norwegian for name in ("week", "weekday"))
_FEWEST_MINUTES: Final = 5
"""A bare number below this is as likely hours as minutes."""
_NUMBERED: Final = re.compile(r"0?([1-9][0-9]?)[\s.:–-]+(.+)")
"""A service as systems write it: `15 Helsetjenester i hjemmet`."""


def texts_of(record: Record) -> dict[int, str]:
    """Return the headings of a row by column."""
    return {
        index: normalise_text(as_text(cell))
        for index, cell in enumerate(record)
        if not is_blank(cell)
    }


def folded(heading: str) -> str:
    """Return a heading as synonyms are compared: `Timer pr. uke` as `timer_pr_uke`."""
    return normalise_word(heading).replace(".", "").strip(":")


def list_questions(
    sheet: InputSheet,
    top: int,
    table: Table,
    answers: Answers,
    units: Sequence[RotaUnit],
    *,
    as_it_stands: bool,
) -> list[Question]:
    """Return the questions of a list: its columns, their words, and what it lacks.

    Of one that is read as it stands, other columns are not used unless a person says so.
    """
    headings = texts_of(sheet.records[top])
    cells = {index: below(sheet, top, index) for index in headings}
    open_ = left_out_questions(headings, cells) if table.name == "shifts" else []
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
    if table.has("unit") and "unit" not in filled and len(units) > 1 and not as_it_stands:
        fixed.append(unit_question(sheet, units))
    amounts = [
        headings[index]
        for index, target in targets.items()
        if target in AMOUNTS or (not target and per_said(headings[index]))
    ]
    if table.has("per") and "per" not in filled and amounts and not as_it_stands:
        fixed.append(_per(table.column("per"), amounts))
    nobodys = [
        question
        for index, target in targets.items()
        if target == "staff_id" and table.name == "shifts"
        for question in _nobodys(sheet, top, index, headings)
    ]
    return [*columns.values(), *fixed, *words, *open_, *nobodys]


def _nobodys(
    sheet: InputSheet, top: int, index: int, headings: Mapping[int, str]
) -> list[Question]:
    """Return what leaves out the shifts that have no employee, in a list where others have one."""
    rows = [
        record
        for record in sheet.records[top + 1 :]
        if not all(map(is_blank, record)) and not staff.is_sum(record)
    ]
    rows = [row for row in rows if not any(staff.is_open(as_text(cell)) for cell in row)]
    empty = sum(index >= len(record) or is_blank(record[index]) for record in rows)
    key = (LEFT_OUT, headings[index], "")
    choices = (LEFT_OUT, READ)
    asked = Question(key, choices, LEFT_OUT, Certainty.KNOWN, count=empty)
    return [asked] if 0 < empty < len(rows) else []


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
        target = known.get(folded(heading), "")
        certainty = Certainty.OWN if normalise_word(heading) in own else Certainty.KNOWN
        if target == "intervention" and not _are_ids(cells[index]):
            target, certainty = "description", Certainty.KNOWN
        if target and target not in used and _can_be(table, target, heading, cells[index]):
            used.add(target)
            proposed = shown.get(target, target)
        elif heading in left_out:
            proposed = UNUSED
        else:
            proposed, certainty = OPEN, Certainty.ASKED
        questions[index] = Question(key, choices, proposed, certainty, samples_of(cells[index]))
    if table.name == "shifts" and "date" in used:  # the date says the week and its day
        for index, question in questions.items():
            if question.proposed in _OF_A_DATE:
                questions[index] = replace(question, proposed=UNUSED, certainty=Certainty.KNOWN)
    return questions


def unit_question(sheet: InputSheet, units: Sequence[RotaUnit]) -> Question:
    """Ask whose a whole sheet is; it may be named after the unit."""
    key, choices = (FIXED, "enhet"), tuple(unit.id for unit in units)
    if named := unit_named(sheet.name, units):
        return Question(key, choices, named, Certainty.KNOWN)
    return Question(key, choices)


def _per(column: Column, headings: Sequence[str]) -> Question:
    """Ask per what a list's amounts are, which it has no column for; a heading may say it."""
    pers = [per for heading in headings if (per := per_said(heading))]
    choices = tuple(terms.norwegian("per", per) for per in ("day", "week", "14_days", "month"))
    if not pers:
        return Question((FIXED, column.norwegian), choices)
    proposed = terms.norwegian("per", pers[0])
    return Question((FIXED, column.norwegian), choices, proposed, Certainty.KNOWN)


def _english(table: Table, target: str) -> str:
    """Return the English column that an answer names, or a special; empty where it is none."""
    names = {column.norwegian: column.name for column in table.columns}
    return target if target in SPECIAL else names.get(target, "")


def _can_be(table: Table, target: str, heading: str, cells: Sequence[Cell]) -> bool:
    """Whether at least half of a column's cells can be read as what its heading says."""
    if target in SPECIAL:
        name = columns_of(target)[0]
        read = [read_cell(table.name, target, cell).get(name) for cell in cells]
        return 2 * sum(isinstance(cell, BadCell) for cell in read) <= len(cells)
    column = table.column(target)
    if column.kind in _LISTED:
        return True
    if target == "minutes" and not unit_said(heading) and any(map(_is_small, cells)):
        return False  # hours or minutes: only a person knows
    read = [read_cell(table.name, target, cell).get(target) for cell in cells]
    if table.name == "shifts" and target == "date":
        return 2 * sum(not _is_a_day(cell) for cell in read) <= len(cells)
    if column.kind is ColumnKind.CLOCK:
        return 2 * sum(not is_moment(cell) for cell in read) <= len(cells)
    return 2 * len(parse_column(column, read)[1]) <= len(cells)


def _is_a_day(cell: Cell) -> bool:
    """Whether a cell says a day of a month, with a year or without."""
    heading = piece(cell)
    return heading is not None and heading.day is not None and heading.month is not None


def _are_ids(cells: Sequence[Cell]) -> bool:
    """Whether a column holds ids: no two alike, and no sentences."""
    texts = [normalise_word(as_text(cell)) for cell in cells]
    return len(set(texts)) == len(texts) and not any("_" in text for text in texts)


def _is_small(cell: Cell) -> bool:
    """Whether a cell is a bare number that hardly is minutes."""
    return is_bare(cell) and (number(cell) < _FEWEST_MINUTES or number(cell) % 1 != 0)


def below(sheet: InputSheet, top: int, index: int) -> list[Cell]:
    """Return the cells of a column below the headings that hold anything."""
    cells = (record[index] for record in sheet.records[top + 1 :] if index < len(record))
    return [cell for cell in cells if not is_blank(cell)]


def samples_of(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return the first different cells of a column, as they may be shown."""
    return tuple(dict.fromkeys(shorten(as_text(cell)) for cell in cells))[:_MOST_SAMPLES]


def _words(cells: Sequence[Cell], column: Column) -> list[Question]:
    """Return a question for each word of a column that we do not know."""
    if column.kind not in _LISTED:
        return []
    texts = [cell for cell in cells if isinstance(cell, str)]
    _, problems = parse_column(column, texts)
    unknown = Counter(as_text(texts[position]) for position in problems)
    if len(unknown) > MOST_WORDS:
        return []
    return [_word(column, word, count) for word, count in unknown.items()]


def _word(column: Column, word: str, count: int) -> Question:
    """Ask what a word means: leave is no duty, and a service may have its number before it."""
    key = (WORDS, column.norwegian, word)
    choices = (*choices_of(column), UNUSED)
    if column.name == "duty" and staff.is_leave(word):
        return Question(key, choices, UNUSED, Certainty.KNOWN, count=count)
    if column.kind is ColumnKind.SERVICE and (numbered := _NUMBERED.match(word)):
        code, name = numbered.groups()
        (of_code, _), (of_name, wrong) = (parse_column(column, [text]) for text in (code, name))
        if of_code == of_name and not wrong:
            return Question(key, choices, code, Certainty.KNOWN, count=count)
    return Question(key, choices, count=count)


def choices_of(column: Column) -> tuple[str, ...]:
    """Return what may be written in a column, in Norwegian; empty where it is no list."""
    if column.kind is ColumnKind.WORD:
        return tuple(column.choices.values())
    if column.kind in (ColumnKind.YES_NO, ColumnKind.WEEKDAY):
        return tuple(spellings[0] for spellings in VOCABULARY[column.kind].values())
    if column.kind is ColumnKind.SERVICE:
        return tuple(str(code) for code in SERVICES)
    return ()


def left_out_questions(
    headings: Mapping[int, str], cells: Mapping[int, Sequence[Cell]]
) -> list[Question]:
    """Return what leaves out rows that say that nobody has the shift, by words that we know."""
    return [
        Question(
            (LEFT_OUT, heading, word), (LEFT_OUT, READ), LEFT_OUT, Certainty.KNOWN, count=count
        )
        for index, heading in headings.items()
        for word, count in Counter(map(as_text, cells[index])).items()
        if staff.is_open(word)
    ]
