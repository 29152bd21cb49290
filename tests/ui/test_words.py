"""Words and numbers as people of one language read them."""

from datetime import date

import pytest

from allocator.ui.words import HARD, Translator, plain

NB, EN = Translator("nb"), Translator("en")


@pytest.mark.parametrize(
    ("minutes", "nb", "en"),
    [
        (450.0, "7 t 30 min", "7 h 30 min"),
        (59.6, "1 t", "1 h"),
        (0.0, "0 min", "0 min"),
        (float("nan"), "–", "–"),
    ],
)
def test_hours_are_said_as_people_say_them(minutes: float, nb: str, en: str) -> None:
    assert NB.hours(minutes).replace(HARD, " ") == nb
    assert EN.hours(minutes).replace(HARD, " ") == en


def test_hours_stay_on_one_line() -> None:
    assert " " not in NB.hours(450)


def test_numbers_have_a_decimal_comma_in_norwegian() -> None:
    assert NB.number(1234.25, 2) == f"1{HARD}234,25"
    assert EN.number(1234.25, 2) == "1,234.25"
    assert NB.number(float("nan")) == "–"


def test_what_lacks_a_little_is_never_all() -> None:
    assert NB.percent(0.9996) == f"99{HARD}%"
    assert NB.percent(2 / 3) == f"67{HARD}%"
    assert NB.percent(1.0) == f"100{HARD}%"
    assert NB.percent(float("nan")) == "–"


def test_a_period_is_told_by_its_first_and_last_day() -> None:
    assert NB.period(date(2026, 1, 5), 2) == "5. januar 2026 – 18. januar 2026"
    assert EN.period(date(2026, 1, 5), 2) == "5 January 2026 – 18 January 2026"
    assert NB.period(None, 6) == "6 uker"


def test_the_clock_goes_round() -> None:
    assert NB.clock(450) == "07:30"
    assert NB.clock(24 * 60 + 30) == "00:30"


@pytest.mark.parametrize(
    "text",
    ["![x](http://elsewhere/x.png)", "[B1](http://elsewhere)", ":red[B1]", "<img src=x>", "$x$"],
)
def test_text_of_the_input_cannot_reach_out(text: str) -> None:
    """Each sign that Markdown would act on has a backslash before it."""
    marked = plain(text)
    acting = [index for index, sign in enumerate(marked) if sign in "![]()<>:$"]
    assert all(marked[index - 1] == "\\" for index in acting)
    # the unseen joiner keeps Markdown from making a link of an address
    assert marked.replace("\\", "") == text.replace("://", "\u2060://")


def test_text_of_the_input_makes_no_list() -> None:
    assert plain("16. mai") == "16\\. mai"
    assert plain("- T1") == "\\- T1"
    assert plain("B-1") == "B-1"
