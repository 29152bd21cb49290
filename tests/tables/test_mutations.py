"""Hundreds of inputs with something broken in them: a result or errors, never an exception."""

import random
from collections import Counter

import pytest

from allocator.pipeline import held_against
from allocator.rules.loading import load
from allocator.tables import read

from .small import TODAY, Small, as_csv

Grid = list[list[str]]
ODD = (
    "",
    " ",
    "0",
    "-1",
    "1e309",
    "nan",
    "7.30",
    "24:00",
    "2026-01-05",
    "31.02.2026",
    "ja",
    "natt",
    "alle",
    "08.01",
    "#REF!",
    "=1+1",
    "{value}",
    "%s",
    "å" * 3000,
    "\u202e",
    "\x01",
    "99999999999999999999",
    "man-",
    ",",
    ";",
    "A\nB",
    "B1",
    "G1",
)


def _cell(chance: random.Random, grid: Grid) -> tuple[int, int]:
    row = chance.randrange(len(grid))
    return row, chance.randrange(len(grid[row])) if grid[row] else 0


def _swap(chance: random.Random, grid: Grid) -> None:
    (a, b), (c, d) = _cell(chance, grid), _cell(chance, grid)
    grid[a][b], grid[c][d] = grid[c][d], grid[a][b]


def _empty(chance: random.Random, grid: Grid) -> None:
    row, column = _cell(chance, grid)
    grid[row][column] = ""


def _another_type(chance: random.Random, grid: Grid) -> None:
    row, column = _cell(chance, grid)
    grid[row][column] = chance.choice(ODD)


def _double_row(chance: random.Random, grid: Grid) -> None:
    grid.insert(chance.randrange(len(grid)), list(chance.choice(grid)))


def _double_column(chance: random.Random, grid: Grid) -> None:
    index = chance.randrange(len(grid[0]))
    for row in grid:
        row.append(row[index] if index < len(row) else "")


def _surplus(chance: random.Random, grid: Grid) -> None:
    chance.choice(grid).append(chance.choice(ODD))


def _drop_row(chance: random.Random, grid: Grid) -> None:
    if len(grid) > 1:
        del grid[chance.randrange(len(grid))]


def _drop_column(chance: random.Random, grid: Grid) -> None:
    index = chance.randrange(len(grid[0]))
    if len(grid[0]) > 1:
        for row in grid:
            del row[index : index + 1]


MUTATIONS = (
    _swap,
    _empty,
    _another_type,
    _double_row,
    _double_column,
    _surplus,
    _drop_row,
    _drop_column,
)


INPUTS = 400
"""`python -m benchmarks.fuzz` breaks thousands, in every format."""


def test_hundreds_of_broken_inputs(capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(20260105)
    counts: Counter[str] = Counter()
    for _ in range(INPUTS):
        grids = {name: Small().grid(name) for name in Small().tables}
        for _ in range(chance.choice((1, 1, 2, 5, 20))):
            chance.choice(MUTATIONS)(chance, chance.choice(list(grids.values())))
        if chance.random() < 0.1:
            del grids[chance.choice(list(grids))]
        delimiter, encoding = chance.choice(";,\t"), chance.choice(("utf-8-sig", "cp1252"))
        inputs = read(
            {
                f"{name}.csv": as_csv(grid, delimiter).encode(encoding, "replace")
                for name, grid in grids.items()
            }
        )
        inputs = held_against(inputs, load(), TODAY)
        wrong = [notice for notice in inputs.notices if notice.severity == "error"]
        assert all(n.message("nb") and n.message("en") for n in inputs.notices)
        assert len(inputs.tables) == len(inputs.names) == 10
        counts["refused" if wrong else "read"] += 1
        counts["errors"] += len(wrong)
    with capsys.disabled():
        print(f"\n{INPUTS} broken inputs: {dict(counts)}, 0 exceptions")  # noqa: T201
    assert counts["refused"] > INPUTS / 2
    assert counts["read"] > INPUTS / 50
