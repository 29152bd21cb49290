"""What the caseworker is asked and warned of, and the answers given (contract 3.5)."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

import pandas as pd

from allocator.notices import Notice, wordings
from allocator.repair.answer_entry import AnswerKey
from allocator.rules.classify import Classification
from allocator.rules.figure_questions import figure_questions, figures_of, over_limit
from allocator.rules.plan_questions import plan_questions
from allocator.rules.plan_rows import QuestionContext
from allocator.tables.declared_people import AnswerRow
from allocator.tables.inputs import Inputs
from allocator.tables.rows import rows_of
from allocator.text.dates import day

RowIds = Mapping[tuple[str, int], str]
"""Table as it is called in the input, and row -> id."""


def questions(
    inputs: Inputs,
    classification: Classification,
    figures: pd.DataFrame | None,
) -> list[Notice]:
    """List every question and warning of the tables and, where there are any, the figures.

    None is asked whose rule is not in force for the unit.

    Parameters
    ----------
    figures : one row per unit, resident and service with the columns of `hours.csv` [min/week];
        None before anything is calculated.
    """
    context = QuestionContext(inputs, classification)
    asked = list(plan_questions(context))
    if figures is not None:
        asked += figure_questions(context, figures_of(figures))
    return [
        notice
        for notice in asked
        if not notice.rule or notice.rule in context.rules(notice.unit).rules
    ]


def limits(inputs: Inputs, classification: Classification, figures: pd.DataFrame) -> list[Notice]:
    """List an error for each figure above what one service can have in a week; figures as above."""
    return list(over_limit(QuestionContext(inputs, classification), figures_of(figures)))


def with_answers(
    notices: Iterable[Notice],
    answers: pd.DataFrame,
    table: str = "svar",
    ids: RowIds = MappingProxyType({}),
) -> list[Notice]:
    """Return the notices, questions with their answers, and one for each code that asks nothing.

    Parameters
    ----------
    answers : the table `answers`; an empty resident, service or row answers for all of them.
        Where several answer one question the last stands.
    table : what the table is called in the input.
    ids : of the rows that have one; of others the row's number is their id.
    """
    answered = list(notices)
    for row in rows_of(answers, AnswerRow):
        code = row.code
        wording = wordings().get(code)
        if wording is None or wording.severity != "question":
            facts = {"known": ", ".join(question_codes())}
            answered.append(Notice("answer-unknown", table, row.row, "code", code, facts, row.unit))
            continue
        asked = False
        for number, notice in enumerate(answered):
            if notice.code == code and _matches(notice, row, ids):
                answered[number] = replace(notice, answer=signed(row.answer, row.by, row.date))
                asked = True
        if row.row_id and not asked:
            facts = {"asked": code}
            answered.append(
                Notice("answer-unused", table, row.row, "row_id", row.row_id, facts, row.unit)
            )
    return answered


def question_codes() -> list[str]:
    """Return the codes that can be answered."""
    return sorted(code for code, words in wordings().items() if words.severity == "question")


def row_ids(inputs: Inputs) -> RowIds:
    """Return the id of each row that has one, by the table's name in the input and the row."""
    table, frame = inputs.names["interventions"], inputs.tables["interventions"]
    return {
        (table, int(row)): str(name)
        for row, name in zip(frame["row"], frame["intervention"], strict=True)
    }


def row_id(notice: Notice, ids: RowIds) -> str:
    """Return what an answer calls the row that a question is about; empty where it is about none.

    Parameters
    ----------
    ids : of the rows that have one; of others the row's number is their id.
    """
    return "" if notice.row is None else ids.get((notice.table, notice.row), str(notice.row))


def answer_key(notice: Notice, ids: RowIds) -> AnswerKey:
    """Return what an answer to a question is about, and to no other question of the unit.

    Parameters
    ----------
    ids : of the rows that have one; of others the row's number is their id.
    """
    return notice.unit, notice.code, notice.resident, notice.service, row_id(notice, ids)


def _matches(notice: Notice, answer: AnswerRow, ids: RowIds) -> bool:
    return (
        notice.unit == answer.unit
        and answer.resident in ("", notice.resident)
        and (pd.isna(answer.service) or notice.service == answer.service)
        and answer.row_id in ("", row_id(notice, ids))
    )


def signed(answer: str, by: str, date: pd.Timestamp | datetime.date) -> str:
    """Write the answer, by whom and when, as far as the table says it."""
    signature = ", ".join(part for part in (by, "" if pd.isna(date) else day(date, "nb")) if part)
    return f"{answer} ({signature})" if signature else answer
