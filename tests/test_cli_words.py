"""The command line when it is wrong: exit code 2, what there is instead, in the user's language."""

from pathlib import Path

import openpyxl
import pytest
from export.small import write_small

from allocator.cli import main
from allocator.rules.loading import load

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small(tmp_path_factory.mktemp("words") / "inn")


def said(capsys: Captured) -> str:
    """All that was said, with single spaces."""
    captured = capsys.readouterr()
    return " ".join((captured.out + captured.err).split())


@pytest.mark.parametrize(
    ("arguments", "nb", "en"),
    [
        (
            "kjør x",
            "Kommandoen kjør finnes ikke. Kommandoene er run, verify, check,",
            "no command kjør",
        ),
        ("run", "INPUT mangler. Se «allocator run --help».", "INPUT is missing."),
        ("run INN", "--out mangler.", "--out is missing."),
        ("run INN --out", "Valget --out mangler en verdi.", "The option --out lacks a value."),
        ("run INN --ut x", "Valget --ut finnes ikke.", "There is no option --ut."),
        ("check INN x y", "Det er for mye på kommandolinjen: x y.", "on the command line: x y."),
        ("check INN --profile a --profile b", "for mye på kommandolinjen: --profile.",
         "on the command line: --profile."),
        ("register INN --check=ja", "for mye på kommandolinjen: --check.",
         "on the command line: --check."),
        ("check INN --profile --mark x.xlsx", "--profile mangler en verdi.",
         "--profile lacks a value."),
        ("check -- --lang", "--lang finnes ikke. Gi en mappe", "--lang is not there."),
        ("check INN --mark=", "--mark er tom.", "--mark is empty."),
        ("dashboard --port 80", "den kan være et helt tall fra 1024 til 65535.",
         "it can be a whole number from 1024 to 65535."),
        ("dashboard --port 8x", "den kan være et helt tall fra 1024 til 65535.",
         "it can be a whole number from 1024 to 65535."),
        ("check borte", "borte finnes ikke. Gi en mappe", "borte is not there."),
        ("check INN --profile Q", "Profilen Q finnes ikke. Profilene er F-2018-05-16, G-2018",
         "There is no profile Q."),
        ("run INN --out INN", "for der ligger inndataene", "for the input is there"),
        ("run INN --out ut.csv", "ikke .csv.", "not .csv."),
        ("why INN", "--resident mangler.", "--resident is missing."),
        ("why INN --resident B9", "Beboeren B9 finnes ikke. Beboerne er B1, B2, B3.",
         "There is no resident B9."),
        ("why INN --resident B3 --unit A1", "Beboerne er B1, B2.", "The residents are B1, B2."),
        ("why INN --resident B1 --unit A9", "Enhetene er A1, A2.", "The units are A1, A2."),
        ("why INN --resident B1 --service 2", "Beboeren har 1 Praktisk bistand: daglige gjøremål,",
         "The resident has 1 Praktisk"),
        ("why INN --resident B3 --service 2", "Beboeren har ingen.", "The resident has none."),
        ("rules COUNT-99", "Regelen COUNT-99 finnes ikke. Reglene er COUNT-01, COUNT-02",
         "There is no rule COUNT-99."),
        ("rules --compare F-2018-05-16", "--compare mangler en verdi", "--compare lacks a value"),
        ("rules --compare F-2018-05-16 G-2018-06-27", "må inndataene stå", "input must stand"),
        ("rules --compare F-2018-05-16 Q INN", "Profilen Q finnes ikke", "no profile Q"),
        ("template mal.xls", "navnet må slutte på .xlsx", "must end in .xlsx"),
    ],
)  # fmt: skip
def test_a_wrong_command_line(
    arguments: str, nb: str, en: str, source: Path, capsys: Captured, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    given = [argument.replace("INN", str(source)) for argument in arguments.split()]
    assert main(given) == 2
    assert nb in said(capsys)
    assert main([given[0], "--lang=en", *given[1:]]) == 2
    assert en in said(capsys)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_language(source: Path, capsys: Captured) -> None:
    assert main(["check", str(source), "--lang", "fr"]) == 2
    assert "Verdien for --lang er ikke gyldig; den kan være nb, en." in said(capsys)


def test_without_a_command_there_is_help(capsys: Captured) -> None:
    assert main([]) == 2
    assert "Beregn timene, og skriv dem" in said(capsys)


def test_identity_numbers_are_not_repeated(source: Path, capsys: Captured) -> None:
    from allocator.identity import is_identity_number

    number = next(str(n) for n in range(15810100000, 15810199999) if is_identity_number(str(n)))
    for given in (
        ["why", str(source), "--resident", number],
        ["why", str(source), "--resident", "B1", "--unit", number],
        ["rules", number],
        ["check", number],
        [number],
        ["check", str(source), number],
    ):
        assert main(given) == 2
        words = said(capsys)
        assert number not in words
        assert f"{number[:6]}*****" in words


def test_a_file_where_a_folder_should_be(source: Path, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "ut").write_text("mine")
    assert main(["run", str(source), "--out", str(tmp_path / "ut")]) == 2
    assert "er en fil. --out må være en mappe eller en fil som slutter på .xlsx" in said(capsys)
    assert (tmp_path / "ut").read_text() == "mine"


def test_a_folder_called_like_a_workbook(source: Path, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "ut.xlsx").mkdir()
    assert main(["run", str(source), "--out", str(tmp_path / "ut.xlsx")]) == 2
    assert "er en mappe" in said(capsys)


def test_why_adds_up_with_rule_source_and_section(source: Path, capsys: Captured) -> None:
    assert main(["why", str(source), "--unit", "A1", "--resident", "B1", "--service", "15"]) == 0
    words = said(capsys)
    for part in (
        "Beboer B1, enhet A1: 15 Helsetjenester i hjemmet",
        "Omfang 40:00 per uke, ressursinnsats 43:30.",
        "Det som er planlagt 3:30 T1, «=1+1 Morgenstell <b>&</b>», tiltak rad 2.",
        "Avgjør: COUNT-01 Direkte brukerrettet tid. Veileder for registrering av IPLOS-data, "
        "kapittel 13 (27.06.2018), «13. Rapportering av timer per uke på de ulike tjenestene».",
        "Omregning: CONV-04 Tid per døgn.",
        "Flere samtidig: CREDIT-02 Ressursinnsats.",
        "36:30 -T3, «Tilsyn om natten», tiltak rad 4.",
        "Vedtak vedtak rad 2. Innvilget 40:00 per uke",
        "Beboeren mottar 40:00 per uke (3:30 + 36:30).",
    ):
        assert part in words
    assert "enhet A2" not in words


def test_why_without_unit_and_service_shows_all(source: Path, capsys: Captured) -> None:
    assert main(["why", str(source), "--resident", "B1", "--lang", "en"]) == 0
    words = said(capsys)
    heads = [f"unit {unit}: {service} " for unit, service in (("A1", 1), ("A1", 15), ("A2", 15))]
    assert all(head in words for head in heads)


@pytest.mark.parametrize("service", ["15", "015", "helsetjenester i hjemmet"])
def test_a_service_by_code_or_name(service: str, source: Path, capsys: Captured) -> None:
    given = ["why", str(source), "--resident", "B2", "--service", service]
    assert main(given) == 0
    assert "Beboer B2, enhet A1: 15 Helsetjenester i hjemmet" in said(capsys)


def test_why_of_somebody_without_services(source: Path, capsys: Captured) -> None:
    assert main(["why", str(source), "--resident", "B3"]) == 0
    assert said(capsys) == "Verken vedtak eller tiltak."


@pytest.mark.parametrize("command", ["why INN --resident B1", "rules --compare {} {} INN"])
def test_errors_in_the_input_stop_explanations_too(
    command: str, tmp_path: Path, capsys: Captured
) -> None:
    source = write_small(tmp_path / "inn", enhet="enhet;uker\nA1;null\nA2;1\n")
    text = command.format("F-2018-05-16", "G-2018-06-27").replace("INN", str(source))
    assert main(text.split()) == 1
    assert "«null» er ikke et helt tall" in said(capsys)


def test_the_rules_are_listed(capsys: Captured) -> None:
    assert main(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(load().rules)
    assert "regnes ikke med" in next(line for line in lines if line.startswith("NOT-03"))


@pytest.mark.parametrize("rule", list(load().rules))
@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_rule_can_be_shown(rule: str, language: str, capsys: Captured) -> None:
    assert main(["rules", rule.lower(), "--lang", language]) == 0
    words = said(capsys)
    entry = load().rule(rule)
    assert words.startswith(f"{rule} {entry.title.in_language(language)}")
    for part in (entry.says.in_language(language), entry.cited.in_language(language), entry.quote):
        assert " ".join(part.split()) in words


def test_a_rule_with_numbers_and_cases(capsys: Captured) -> None:
    assert main(["rules", "CONV-01"]) == 0
    words = said(capsys)
    assert "Tall: weeks = 4 " in words
    assert "Eksempler: -" in words
    assert "Gitt: " in words
    assert "Ventet: timer:" in words


def test_cases_that_are_not_there(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    from allocator.cli import rulebook

    monkeypatch.setattr(rulebook, "CASES", tmp_path / "borte")
    assert main(["rules", "COUNT-01"]) == 0
    assert "Eksemplene ligger i prosjektets mappe tests/cases" in said(capsys)
    monkeypatch.setattr(rulebook, "CASES", tmp_path)
    assert main(["rules", "COUNT-01", "--lang", "en"]) == 0
    assert "No examples in" in said(capsys)


def test_profiles_compared_in_hours(source: Path, capsys: Captured) -> None:
    given = ["rules", "--compare", "F-2018-05-16", "G-2018-06-27", str(source)]
    assert main(given) == 0
    lines = capsys.readouterr().out.splitlines()
    reading = "Enhet A1: F-2018-05-16 leser felles tilsyn som runder og rapporterer vedtatt"
    assert reading in " ".join(lines)
    table = [line.split() for line in lines if line.startswith("A")]
    # decided 40 hours stand under F whatever is received; ressursinnsats is scaled by another ratio
    assert table == [["A1", "B1", "15", "40:00", "40:00", "–", "80:00", "43:30", "-36:30"]]


def test_profiles_that_give_the_same(tmp_path: Path, capsys: Captured) -> None:
    unit = "enhet;uker;felles_tilsyn;rapporter\nA1;1;delt;mottatt\nA2;1;delt;mottatt\n"
    shifts = write_small(tmp_path / "inn", enhet=unit, vedtak="enhet;beboer;tjeneste;timer\n")
    given = ["rules", "--compare", "F-2018-05-16", "G-2018-06-27", str(shifts), "--lang", "en"]
    assert main(given) == 0
    assert "The profiles give the same hours here." in said(capsys)


def test_the_template_is_made_once(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "mal.xlsx"
    assert main(["template", str(path)]) == 0
    assert "Skrevet til" in said(capsys)
    assert "tiltak" in openpyxl.load_workbook(path).sheetnames
    made = path.read_bytes()
    assert main(["template", str(path)]) == 2
    assert "finnes fra før og er ikke rørt" in said(capsys)
    assert path.read_bytes() == made
    assert [file.name for file in tmp_path.iterdir()] == ["mal.xlsx"]


def test_a_narrow_terminal_cuts_no_words(
    source: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ["why", str(source), "--resident", "B1", "--unit", "A2"]
    in_language = []
    for width in ("30", "100"):
        monkeypatch.setenv("COLUMNS", width)
        assert main(given) == 0
        in_language.append(said(capsys))
    assert in_language[0] == in_language[1]
