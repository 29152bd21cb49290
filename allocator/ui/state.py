"""What a session looks at: language, input, unit and resident; and the results of the process."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property, partial
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

import allocator
from allocator import Inputs, Result
from allocator.notices import Notice
from allocator.person import account
from allocator.pipeline import held_against
from allocator.results.views import of_unit, with_missing
from allocator.rules.loading import load
from allocator.tables.open_file import open_files
from allocator.tables.sheets import InputSheet
from allocator.ui import drafts
from allocator.ui.calculation import CalculationOutcome, calculate, waited_for
from allocator.ui.jobs import Job, Jobs
from allocator.ui.kept import Keeper, OwnInput, keeper
from allocator.ui.shelf import Shelf
from allocator.ui.sources import OWN, RUN, InputSource, content_of
from allocator.ui.words import Translator

LANGUAGE, SOURCE, UNIT, RESIDENT = "language", "source", "unit", "resident"
WANTED, FILES, EARLIER, READ = "wanted", "own_files", "own_earlier", "own_read"
ANSWERED = "answers_used"
SHOWN_RUN, OWN_RUN = "shown_run", "own_run"
RESULTS_KEPT, PICTURES_KEPT = 40, 1000
Made = TypeVar("Made")


@dataclass(frozen=True)
class View:
    """What a page shows: one unit of one result, in one language."""

    source: InputSource
    inputs: Inputs
    result: Result
    unit: str
    words: Translator

    @property
    def key(self) -> tuple[str, ...]:
        """The cache key of the content; of an example more is shown than of people."""
        kind = "example" if self.source.example else "own"
        return (self.source.sha256, allocator.__version__, self.words.language, self.unit, kind)

    def of(self, frame: str) -> pd.DataFrame:
        """Return the unit's rows of one of the result's frames."""
        return of_unit(getattr(self.result, frame), self.unit)

    @cached_property
    def hours(self) -> pd.DataFrame:
        """The unit's rows of `hours`, with what is missing of plan and decisions."""
        return with_missing(self.of("hours"), self.result.calculation.units)

    def table(self, name: str) -> pd.DataFrame:
        """Return the unit's rows of one of the input's tables."""
        return of_unit(self.inputs.tables[name], self.unit)

    @cached_property
    def about(self) -> Any:
        """The unit's own row."""
        return next(self.table("unit").itertuples())

    @property
    def day_start(self) -> float:
        """When the døgn begins [min past midnight]."""
        return float(self.about.day_start)

    @property
    def name(self) -> str:
        """The unit's name, or its id."""
        return str(self.about.name or self.unit)

    @property
    def run(self) -> dict[str, Any]:
        """The unit's part of the record of the run."""
        units: list[dict[str, Any]] = self.result.run["units"]
        return next(record for record in units if record["unit"] == self.unit)

    @property
    def period(self) -> str:
        """The days of the roster in words."""
        start = self.about.period_start
        first = None if pd.isna(start) else date(start.year, start.month, start.day)
        return self.words.period(first, int(self.about.weeks))

    @property
    def notices(self) -> list[Notice]:
        """What was found that is about this unit, or about no unit in particular."""
        return [notice for notice in self.result.all_notices if notice.unit in ("", self.unit)]


def words() -> Translator:
    """Return the words of the chosen language; Norwegian where none is chosen."""
    return Translator(st.session_state.get(LANGUAGE) or "nb")


# The input ------------------------------------------------------------------------------------


def own_files() -> dict[str, bytes]:
    """Return the user's own files as they are now, repaired or not, with their own mappings."""
    return dict(st.session_state.get(FILES) or {})


def take_files(files: Mapping[str, bytes], read: tuple[datetime, str] | None = None) -> None:
    """Look at these files from now on; what was typed about others is not about these.

    Parameters
    ----------
    read
        When they were read, and by whom; now and by the user, where it is None.
    """
    if not own_files().keys() & files.keys():
        drafts.forget_all()
    st.session_state[FILES] = dict(files)
    st.session_state[EARLIER] = []
    st.session_state[READ] = read or (datetime.now(UTC), account())
    look_at(OWN)


def restore_files(states: Sequence[Mapping[str, bytes]], read: tuple[datetime, str] | None) -> None:
    """Take up own files from a window of before; the last are as they are now."""
    *st.session_state[EARLIER], st.session_state[FILES] = [dict(files) for files in states]
    st.session_state[READ] = read


def put_files_away() -> None:
    """Look at no files of one's own any longer; what is kept of them stays kept."""
    drafts.forget_all()
    for key in (FILES, EARLIER, READ, OWN_RUN, SHOWN_RUN, SOURCE, UNIT, RESIDENT):
        st.session_state.pop(key, None)


def when_read() -> tuple[datetime, str] | None:
    """Return when the user's own files were read, and by whom."""
    read: tuple[datetime, str] | None = st.session_state.get(READ)
    return read


def repair_files(files: Mapping[str, bytes]) -> None:
    """Replace the files by a repaired version, which can be undone."""
    st.session_state[EARLIER] = [*st.session_state.get(EARLIER, []), own_files()]
    st.session_state[FILES] = dict(files)
    look_at(OWN)


def repairs() -> int:
    """Count the repairs that can be undone."""
    return len(st.session_state.get(EARLIER, []))


def undo_repair() -> None:
    """Undo the latest repair."""
    *earlier, latest = st.session_state[EARLIER]
    st.session_state[EARLIER] = earlier
    st.session_state[FILES] = latest


def undo_repairs() -> None:
    """Undo every repair: the files are as they were dropped."""
    st.session_state[FILES] = files_before_repairs()
    st.session_state[EARLIER] = []


def files_before_repairs() -> dict[str, bytes]:
    """Return the user's own files as they were dropped."""
    return dict(next(iter(st.session_state.get(EARLIER, [])), own_files()))


def own_input(of: InputSource) -> OwnInput:
    """Return the user's own files as they are to be kept, with what is calculated of them."""
    states = [*st.session_state.get(EARLIER, []), own_files()]
    return OwnInput(
        [(files, inputs_of(InputSource(OWN, "", files))) for files in states],
        (of.files, inputs_of(of)),
        "answers" if st.session_state.get(ANSWERED, ("", ()))[1] else "mapping",
        account(),
    )


def look_at(source: str, run: str = "") -> None:
    """Look at another input: the user's own files, an example, or a kept run."""
    # the choice in the sidebar may be drawn already: it follows when it is drawn next
    st.session_state[WANTED] = source
    if run:
        st.session_state[SHOWN_RUN] = run


def look_at_person(unit: str, resident: str = "") -> None:
    """Look at another unit, and at a resident of it."""
    st.session_state[UNIT] = unit
    if resident:
        st.session_state[RESIDENT] = resident


# What is calculated ---------------------------------------------------------------------------


@st.cache_resource(show_spinner=False)
def _caches() -> tuple[Shelf, Shelf, Jobs[CalculationOutcome]]:
    """Return results, pictures and calculations of this process, for whoever has the content."""
    results = Shelf(RESULTS_KEPT)
    return results, Shelf(PICTURES_KEPT), Jobs(results)


def inputs_of(of: InputSource) -> Inputs:
    """Return the tables of an input, read once."""
    return _caches()[0].get_or_create(("inputs", of.sha256), lambda: allocator.read(of.files))


def notices_of(of: InputSource) -> list[Notice]:
    """Return what is found in an input, held against the catalogue, too."""
    return list(held_against(inputs_of(of), load(), date.today()).notices)


def tried(files: Mapping[str, bytes]) -> tuple[Notice, ...]:
    """Return what would be found in an input; its tables are not kept."""
    today = date.today()

    def read() -> tuple[Notice, ...]:
        return held_against(allocator.read(files), load(), today).notices

    return made(("tried", content_of(files), allocator.__version__, today), read)


def sheets_of(of: InputSource) -> list[tuple[str, InputSheet]]:
    """Return the sheets of an input as they stand, opened once."""
    return picture_of(of, "sheets", lambda: open_files(of.files)[0])


def made(key: Hashable, make: Callable[[], Made]) -> Made:
    """Return something by a key that says all that it depends on, made once."""
    return _caches()[1].get_or_create(key, make)


def outcome_of(of: InputSource, profile: str = "") -> CalculationOutcome:
    """Return the result of an input in the chosen language.

    It is calculated once, in the background: who leaves the page stops nothing, and who comes
    back, or asks for the same, sees how far it has come.
    """
    inputs, language = inputs_of(of), words().language
    results, _, jobs = _caches()
    key = _key(of, profile)
    own = own_input(of) if of.id == OWN and not profile else None
    work = partial(_calculated, inputs, profile, of.record, own, keeper())
    outcome = waited_for(jobs.start_or_join(key, work), words())
    result = outcome.result
    if result is None:
        return outcome
    return results.get_or_create(
        (*key, language), lambda: replace(outcome, result=result.in_language(language))
    )


def _calculated(
    inputs: Inputs,
    profile: str,
    record: Mapping[str, Any] | None,
    own: OwnInput | None,
    keeper: Keeper,
    job: Job[CalculationOutcome],
) -> CalculationOutcome:
    """Calculate, and keep what comes of a person's own files, whether anybody looks or not."""
    outcome = calculate(inputs, profile, record, job)
    if own is not None and outcome.result is not None:
        keeper.run(own, outcome.result)
    return outcome


def run_of(of: InputSource) -> str:
    """Return the id of the kept run that is looked at; empty where none is kept.

    What could not be kept when it was calculated is kept now.
    """
    if of.id == RUN:
        return str(st.session_state[SHOWN_RUN])
    outcome = _caches()[0].get(_key(of, ""))
    if of.id != OWN or not isinstance(outcome, CalculationOutcome) or outcome.result is None:
        return ""
    run = keeper().run(own_input(of), outcome.result)
    if run is not None:
        st.session_state[OWN_RUN] = [of.sha256, run.id]
    return run.id if run else ""


def own_run(of: InputSource) -> str:
    """Return the id of the run of the user's own files as they are now; empty where not known."""
    content, run = st.session_state.get(OWN_RUN) or ("", "")
    return str(run) if content == of.sha256 else ""


def try_again(of: InputSource, profile: str = "") -> None:
    """Forget what came of an input: it is calculated anew when it is asked for next."""
    _caches()[0].discard(_key(of, profile))


def _key(of: InputSource, profile: str) -> tuple[str, ...]:
    today = (of.record["profile"], of.record["today"]) if of.record else (profile,)
    return ("outcome", of.sha256, allocator.__version__, *today)


def settled(key: str, options: Sequence[object], start: object) -> str:
    """Set what a field shows before it is drawn: what was chosen in it last, else `start`.

    Returns the key. What is chosen stays when another page is shown, and after a reload.
    """
    if st.session_state.get(key) not in options:
        st.session_state[key] = start
    return key


def settled_several(key: str, options: Sequence[object]) -> str:
    """As `settled`, for a field in which several are chosen, or none."""
    chosen = st.session_state.get(key)
    if chosen is not None and not all(each in options for each in chosen):
        st.session_state[key] = [each for each in chosen if each in options]
    return key


def is_begun(of: InputSource) -> bool:
    """Say whether the result of an input is there, or being calculated."""
    return _key(of, "") in _caches()[2]


def is_calculated(of: InputSource, profile: str = "") -> bool:
    """Say whether the result of an input is there already."""
    return _key(of, profile) in _caches()[0]


def picture_of(of: InputSource, name: str, make: Callable[[], Made]) -> Made:
    """Return something shown of an input, in any language, made once."""
    return _caches()[1].get_or_create((of.sha256, allocator.__version__, name), make)


def picture(view: View, name: str, make: Callable[[], Made]) -> Made:
    """Return a picture, or any other thing shown of a view, made once.

    `name` says all that it depends on beside the view.
    """
    return _caches()[1].get_or_create((*view.key, name), make)
