"""Every layout is read with the right figures, or stopped by the error that must stop it."""

import pytest

from . import LAYOUTS
from .outcome import REFUSED, RIGHT, outcome
from .small import Layout

NOT_YET = frozenset({})
"""Layouts that do not come out as they must yet; each leaves this list once it does."""


def as_it_must(layout: Layout) -> bool:
    """Whether a layout comes out as it must."""
    came = outcome(layout)
    if not layout.refused:
        return came.kind == RIGHT
    return came.kind == REFUSED and "to be refused by" not in came.why


@pytest.mark.parametrize("layout", LAYOUTS, ids=[layout.name for layout in LAYOUTS])
def test_a_layout_comes_out_as_it_must(layout: Layout) -> None:
    assert as_it_must(layout) is (layout.name not in NOT_YET), outcome(layout)


def test_the_corpus_is_large_and_every_name_is_there_once() -> None:
    names = [layout.name for layout in LAYOUTS]
    assert len(names) == len(set(names)) >= 40
    assert set(names) >= NOT_YET
