"""The mutants of a catalogue file: its numbers, dates, lists of ids and codes, and choices."""

import datetime
import re

from benchmarks.mutation.mutant import Mutant, mutant

NUMBER = re.compile(rb"\bnumber: (-?\d+(?:\.\d+)?)")
DATE = re.compile(rb"^ +(?:- )?(?:from|until|since|edition): (\d{4}-\d\d-\d\d)$")
LIST = re.compile(rb"^ +(services|words|except_words|beats): \[(.*)\]$")
CHOICES = {
    "kind": {"counts": "excludes", "excludes": "counts", "*": "counts"},
    "applied_in": {"none": "decide", "*": "none"},
    "reading": {"local": "interpreted", "*": "local"},
    "shared_supervision": {"rounds": "divided", "*": "rounds"},
    "report": {"received": "decided", "*": "received"},
    "priority_policy": {"equal": "health_first", "*": "equal"},
}
CHOICE = re.compile(rf"^ +({'|'.join(CHOICES)}): (\w+)$".encode())
ID = re.compile(rb"^ *- id: (\S+)|^  (\w+):$")
MORE_SERVICES = ("15", "2", "5", "4")


def yaml_mutants(file: str, source: bytes) -> list[Mutant]:
    """All mutants of one file of the catalogue, in the order of the text."""
    mutants = []
    where = "head"
    offset = 0
    for line in source.splitlines(keepends=True):
        named = ID.match(line.rstrip())
        where = (named[1] or named[2]).decode() if named else where
        for start, end, replacement, operator in _changes(line.rstrip()):
            mutants.append(
                mutant(file, source, offset + start, offset + end, replacement, operator, where)
            )
        offset += len(line)
    return mutants


def _changes(line: bytes) -> list[tuple[int, int, str, str]]:
    """What can be changed on one line: from, to, instead, kind of fault."""
    changes = []
    for number in NUMBER.finditer(line):
        more = f"{float(number[1]) + 1:g}"
        changes.append((*number.span(1), more, "number"))
    if date := DATE.match(line):
        later = datetime.date.fromisoformat(date[1].decode()) + datetime.timedelta(days=1)
        changes.append((*date.span(1), later.isoformat(), "date"))
    if choice := CHOICE.match(line):
        others, value = CHOICES[choice[1].decode()], choice[2].decode()
        changes.append((*choice.span(2), others.get(value, others["*"]), "choice"))
    if listed := LIST.match(line):
        items = [item.strip() for item in listed[2].decode().split(",")] if listed[2] else []
        for index in range(len(items)):
            rest = ", ".join([*items[:index], *items[index + 1 :]])
            changes.append((*listed.span(2), rest, "item dropped"))
        if listed[1] == b"services":
            more = next(code for code in MORE_SERVICES if code not in items)
            changes.append((*listed.span(2), ", ".join([*items, more]), "service added"))
    return changes
