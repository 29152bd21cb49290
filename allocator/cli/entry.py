"""Where the command begins and ends: exit codes, and never a traceback.

0 done; 1 the input has errors, or the answer cannot be written; 2 the command line is wrong.
"""

import sys
from collections.abc import Sequence

from allocator.cli.terminal import CommandError, Refusal, complain, finish, speak_utf8
from allocator.text import LANGUAGES, say
from allocator.version import VERSION

DONE, REFUSED, WRONG, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """The command `allocator`.

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
        complain(say("cli", "interrupted", language))
    return code


def _language(arguments: Sequence[str]) -> str:
    """The language asked for, as far as it can be seen before the rest is read."""
    for place, argument in enumerate(arguments):
        following = arguments[place + 1] if place + 1 < len(arguments) else ""
        name, _, value = argument.partition("=")
        if name == "--lang" and (value or following) in LANGUAGES:
            return value or following
    return LANGUAGES[0]


def _run(arguments: Sequence[str], language: str) -> int:
    from typer import TyperException
    from typer.main import get_command

    from allocator.cli.commands import NAMES, app

    if arguments and not arguments[0].startswith("-") and arguments[0] not in NAMES:
        known = ", ".join(NAMES)
        raise CommandError("no-such-command", language, name=arguments[0], known=known)
    try:
        code = get_command(app).main(list(arguments), "allocator", standalone_mode=False)
    except TyperException as error:
        complain(_usage(error, language))
        return WRONG
    return int(code or DONE)


def _usage(error: Exception, language: str) -> str:
    """What typer found wrong with the command line, in the user's language."""
    kind = type(error).__name__
    message = str(getattr(error, "message", "") or "")
    if kind == "NoArgsIsHelpError":
        return message
    parameter = getattr(error, "param", None)
    name = getattr(error, "option_name", "")
    if parameter is not None:
        shown = parameter.opts[0]
        name = shown if shown.startswith("-") else (parameter.metavar or shown.upper())
    worded = name and kind in ("MissingParameter", "NoSuchOption", "BadParameter")
    key = f"usage-{kind}" if worded else "usage-other"
    problem = say("cli", key, language, name=name, message=message)
    command = getattr(getattr(error, "ctx", None), "info_name", None) or ""
    command = "" if command == "allocator" else f"{command} "
    return say("cli", "usage", language, problem=problem, command=command)


def _explained(error: Exception, language: str) -> int:
    """Say what went wrong without a traceback and without a word about residents."""
    from allocator.errors import CatalogueError, CheckError, SolverError

    if isinstance(error, CommandError):
        complain(str(error))
        return WRONG
    kind = type(error).__name__
    facts = {"type": kind, "message": str(error), "version": VERSION}
    if isinstance(error, Refusal):
        complain(str(error))
    elif isinstance(error, SolverError | CheckError | CatalogueError):
        complain(say("cli", f"unexpected-{kind}", language, **facts))
    else:
        complain(say("cli", "unexpected", language, **facts))
    return REFUSED
