"""The commands and their options; each is carried out by a module of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from allocator.cli.database import ACTIONS
from allocator.cli.options import Given, Parameter
from allocator.text import LANGUAGES

Action = Callable[[Given, str], int]
"""Carries a command out, in a language; gives the exit code."""

INPUT = Parameter("INPUT", "input", required=True, path=True)
LANG = Parameter("--lang", "lang", ("|".join(LANGUAGES),), choices=LANGUAGES)
PROFILE = Parameter("--profile", "profile", ("ID",))
FOLDER = Parameter("FOLDER", "folder", required=True, path=True)
MARK = Parameter("--mark", "mark", ("OUT.xlsx",), path=True)
MAPPING = Parameter("--out", "map-out", ("FILE.mapping.yaml",), path=True)
RESIDENT = Parameter("--resident", "resident", ("B1",), required=True)
UNIT = Parameter("--unit", "unit", ("A1",))
LETTER_UNIT = Parameter("--unit", "letter-unit", ("A1",))
SERVICE = Parameter("--service", "service", ("15",))
LETTER = Parameter("--out", "letter-out", ("FILE.docx",), path=True)
REGISTER_INPUT = Parameter("INPUT", "register-input", required=True, path=True)
CHECK = Parameter("--check", "register-check")
AGAINST = Parameter("--against", "against", ("OLD",), path=True)
REGISTER_OUT = Parameter("--out", "register-out", ("FILE.csv",), path=True)
RULE = Parameter("ID|INPUT", "rule")
COMPARE = Parameter("--compare", "compare", ("A", "B"))
FILE = Parameter("FILE.xlsx", "file", required=True, path=True)
EXAMPLE = Parameter("NAME", "example-name", required=True)
EXAMPLE_FOLDER = Parameter("FOLDER", "example-folder", required=True, path=True)
PORT = Parameter("--port", "port", ("N",), numbers=(1024, 65535))
NO_BROWSER = Parameter("--no-browser", "no-browser")
RUN_OUT = Parameter("--out", "out", ("OUT",), path=True)
STORE = Parameter("--store", "store")
DIFF_RUN = Parameter("RUN", "diff-run", required=True)
DIFF_NEWER = Parameter("NEWER", "diff-newer", required=True)
JSON = Parameter("--json", "json")
RUNS_UNIT = Parameter("--unit", "runs-unit", ("A1",))
ACTION = Parameter("|".join(ACTIONS), "db-action", required=True, choices=ACTIONS)
DB_FILE = Parameter("FILE", "db-file", path=True)
REPLACE = Parameter("--replace", "db-replace")
OLDER_THAN = Parameter("--older-than", "older-than", ("2y",), required=True)
YES = Parameter("--yes", "purge-yes")
DEFAULT_PORT: Final = 8501


@dataclass(frozen=True)
class Command:
    """What a command does, and what it can be given."""

    run: Action
    parameters: tuple[Parameter, ...]


def _run(given: Given, language: str) -> int:
    from allocator.cli.calculate import run_command

    return run_command(
        given.path("INPUT"),
        given.path_or_none("--out"),
        language,
        given.text("--profile"),
        given.has("--store"),
    )


def _verify(given: Given, language: str) -> int:
    from allocator.cli.verify import verify_command

    return verify_command(given.path("FOLDER"), given.path("INPUT"), language)


def _check(given: Given, language: str) -> int:
    from allocator.cli.calculate import check_command

    profile, marked = given.text("--profile"), given.path_or_none("--mark")
    return check_command(given.path("INPUT"), language, profile, marked)


def _map(given: Given, language: str) -> int:
    from allocator.cli.files import map_command

    return map_command(given.path("INPUT"), given.path_or_none("--out"), language)


def _why(given: Given, language: str) -> int:
    from allocator.cli.explain import why_command

    return why_command(
        given.path("INPUT"),
        given.text("--unit"),
        given.text("--resident"),
        given.text("--service"),
        language,
        given.text("--profile"),
    )


def _letter(given: Given, language: str) -> int:
    from allocator.cli.letter import letter_command

    return letter_command(
        given.path("INPUT"),
        given.text("--unit"),
        given.text("--resident"),
        given.text("--service"),
        given.path_or_none("--out"),
        language,
        given.text("--profile"),
    )


def _register(given: Given, language: str) -> int:
    from allocator.cli.register import register_command

    return register_command(
        given.path("INPUT"),
        given.has("--check"),
        given.path_or_none("--against"),
        given.path_or_none("--out"),
        language,
    )


def _rules(given: Given, language: str) -> int:
    what = given.text(RULE.name)
    if given.has("--compare"):
        from allocator.cli.compare import compare_command

        first, second = given.texts("--compare")
        return compare_command(first, second, what, language)
    from allocator.cli.rulebook import rules_command

    return rules_command(what, language)


def _template(given: Given, language: str) -> int:
    from allocator.cli.places import template_command

    return template_command(given.path("FILE.xlsx"), language)


def _example(given: Given, language: str) -> int:
    from allocator.cli.example import example_command

    return example_command(given.text("NAME"), given.path("FOLDER"), language)


def _runs(given: Given, language: str) -> int:
    from allocator.cli.kept import runs_command

    return runs_command(given.text("--unit"), given.has("--json"), language)


def _diff(given: Given, language: str) -> int:
    from allocator.cli.diff import diff_command

    before, after = given.text("RUN"), given.text("NEWER")
    return diff_command(before, after, given.has("--json"), language)


def _db(given: Given, language: str) -> int:
    from allocator.cli.database import db_command

    action, file = given.text(ACTION.name), given.path_or_none(DB_FILE.name)
    return db_command(action, file, given.has("--replace"), language)


def _purge(given: Given, language: str) -> int:
    from allocator.cli.kept import purge_command

    return purge_command(given.text("--older-than"), given.has("--yes"), language)


def _dashboard(given: Given, language: str) -> int:
    from allocator.cli.dashboard import dashboard_command

    port = int(given.text("--port", str(DEFAULT_PORT)))
    return dashboard_command(port, not given.has("--no-browser"), language)


COMMANDS: Final = {
    "run": Command(_run, (INPUT, RUN_OUT, STORE, PROFILE, LANG)),
    "verify": Command(_verify, (FOLDER, INPUT, LANG)),
    "check": Command(_check, (INPUT, MARK, PROFILE, LANG)),
    "map": Command(_map, (INPUT, MAPPING, LANG)),
    "why": Command(_why, (INPUT, RESIDENT, UNIT, SERVICE, PROFILE, LANG)),
    "letter": Command(_letter, (INPUT, RESIDENT, LETTER_UNIT, SERVICE, LETTER, PROFILE, LANG)),
    "register": Command(_register, (REGISTER_INPUT, CHECK, AGAINST, REGISTER_OUT, LANG)),
    "rules": Command(_rules, (RULE, COMPARE, LANG)),
    "template": Command(_template, (FILE, LANG)),
    "example": Command(_example, (EXAMPLE, EXAMPLE_FOLDER, LANG)),
    "runs": Command(_runs, (RUNS_UNIT, JSON, LANG)),
    "diff": Command(_diff, (DIFF_RUN, DIFF_NEWER, JSON, LANG)),
    "db": Command(_db, (ACTION, DB_FILE, REPLACE, LANG)),
    "purge": Command(_purge, (OLDER_THAN, YES, LANG)),
    "dashboard": Command(_dashboard, (PORT, NO_BROWSER, LANG)),
}
