"""The commands and their options; each is carried out by a module of its own."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from allocator.cli.entry import PORTS
from allocator.cli.terminal import show
from allocator.text import translate
from allocator.version import VERSION


class Language(StrEnum):
    """The languages of messages and headings."""

    NB = "nb"
    EN = "en"


def _help(key: str) -> str:
    return f"{translate('cli', f'help-{key}', 'nb')} ({translate('cli', f'help-{key}', 'en')})"


def _version(asked: bool) -> None:
    if asked:
        show(f"allocator {VERSION}")
        raise typer.Exit


def _path(text: str) -> Path:
    """Read a path; an empty one would be the folder one stands in."""
    if not text:
        raise ValueError(text)
    return Path(text)


def _argument(metavar: str, key: str) -> Any:
    return typer.Argument(metavar=metavar, parser=_path, help=_help(key))


def _option(name: str, metavar: str, key: str) -> Any:
    return typer.Option(name, metavar=metavar, parser=_path, help=_help(key))


app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help=_help("program"),
)
Input = Annotated[Path, _argument("INPUT", "input")]
Out = Annotated[Path, _option("--out", "OUT", "out")]
Lang = Annotated[Language, typer.Option("--lang", help=_help("lang"))]
ProfileOption = Annotated[str, typer.Option("--profile", metavar="ID", help=_help("profile"))]


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=_help("version"))
    ] = False,
) -> None:
    del version


@app.command(help=_help("run"))
def run(
    source: Input,
    out: Out,
    lang: Lang = Language.NB,
    profile: ProfileOption = "",
) -> int:
    """Calculate and write."""
    from allocator.cli.calculate import run_command

    return run_command(source, out, lang.value, profile)


@app.command(help=_help("verify"))
def verify(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", readable=False, help=_help("folder"))],
    source: Input,
    lang: Lang = Language.NB,
) -> int:
    """Calculate a run again and compare."""
    from allocator.cli.verify import verify_command

    return verify_command(folder, source, lang.value)


@app.command(help=_help("check"))
def check(
    source: Input,
    lang: Lang = Language.NB,
    profile: ProfileOption = "",
    mark: Annotated[Path | None, _option("--mark", "OUT.xlsx", "mark")] = None,
) -> int:
    """Show every notice on an input."""
    from allocator.cli.calculate import check_command

    return check_command(source, lang.value, profile, mark)


@app.command("map", help=_help("map"))
def map_(
    source: Input,
    out: Annotated[Path | None, _option("--out", "FILE.mapping.yaml", "map-out")] = None,
    lang: Lang = Language.NB,
) -> int:
    """Propose a mapping for the tables of another system."""
    from allocator.cli.files import map_command

    return map_command(source, out, lang.value)


@app.command(help=_help("why"))
def why(
    source: Input,
    resident: Annotated[str, typer.Option("--resident", metavar="B1", help=_help("resident"))],
    unit: Annotated[str, typer.Option("--unit", metavar="A1", help=_help("unit"))] = "",
    service: Annotated[str, typer.Option("--service", metavar="15", help=_help("service"))] = "",
    lang: Lang = Language.NB,
    profile: ProfileOption = "",
) -> int:
    """Explain one resident's hours."""
    from allocator.cli.explain import why_command

    return why_command(source, unit, resident, service, lang.value, profile)


@app.command(help=_help("register"))
def register(
    source: Annotated[Path, _argument("INPUT", "register-input")],
    check: Annotated[bool, typer.Option("--check", help=_help("register-check"))] = False,
    against: Annotated[Path | None, _option("--against", "OLD", "against")] = None,
    out: Annotated[Path | None, _option("--out", "FILE.csv", "register-out")] = None,
    lang: Lang = Language.NB,
) -> int:
    """Show the register, its lacks and its changes."""
    from allocator.cli.register import register_command

    return register_command(source, check, against, out, lang.value)


@app.command(help=_help("letter"))
def letter(
    source: Input,
    resident: Annotated[str, typer.Option("--resident", metavar="B1", help=_help("resident"))],
    unit: Annotated[str, typer.Option("--unit", metavar="A1", help=_help("letter-unit"))] = "",
    service: Annotated[str, typer.Option("--service", metavar="15", help=_help("service"))] = "",
    out: Annotated[Path | None, _option("--out", "FILE.docx", "letter-out")] = None,
    lang: Lang = Language.NB,
    profile: ProfileOption = "",
) -> int:
    """Write the paragraphs of a decision about one resident."""
    from allocator.cli.letter import letter_command

    return letter_command(source, unit, resident, service, out, lang.value, profile)


@app.command(help=_help("rules"))
def rules(
    what: Annotated[str, typer.Argument(metavar="[ID | INPUT]", help=_help("rule"))] = "",
    compare: Annotated[
        tuple[str, str] | None, typer.Option("--compare", metavar="A B", help=_help("compare"))
    ] = None,
    lang: Lang = Language.NB,
) -> int:
    """Show the rules, one of them, or what two profiles change."""
    if compare is not None:
        from allocator.cli.compare import compare_command

        return compare_command(*compare, what, lang.value)
    from allocator.cli.rulebook import rules_command

    return rules_command(what, lang.value)


@app.command(help=_help("template"))
def template(
    file: Annotated[Path, _argument("FILE.xlsx", "file")],
    lang: Lang = Language.NB,
) -> int:
    """Make an empty workbook to fill in."""
    from allocator.cli.places import template_command

    return template_command(file, lang.value)


@app.command(help=_help("example"))
def example(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_help("example-name"))],
    folder: Annotated[Path, _argument("FOLDER", "example-folder")],
    lang: Lang = Language.NB,
) -> int:
    """Copy a shipped example."""
    from allocator.cli.example import example_command

    return example_command(name, folder, lang.value)


@app.command(help=_help("dashboard"))
def dashboard(
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=PORTS[0], max=PORTS[1], help=_help("port"))
    ] = 8501,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help=_help("browser"))] = True,
    lang: Lang = Language.NB,
) -> int:
    """Start the pages."""
    from allocator.cli.dashboard import dashboard_command

    return dashboard_command(port, browser, lang.value)
