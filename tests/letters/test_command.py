"""`allocator letter`: what it shows and writes, exit codes, and what it refuses."""

import io
import stat
from pathlib import Path

import docx
import pytest
from export.small import write_small

from allocator.cli import letter as command
from allocator.cli import main

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small(tmp_path_factory.mktemp("letters") / "inn")


def said(capsys: Captured) -> str:
    """All that was said, with single spaces."""
    captured = capsys.readouterr()
    return " ".join((captured.out + captured.err).split())


def test_the_letter_is_shown(source: Path, capsys: Captured) -> None:
    assert main(["letter", str(source), "--resident", "B1", "--unit", "A1"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("[Utkast om beboer B1.")
    assert "\nHelsetjenester i hjemmet\n" in text
    assert "\nPraktisk bistand: daglige gjøremål\n" in text
    assert "Vedtaket er datert 01.12.2025." in text
    assert "[Kommunens tekst om retten til å klage:" in text


@pytest.mark.parametrize("service", ["15", "015", "helsetjenester i hjemmet"])
def test_a_letter_about_one_service(service: str, source: Path, capsys: Captured) -> None:
    given = ["letter", str(source), "--resident", "B1", "--unit", "A1", "--service", service]
    assert main(given) == 0
    text = capsys.readouterr().out
    assert "Helsetjenester i hjemmet" in text
    assert "gjøremål" not in text
    assert "Hjemmel" in text


def test_a_letter_in_english_says_what_is_sent(source: Path, capsys: Captured) -> None:
    given = ["letter", str(source), "--resident", "B1", "--unit", "A1", "--lang", "en"]
    assert main(given) == 0
    text = capsys.readouterr().out
    assert "The decision itself is sent in Norwegian" in text
    assert "You are granted health care at home with 40 hours a week." in text


@pytest.mark.parametrize(("language", "word"), [("nb", "innvilget"), ("en", "granted")])
def test_the_letter_is_a_file_that_only_its_owner_reads(
    language: str, word: str, source: Path, tmp_path: Path, capsys: Captured
) -> None:
    out = tmp_path / "ny" / "brev.docx"
    given = ["letter", str(source), "--resident", "B2", "--out", str(out), "--lang", language]
    assert main(given) == 0
    assert str(out) in said(capsys)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert [path.name for path in out.parent.iterdir()] == ["brev.docx"]
    read = docx.Document(io.BytesIO(out.read_bytes()))
    assert any(word in paragraph.text for paragraph in read.paragraphs)


@pytest.mark.parametrize(
    ("arguments", "nb", "en"),
    [
        ("letter INN", "--resident mangler.", "--resident is missing."),
        ("letter INN --resident B9", "Beboeren B9 finnes ikke.", "There is no resident B9."),
        ("letter INN --resident B1", "Flere enheter har beboeren B1: A1, A2. Velg en med --unit.",
         "Several units have the resident B1: A1, A2. Choose one with --unit."),
        ("letter INN --resident B2 --unit A9", "Enheten A9 finnes ikke.", "There is no unit A9."),
        ("letter INN --resident B2 --service 15x", "15x er ikke en tjeneste som beboeren har. "
         "Beboeren har 2 Praktisk bistand", "15x is not a service that the resident has."),
        ("letter borte --resident B2", "borte finnes ikke.", "borte is not there."),
        ("letter INN --resident B2 --profile Q", "Profilen Q finnes ikke.", "no profile Q"),
        ("letter INN --resident B2 --out brev.pdf", "navnet må slutte på .docx",
         "its name must end in .docx"),
        ("letter INN --resident B2 --out ut", "navnet må slutte på .docx", "must end in .docx"),
        ("letter INN --resident B2 --out INN/brev.docx", "i mappen med inndataene",
         "within the input's folder"),
    ],
)  # fmt: skip
def test_what_the_command_line_lacks(
    arguments: str, nb: str, en: str, source: Path, capsys: Captured, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    before = sorted(path.name for path in source.iterdir())
    given = [argument.replace("INN", str(source)) for argument in arguments.split()]
    assert main(given) == 2
    assert nb in said(capsys)
    assert main([*given, "--lang", "en"]) == 2
    assert en in said(capsys)
    assert list(tmp_path.iterdir()) == []
    assert sorted(path.name for path in source.iterdir()) == before


@pytest.mark.parametrize("kind", ["file", "folder", "input"])
def test_what_lies_there_is_not_touched(
    kind: str, tmp_path: Path, source: Path, capsys: Captured
) -> None:
    out = tmp_path / "brev.docx"
    given = source
    if kind == "folder":
        out.mkdir()
    else:
        out.write_bytes(b"mine")
    if kind == "input":
        given = out
    assert main(["letter", str(given), "--resident", "B2", "--out", str(out)]) == 2
    words = said(capsys)
    assert ("der ligger inndataene" if kind == "input" else "er ikke rørt") in words
    assert out.is_dir() if kind == "folder" else out.read_bytes() == b"mine"


def test_errors_in_the_input_and_nothing_is_written(tmp_path: Path, capsys: Captured) -> None:
    source = write_small(tmp_path / "inn", enhet="enhet;uker\nA1;null\nA2;1\n")
    out = tmp_path / "brev.docx"
    assert main(["letter", str(source), "--resident", "B2", "--out", str(out)]) == 1
    assert "«null» er ikke et helt tall" in said(capsys)
    assert not out.exists()


def test_somebody_without_services(source: Path, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "brev.docx"
    for language, words in (("nb", "verken vedtak eller tiltak"), ("en", "nothing to write about")):
        given = ["letter", str(source), "--resident", "B3", "--lang", language]
        assert main([*given, "--out", str(out)]) == 0
        assert words in said(capsys)
    assert not out.exists()


def test_a_disk_that_refuses(
    source: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    from allocator.export import place

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(place, "place_file", full)
    out = tmp_path / "brev.docx"
    assert main(["letter", str(source), "--resident", "B2", "--out", str(out)]) == 3
    assert f"Kan ikke skrive til {out}" in said(capsys)
    assert not out.exists()


@pytest.mark.parametrize(("language", "words"), [("nb", "krever en tilleggspakke"),
                                                 ("en", "needs an extra package")])  # fmt: skip
def test_without_the_library_the_text_is_still_shown(
    language: str, words: str, source: Path, tmp_path: Path, capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    given = ["letter", str(source), "--resident", "B2", "--lang", language]
    assert main([*given, "--out", str(tmp_path / "brev.docx")]) == 1
    message = said(capsys)
    assert words in message
    assert "allocator[docx]" in message
    assert main(given) == 0


def test_a_pseudonym_is_not_believed_on_the_command_line(source: Path, capsys: Captured) -> None:
    from allocator.identity import is_identity_number

    number = next(str(n) for n in range(15810100000, 15810199999) if is_identity_number(str(n)))
    assert main(["letter", str(source), "--resident", number]) == 2
    assert number not in said(capsys)
