"""`allocator register`: the register, what it lacks, and what changed since an earlier one."""

import shutil
import stat
from pathlib import Path

import pytest
from export.small import write_small

from allocator.cli import main
from allocator.resources import EXAMPLES

Captured = pytest.CaptureFixture[str]
SOLBAKKEN = EXAMPLES / "solbakken"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("register") / "ut"
    assert main(["run", str(SOLBAKKEN), "--out", str(folder)]) == 0
    return folder


@pytest.fixture
def run(finished: Path, tmp_path: Path, capsys: Captured) -> Path:
    capsys.readouterr()
    return Path(shutil.copytree(finished, tmp_path / "ut"))


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The example with B1's first service decided and planned at 5:00 instead of 3:00."""
    folder = Path(shutil.copytree(SOLBAKKEN, tmp_path / "inn"))
    decisions = folder / "vedtak.csv"
    decisions.write_bytes(decisions.read_bytes().replace(b"B1;1;3:00", b"B1;1;2:00"))
    return folder


def register(capsys: Captured, *arguments: object) -> tuple[int, str]:
    """Exit code and all that was said, with single spaces."""
    code = main(["register", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, " ".join((captured.out + captured.err).split())


@pytest.mark.parametrize("kind", ["input", "run", "file"])
def test_the_register_of_an_input_a_run_and_a_file(kind: str, run: Path, capsys: Captured) -> None:
    source = {"input": SOLBAKKEN, "run": run, "file": run / "register.csv"}[kind]
    code, output = register(capsys, source)
    assert code == 0
    row = "B1 15 Helsetjenester i hjemmet innvilget 36:15 43:15 40:00"
    assert f"{row} 05.01.2026–18.01.2026 01.10.2025 –" in output
    assert "B3 9 Støttekontakt ikke iverksatt 3:00 3:00 3:00 –" in output
    out = run.parent / "register.csv"
    assert register(capsys, source, "--out", out)[0] == 0
    assert out.read_bytes() == (run / "register.csv").read_bytes()
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_what_is_to_be_entered(run: Path, changed: Path, capsys: Captured) -> None:
    out = run.parent / "endringer.csv"
    code, output = register(capsys, changed, "--against", run, "--out", out)
    assert code == 0
    assert "endring 05.01.2026 vedtatte timer 3:00 er blitt 2:00" in output
    assert "endring 05.01.2026 omfang 3:00 er blitt 2:00" in output
    assert "B2" not in output
    lines = out.read_text("utf-8").splitlines()
    assert lines[0] == "Enhet,Beboer,Tjeneste,Hva,Dato,Fordi"
    assert len(lines) == 1 + 3
    code, output = register(capsys, SOLBAKKEN, "--against", run, "--lang", "en")
    assert (code, output) == (
        0, "There is nothing to change in the record system since the earlier register."
    )  # fmt: skip


def test_a_larger_decision_in_its_place(run: Path, tmp_path: Path, capsys: Captured) -> None:
    """What is granted until the 11th stops then, though only its last day of validity is given."""
    folder = Path(shutil.copytree(SOLBAKKEN, tmp_path / "inn"))
    decisions = folder / "vedtak.csv"
    heading, first, *others = decisions.read_text("utf-8").splitlines()
    rows = [f"{heading};fra;til", f"{first};;11.01.2026", *(f"{row};;" for row in others)]
    rows.append("B1;1;4:00;;uke;innvilget;;02.01.2026;;12.01.2026;")
    decisions.write_text("\n".join(rows), "utf-8")
    code, output = register(capsys, folder, "--against", run)
    assert code == 0
    assert "stopp 11.01.2026 sluttdato – er blitt 11.01.2026" in output
    assert "start 12.01.2026 ny siden sist: 3:00" in output


def test_unpaid_help_is_shown_beside_the_register(tmp_path: Path, capsys: Captured) -> None:
    folder = write_small(tmp_path / "inn")
    out = tmp_path / "ut"
    assert main(["run", str(folder), "--out", str(out)]) == 0
    capsys.readouterr()
    for source in (folder, out):
        code, output = register(capsys, source)
        assert code == 0
        assert "variabelen «Får privat ikke betalt hjelp»:" in output
        assert output.endswith("B2 9 Støttekontakt 1:00")
    assert "ikke betalt" not in register(capsys, out / "register.csv")[1]


def test_a_finished_run_names_residents_as_its_input_does(tmp_path: Path, capsys: Captured) -> None:
    """`NA` is a name, and `01` is not 1."""
    folder = write_small(tmp_path / "inn")
    for file in folder.glob("*.csv"):
        text = file.read_text("utf-8").replace("B2", "NA").replace("A1", "01")
        file.write_text(text, "utf-8")
    out = tmp_path / "ut"
    assert main(["run", str(folder), "--out", str(out)]) == 0
    capsys.readouterr()
    shown = [register(capsys, source) for source in (folder, out)]
    assert shown[0] == shown[1]
    assert "01" in shown[1][1]
    assert shown[1][1].endswith("NA 9 Støttekontakt 1:00")


def test_a_register_is_checked(run: Path, changed: Path, capsys: Captured) -> None:
    code, output = register(capsys, run, "--check")
    assert code == 0
    assert "Registeret mangler ingenting." in output
    assert "2 Praktisk bistand: opplæring, daglige gjøremål innvilget 3" in output
    code, output = register(capsys, changed, "--check", "--against", run)
    assert code == 4
    assert "omfang 3:00 er blitt 2:00" in output
    code, output = register(capsys, run, "--check", "--against", run / "register.csv")
    assert code == 0
    assert "Ingenting er kommet til" in output


def test_what_appeared_and_vanished(run: Path, tmp_path: Path, capsys: Captured) -> None:
    lines = (run / "register.csv").read_text("utf-8").splitlines(keepends=True)
    fewer = tmp_path / "fewer.csv"
    fewer.write_text("".join(lines[:-1]), "utf-8")
    code, output = register(capsys, run, "--check", "--against", fewer)
    assert code == 4
    assert "Ny: B3, 15 Helsetjenester i hjemmet (innvilget)." in output
    code, output = register(capsys, fewer, "--check", "--against", run)
    assert code == 4
    assert "Borte: B3, 15 Helsetjenester i hjemmet (innvilget)." in output


def test_what_is_lacking(run: Path, tmp_path: Path, capsys: Captured) -> None:
    text = (run / "register.csv").read_text("utf-8").splitlines()
    heading = f"{text[0]},incomplete" if "incomplete" not in text[0] else text[0]
    row = {"unit": "A", "resident": "B1", "service": "15", "status": "granted"}
    row |= {"incomplete": "decided_on staffing"}
    path = tmp_path / "register.csv"
    cells = ",".join(row.get(name, "") for name in heading.split(","))
    path.write_text(f"{heading}\n{cells}\n", "utf-8")
    code, output = register(capsys, path, "--check")
    assert code == 4
    assert "innvilget dato for vedtaket, om det er fast bemanning (bemanning)" in output


def test_a_run_that_was_changed_is_refused(run: Path, capsys: Captured) -> None:
    hours = run / "hours.csv"
    hours.write_bytes(hours.read_bytes() + b"x")
    code, output = register(capsys, run)
    assert code == 1
    assert "hours.csv er endret eller borte" in output
    (run / "run.json").write_text("{", "utf-8")
    assert register(capsys, run)[0] == 1


@pytest.mark.parametrize("language", ["nb", "en"])
def test_what_cannot_be_read(language: str, run: Path, tmp_path: Path, capsys: Captured) -> None:
    wrong = tmp_path / "register.csv"
    wrong.write_text("unit,resident,service\nA,01815012352,15\n", "utf-8")
    code, output = register(capsys, wrong, "--lang", language)
    assert code == 1
    assert "01815012352" not in output
    assert {"nb": "fødselsnummer", "en": "identity number"}[language] in output
    assert register(capsys, tmp_path / "nothing", "--lang", language)[0] == 2
    assert register(capsys, run, "--against", tmp_path / "nothing", "--lang", language)[0] == 2
    broken = Path(shutil.copytree(SOLBAKKEN, tmp_path / "inn"))
    (broken / "vakter.csv").unlink()
    assert register(capsys, broken, "--lang", language)[0] == 1


@pytest.mark.parametrize("name", ["ut", "ut.xlsx", "inn/register.csv"])
def test_where_it_is_not_written(name: str, tmp_path: Path, capsys: Captured) -> None:
    source = Path(shutil.copytree(SOLBAKKEN, tmp_path / "inn"))
    before = sorted(source.iterdir())
    assert register(capsys, source, "--out", tmp_path / name)[0] == 2
    assert sorted(source.iterdir()) == before
