"""The words of a command line, read as a command's arguments and options.

What is wrong is said in the user's language, and not in argparse's. Libraries with more to offer
take longer to load than a small unit takes to calculate.
"""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from allocator.cli.terminal import CommandError, wrapped
from allocator.sanitise import sanitise
from allocator.text import translate

HELP = "--help"
_INDENT = "      "
_NO_MORE_OPTIONS = "--"
_ARGUMENTS = "arguments"
"""Under this name argparse keeps what belongs to no option."""


def help_text(key: str) -> str:
    """Return a help text in both languages, whichever the reader knows."""
    return f"{translate('cli', f'help-{key}', 'nb')} ({translate('cli', f'help-{key}', 'en')})"


@dataclass(frozen=True)
class Parameter:
    """An argument, or an option.

    Parameters
    ----------
    name : of an option with its hyphens; of an argument as it is shown.
    help : the key of its help text.
    values : how the values of an option are shown; none for one that is given or not.
    required : whether the command needs it.
    path : whether the value is a path, which cannot be empty.
    choices : the values there are; anything where there are none.
    numbers : the least and the largest number.
    """

    name: str
    help: str
    values: tuple[str, ...] = ()
    required: bool = False
    path: bool = False
    choices: tuple[str, ...] = ()
    numbers: tuple[int, int] | None = None

    @property
    def is_option(self) -> bool:
        """Whether it is given by its name."""
        return self.name.startswith("-")

    @property
    def shown(self) -> str:
        """The name with its values."""
        return " ".join((self.name, *self.values))

    def check(self, value: str, language: str) -> str:
        """Return what is wrong with a value, or nothing."""
        if self.path and not value:
            return translate("cli", "usage-empty", language, name=self.name)
        known = ""
        if self.choices and value not in self.choices:
            known = ", ".join(self.choices)
        elif self.numbers and not self._is_number(value):
            least, most = self.numbers
            known = translate("cli", "numbers", language, least=least, most=most)
        return (
            translate("cli", "usage-value", language, name=self.name, known=known) if known else ""
        )

    def _is_number(self, value: str) -> bool:
        if self.numbers is None or not (value.isascii() and value.isdigit()):
            return False
        return self.numbers[0] <= int(value) <= self.numbers[1]


class Given:
    """The values that a command was given, by the names of its arguments and options."""

    def __init__(self, values: Mapping[str, tuple[str, ...]]) -> None:
        self._values = values

    def has(self, name: str) -> bool:
        """Whether an argument or option was given."""
        return name in self._values

    def text(self, name: str, default: str = "") -> str:
        """Return a value as it was written."""
        return self.texts(name)[0] if self.has(name) else default

    def texts(self, name: str) -> tuple[str, ...]:
        """Return all values of an option; none where it is not given."""
        return self._values.get(name, ())

    def path(self, name: str) -> Path:
        """Return a path that the command requires."""
        return Path(self._values[name][0])

    def path_or_none(self, name: str) -> Path | None:
        """Return a path where one is given."""
        return self.path(name) if self.has(name) else None


def read_words(
    command: str, parameters: Sequence[Parameter], words: Sequence[str], language: str
) -> Given:
    """Read the words after a command's name.

    Raises
    ------
    CommandError : something is missing, unknown, not valid or too much.
    """

    def refuse(key: str, **facts: str) -> CommandError:
        return usage_error(command, translate("cli", key, language, **facts), language)

    options = {parameter.name: parameter for parameter in parameters if parameter.is_option}
    arguments = [parameter for parameter in parameters if not parameter.is_option]
    end = words.index(_NO_MORE_OPTIONS) if _NO_MORE_OPTIONS in words else len(words)
    before, after = list(words[:end]), words[end + 1 :]
    try:
        parsed, unknown = _parser(options.values()).parse_known_intermixed_args(before)
    except argparse.ArgumentError as error:
        name = str(error.argument_name)
        if options[name].values:
            raise refuse("usage-no-value", name=name) from None
        raise refuse("usage-extra", extra=name) from None
    for word in unknown:
        raise refuse("usage-option", name=sanitise(word.partition("=")[0]))
    given = vars(parsed)
    left = [*given.pop(_ARGUMENTS), *after]
    if len(left) > len(arguments):
        raise refuse("usage-extra", extra=sanitise(" ".join(left[len(arguments) :])))
    values = {argument.name: (word,) for argument, word in zip(arguments, left, strict=False)}
    for name, every in given.items():
        if len(every) > 1:
            raise refuse("usage-extra", extra=name)
        values[name] = tuple(every[0])
    for parameter in parameters:
        if parameter.required and parameter.name not in values:
            raise refuse("usage-missing", name=parameter.name)
        for value in values.get(parameter.name, ()):
            if problem := parameter.check(value, language):
                raise usage_error(command, problem, language)
    return Given(values)


def _parser(options: Iterable[Parameter]) -> argparse.ArgumentParser:
    """Make a parser of options; each is given as often as it stands, so that none is lost."""
    parser = argparse.ArgumentParser(
        add_help=False,
        allow_abbrev=False,
        exit_on_error=False,
        argument_default=argparse.SUPPRESS,
    )
    parser.add_argument(_ARGUMENTS, nargs="*", default=[])
    for option in options:
        if option.values:
            parser.add_argument(
                option.name, dest=option.name, action="append", nargs=len(option.values)
            )
        else:
            parser.add_argument(option.name, dest=option.name, action="append_const", const=())
    return parser


def usage_error(command: str, problem: str, language: str) -> CommandError:
    """Say what is wrong with a command line, and where its help is."""
    where = f"{command} " if command else ""
    return CommandError("usage", language, problem=problem, command=where)


def usage(command: str, parameters: Sequence[Parameter]) -> str:
    """Write in one line what a command takes; what stands in brackets may be left out."""
    shown = [
        parameter.shown if parameter.required else f"[{parameter.shown}]"
        for parameter in parameters
    ]
    return " ".join(("allocator", command, *shown))


def listed(entries: Sequence[tuple[str, str]]) -> list[str]:
    """List names with their help texts below them."""
    lines: list[str] = []
    for name, text in entries:
        lines += [f"  {name}", *wrapped(text, _INDENT)]
    return lines
