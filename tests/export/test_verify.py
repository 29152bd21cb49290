"""The folder of a run beside the same calculation made again: what differs, and where."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rules.case_files import files_of
from rules.edited import MONTH, MONTH_RULE, RULES, edited, with_month_rules

import allocator
from allocator import Result
from allocator.export.files import json_of, write_folder
from allocator.export.record import RUN, read_record
from allocator.export.verify import differences, made_again, other_files
from allocator.rules.catalogue import Catalogue
from export.small import TILTAK, VEDTAK, tables

Reported = list[tuple[str, str, dict[str, str]]]
FIRST = date(2026, 1, 5)
"""The first day of the rosters here."""
PER_MONTH = {"beboer": "B1", "tjeneste": "15", "minutter": "1440", "per": "måned"}


@pytest.fixture(scope="module")
def original(result: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "ut"
    write_folder(result, folder)
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "ut"))


def what_differs(folder: Path, result: Result) -> Reported:
    """What differs from a calculation: file, key and facts."""
    reported = differences(folder, read_record(folder), result)
    return [(difference.file, difference.key, dict(difference.facts)) for difference in reported]


def keys(reported: Reported) -> list[tuple[str, str]]:
    return [(file, key) for file, key, _ in reported]


def of_key(reported: Reported, key: str) -> list[dict[str, str]]:
    return [facts for _, other, facts in reported if other == key]


def again(folder: Path, catalogue: Catalogue | None = None, **files: str | None) -> Reported:
    """What differs from the small input with some of its tables changed, or gone."""
    changed = {f"{name}.csv": text for name, text in files.items()}
    given = {n: text.encode() for n, text in (tables() | changed).items() if text is not None}
    record = read_record(folder)
    return what_differs(folder, made_again(record, allocator.read(given), catalogue=catalogue))


# The folder ---------------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_folder(folder: Path) -> None:
    assert again(folder) == []


def test_a_figure_is_named_by_file_row_and_column(folder: Path, result: Result) -> None:
    text = (folder / "hours.csv").read_bytes().decode()
    lines = text.split("\r\n")
    cells = lines[3].split(",")
    was, cells[4] = cells[4], "6"
    lines[3] = ",".join(cells)
    (folder / "hours.csv").write_bytes("\r\n".join(lines).encode())
    about = ", ".join(cells[:3])
    cell = {"row": "4", "about": about, "column": "days", "found": "6", "expected": was}
    assert what_differs(folder, result) == [
        ("hours.csv", "file-edited", {}),
        ("hours.csv", "cell", cell),
    ]


@pytest.mark.parametrize(
    ("change", "key", "row"),
    [
        (lambda lines: lines[:2] + lines[3:], "line-missing", "3"),
        (lambda lines: [*lines[:3], "A1,B7,1", *lines[3:]], "line-extra", "4"),
        (lambda lines: [lines[0].replace("unit", "enhet"), *lines[1:]], "cell", "1"),
        (lambda lines: [*lines[:4], lines[4] + ",mer", *lines[5:]], "cell", "5"),
    ],
)
def test_a_row_too_few_or_too_many(
    folder: Path, result: Result, change: Callable[[list[str]], list[str]], key: str, row: str
) -> None:
    path = folder / "hours.csv"
    path.write_bytes("\r\n".join(change(path.read_bytes().decode().split("\r\n"))).encode())
    (_, edited_key, _), (file, reported_key, facts) = what_differs(folder, result)
    assert (edited_key, file, reported_key, facts["row"]) == ("file-edited", "hours.csv", key, row)


@pytest.mark.parametrize(
    ("was", "becomes", "key"),
    [
        (b"\r\n", b"\n", "same-cells"),
        (b"unit", b"\xff", "no-table"),
        (b"A1", b'"A1"', "same-cells"),
    ],
)
def test_bytes_that_no_cell_shows(
    folder: Path, result: Result, was: bytes, becomes: bytes, key: str
) -> None:
    path = folder / "week.csv"
    path.write_bytes(path.read_bytes().replace(was, becomes))
    assert keys(what_differs(folder, result)) == [("week.csv", "file-edited"), ("week.csv", key)]


def test_files_that_are_gone(folder: Path, result: Result) -> None:
    (folder / "unmet.csv").unlink()
    (folder / "trace.csv").unlink()
    (folder / "trace.csv").mkdir()
    missing = [("unmet.csv", "file-missing"), ("trace.csv", "file-missing")]
    assert keys(what_differs(folder, result)) == missing


def test_what_is_somebody_elses_is_named_and_makes_no_difference(
    folder: Path, result: Result
) -> None:
    assert other_files(folder, read_record(folder)) == []
    (folder / "notes.txt").write_text("mine")
    (folder / "hours").mkdir()
    assert what_differs(folder, result) == []
    assert other_files(folder, read_record(folder)) == ["hours", "notes.txt"]


# The record ---------------------------------------------------------------------------------------


def rewrite(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    record = json.loads((folder / RUN).read_bytes())
    change(record)
    (folder / RUN).write_bytes(json_of(record))


def stages(record: dict[str, Any]) -> dict[str, Any]:
    return dict(record["units"][0]["solver"]["stages"])


def test_only_seconds_may_differ(folder: Path, result: Result) -> None:
    rewrite(folder, lambda record: stages(record)["N"].update(seconds=1234.5))
    assert what_differs(folder, result) == []
    rewrite(folder, lambda record: stages(record)["N"].update(programmes=77))
    (difference,) = what_differs(folder, result)
    expected = str(result.run["units"][0]["solver"]["stages"]["N"]["programmes"])
    part = "units.A1.solver.stages.N.programmes"
    assert difference == (RUN, "record", {"part": part, "before": "77", "now": expected})


@pytest.mark.parametrize("seconds", ["0.1", None, True, 3, [0.1]])
def test_seconds_are_a_number(folder: Path, result: Result, seconds: object) -> None:
    rewrite(folder, lambda record: stages(record)["N"].update(seconds=seconds))
    assert keys(what_differs(folder, result)) == [(RUN, "record")]


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("units.A1.policies.report", lambda r: r["units"][0]["policies"].update(report="decided")),
        ("units.A2.weeks", lambda r: r["units"][1].update(weeks=4)),
        (
            "units.A1.supervision_readings_minutes.0.joint",
            lambda r: r["units"][0]["supervision_readings_minutes"][0].update(joint=1.0),
        ),
        ("units", lambda r: r["units"].pop()),
        ("files.hours.csv", lambda r: r["files"].update({"hours.csv": "0" * 64})),
        ("files.mine.csv", lambda r: r["files"].update({"mine.csv": "0" * 64})),
        ("files.week.csv", lambda r: r["files"].pop("week.csv")),
        ("signed", lambda r: r.update(signed="me")),
    ],
)
def test_what_else_the_record_says(
    folder: Path, result: Result, part: str, change: Callable[[dict[str, Any]], object]
) -> None:
    rewrite(folder, change)
    reported = what_differs(folder, result)
    assert keys(reported) == [(RUN, "record")]
    assert reported[0][2]["part"] == part


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b"  ", b" "),
        lambda text: text + b"\n",
        lambda text: text.replace(b'"format": 1', b'"format": 2, "format": 1'),
    ],
)
def test_the_same_record_written_otherwise(
    folder: Path, result: Result, change: Callable[[bytes], bytes]
) -> None:
    (folder / RUN).write_bytes(change((folder / RUN).read_bytes()))
    assert what_differs(folder, result) == [(RUN, "same-content", {})]


def test_a_version_of_a_library(folder: Path, result: Result) -> None:
    rewrite(folder, lambda record: record["versions"].update(highspy="0.9"))
    facts = {"what": "highspy", "before": "0.9", "now": result.run["versions"]["highspy"]}
    assert what_differs(folder, result) == [("", "version", facts)]


def test_a_version_that_is_not_there_now(folder: Path, result: Result) -> None:
    rewrite(folder, lambda record: record["versions"].update(cbc="2"))
    assert what_differs(folder, result) == [
        ("", "version", {"what": "cbc", "before": "2", "now": ""})
    ]


def test_a_rule_that_the_record_has_otherwise(folder: Path, result: Result) -> None:
    rule = result.run["units"][0]["rules"][0]["id"]
    rewrite(folder, lambda record: record["units"][0]["rules"][0].update(sha256="0" * 64))
    (facts,) = of_key(what_differs(folder, result), "rule-changed")
    assert (facts["rule"], facts["units"]) == (rule, "A1")
    rewrite(folder, lambda record: record["units"][0]["rules"].pop(0))
    assert [facts["rule"] for facts in of_key(what_differs(folder, result), "rule-new")] == [rule]
    first = {**result.run["units"][0]["rules"][0], "id": "OLD-01"}
    rewrite(folder, lambda record: record["units"][0]["rules"].insert(0, first))
    assert [facts["rule"] for facts in of_key(what_differs(folder, result), "rule-gone")] == [
        "OLD-01"
    ]


def test_a_rule_that_stands_twice_is_no_other_rule_but_is_said(
    folder: Path, result: Result
) -> None:
    rules = result.run["units"][0]["rules"]
    rewrite(folder, lambda record: record["units"][0]["rules"].append(rules[-1]))
    assert what_differs(folder, result) == [(RUN, "same-content", {})]


# The input ----------------------------------------------------------------------------------------


def test_a_changed_row_of_the_input_is_named(folder: Path) -> None:
    reported = again(
        folder, tiltak=TILTAK.replace("Medisin på kontoret;medisin;;;10;", "x;medisin;;;12;")
    )
    assert keys(reported)[:2] == [("", "input"), ("", "row-changed")]
    assert of_key(reported, "row-changed") == [{"table": "tiltak", "row": "5"}]
    assert ("hours.csv", "file-recalculated") in keys(reported)
    assert not of_key(reported, "version")


def test_a_change_that_moves_no_figure_is_still_a_difference(folder: Path) -> None:
    reported = again(folder, vedtak=VEDTAK.replace("A1;B2;9;3:00", "A1;B2;9;3:30"))
    assert of_key(reported, "row-changed") == [{"table": "vedtak", "row": "5"}]


@pytest.mark.parametrize(
    ("change", "key", "row"),
    [
        (lambda lines: lines[:3] + lines[4:], "row-gone", "4"),
        (lambda lines: [*lines[:3], "A2;B3;9;1:00;uke;søknad;", *lines[3:]], "row-new", "4"),
    ],
)
def test_a_row_of_the_input_that_is_gone_or_new(
    folder: Path, change: Callable[[list[str]], list[str]], key: str, row: str
) -> None:
    reported = again(folder, vedtak="\n".join(change(VEDTAK.splitlines())))
    of_rows = [(key, facts) for _, key, facts in reported if key.startswith("row-")]
    assert of_rows == [(key, {"table": "vedtak", "row": row})]


def test_a_table_of_the_input_that_is_gone_or_new(folder: Path) -> None:
    assert of_key(again(folder, fravaer=None), "table-gone") == [{"table": "fravaer"}]
    codes = "enhet;kode;vakt;start;slutt\nA1;D;dag;07:00;15:00\n"
    assert of_key(again(folder, vaktkoder=codes), "table-new") == [{"table": "vaktkoder"}]


def test_an_input_written_in_another_way(folder: Path) -> None:
    reported = again(folder, vedtak=VEDTAK.replace("2:00", "2,0").replace("innvilget", "Innvilget"))
    assert keys(reported) == [("", "input-written-otherwise")]


def test_rows_of_the_input_in_another_order(folder: Path) -> None:
    """A row that only stands elsewhere is no changed row; one that is changed still is."""
    heading, *lines = VEDTAK.splitlines()
    turned = [heading, *reversed(lines)]
    assert keys(again(folder, vedtak="\n".join(turned)))[:1] == [("", "input-written-otherwise")]
    turned[1] = turned[1].replace("2025-12-02", "2025-12-03")
    reported = again(folder, vedtak="\n".join(turned))
    rows = [(key, facts["row"]) for _, key, facts in reported if key.startswith("row-")]
    assert rows == [("row-new", "2"), ("row-gone", "6")]


def test_the_same_bytes_read_otherwise(folder: Path, result: Result) -> None:
    rewrite(folder, lambda record: record["input"]["tables"]["tiltak"].update({"3": "0"}))
    reported = what_differs(folder, result)
    assert keys(reported) == [("", "input-read-otherwise"), ("", "row-changed")]
    assert reported[1][2] == {"table": "tiltak", "row": "3"}


# The catalogue ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def by_month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run in which the month rule decides."""
    folder = tmp_path_factory.mktemp("month") / "ut"
    write_folder(allocator.allocate(inputs_by_month(), today=FIRST), folder)
    return folder


def inputs_by_month(start: str = FIRST.isoformat()) -> allocator.Inputs:
    unit = {"periode_start": start} if start else {}
    return allocator.read(files_of({"enhet": unit, "tiltak": [PER_MONTH]}))


def under(catalogue: Catalogue, folder: Path) -> Reported:
    """What differs under a changed catalogue."""
    record = read_record(folder)
    return what_differs(folder, made_again(record, inputs_by_month(), catalogue=catalogue))


@pytest.mark.parametrize(
    ("last", "first", "decides"),
    [("2026-01-04", "2026-01-05", True), ("2026-01-05", "2026-01-06", False)],
)
def test_a_dated_version_that_is_added(
    by_month: Path, tmp_path: Path, last: str, first: str, decides: bool
) -> None:
    """It decides from its first day on; one that begins after the roster does not."""
    reported = under(with_month_rules(tmp_path, last, first), by_month)
    assert [facts["what"] for facts in of_key(reported, "version")] == ["catalogue"]
    changed = of_key(reported, "rule-changed")
    assert [facts["rule"] for facts in changed] == ["CONV-01"]
    (facts,) = changed
    assert facts["units"] == "A1"
    assert facts["before"].startswith("2018-06-27 [")
    assert facts["now"].startswith(f"{first} [" if decides else f"2018-06-27 – {last} [")
    cells = [facts for facts in of_key(reported, "cell") if facts["column"] == "planned_minutes"]
    assert bool(cells) == decides


def test_a_number_that_is_changed(by_month: Path, tmp_path: Path) -> None:
    catalogue = edited(tmp_path, {MONTH: {MONTH_RULE: MONTH_RULE.replace("4,", "4.33,")}})
    reported = under(catalogue, by_month)
    (facts,) = of_key(reported, "rule-changed")
    before, now = facts["before"].split(" ["), facts["now"].split(" [")
    assert facts["rule"] == "CONV-01"
    assert before[0] == now[0] == "2018-06-27"
    assert before[1] != now[1]
    omfang = [facts for facts in of_key(reported, "cell") if facts["column"] == "omfang_hm"]
    assert (omfang[0]["found"], omfang[0]["expected"]) == ("6:00", "5:33")


@pytest.mark.parametrize(
    "becomes", ["  # said in 2018\n" + MONTH_RULE, MONTH_RULE.replace("number: 4", "number:   4.0")]
)
def test_a_comment_is_no_other_rule(by_month: Path, tmp_path: Path, becomes: str) -> None:
    """The catalogue's version is that of its files; no rule and no figure is another."""
    reported = under(edited(tmp_path, {MONTH: {MONTH_RULE: becomes}}), by_month)
    assert keys(reported) == [("", "version")]


def test_the_own_catalogue_is_no_difference(by_month: Path, tmp_path: Path) -> None:
    assert under(edited(tmp_path, {}), by_month) == []
    assert RULES.is_dir()


# How a run is made again --------------------------------------------------------------------------


def test_a_run_is_made_again_on_its_own_day(tmp_path: Path) -> None:
    """Without a first day of the roster the rules are those of the day of the run."""
    catalogue = with_month_rules(tmp_path, "2029-12-31", "2030-01-01")
    for day, hm in ((date(2029, 12, 31), "6:00"), (date(2030, 1, 1), "5:33")):
        inputs = inputs_by_month(start="")
        result = allocator.allocate(inputs, catalogue=catalogue, today=day)
        assert result.hours["omfang_hm"].tolist() == [hm]
        folder = tmp_path / f"{day}"
        write_folder(result, folder)
        record = read_record(folder)
        assert what_differs(folder, made_again(record, inputs, catalogue=catalogue)) == []


@pytest.mark.parametrize("how", [{"language": "en"}, {"profile": "F-2018-05-16"}])
def test_a_run_is_made_again_in_its_language_and_profile(
    tmp_path: Path, how: dict[str, str]
) -> None:
    inputs = inputs_by_month()
    write_folder(allocator.allocate(inputs, today=FIRST, **how), tmp_path)  # type: ignore[arg-type]
    record = read_record(tmp_path)
    assert what_differs(tmp_path, made_again(record, inputs)) == []
    other = {**record, "language": "nb", "profile": ""}
    assert what_differs(tmp_path, made_again(other, inputs)) != []
