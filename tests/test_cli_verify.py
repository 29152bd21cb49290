"""`allocator verify`: exit codes, and what is said in both languages."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from export.small import TILTAK, write_small
from rules.edited import with_month_rules

from allocator.cli import main
from allocator.export.files import json_of
from allocator.resources import EXAMPLES, example_files
from allocator.version import VERSION

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small(tmp_path_factory.mktemp("verify") / "inn")


@pytest.fixture(scope="module")
def original(source: Path) -> Path:
    folder = source.parent / "ut"
    assert main(["run", str(source), "--out", str(folder)]) == 0
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path, capsys: Captured) -> Path:
    capsys.readouterr()
    return Path(shutil.copytree(original, tmp_path / "ut"))


def verify(capsys: Captured, *arguments: object) -> tuple[int, str]:
    """Exit code and all that was said, with single spaces."""
    code = main(["verify", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, " ".join((captured.out + captured.err).split())


@pytest.mark.parametrize("name", sorted(example_files()))
def test_every_example_is_verified(name: str, tmp_path: Path, capsys: Captured) -> None:
    files = example_files()[name]
    source = files[0] if files[0].parent == EXAMPLES else files[0].parent
    assert main(["run", str(source), "--out", str(tmp_path / "ut")]) == 0
    capsys.readouterr()
    code, output = verify(capsys, tmp_path / "ut", source)
    assert "alle 9 filer er like, byte for byte" in output
    assert code == 0
    week = tmp_path / "ut" / "week.csv"
    data = bytearray(week.read_bytes())
    data[-3] = ord("1" if data[-3] == ord("0") else "0")
    week.write_bytes(bytes(data))
    code, output = verify(capsys, tmp_path / "ut", source, "--lang", "en")
    assert f"row {len(data.splitlines())} (" in output
    assert "received_minutes: «" in output
    assert code == 4


def test_a_folder_that_is_the_same(folder: Path, source: Path, capsys: Captured) -> None:
    code, output = verify(capsys, folder, source)
    assert code == 0
    assert f"Kjøringen i {folder}:" in output
    assert f"allocator {VERSION}, regelkatalog 2026-" in output
    assert "2 enheter." in output
    assert f"Beregnet på nytt fra {source}: alle 9 filer er like, byte for byte" in output
    assert "Ligger også" not in output
    (folder / "notater.txt").write_text("mine")
    code, output = verify(capsys, folder, source, "--lang", "en")
    assert code == 0
    assert "all 9 files are the same, byte for byte" in output
    assert output.endswith("Also in the folder, not of the run, and not checked: notater.txt.")


def test_a_figure_that_was_changed(folder: Path, source: Path, capsys: Captured) -> None:
    path = folder / "hours.csv"
    path.write_bytes(path.read_bytes().replace(b",40:00,43:30", b",41:00,43:30"))
    code, output = verify(capsys, folder, source)
    assert code == 4
    assert "versjoner og regler er de samme som da mappen ble skrevet; filene er endret" in output
    assert "hours.csv er endret etter at kjøringen skrev den" in output
    assert "rad 4 (A1, B1, 15), omfang_hm: «41:00» → «40:00»" in output


def test_an_input_that_was_changed(
    folder: Path, source: Path, tmp_path: Path, capsys: Captured
) -> None:
    changed = TILTAK.replace("medisin;;;10;2;", "medisin;;;12;2;")
    code, output = verify(capsys, folder, write_small(tmp_path / "ny", tiltak=changed))
    assert code == 4
    assert "Inndataene er andre (sha256 " in output
    assert "tiltak, rad 5: endret" in output
    assert "hours.csv er som kjøringen skrev den, men blir en annen nå" in output
    assert "Regelen" not in output


def test_a_catalogue_that_was_changed(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = TILTAK.replace("medisin;;;10;2;døgn", "medisin;;;60;2;måned")
    source = write_small(tmp_path / "inn", tiltak=changed)
    folder = tmp_path / "ut"
    assert main(["run", str(source), "--out", str(folder)]) == 0
    capsys.readouterr()
    catalogue = with_month_rules(tmp_path, "2025-12-31", "2026-01-01")
    monkeypatch.setattr("allocator.pipeline.load", lambda: catalogue)
    code, output = verify(capsys, folder, source)
    assert code == 4
    assert "Versjonen av regelkatalogen: 2026-" in output
    assert "Regelen CONV-01 (enhet A1) avgjør nå i en annen versjon: 2018-06-27 [" in output
    assert "→ 2026-01-01 [" in output
    assert "gjelder 05.01.2026, turnusens første dag" in output
    assert "explanation: «" in output


def test_only_the_record_is_other(folder: Path, source: Path, capsys: Captured) -> None:
    rewrite(folder, lambda record: record["versions"].update(allocator="0.0.9", highspy="1.0"))
    code, output = verify(capsys, folder, source)
    assert code == 4
    assert f"Versjonen av programmet: 0.0.9 → {VERSION}" in output
    assert "Versjonen av highspy: 1.0 →" in output
    assert "Alle tabellene er like, byte for byte; bare kvitteringen run.json" in output


def test_many_differences_are_counted(folder: Path, source: Path, capsys: Captured) -> None:
    path = folder / "week.csv"
    path.write_bytes(path.read_bytes().replace(b"A1,", b"A9,"))
    count = path.read_bytes().count(b"A9,")
    code, output = verify(capsys, folder, source)
    assert code == 4
    assert output.count("unit: «A9» → «A1»") + 1 == 20
    assert f"og {count - 19} til" in output


def test_a_long_text_is_shown_where_it_differs(
    folder: Path, source: Path, capsys: Captured
) -> None:
    path = folder / "trace.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        longest = max((row["explanation"] for row in csv.DictReader(stream)), key=len)
    assert len(longest) > 100
    changed = f"{longest[:-1]}!"
    path.write_bytes(path.read_bytes().replace(longest.encode(), changed.encode()))
    code, output = verify(capsys, folder, source)
    assert code == 4
    assert f"explanation: «…{changed[-21:]}» → «…{longest[-21:]}»" in output
    assert longest[:40] not in output


def test_identity_numbers_are_not_repeated(folder: Path, source: Path, capsys: Captured) -> None:
    path = folder / "hours.csv"
    path.write_bytes(path.read_bytes().replace(b"A2,B1,", b"A2,01815012352,"))
    (folder / "01815012352.txt").write_text("x")
    code, output = verify(capsys, folder, source)
    assert code == 4
    assert "018150*****" in output
    assert "12352" not in output


def rewrite(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    record = json.loads((folder / "run.json").read_bytes())
    change(record)
    (folder / "run.json").write_bytes(json_of(record))


@pytest.mark.parametrize(
    ("change", "nb", "en"),
    [
        (lambda path: path.unlink(), "har ingen run.json: ingen fullført", "has no run.json"),
        (lambda path: path.write_bytes(b"{"), "er skadet og kan ikke brukes som kvittering.",
         "is damaged and no use as a receipt."),
        (lambda path: rewrite(path.parent, lambda record: record.update(today=1)),
         "kan ikke brukes som kvittering (se .today).", "no use as a receipt (see .today)."),
        (lambda path: rewrite(path.parent, lambda record: record.update(format=99)),
         f"er skrevet av allocator {VERSION}, som er nyere enn {VERSION}", "which is newer than"),
    ],
)  # fmt: skip
def test_a_folder_without_a_receipt_that_can_be_used(
    folder: Path, source: Path, capsys: Captured, change: Callable[[Path], object], nb: str, en: str
) -> None:
    change(folder / "run.json")
    for language, words in (("nb", nb), ("en", en)):
        code, output = verify(capsys, folder, source, "--lang", language)
        assert words in output
        assert code == 4


def test_a_receipt_that_the_system_refuses_to_read(
    folder: Path, source: Path, capsys: Captured
) -> None:
    (folder / "run.json").unlink()
    (folder / "run.json").mkdir()
    code, output = verify(capsys, folder, source)
    assert code == 1
    assert f"Kan ikke lese kjøringen i {folder}. «run.json» er en mappe" in output


@pytest.mark.parametrize(
    ("what", "nb", "en"),
    [
        ("borte", "er ikke en mappe. Gi mappen som", "is no folder. Give the folder that"),
        ("fil.csv", "er ikke en mappe", "is no folder"),
        ("borte.xlsx", "er ikke en mappe", "is no folder"),
        ("bok.xlsx", "er en arbeidsbok, og den har ingen kvittering", "has no receipt"),
    ],
)
def test_what_is_no_folder(
    source: Path, tmp_path: Path, capsys: Captured, what: str, nb: str, en: str
) -> None:
    for name in ("fil.csv", "bok.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    for language, words in (("nb", nb), ("en", en)):
        code, output = verify(capsys, tmp_path / what, source, "--lang", language)
        assert code == 2
        assert words in output


def test_an_input_that_is_not_there(folder: Path, capsys: Captured) -> None:
    code, output = verify(capsys, folder, folder / "borte")
    assert code == 2
    assert "borte finnes ikke" in output


def test_an_input_that_has_errors_now(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    wrong = write_small(tmp_path / "feil", tiltak=TILTAK.replace("10;2;døgn", "ti;2;døgn"))
    held = {path.name: path.read_bytes() for path in folder.iterdir()}
    code, output = verify(capsys, folder, wrong)
    assert code == 1
    assert "tiltak, rad 5: endret" in output
    assert "Inndataene kan ikke beregnes nå, og mappen er ikke kontrollert." in output
    assert "«ti»" in output
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == held


def test_verifying_writes_nothing(folder: Path, source: Path, capsys: Captured) -> None:
    before = {path: path.stat().st_mtime_ns for path in (folder, *folder.iterdir(), source)}
    assert verify(capsys, folder, source)[0] == 0
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert set(before) == {folder, *folder.iterdir(), source}
