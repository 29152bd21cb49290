"""The words of a command line, read as a command's arguments and options.

Read here, and not by a library, because what is wrong is said in the user's language, and because
the libraries that do it take longer to load than a small unit takes to calculate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from allocator.cli.terminal import CommandError, wrapped
from allocator.sanitise import sanitise
from allocator.text import translate

HELP = "--help"
_INDENT = "      "


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
    options = {parameter.name: parameter for parameter in parameters if parameter.is_option}
    arguments = [parameter for parameter in parameters if not parameter.is_option]
    values: dict[str, tuple[str, ...]] = {}
    rest, left, only_arguments = list(words), list[str](), False

    def refuse(key: str, **facts: str) -> CommandError:
        return usage_error(command, translate("cli", key, language, **facts), language)

    while rest:
        word = rest.pop(0)
        if word == "--" and not only_arguments:
            only_arguments = True
        elif only_arguments or not word.startswith("-") or word == "-":
            left.append(word)
        else:
            name, joined, first = word.partition("=")
            option = options.get(name)
            if option is None:
                raise refuse("usage-option", name=sanitise(name))
            if name in values or (joined and not option.values):
                raise refuse("usage-extra", extra=sanitise(word))
            own = [first] if joined else []
            while len(own) < len(option.values) and rest and rest[0] not in options:
                own.append(rest.pop(0))
            if len(own) < len(option.values):
                raise refuse("usage-no-value", name=name)
            values[name] = tuple(own)
    if len(left) > len(arguments):
        raise refuse("usage-extra", extra=sanitise(" ".join(left[len(arguments) :])))
    values |= {argument.name: (word,) for argument, word in zip(arguments, left, strict=False)}
    for parameter in parameters:
        if parameter.required and parameter.name not in values:
            raise refuse("usage-missing", name=parameter.name)
        for value in values.get(parameter.name, ()):
            if problem := parameter.check(value, language):
                raise usage_error(command, problem, language)
    return Given(values)


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
