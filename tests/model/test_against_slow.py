"""The program against an independent model: day by day, nothing merged, leximin by test solves."""

import pytest
from comparing import differences
from oracle.units import ALL, features, random_unit

UNITS = 200
"""The rest, up to 1,600, is compared by `benchmarks.compare_slow`."""


@pytest.mark.parametrize("seed", range(UNITS))
def test_every_figure_is_the_slow_models(seed: int) -> None:
    assert differences(random_unit(seed)) == []


def test_the_units_use_every_feature_of_the_contract() -> None:
    used = set().union(*(features(random_unit(seed)) for seed in range(UNITS)))
    assert used == ALL
