"""Progress is told stage by stage, never goes back, and has words for every stage."""

from oracle.units import random_unit, write

import allocator
from allocator.model.stages import STAGES
from allocator.ui.calculation import share_done
from allocator.ui.words import Translator


def test_every_stage_of_every_unit_is_told_in_order() -> None:
    calls: list[tuple[int, int, str, str]] = []
    allocator.allocate(
        allocator.read(write(random_unit(0))),
        progress=lambda *call: calls.append(call),
    )
    units = list(dict.fromkeys(unit for _, _, unit, _ in calls))
    for number, unit in enumerate(units):
        own = [call for call in calls if call[2] == unit]
        assert [stage for *_, stage in own] == [*STAGES, ""]
        assert [done for done, *_ in own] == [number] * len(STAGES) + [number + 1]
    shares = [share_done(done, of, stage) for done, of, _, stage in calls]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[-1] == 1.0


def test_each_stage_has_words_in_both_languages() -> None:
    for language in ("nb", "en"):
        for stage in STAGES:
            assert "A1" in Translator(language)(f"frame.stage-{stage}", done=0, of=2, unit="A1")
