"""`allocator diff`: what is shown of two kept runs in both languages, and as data."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from export.runs import small_run
from export.small import SVAR, TILTAK, VEDTAK, tables

from allocator.cli import main
from allocator.cli.diff import show_difference
from allocator.cli.terminal import Refusal
from allocator.export.run_files import RunFiles

Captured = pytest.CaptureFixture[str]
SHIFTS = tables()["vakter.csv"]
MEDICINE = TILTAK.replace("medisin;;;10;2;", "medisin;;;12;2;")


def diff(
    capsys: Captured, before: RunFiles, after: RunFiles, language: str = "nb", data: bool = False
) -> str:
    """What the command shows, with single spaces; nothing on standard error."""
    runs = {"r1": before, "r2": after}
    capsys.readouterr()
    assert show_difference("r1", "r2", runs, data, language) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out if data else " ".join(captured.out.split())


def test_runs_that_are_the_same(capsys: Captured) -> None:
    same = "De to kjøringene har de samme inndataene og de samme timene."
    assert diff(capsys, small_run(), small_run()) == same
    output = diff(capsys, small_run(), small_run(), "en")
    assert output == "The two runs have the same input and the same hours."


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (
            "nb",
            (
                "Rader i inndataene som er endret, nye eller borte: 1. Enhet A1 B2, 15 Helsetj",
                "hjemmet Per uke Før Etter Endring Omfang 2:00 2:24 +0:24",
                "Om beboeren selv: tiltak, rad 5 (T4, B2, 15 Helsetjenester i hjemmet, Medisin på "
                "kontoret): minutter 10 → 12 Enhet A2: ingen timer er endret.",
                "Dette skal føres i fagsystemet: Beboer Tjeneste Hva Dato Fordi B2 15 Hel",
                "omfang 2:00 er blitt 2:24",
            ),
        ),
        (
            "en",
            (
                "Rows of the input that are changed, new or gone: 1. Unit A1 B2, 15",
                "A week Before After Change Omfang 2:00 2:24 +0:24",
                "About the resident: tiltak, row 5 (T4, B2, 15 Helsetjenester i hjemmet, Medisin "
                "på kontoret): minutes 10 → 12 Unit A2: no hours are changed.",
                "To be entered in the record system: Resident Service What Date Because",
            ),
        ),
    ],
)
def test_an_intervention_that_was_changed(
    capsys: Captured, language: str, parts: tuple[str, ...]
) -> None:
    output = diff(capsys, small_run(), small_run(tiltak=MEDICINE), language)
    for part in parts:
        assert part in output
    assert "andre beboere" not in output
    assert "Andre rader" not in output


def test_a_shift_that_is_gone(capsys: Captured) -> None:
    """The row stands once for the unit, and what moves no hours apart from it."""
    after = small_run(
        vakter=SHIFTS.replace("A1;1;tir;dag;07:00;15:00;2\n", ""),
        tiltak=TILTAK.replace("Gulvvask", "Vask av gulv"),
    )
    output = diff(capsys, small_run(), after)
    assert "Ingen rad om beboeren selv er endret. Personalet er felles" in output
    gone = "vakter, rad 5 (uke 1, tirsdag, dag): borte (start 7:00; slutt 15:00; antall 2)"
    assert output.count(gone) == 1
    assert f"for personalet er felles: {gone}" in output
    apart = output.partition("Andre rader som er endret; de har ikke flyttet timer: ")[2]
    assert apart.startswith("tiltak, rad 3 (T2, B1, 1 Praktisk bistand: daglige gjøremål, Vask av")
    assert gone not in apart


def test_rows_that_move_no_hours(capsys: Captured) -> None:
    output = diff(capsys, small_run(), small_run(svar=SVAR.replace("Delt", "Felles")))
    assert "Ingen timer er endret. Andre rader som er endret; de har ikke flyttet" in output
    assert "svar, rad 2 (supervision-reading, B1): svar Delt, etter vedtaket → Felles" in output
    assert "fagsystemet" not in output
    vedtak = VEDTAK.replace("2025-12-02", "2025-12-03")
    assert "fagsystemet" in diff(capsys, small_run(), small_run(vedtak=vedtak))


def test_another_profile(capsys: Captured) -> None:
    output = diff(capsys, small_run(), small_run("F-2018-05-16"))
    assert "Inndataene er de samme, byte for byte." in output
    assert "er endret: Enhet A1, regelprofil: G-2018-06-27 → F-2018-05-16" in output
    apart = output.partition("Annet ved kjøringene som er endret; det har ikke flyttet timer:")[2]
    assert "Enhet A2, regelprofil" in apart
    assert "Enhet A1, regelprofil" not in apart


def test_an_input_that_was_saved_anew(capsys: Captured) -> None:
    from export.runs import kept

    files = {name: b"\xef\xbb\xbf" + text.encode() for name, text in tables().items()}
    assert diff(capsys, small_run(), kept(files)) == (
        "Inndataene er lagret på en annen måte, men hver rad sier det samme. Ingen timer er endret."
    )


def test_many_rows_are_counted(capsys: Captured) -> None:
    output = diff(capsys, small_run(), small_run(vakter=SHIFTS.replace(";07:00", ";07:15")))
    assert output.count("vakter, rad") == 20
    assert f"vakter, rad 31 (uke 1, onsdag, natt): slutt 7:00 → 7:15 og {28 - 20} til" in output


def test_data_is_all_there_is(capsys: Captured) -> None:
    output = diff(capsys, small_run(), small_run(tiltak=MEDICINE), data=True)
    data = json.loads(output)
    assert data["hours"][0]["omfang"]["change"] == 24.0
    assert json.loads(diff(capsys, small_run(), small_run(), data=True)) == {
        "format": 1, "same": True, "input": "same", "hours": [], "rows": [], "run": [],
        "register": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words"), [("nb", "ikke slik kjøringen leste"), ("en", "not as the run read")]
)
def test_a_kept_run_that_was_changed(capsys: Captured, language: str, words: str) -> None:
    files = small_run()
    results = {**files.result_files, "week.csv": b"x"}
    changed = replace(files, result_files=results)
    with pytest.raises(Refusal) as refused:
        show_difference("r1", "r2", {"r1": files, "r2": changed}, False, language)
    assert words in str(refused.value)
    assert "r2" in str(refused.value)
    assert "week.csv" in str(refused.value)


def test_a_run_that_is_not_there(capsys: Captured) -> None:
    for language, words in (("nb", "ikke noe lagret med id xyz"), ("en", "Nothing is kept under")):
        assert main(["diff", "xyz", "xyz", "--lang", language]) == 3
        assert words in " ".join(capsys.readouterr().err.split())


def test_runs_that_are_kept(capsys: Captured, tmp_path: Path) -> None:
    ids = []
    for number, changed in enumerate(({}, {"tiltak.csv": MEDICINE})):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, text in (tables() | changed).items():
            (folder / name).write_text(text, "utf-8")
        assert main(["run", str(folder), "--store"]) == 0
        ids += re.findall(r"Lagret som kjøring (\w+)", capsys.readouterr().out)
    assert main(["diff", *ids]) == 0
    output = " ".join(capsys.readouterr().out.split())
    assert "minutter 10 → 12" in output
    assert main(["diff", *ids, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)
    assert main(["diff", ids[0]]) == 2
