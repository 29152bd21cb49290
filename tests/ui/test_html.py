"""Tables as plain HTML."""

import pandas as pd

from allocator.ui.html import html_table
from allocator.ui.words import Translator

NB = Translator("nb")


def test_cells_are_text_and_nothing_else() -> None:
    made = html_table(pd.DataFrame({"<b>": ["<img src=x onerror=y>"]}), 'a "label"')
    assert "<img" not in made
    assert "<b>" not in made
    assert 'aria-label="a &quot;label&quot;"' in made


def test_it_can_be_reached_by_keyboard() -> None:
    assert 'tabindex="0"' in html_table(pd.DataFrame({"a": ["1"]}), "a")


def test_figures_stand_to_the_right_and_words_to_the_left() -> None:
    rows = pd.DataFrame(
        {
            "name": ["B1"],
            "service": ["1 Daglige gjøremål"],
            "hours": [NB.hours(450)],
            "coverage": [NB.percent(0.5)],
            "none": ["–"],
        }
    )
    made = html_table(rows, "a")
    assert made.count('<td class="figure">') == 3
    assert "<td>1 Daglige gjøremål</td>" in made
