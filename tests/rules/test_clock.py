"""The rules and the model read windows alike."""

from hypothesis import given
from hypothesis import strategies as st

from allocator.model.calendar import Calendar, covered
from allocator.rules.clock import Parts, touches_night, window, windows, within_night
from allocator.terms import MINUTES_PER_DAY, PARTS

CLOCK = st.integers(0, 95).map(lambda quarter: quarter * 15.0)


@given(CLOCK, CLOCK, CLOCK)
def test_a_window_is_the_models(day_start: float, start: float, end: float) -> None:
    evening, night = 480.0, 900.0
    calendar = Calendar(1, day_start, evening, night, None)
    parts = Parts(
        day_start,
        (day_start + evening) % MINUTES_PER_DAY,
        (day_start + night) % MINUTES_PER_DAY,
    )
    found = window(start, end, parts)
    assert found == calendar.window(start, end)
    nights = calendar.windows_of(("night",))
    assert within_night([found], parts) == covered(found, nights)
    rest = calendar.windows_of(("day", "evening"))
    assert touches_night([found], parts) == (not covered(found, rest))


def test_parts_stand_for_windows_where_there_is_none() -> None:
    parts = Parts(420.0, 900.0, 1320.0)
    nowhere = float("nan")
    assert windows(nowhere, nowhere, PARTS, parts) == ((0, 480), (480, 900), (900, 1440))
    assert within_night(windows(nowhere, nowhere, ("night",), parts), parts)
    assert not within_night(windows(nowhere, nowhere, ("evening", "night"), parts), parts)
    assert touches_night(windows(nowhere, nowhere, ("evening", "night"), parts), parts)
    assert not within_night((), parts)
