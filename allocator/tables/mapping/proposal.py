"""The text of a mapping file: a proposal with comments, or the entries of forms that are answered.

What is certain is filled in, what a person must say is `???`.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from allocator.sanitise import sanitise_lines
from allocator.tables.mapping.file import OPEN, ROTA_COLUMNS
from allocator.tables.mapping.propose import forms
from allocator.tables.mapping.questions import (
    COLUMNS,
    FIXED,
    HEADING,
    LEFT_OUT,
    WORDS,
    Certainty,
    Question,
    SheetForm,
)
from allocator.tables.rotas.home import ROTA

_HEAD: Final = """\
# Kobling fra deres kolonner og ord til programmets. Fyll ut der det står ???, og behold filen
# ved siden av den den gjelder. «-» er en kolonne som ikke brukes.
# hyppighet leser 2x/d, hver 14. dag, man-ons-fre; klokkeslett leser 08-10; timer er varighet i
# timer. Alt annet er navn på kolonner i malen. utelat tar bort rader med disse ordene.
"""
_SURE: Final = {
    Certainty.OWN: "samme navn",
    Certainty.KNOWN: "kjent fra andre systemer",
    Certainty.ASKED: "må velges",
}
"""How sure a proposal is, in the comment beside it."""


def propose(path: str | Path | Mapping[str, bytes]) -> str:
    """Return the text of a mapping file for every sheet of an input that is not in our own form.

    Returns
    -------
    YAML with comments; empty where nothing needs a mapping.
    """
    lines = [line for form in forms(path) if is_proposed(form) for line in _entry(form)]
    return sanitise_lines("\n".join([_HEAD + "ark:", *lines, ""])) if lines else ""


def is_proposed(form: SheetForm) -> bool:
    """Whether a sheet has anything that a mapping would say."""
    if form.role == ROTA:
        return len(form.questions) > 1
    return form.needed


def _entry(form: SheetForm) -> list[str]:
    lines = [f"  {quoted(form.sheet)}:", f"    tabell: {form.role}{_sure(form.questions[0])}"]
    for question in form.of(*HEADING):
        row = form.value(question)
        lines.append(f"    overskrift: {row}{_sure(question) if row == OPEN else ''}")
    columns = form.of(COLUMNS)
    if columns:
        hint = f"  # {', '.join(ROTA_COLUMNS)} eller -" if form.role == ROTA else ""
        lines.append(f"    kolonner:{hint}")
    lines += [
        f"      {quoted(question.key[1])}: {_scalar(form.value(question))}{_sure(question)}"
        for question in columns
    ]
    fixed = form.of(FIXED)
    lines += ["    fast:"] if fixed else []
    lines += [f"      {question.key[1]}: {form.value(question)}" for question in fixed]
    words = form.of(WORDS)
    lines += ["    ord:"] if words else []
    for column in dict.fromkeys(question.key[1] for question in words):
        own = form.of(WORDS, column)
        lines.append(f"      {column}:  # {_listed(column, own[0])}")
        lines += [
            f"        {quoted(question.key[2])}: {_scalar(form.value(question))}"
            for question in own
        ]
    return [*lines, *_left_out(form.of(LEFT_OUT))]


def _left_out(questions: Iterable[Question]) -> list[str]:
    by_heading: dict[str, list[str]] = {}
    for question in questions:
        by_heading.setdefault(question.key[1], []).append(quoted(question.key[2]))
    lines = [f"      {quoted(name)}: [{', '.join(words)}]" for name, words in by_heading.items()]
    return ["    utelat:  # ingen har vakten", *lines] if lines else []


def _sure(question: Question) -> str:
    return f"  # {_SURE[question.certainty]}"


def _listed(column: str, question: Question) -> str:
    if column == "kompetanse":
        return "tom: det alle kan"
    numbers = all(choice.isdecimal() for choice in question.choices)
    return "kode 1–29" if numbers else ", ".join(question.choices)


def _scalar(text: str) -> str:
    """Return an answer as YAML; one of no letters would be read as something else."""
    return text if text == OPEN or text[:1].isalnum() else quoted(text)


def quoted(text: str) -> str:
    """Text as YAML has it in double quotes, whatever is in it."""
    import json

    return json.dumps(text, ensure_ascii=False)
