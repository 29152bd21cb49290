"""The session's state: language, input, unit and resident, and the cached results.

Nothing here outlives the session.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

import allocator
from allocator import Inputs, Result
from allocator.errors import AllocatorError, InputError
from allocator.notices import Notice
from allocator.pipeline import STAGES, held_against
from allocator.results.views import of_unit, with_missing
from allocator.rules.loading import load
from allocator.tables.open_file import open_files
from allocator.tables.sheets import InputSheet
from allocator.tables.source import fingerprint
from allocator.text.waiting import expected_time
from allocator.ui import drafts
from allocator.ui.shelf import Shelf
from allocator.ui.sources import OWN, InputSource
from allocator.ui.words import Translator, plain

LANGUAGE, SOURCE, UNIT, RESIDENT = "language", "source", "unit", "resident"
WANTED, FILES, EARLIER = "wanted", "own_files", "own_earlier"
RESULTS_KEPT, PICTURES_KEPT = 12, 400
Made = TypeVar("Made")


@dataclass(frozen=True)
class CalculationOutcome:
    """What came of an input: a result, or what stands in its way."""

    result: Result | None
    notices: tuple[Notice, ...] = ()
    trouble: str = ""


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
        """The cache key of the content."""
        return (self.source.sha256, allocator.__version__, self.words.language, self.unit)

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


def take_files(files: Mapping[str, bytes]) -> None:
    """Look at these files from now on; what was typed about others is not about these."""
    if not own_files().keys() & files.keys():
        drafts.forget_all()
    st.session_state[FILES] = dict(files)
    st.session_state[EARLIER] = []
    _look_at_own()


def repair_files(files: Mapping[str, bytes]) -> None:
    """Replace the files by a repaired version, which can be undone."""
    st.session_state[EARLIER] = [*st.session_state.get(EARLIER, []), own_files()]
    st.session_state[FILES] = dict(files)
    _look_at_own()


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


def _look_at_own() -> None:
    # the choice in the sidebar may be drawn already: it follows when it is drawn next
    st.session_state[WANTED] = OWN


# What is calculated ---------------------------------------------------------------------------


@st.cache_resource(show_spinner=False)
def _of_everybody() -> tuple[Shelf, Shelf]:
    return Shelf(RESULTS_KEPT), Shelf(PICTURES_KEPT)


@st.cache_resource(scope="session", show_spinner=False)
def _of_session() -> tuple[Shelf, Shelf]:
    return Shelf(RESULTS_KEPT), Shelf(PICTURES_KEPT)


def _shelves(of: InputSource) -> tuple[Shelf, Shelf]:
    """Return the caches of an input: of all sessions for examples, else of this session only."""
    return _of_everybody() if of.example else _of_session()


def inputs_of(of: InputSource) -> Inputs:
    """Return the tables of an input, read once."""
    return _shelves(of)[0].get_or_create(("inputs", of.sha256), lambda: allocator.read(of.files))


def notices_of(of: InputSource) -> list[Notice]:
    """Return what is found in an input, held against the catalogue, too."""
    return list(held_against(inputs_of(of), load(), date.today()).notices)


def tried(files: Mapping[str, bytes]) -> tuple[Notice, ...]:
    """Return what would be found in an input; its tables are not kept."""
    today = date.today()

    def read() -> tuple[Notice, ...]:
        return held_against(allocator.read(files), load(), today).notices

    return made(("tried", fingerprint(files), allocator.__version__, today), read)


def sheets_of(of: InputSource) -> list[tuple[str, InputSheet]]:
    """Return the sheets of an input as they stand, opened once."""
    return picture_of(of, "sheets", lambda: open_files(of.files)[0])


def made(key: Hashable, make: Callable[[], Made]) -> Made:
    """Return something of this session by a key that says all that it depends on, made once."""
    return _of_session()[1].get_or_create(key, make)


def outcome_of(of: InputSource, profile: str = "") -> CalculationOutcome:
    """Return the result of an input in the chosen language, calculated once, with progress."""
    language = words().language
    results = _shelves(of)[0]
    key = ("outcome", of.sha256, allocator.__version__, profile)
    outcome: CalculationOutcome = results.get_or_create(
        key, lambda: _calculated(inputs_of(of), profile)
    )
    result = outcome.result
    if result is None:
        return outcome
    return results.get_or_create(
        (*key, language), lambda: CalculationOutcome(result.in_language(language), outcome.notices)
    )


def _calculated(inputs: Inputs, profile: str) -> CalculationOutcome:
    area, beside = st.empty(), st.empty()
    translate = words()

    def progress(done: int, of: int, unit: str, stage: str) -> None:
        text = translate("frame.progress", done=done, of=of, unit=plain(unit))
        if stage:
            text = translate(f"frame.stage-{stage}", done=done, of=of, unit=plain(unit))
        area.progress(share_done(done, of, stage), text=text)

    def expected(seconds: float) -> None:
        beside.info(expected_time(seconds, translate.language))

    area.progress(0.0, text=translate("frame.calculating"))
    try:
        result = allocator.allocate(inputs, profile=profile, progress=progress, expected=expected)
        return CalculationOutcome(result, result.all_notices)
    except InputError as error:
        return CalculationOutcome(None, error.notices)
    except AllocatorError as error:
        return CalculationOutcome(None, inputs.notices, type(error).__name__)
    finally:
        area.empty()
        beside.empty()


def share_done(done: int, of: int, stage: str) -> float:
    """Return how far a calculation has come, 0 to 1, the stages of a unit of equal length."""
    within = STAGES.index(stage) / len(STAGES) if stage else 0.0
    return (done + within) / of


def is_calculated(of: InputSource, profile: str = "") -> bool:
    """Say whether the result of an input is there already."""
    return ("outcome", of.sha256, allocator.__version__, profile) in _shelves(of)[0]


def picture_of(of: InputSource, name: str, make: Callable[[], Made]) -> Made:
    """Return something shown of an input, in any language, made once."""
    return _shelves(of)[1].get_or_create((of.sha256, allocator.__version__, name), make)


def picture(view: View, name: str, make: Callable[[], Made]) -> Made:
    """Return a picture, or any other thing shown of a view, made once.

    `name` says all that it depends on beside the view.
    """
    return _shelves(view.source)[1].get_or_create((*view.key, name), make)
