"""The entry point of the command `allocator`: exit codes, and errors without a traceback.

0 done; 1 the input has errors, or the command cannot be carried out; 2 the command line is wrong;
3 the input is right and something could not be calculated or kept; 4 `verify` found a difference.
"""

import re
import sys
from collections.abc import Sequence

from allocator.cli.interrupt import INTERRUPTED, is_said, say_on_interrupt
from allocator.cli.terminal import (
    FAILED,
    CommandError,
    NotKept,
    OutputError,
    Refusal,
    complain,
    finish,
    speak_utf8,
)
from allocator.sanitise import sanitise
from allocator.text import LANGUAGES, translate
from allocator.text.system import why
from allocator.version import VERSION

NAMES = (
    "run", "verify", "check", "map", "why", "letter", "register", "rules", "template", "example",
    "dashboard",
)  # fmt: skip
_WORDED = ("MissingParameter", "NoSuchOption", "BadParameter", "BadOptionUsage")
"""Typer's errors that have their own text."""
_EXTRA = re.compile(r"extra argument\S* \((.*)\)")
PORTS = (1024, 65535)
"""The first and the last port on which the pages can be."""
DONE, REFUSED, WRONG = 0, 1, 2


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
    interrupted = translate("cli", "interrupted", language)
    say_on_interrupt(interrupted)
    try:
        code = _run(given, language)
        finish()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:
        code = _explained(error, language)
    if code == INTERRUPTED and not is_said():
        complain(interrupted)
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
        raise CommandError("no-such-command", language, name=sanitise(arguments[0]), known=known)
    try:
        code = get_command(app).main(list(arguments), "allocator", standalone_mode=False)
    except TyperException as error:
        complain(_usage(error, language))
        return WRONG
    except OSError as error:
        if "--help" in arguments:  # written by typer itself
            raise OutputError(error) from error
        raise
    return int(code or DONE)


def _usage(error: Exception, language: str) -> str:
    """Say Typer's error in the user's language."""
    kind, message = type(error).__name__, str(getattr(error, "message", "") or "")
    if kind == "NoArgsIsHelpError":
        return message
    name = _name(error)
    facts = {"name": name, "known": _known(name, language)}
    if kind == "BadParameter" and not facts["known"]:
        problem = translate("cli", "usage-empty", language, **facts)
    elif name and kind in _WORDED:
        problem = translate("cli", f"usage-{kind}", language, **facts)
    elif extra := _EXTRA.search(message):
        problem = translate("cli", "usage-extra", language, extra=sanitise(extra[1]))
    else:
        problem = translate("cli", "usage-other", language)
    command = getattr(getattr(error, "ctx", None), "info_name", None) or ""
    command = f"{command} " if command in NAMES else ""
    return translate("cli", "usage", language, problem=problem, command=command)


def _known(name: str, language: str) -> str:
    """Say what an option can be; empty for a path, which can be anything but empty."""
    if name == "--port":
        return translate("cli", "numbers", language, least=PORTS[0], most=PORTS[1])
    return ", ".join(LANGUAGES) if name == "--lang" else ""


def _name(error: Exception) -> str:
    """Name the option or argument that an error is about."""
    parameter = getattr(error, "param", None)
    if parameter is None:
        return str(getattr(error, "option_name", ""))
    name = str(parameter.opts[0])
    return name if name.startswith("-") else str(parameter.metavar or name.upper())


def _explained(error: Exception, language: str) -> int:
    """Report an error without a traceback and without data of residents; return the exit code."""
    from allocator.errors import CatalogueError

    if isinstance(error, CommandError):
        complain(str(error))
        return WRONG
    if isinstance(error, OutputError):
        reason = why(error.error, "write", language)
        complain(translate("cli", "output-full", language, why=reason))
        return FAILED
    kind = type(error).__name__
    facts = {"type": kind, "message": str(error), "version": VERSION}
    if isinstance(error, Refusal):
        complain(str(error))
        return FAILED if isinstance(error, NotKept) else REFUSED
    known = isinstance(error, CatalogueError)
    complain(translate("cli", f"unexpected-{kind}" if known else "unexpected", language, **facts))
    return REFUSED if known else FAILED
