"""`allocator run` and `check` as a process: exit codes, files, words in both languages."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from export.small import BEBOERE, TILTAK, write_small

from allocator.rules.loading import load
from allocator.version import VERSION

ROOT = Path(__file__).parents[1]
FILES = {
    "hours.csv", "register.csv", "staff_time.csv", "week.csv", "staff_week.csv", "unmet.csv",
    "trace.csv", "notices.csv", "run.json",
}  # fmt: skip
MISTAKES = {
    "enhet": "enhet;uker\nA1;null\nA2;1\n",
    "tiltak": TILTAK.replace(";30;1;døgn;;07:00", ";tretti;1;døgn;;25:00"),
    "vedtak": "enhet;beboer;tjeneste;timer\nA1;B1;10;7.30\n",
}


def allocator(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """The command as a process of its own, in a folder of its own."""
    return subprocess.run(
        [sys.executable, "-m", "allocator", *map(str, arguments)],
        check=False,
        capture_output=True,
        timeout=120,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
    )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_small(tmp_path / "inn")


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    return write_small(tmp_path / "feil", **MISTAKES)


def test_a_folder(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    done = allocator("run", source, "--out", out)
    assert done.returncode == 0
    assert done.stderr == b""
    assert {path.name for path in out.iterdir()} == FILES
    output = done.stdout.decode("utf-8")
    assert "Enhet A1, 05.01.2026–11.01.2026 (1 uke)" in output
    assert "Beboer B2" in output
    assert "15 Helsetjenester i hjemmet" in output
    assert "Mangler: T2, tjeneste 1: 1:00 av 3:00, fordi vedtaket ikke gir rom for mer." in output
    assert "3 advarsler, 7 spørsmål til saksbehandler. De står i notices.csv." in output
    assert f"Skrevet til {out}." in output
    row = next(line for line in output.splitlines() if "  15 Helse" in line)
    figures = "40:00 40:00 40:00 43:30 3:30 0:00 36:30 100 %"
    assert " ".join(row.split()) == f"15 Helsetjenester i hjemmet {figures}"


def test_the_table_shows_the_figures_of_the_files(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    output = allocator("run", source, "--out", out).stdout.decode()
    with (out / "hours.csv").open(encoding="utf-8", newline="") as stream:
        for hours in csv.DictReader(stream):
            name = f"{hours['service']} {hours['service_name']} "
            lines = [line for line in output.splitlines() if line.strip().startswith(name)]
            figures = [line.strip().removeprefix(name).split() for line in lines]
            expected = [hours["omfang_hm"], hours["ressursinnsats_hm"]]
            assert expected in [shown[2:4] for shown in figures]


def test_the_hours_of_each_period_are_shown(tmp_path: Path) -> None:
    """2:00 a week is granted for the first three days, and 3:00 after."""
    granted = "A1;B1;1;2:00;2026-01-07;\nA1;B1;1;3:00;;2026-01-08"
    decisions = f"enhet;beboer;tjeneste;timer;til;fra\n{granted}\n"
    source = write_small(tmp_path / "inn", vedtak=decisions)
    output = " ".join(allocator("run", source, "--out", tmp_path / "ut").stdout.decode().split())
    assert (
        "I registeret, tjeneste 1: 2:00 fra 05.01.2026 til 07.01.2026 (3 døgn) og 3:00 fra "
        "08.01.2026 til 11.01.2026 (4 døgn)."
    ) in output
    assert output.count("I registeret") == 1
    done = allocator("why", source, "--unit", "A1", "--resident", "B1", "--service", "1")
    why = " ".join(done.stdout.decode().split())
    assert "Registeret har hver periode for seg: – 2:00 fra 05.01.2026 til 07.01.2026" in why


def test_the_same_run_again_gives_the_same_files(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    contents = []
    for _ in range(2):
        assert allocator("run", source, "--out", out).returncode == 0
        contents.append({path.name: path.read_bytes() for path in out.glob("*.csv")})
    assert contents[0] == contents[1]


def test_a_workbook_in_english(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "result.XLSX"
    done = allocator("run", source, "--out", out, "--lang", "en")
    assert done.returncode == 0
    output = " ".join(done.stdout.decode().split())
    assert "Unit A1, 2026-01-05 – 2026-01-11 (1 week)" in output
    assert "because the decision leaves no room for more" in output
    assert 'They are in the sheet "Notices".' in output
    assert openpyxl.load_workbook(out).sheetnames[0] == "Hours"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inn", "result.XLSX"]


def test_a_workbook_as_input(source: Path, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "inn.xlsx", {"strings_to_formulas": False}) as book:
        for path in sorted(source.iterdir()):
            sheet = book.add_worksheet(path.stem)
            with path.open(encoding="utf-8", newline="") as stream:
                for line, row in enumerate(csv.reader(stream, delimiter=";")):
                    sheet.write_row(line, 0, row)
    from_book, from_folder = tmp_path / "a", tmp_path / "b"
    assert allocator("run", tmp_path / "inn.xlsx", "--out", from_book).returncode == 0
    assert allocator("run", source, "--out", from_folder).returncode == 0
    for name in ("hours.csv", "staff_time.csv", "unmet.csv"):
        assert (from_book / name).read_bytes() == (from_folder / name).read_bytes()


def test_the_profile_is_that_of_every_unit(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    done = allocator("run", source, "--out", out, "--profile", "f-2018-05-16")
    assert done.returncode == 0
    run = json.loads((out / "run.json").read_text("utf-8"))
    assert [unit["policies"]["report"] for unit in run["units"]] == ["decided", "decided"]


def test_errors_are_all_said_and_only_notices_are_written(wrong: Path, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    out.mkdir()
    (out / "hours.csv").write_text("før")
    (out / "notater.txt").write_text("mine")
    done = allocator("run", wrong, "--out", out)
    assert done.returncode == 1
    assert done.stdout == b""
    output = " ".join(done.stderr.decode().split())
    for message in (
        "enhet rad 2, uker: «null» er ikke et helt tall",
        "tiltak rad 2, minutter: «tretti» er ikke et antall minutter",
        "tiltak rad 2, fra_kl: «25:00» er ikke et klokkeslett",
        "vedtak rad 2, tjeneste: tjenesten «10» finnes ikke",
        "vedtak rad 2, timer: «7.30»",
        "ingenting er beregnet",
    ):
        assert message in output
    assert {path.name for path in out.iterdir()} == {"hours.csv", "notater.txt", "notices.csv"}
    assert (out / "hours.csv").read_text() == "før"
    with (out / "notices.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len([row for row in rows if row["severity"] == "error"]) >= 5


def test_errors_in_english_and_a_workbook_that_is_not_made(wrong: Path, tmp_path: Path) -> None:
    out = tmp_path / "ny" / "ut.xlsx"
    done = allocator("run", wrong, "--out", out, "--lang=en")
    assert done.returncode == 1
    output = " ".join(done.stderr.decode().split())
    assert 'tiltak row 2, minutter: "tretti" is not a number of minutes' in output
    assert "nothing was calculated" in output
    assert [path.name for path in out.parent.iterdir()] == ["notices.csv"]


def test_a_figure_above_the_limit_is_an_error_of_the_input(tmp_path: Path) -> None:
    much = "enhet;beboer;tjeneste;timer\nA1;B1;2;168:01\n"
    source = write_small(tmp_path / "inn", vedtak=much)
    done = allocator("run", source, "--out", tmp_path / "ut")
    assert done.returncode == 1
    assert "168:01" in done.stderr.decode()
    assert [path.name for path in (tmp_path / "ut").iterdir()] == ["notices.csv"]


def test_identity_numbers_are_never_shown(tmp_path: Path) -> None:
    number = "15810112389"  # a made-up one, with check digits
    from allocator.identity import is_identity_number

    valid = next(n for n in range(int(number), int(number) + 2000) if is_identity_number(str(n)))
    source = write_small(tmp_path / "inn", beboere=BEBOERE.replace("B3", str(valid)))
    done = allocator("run", source, "--out", tmp_path / "ut")
    assert done.returncode == 1
    everything = done.stderr + (tmp_path / "ut" / "notices.csv").read_bytes()
    assert str(valid).encode() not in everything
    assert b"*****" in everything


def test_check_says_everything_by_table(source: Path) -> None:
    done = allocator("check", source)
    assert done.returncode == 0
    output = done.stdout.decode()
    lines = output.splitlines()
    assert lines.index("vedtak") < lines.index("svar")
    assert "  SPØRSMÅL: tiltak rad 4: felles tilsyn med beboer B1" in output
    assert "Svar: Delt, etter vedtaket (saksbehandler, 20.01.2026)" in " ".join(output.split())
    assert lines[-1] == "0 feil, 3 advarsler, 7 spørsmål til saksbehandler, 11 opplysninger."


def test_check_finds_the_same_errors_and_writes_nothing(wrong: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = allocator("check", wrong, "--lang", "en")
    assert done.returncode == 1
    output = " ".join(done.stdout.decode().split())
    assert 'ERROR: enhet row 2, uker: "null" is not a whole number' in output
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_output_is_utf8_wherever_it_goes(source: Path, encoding: str) -> None:
    done = allocator("check", source, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 0
    assert "SPØRSMÅL" in done.stdout.decode("utf-8")


def test_version() -> None:
    done = allocator("--version")
    assert (done.returncode, done.stdout.decode()) == (0, f"allocator {VERSION}\n")


@pytest.mark.parametrize("command", ["", "run", "check", "why", "rules", "template"])
def test_help_is_in_both_languages(command: str) -> None:
    done = allocator(*filter(None, [command]), "--help")
    assert done.returncode == 0
    output = " ".join(done.stdout.decode().split())
    assert "Språk; ellers nb. (Language; else nb.)" in output or "Timer per beboer" in output
    assert "(" in output


def test_a_run_loads_nothing_it_does_not_need(source: Path, tmp_path: Path) -> None:
    load()  # the catalogue is compiled from here on
    program = (
        "import sys; from allocator.cli import main; main(sys.argv[1:]); "
        "print('loaded', *sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "run", str(source), "--out", str(tmp_path / "ut")],
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    loaded = set(done.stdout.decode().splitlines()[-1].split())
    assert "allocator.pipeline" in loaded
    heavy = {
        *("openpyxl", "xlsxwriter", "streamlit", "plotly", "reportlab", "docx", "scipy"),
        *("typer", "click", "pydantic", "rich"),
        *("yaml", "xlrd", "icalendar", "defusedxml", "stdnum"),
    }
    assert not loaded & heavy


def test_a_reader_that_has_seen_enough(source: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "allocator", "run", str(source), "--out", str(tmp_path / "ut")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    complaints = process.stderr.read()
    process.stderr.close()
    assert (process.wait(60), complaints) == (0, b"")
    assert {path.name for path in (tmp_path / "ut").iterdir()} == FILES
