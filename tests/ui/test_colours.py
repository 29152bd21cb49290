"""Colours that can be told apart by everybody."""

import itertools

import numpy as np
import pytest

from allocator.terms import SERVICES as KNOWN
from allocator.ui.charts import base
from allocator.ui.colours import PARTS, SERVICES, SHORTAGE, SHORTAGE_PATTERN, STAFF, of_service
from allocator.ui.words import Translator

LIGHT, DARK = "#FFFFFF", "#14202A"
TOGETHER = (1, 2, 3, 4, 9, 15)
"""Services that are met in one house."""
# Machado, Oliveira and Fernandes (2009), severity 1
SIGHT = {
    "all": np.eye(3),
    "no green": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.01182, 0.04294, 0.968881],
        ]
    ),
    "no red": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
}


def linear(colour: str) -> np.ndarray:
    values = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def seen(colour: str, sight: np.ndarray) -> np.ndarray:
    """Oklab × 100."""
    red, green, blue = np.clip(sight @ linear(colour), 0, 1)
    cones = np.cbrt(
        [
            0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue,
            0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue,
            0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue,
        ]
    )
    to_lab = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    return 100 * to_lab @ cones


def contrast(text: str, background: str) -> float:
    light, dark = sorted(
        (float(linear(colour) @ [0.2126, 0.7152, 0.0722]) + 0.05 for colour in (text, background)),
        reverse=True,
    )
    return light / dark


@pytest.mark.parametrize("sight", SIGHT)
def test_services_and_shortage_can_be_told_apart(sight: str) -> None:
    colours = {**SERVICES, 0: SHORTAGE}
    for first, second in itertools.combinations(colours, 2):
        apart = np.linalg.norm(
            seen(colours[first], SIGHT[sight]) - seen(colours[second], SIGHT[sight])
        )
        assert apart >= (9.0 if {first, second} <= {*TOGETHER, 0} else 6.0), (first, second)


@pytest.mark.parametrize("sight", SIGHT)
def test_day_evening_and_night_can_be_told_apart(sight: str) -> None:
    for first, second in itertools.combinations(PARTS.values(), 2):
        assert np.linalg.norm(seen(first, SIGHT[sight]) - seen(second, SIGHT[sight])) >= 9.0


def test_every_colour_stands_out_from_both_pages() -> None:
    for colour in (*SERVICES.values(), SHORTAGE, *PARTS.values()):
        assert contrast(colour, LIGHT) >= 1.9, colour
        assert contrast(colour, DARK) >= 1.9, colour


def test_every_service_with_hours_has_a_colour_of_its_own() -> None:
    with_hours = [code for code, service in KNOWN.items() if service.hours]
    assert sorted(SERVICES) == sorted(with_hours)
    assert len({of_service(code) for code in with_hours}) == len(with_hours)


def test_the_colours_of_staff_time_are_nobodys_service() -> None:
    assert not set(STAFF.values()) & set(SERVICES.values())


def test_shortage_is_never_colour_alone() -> None:
    made = base.shortage_bar(["B1"], [60.0], "Mangler", Translator("nb"))
    assert made.marker.pattern.shape == SHORTAGE_PATTERN
    assert made.name == "Mangler"
