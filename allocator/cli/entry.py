"""The entry point of the command `allocator`: exit codes, and errors without a traceback.

0 done; 1 the input has errors, or the answer cannot be written; 2 the command line is wrong;
4 `verify` found a difference.
"""

import re
import sys
from collections.abc import Sequence

from allocator.cli.terminal import CommandError, Refusal, complain, finish, speak_utf8
from allocator.tables.identity import mask
from allocator.text import LANGUAGES, translate
from allocator.version import VERSION

NAMES = (
    "run", "verify", "check", "map", "why", "rules", "template", "example", "dashboard",
)  # fmt: skip
_WORDED = ("MissingParameter", "NoSuchOption", "BadParameter", "BadOptionUsage")
"""Typer's errors that have their own text; of bad values only those of --lang are possible."""
_EXTRA = re.compile(r"extra argument\S* \((.*)\)")
DONE, REFUSED, WRONG, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command `allocator`.

    Parameters
    ----------
    arguments : without the program's name; those of the process if None.

    Returns
    -------
    the exit code.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = _language(given)
    speak_utf8()
    try:
        code = _run(given, language)
        finish()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:
        code = _explained(error, language)
    if code == INTERRUPTED:
        complain(translate("cli", "interrupted", language))
    return code


def _language(arguments: Sequence[str]) -> str:
    """Read the value of --lang, before the command line is parsed."""
    for index, argument in enumerate(arguments):
        following = arguments[index + 1] if index + 1 < len(arguments) else ""
        name, _, value = argument.partition("=")
        if name == "--lang" and (value or following) in LANGUAGES:
            return value or following
    return LANGUAGES[0]


def _run(arguments: Sequence[str], language: str) -> int:
    from typer import TyperException
    from typer.main import get_command

    from allocator.cli.commands import app

    if arguments and not arguments[0].startswith("-") and arguments[0] not in NAMES:
        known = ", ".join(NAMES)
        raise CommandError("no-such-command", language, name=mask(arguments[0]), known=known)
    try:
        code = get_command(app).main(list(arguments), "allocator", standalone_mode=False)
    except TyperException as error:
        complain(_usage(error, language))
        return WRONG
    return int(code or DONE)


def _usage(error: Exception, language: str) -> str:
    """Typer's error in the user's language."""
    kind, message = type(error).__name__, str(getattr(error, "message", "") or "")
    if kind == "NoArgsIsHelpError":
        return message
    facts = {"name": _name(error), "message": message, "known": ", ".join(LANGUAGES)}
    if facts["name"] and kind in _WORDED:
        problem = translate("cli", f"usage-{kind}", language, **facts)
    elif extra := _EXTRA.search(message):
        problem = translate("cli", "usage-extra", language, extra=mask(extra[1]))
    else:
        problem = translate("cli", "usage-other", language, **facts)
    command = getattr(getattr(error, "ctx", None), "info_name", None) or ""
    command = f"{command} " if command in NAMES else ""
    return translate("cli", "usage", language, problem=problem, command=command)


def _name(error: Exception) -> str:
    """Name the option or argument that an error is about."""
    parameter = getattr(error, "param", None)
    if parameter is None:
        return str(getattr(error, "option_name", ""))
    name = str(parameter.opts[0])
    return name if name.startswith("-") else str(parameter.metavar or name.upper())


def _explained(error: Exception, language: str) -> int:
    """Report an error without a traceback and without data of residents; gives the exit code."""
    from allocator.errors import CatalogueError, CheckError, SolverError

    if isinstance(error, CommandError):
        complain(str(error))
        return WRONG
    kind = type(error).__name__
    facts = {"type": kind, "message": str(error), "version": VERSION}
    if isinstance(error, Refusal):
        complain(str(error))
    elif isinstance(error, SolverError | CheckError | CatalogueError):
        complain(translate("cli", f"unexpected-{kind}", language, **facts))
    else:
        complain(translate("cli", "unexpected", language, **facts))
    return REFUSED
