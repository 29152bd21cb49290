"""Solbakken, worked out by hand: the README, the program and the figures below say the same."""

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

import allocator

FOLDER = Path(__file__).parents[2] / "examples" / "solbakken"

# decided, planned, received, omfang, ressursinnsats, staff share, day, evening, night, coverage
HOURS = {
    ("B1", 1): "3:00 3:00 3:00 3:00 3:00 3:00 3:00 0:00 0:00 180/180",
    ("B1", 2): "2:00 2:00 2:00 2:00 2:00 0:40 0:00 2:00 0:00 120/120",
    ("B1", 15): "40:00 36:15 36:15 36:15 43:15 43:15 8:52 1:38 25:45 2175/2175",
    ("B2", 2): "6:00 5:45 5:45 5:45 5:45 4:25 3:45 2:00 0:00 345/345",
    ("B2", 15): "70:00 66:00 65:45 65:45 65:45 65:45 0:00 43:30 22:15 3945/3960",
    ("B3", 1): "4:00 5:00 4:00 4:00 4:00 4:00 2:36 1:24 0:00 240/300",
    ("B3", 2): "2:00 2:00 2:00 2:00 2:00 0:40 0:00 2:00 0:00 120/120",
    ("B3", 7): "6:00 6:00 6:00 6:00 6:00 0:00 2:00 1:45 2:15 360/360",
    ("B3", 9): "3:00 0:00 0:00 0:00 0:00 0:00 0:00 0:00 0:00 –",
    ("B3", 15): "3:30 3:30 3:30 3:30 3:30 3:30 1:52 1:38 0:00 210/210",
}
MEASURES = {
    "vedtatt": "decided",
    "planlagt": "planned",
    "mottatt": "received",
    "omfang": "omfang",
    "ressursinnsats": "ressursinnsats",
    "personalandel": "staff_share",
    "dag": "day",
    "kveld": "evening",
    "natt": "night",
}
# rostered, individual, group, supervision, other work, breaks, presence [min per week]
STAFF_TIME = {
    ("day", "active"): (7035, 1625, 0, 0, 478, 448, 4484),
    ("day", "resting"): (0, 0, 0, 0, 0, 0, 0),
    ("evening", "active"): (5985, 2890, 120, 0, 392, 392, 2191),
    ("evening", "resting"): (0, 0, 0, 0, 0, 0, 0),
    ("night", "active"): (2820, 150, 0, 2670, 0, 0, 0),
    ("night", "resting"): (960, 60, 0, 0, 0, 0, 900),
}
PARTS = {"dag": "day", "kveld": "evening", "natt": "night"}
DUTIES = {"aktiv": "active", "hvilende": "resting"}
READINGS = {"delt": "divided", "felles": "joint", "runder": "rounds"}
RESOLUTION = 0.01


@pytest.fixture(scope="module")
def result() -> allocator.Result:
    return allocator.allocate(allocator.read(FOLDER))


@pytest.fixture(scope="module")
def page() -> str:
    return (FOLDER / "README.md").read_text("utf-8")


def minutes(shown: str) -> int:
    """`h:mm` as minutes."""
    hours, rest = shown.split(":")
    return 60 * int(hours) + int(rest)


def tables(page: str) -> Iterator[list[dict[str, str]]]:
    """Each table of a Markdown page, as rows by heading."""
    for block in re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE):
        lines = [
            [cell.strip() for cell in line.strip("|\n").split("|")]
            for line in block.splitlines(keepends=True)
        ]
        yield [dict(zip(lines[0], line, strict=True)) for line in lines[2:]]


def table(page: str, *headings: str) -> list[dict[str, str]]:
    """All rows of the tables that begin with these headings."""
    rows = [row for rows in tables(page) for row in rows if tuple(row)[: len(headings)] == headings]
    assert rows, headings
    return rows


def test_program_gives_the_hours_worked_out_by_hand(result: allocator.Result) -> None:
    rows = {(row["resident"], row["service"]): row for row in result.hours.to_dict("records")}
    assert list(rows) == list(HOURS)
    for key, expected in HOURS.items():
        *shown, coverage = expected.split()
        for name, value in zip(MEASURES.values(), shown, strict=True):
            figure = rows[key][f"{name}_minutes"]
            assert figure == pytest.approx(minutes(value), abs=RESOLUTION), (key, name)
        assert rows[key]["omfang_hm"] == shown[3], key
        assert rows[key]["ressursinnsats_hm"] == shown[4], key
        assert rows[key]["days"] == 14, key
        if coverage == "–":
            assert pd.isna(rows[key]["coverage"]), key
        else:
            ratio = float(Fraction(coverage))
            assert rows[key]["coverage"] == pytest.approx(ratio, abs=1e-6), key


def test_program_gives_the_staff_time_worked_out_by_hand(result: allocator.Result) -> None:
    times = result.staff_time.set_index(["part", "duty"]).drop(columns="unit")
    assert list(times.index) == list(STAFF_TIME)
    for key, expected in STAFF_TIME.items():
        assert times.loc[key].tolist() == pytest.approx(expected, abs=RESOLUTION), key


def test_readme_shows_the_expected_hours(page: str) -> None:
    shown = {
        (row["beboer"], int(row["tjeneste"])): " ".join(
            row[name] for name in (*MEASURES, "dekning")
        )
        for row in table(page, "beboer", "tjeneste")
    }
    assert shown == HOURS


def test_readme_shows_the_expected_staff_time(page: str) -> None:
    shown = {
        (PARTS[row["del"]], DUTIES[row["vakttype"]]): tuple(map(int, list(row.values())[2:]))
        for row in table(page, "del", "vakttype")
    }
    assert shown == STAFF_TIME


def test_each_row_of_the_readme_is_traced(page: str, result: allocator.Result) -> None:
    traced = result.trace[result.trace["table"].isin(["tiltak", "vedtak"])]
    asking = {
        row["id"] or f"vedtak {row['service']}": row
        for row in traced.to_dict("records")
        if row["id"] or row["rule"] == "DECISION-07"
    }
    shown = {row["rad"]: row for row in table(page, "rad", "utregning")}
    assert list(shown) == sorted(asking)
    for name, row in shown.items():
        for heading, measure in list(MEASURES.items())[1:]:
            if heading in row:
                figure = asking[name][f"{measure}_minutes"]
                expected = minutes(row[heading])
                assert figure == pytest.approx(expected, abs=RESOLUTION), (name, heading)


def test_readme_tells_what_is_missing_and_why(page: str, result: allocator.Result) -> None:
    shown = [
        (row["rad"], *(minutes(row[name]) for name in ("bedt om", "mottatt", "mangler")))
        for row in table(page, "rad", "bedt om")
    ]
    columns = ["asked_minutes", "received_minutes", "missing_minutes"]
    unmet = result.unmet[["intervention", *columns]].round(2)
    assert list(unmet.itertuples(index=False, name=None)) == shown
    reasons = [row["grunn"] for row in table(page, "rad", "bedt om")]
    assert result.unmet["reason"].tolist() == reasons


def test_readme_shows_the_three_readings(page: str, result: allocator.Result) -> None:
    readings = {
        row["resident"]: row for row in result.run["units"][0]["supervision_readings_minutes"]
    }
    assert list(readings) == ["B1", "B2"]
    for row in table(page, "lesning"):
        for resident, reading in readings.items():
            expected = minutes(row[resident])
            assert reading[READINGS[row["lesning"]]] == pytest.approx(expected, abs=RESOLUTION)


def test_no_errors_and_every_question_is_answered(result: allocator.Result) -> None:
    notices = result.notices
    assert "error" not in set(notices["severity"])
    warnings = set(notices.loc[notices["severity"] == "warning", "code"])
    assert {"beyond-decision", "decision-asked"} == warnings
    questions = notices[notices["severity"] == "question"]
    asked = [
        "absence-lowers",
        "coverage",
        *["less-than-decided"] * 2,
        "org-no-of-others",
        "org-no-of-unit",
        *["supervision-reading"] * 2,
    ]
    assert sorted(questions["code"]) == asked
    assert questions["answer"].str.endswith("(saksbehandler, 02.02.2026)").all()


def test_every_sum_in_the_readme_adds_up(page: str) -> None:
    """Both sides of each `=` between figures; `h:mm` is minutes, names of rows are left out."""
    text = re.sub(r"T\d\d|B\d|vedtak 15", "", page).replace("\n", " ")
    figures = r"[\d\s:×+−/]+"
    chains = re.findall(rf"\d{figures}(?:={figures})+", text)
    assert len(chains) > 40
    for chain in chains:
        sides = [worked_out(side) for side in chain.split("=")]
        assert len(set(sides)) == 1, chain


def worked_out(side: str) -> Fraction:
    """Sums of products and quotients, worked out exactly; `h:mm` in minutes."""
    total = Fraction(0)
    for sign, term in re.findall(r"([+−]?)\s*([^+−]+)", side):
        product, operator = Fraction(1), "×"
        for token in re.findall(r"[×/]|[\d:]+", term):
            if token in "×/":
                operator = token
                continue
            value = Fraction(minutes(token) if ":" in token else int(token))
            product = product * value if operator == "×" else product / value
        total += -product if sign == "−" else product
    return total
