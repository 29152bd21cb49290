"""How long something will take, in words: about, for no estimate is better than by half."""

from allocator.text import translate

_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86400.0


def expected_time(seconds: float, language: str) -> str:
    """Say that a calculation is large and about how long it will take.

    >>> expected_time(130.0, "en")
    'The calculation is large and will take about 2 minutes on an ordinary machine.'
    """
    unit, length = next(
        (unit, length)
        for unit, length in (("days", _DAY), ("hours", _HOUR), ("minutes", _MINUTE))
        if seconds >= 1.5 * length or length == _MINUTE
    )
    count = max(1, round(seconds / length))
    key = f"{unit}-one" if count == 1 else unit
    about = translate("waiting", key, language, count=count)
    return translate("waiting", "long", language, about=about)
