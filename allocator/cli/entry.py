"""The entry point of the command `allocator`: exit codes, and errors without a traceback.

0 done; 1 the input has errors, or the command cannot be carried out; 2 the command line is wrong;
3 the input is right and something could not be calculated or kept; 4 `verify` found a difference.
"""

import sys
from collections.abc import Sequence

from allocator.cli.commands import COMMANDS
from allocator.cli.interrupt import INTERRUPTED, is_said, say_on_interrupt
from allocator.cli.options import (
    HELP,
    Parameter,
    help_text,
    listed,
    read_words,
    usage,
    usage_error,
)
from allocator.cli.terminal import (
    FAILED,
    CommandError,
    NotKept,
    OutputError,
    Refusal,
    complain,
    finish,
    show,
    speak_utf8,
    wrapped,
)
from allocator.sanitise import sanitise
from allocator.text import LANGUAGES, translate
from allocator.text.system import why
from allocator.version import VERSION

VERSION_OPTION = "--version"
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


def _run(words: Sequence[str], language: str) -> int:
    name, *rest = words or [""]
    if not name:
        complain(*_program_help())
        return WRONG
    if name in (HELP, VERSION_OPTION):
        show(*(_program_help() if name == HELP else [f"allocator {VERSION}"]))
        return DONE
    if name.startswith("-"):
        problem = translate("cli", "usage-option", language, name=sanitise(name))
        raise usage_error("", problem, language)
    if name not in COMMANDS:
        known = ", ".join(COMMANDS)
        raise CommandError("no-such-command", language, name=sanitise(name), known=known)
    command = COMMANDS[name]
    if HELP in rest:
        show(*_command_help(name, command.parameters))
        return DONE
    return command.run(read_words(name, command.parameters, rest, language), language)


def _program_help() -> list[str]:
    """Return what the program is, its commands and its own options."""
    own = ((HELP, help_text("help")), (VERSION_OPTION, help_text("version")))
    commands = [(name, help_text(name)) for name in COMMANDS]
    return [*wrapped(help_text("program")), "", *listed(commands), "", *listed(own)]


def _command_help(name: str, parameters: Sequence[Parameter]) -> list[str]:
    """Return what a command does, and what it can be given."""
    entries = [(parameter.shown, help_text(parameter.help)) for parameter in parameters]
    return [usage(name, parameters), "", *wrapped(help_text(name)), "", *listed(entries)]


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
