"""`allocator map` and `allocator check --mark`, from the command line."""

from pathlib import Path

import openpyxl
import pytest

from allocator.cli import main

from .corpus import as_book, dated, home, in_csv
from .test_mapping import DONE, LIST, SHIFTS

DAYS = ["man 5/1", "tir 6/1", "ons 7/1"]


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    path = tmp_path / "bolig.xlsx"
    path.write_bytes(as_book(home(tiltak=None, vakter=SHIFTS, liste=LIST)))
    return path


@pytest.fixture
def rota(tmp_path: Path) -> Path:
    path = tmp_path / "turnus.xlsx"
    path.write_bytes(as_book(home(turnus=dated("D", "X9", "", headings=DAYS))))
    return path


def test_a_proposal_is_completed_and_then_used(
    foreign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["map", str(foreign)]) == 0
    proposal = foreign.with_name("bolig.mapping.yaml")
    assert str(proposal) in capsys.readouterr().out
    assert main(["check", str(foreign)]) == 1
    text = proposal.read_text("utf-8")
    for open_, done in DONE.items():
        text = text.replace(open_, done)
    proposal.write_text(text, "utf-8")
    assert main(["run", str(foreign), "--out", str(foreign.with_name("ut"))]) == 0


def test_a_mapping_that_is_there_is_not_touched(foreign: Path) -> None:
    assert main(["map", str(foreign)]) == 0
    proposal = foreign.with_name("bolig.mapping.yaml")
    proposal.write_text("min egen", "utf-8")
    assert main(["map", str(foreign), "--lang", "en"]) == 1
    assert proposal.read_text("utf-8") == "min egen"


def test_what_needs_no_mapping_gets_none(rota: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", str(rota), "--lang", "en"]) == 0
    assert "no mapping is needed" in capsys.readouterr().out
    assert not rota.with_name("turnus.mapping.yaml").exists()


def test_map_says_which_files_it_did_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, data in in_csv(home(turnus=dated("D", "", "", headings=DAYS))).items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "vedtak.pdf").write_bytes(b"%PDF-1.7\n")
    main(["map", str(tmp_path), "--lang", "en"])
    assert "vedtak.pdf" in "".join(capsys.readouterr())


def test_check_returns_the_workbook_marked(rota: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = rota.with_name("merket.xlsx")
    before = rota.read_bytes()
    assert main(["check", str(rota), "--mark", str(out)]) == 1
    assert "1 celler er merket" in capsys.readouterr().out
    assert openpyxl.load_workbook(out)["turnus"]["C2"].comment is not None
    assert rota.read_bytes() == before


@pytest.mark.parametrize(("name", "code"), [("turnus.xlsx", 2), ("merket.csv", 1)])
def test_a_place_that_will_not_do(rota: Path, name: str, code: int) -> None:
    before = rota.read_bytes()
    assert main(["check", str(rota), "--mark", str(rota.with_name(name))]) == code
    assert rota.read_bytes() == before
