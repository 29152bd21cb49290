"""`allocator diff RUN RUN`: two kept runs side by side, what differs, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from allocator.cli.kept import opened
from allocator.cli.register import changes_lines
from allocator.cli.terminal import Refusal, columns, show, wrapped
from allocator.cli.verify import of_record
from allocator.export.change_words import cause_sentence, row_sentence
from allocator.export.comparison_tables import as_json, measures_table
from allocator.export.files import json_of
from allocator.export.record import RecordError
from allocator.export.register_words import service
from allocator.export.run_comparison import RunComparison, compare_runs
from allocator.export.run_files import FinishedRun, RunFiles, read_run
from allocator.results.hours_changes import HoursChange
from allocator.tables.rows import rows_of
from allocator.text import translate

_MOST = 20
"""Lines about causes of one kind."""
_INDENT = "  "


def diff_command(before: str, after: str, as_data: bool, language: str) -> int:
    """Show how a kept run differs from an earlier one, and why.

    Parameters
    ----------
    before, after : their ids.
    as_data : as JSON, and nothing else.

    Raises
    ------
    Refusal : there is no such run, or what is kept of it is not as the run wrote it.
    """
    with opened(language) as store:
        runs = {
            run: RunFiles(store.runs.inputs(run), store.runs.results(run))
            for run in (before, after)
        }
    return show_difference(before, after, runs, as_data, language)


def show_difference(
    before: str, after: str, runs: Mapping[str, RunFiles], as_data: bool, language: str
) -> int:
    """Show how a run differs from an earlier one; raises Refusal as `diff_command`."""
    comparison = compare_runs(*(_read(runs[run], run, language) for run in (before, after)))
    if as_data:
        show(json_of(as_json(comparison)).decode("utf-8").rstrip("\n"))
    else:
        show(*comparison_lines(comparison, language))
    return 0


def _read(files: RunFiles, run: str, language: str) -> FinishedRun:
    try:
        return read_run(files)
    except RecordError as error:
        raise Refusal(of_record(error, run, language)) from error


def comparison_lines(comparison: RunComparison, language: str) -> Iterator[str]:
    """Write a comparison: unit by unit whose hours differ and why, then what is to be entered."""
    if comparison.is_same:
        yield from _text("same", language)
        return
    count = len(comparison.rows)
    yield from _text(f"input-{comparison.input_state}", language, count=count)
    changes = rows_of(comparison.hours, HoursChange)
    if not changes:
        yield from _text("hours-same", language)
    else:
        for unit in comparison.units:
            yield ""
            own = [change for change in changes if change.unit == unit]
            yield from _unit(comparison, unit, own, language)
    yield from _rest(comparison, language)
    if comparison.register:
        yield ""
        yield from _text("register", language)
        yield from (_INDENT + line for line in changes_lines(comparison.register, language))


def _unit(
    comparison: RunComparison, unit: str, changes: Sequence[HoursChange], language: str
) -> Iterator[str]:
    """Write each difference of a unit with its own causes, then those that all of them share."""
    if not changes:
        yield from _text("unit-same", language, unit=unit)
        return
    yield from _text("unit", language, unit=unit)
    own: set[int] = set()
    for change in changes:
        causes = comparison.causes(unit, change.resident, change.service)
        own |= {id(cause) for cause in causes.own}
        yield from _figures(change, language)
        if causes.own:
            sentences = [row_sentence(cause, language) for cause in causes.own]
            yield from _list("own", sentences, language, _INDENT * 2)
        elif causes.shared:
            yield from _text("own-none", language, _INDENT * 2)
        elif not causes:
            yield from _text("unexplained", language, _INDENT * 2)
    shared = [
        row_sentence(cause, language)
        for cause in comparison.moving_rows(unit)
        if id(cause) not in own
    ]
    run = [cause_sentence(cause, language) for cause in comparison.run_causes(unit)]
    yield from _list("shared", shared, language, _INDENT)
    yield from _list("run", run, language, _INDENT)


def _figures(change: HoursChange, language: str) -> Iterator[str]:
    facts = {"resident": change.resident, "service": service(change.service)}
    yield from _text(f"kind-{change.kind}", language, _INDENT, **facts)
    heads = ("measure", "before", "after", "change")
    rows = [tuple(translate("changes", f"head-{name}", language) for name in heads)]
    rows += measures_table(change, language)
    yield from (_INDENT * 2 + line for line in columns(rows))


def _rest(comparison: RunComparison, language: str) -> Iterator[str]:
    """Write what differs and explains no hours."""
    with_hours = {change.unit for change in rows_of(comparison.hours, HoursChange)}
    shown = {id(cause) for unit in with_hours for cause in comparison.moving_rows(unit)}
    shown |= {id(cause) for unit in with_hours for cause in comparison.run_causes(unit)}
    rows = [row_sentence(c, language) for c in comparison.rows if id(c) not in shown]
    run = [cause_sentence(c, language) for c in comparison.run if id(c) not in shown]
    for key, sentences in (("without-hours", rows), ("run-without-hours", run)):
        if sentences:
            yield ""
            yield from _list(key, sentences, language, "")


def _list(key: str, sentences: Sequence[str], language: str, indent: str) -> Iterator[str]:
    """Write sentences below what they are, up to a number that can be read."""
    if sentences:
        yield from _text(key, language, indent)
    for sentence in sentences[:_MOST]:
        yield from wrapped(sentence, indent + _INDENT * 2, indent + _INDENT)
    if len(sentences) > _MOST:
        yield from _text("more", language, indent + _INDENT, count=len(sentences) - _MOST)


def _text(key: str, language: str, indent: str = "", **facts: object) -> Iterable[str]:
    return wrapped(translate("changes", key, language, **facts), indent, indent)
