"""The form by which sheets of other systems are connected: nothing typed is lost."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from allocator.folders import DATA, data_folder
from ui.opening import go, said, tables

Files = dict[str, bytes]
ROTA = Path(__file__).parents[2] / "examples" / "rota"
HEADINGS = ["Klient", "Tjenesteart", "Timer pr. uke", "Vedtatt", "Slags"]
DECISIONS = [
    ["B1", "15", "10", "05.01.26", "Ja vel"],
    ["B2", "2", "4,5", "05.01.26", "Nei da"],
]
WIDE = [
    ["Navn", "man 5/1", "tir 6/1", "ons 7/1", "tor 8/1", "fre 9/1", "lør 10/1", "søn 11/1"],
    ["Kari", "D", "D", "D", "D", "D", "F", "F"],
    ["Ola", "N", "N", "N", "N", "N", "N", "N"],
    ["Per", "F", "F", "F", "F", "F", "D", "D"],
]


def book(rota: list[list[str]] = WIDE, title: str = "Turnus januar", unit: str = "A") -> bytes:
    """A unit with a rota whose codes nobody explains, and decisions with foreign headings."""
    sheets = {
        "enhet": [["enhet", "uker", "periode_start"], [unit, "1", "2026-01-05"]],
        "beboere": [["beboer"], ["B1"], ["B2"]],
        title: rota,
        "Vedtaksliste": [[*HEADINGS, f"Merket {unit}"], *DECISIONS],
    }
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def upload(app: AppTest, files: Files) -> AppTest:
    go(app, "upload")
    dropped = [(name, data, "application/octet-stream") for name, data in files.items()]
    app.file_uploader(key="uploader").set_value(dropped).run()
    assert not app.exception
    return app


def field(app: AppTest, label: str) -> object:
    """The one field of this label."""
    (widget,) = [w for w in [*app.selectbox, *app.text_input] if w.label == label]
    return widget


def fill(app: AppTest, **answers: str) -> None:
    for label, text in answers.items():
        field(app, label.replace("_", " ")).set_value(text).run()
        assert not app.exception


def explain(app: AppTest, first: str = "07:00") -> None:
    """What the three codes mean."""
    for code, start, end in (("D", first, "15:00"), ("N", "22:00", "07:00")):
        fill(app, **{f"{code} er": "aktiv", f"{code} begynner": start, f"{code} slutter": end})
    fill(app, **{"F er": "teller_ikke"})


def connect(app: AppTest) -> None:
    fill(app, **{"«Slags» er": "-", "«Merket A» er": "-"})
    app.button(key="mapping_use").click().run()
    assert not app.exception


def right(app: AppTest) -> bool:
    return "Filen er riktig fylt ut" in said(app)


def test_from_a_rota_with_codes_and_foreign_decisions_to_hours(app: AppTest) -> None:
    upload(app, {"jan.xlsx": book()})
    assert not right(app)
    assert "«Slags» er" in [box.label for box in app.selectbox if box.value == "???"]
    explain(app)
    connect(app)
    assert right(app), said(app)
    rostered = {metric.label: metric.value for metric in app.metric}
    assert rostered["Timer i turnusen per uke"] == "119:00"
    app.button(key="run").click().run()
    assert not app.exception
    assert any("Ferdig" in str(own.value) for own in app.success)


def test_the_first_rows_are_shown_as_they_are_read(app: AppTest) -> None:
    upload(app, {"jan.xlsx": book()})
    preview = next(frame for frame in tables(app) if "vedtak_dato" in frame.columns)
    assert preview["vedtak_dato"].tolist() == ["05.01.2026"] * 2
    assert preview["beboer"].tolist() == ["B1", "B2"]


def test_what_is_typed_is_there_again_whatever_happens(app: AppTest) -> None:
    upload(app, {"jan.xlsx": book()})
    fill(app, **{"D er": "aktiv", "D begynner": "7:3", "D slutter": "15:00"})
    assert "«7:3» er ikke et klokkeslett" in said(app)
    fill(app, **{"«Slags» er": "-", "«Klient» er": "klage_dato"})
    role = next(
        box for box in app.selectbox if box.label == "Hva er dette arket?" and box.value == "vedtak"
    )
    role.set_value("tiltak").run()
    go(app, "rules")
    go(app, "upload")
    app.segmented_control(key="language").set_value("en").run()
    role = next(
        box for box in app.selectbox if box.label == "What is this sheet?" and box.value == "tiltak"
    )
    role.set_value("vedtak").run()
    assert field(app, "“Klient” is").value == "klage_dato"
    assert field(app, "“Slags” is").value == "-"
    assert field(app, "D begins").value == "7:3"
    assert not app.exception


def test_a_known_layout_goes_in_without_a_click(app: AppTest) -> None:
    upload(app, {"jan.xlsx": book()})
    explain(app)
    connect(app)
    path = data_folder() / "oppsett.yaml"
    assert path.stat().st_mode & 0o777 == 0o600
    kept = path.read_text("utf-8")
    for person in ("Kari", "Ola", "Per", "B1", "B2"):
        assert person not in kept
    later = AppTest.from_file(str(Path(__file__).parents[2] / "app.py"), default_timeout=60).run()
    longer = [[*WIDE[0]], *WIDE[1:]]
    upload(later, {"feb.xlsx": book(longer, "Turnus februar"), "notat.csv": b"Notat\nHei\n"})
    assert right(later), said(later)
    today = f"{date.today():%d.%m.%Y}".lstrip("0")
    assert "feb.xlsx: Vedtaksliste" in said(later)
    assert "er kjent fra" in said(later)
    assert today[-4:] in said(later)
    forget = next(button for button in later.button if button.label == "Glem oppsettet")
    forget.click().run()
    assert right(later)
    again = AppTest.from_file(str(Path(__file__).parents[2] / "app.py"), default_timeout=60).run()
    upload(again, {"mars.xlsx": book()})
    assert not right(again)


def test_a_new_code_next_month_is_asked_and_the_others_are_known(app: AppTest) -> None:
    upload(app, {"jan.xlsx": book()})
    explain(app)
    connect(app)
    later = AppTest.from_file(str(Path(__file__).parents[2] / "app.py"), default_timeout=60).run()
    rota = [list(row) for row in WIDE]
    rota[1][1] = "K"
    upload(later, {"feb.xlsx": book(rota)})
    assert not right(later)
    assert field(later, "K er").value == "???"
    assert field(later, "D begynner").value == "07:00"


def test_codes_are_forgotten_for_the_next_file_and_stay_in_this_one(app: AppTest) -> None:
    upload(app, {"jan.xlsx": book()})
    explain(app)
    connect(app)
    next(button for button in app.button if button.label == "Glem kodene").click().run()
    assert right(app), said(app)
    again = AppTest.from_file(str(Path(__file__).parents[2] / "app.py"), default_timeout=60).run()
    upload(again, {"feb.xlsx": book()})
    assert not right(again)
    assert field(again, "D er").value == "???"


def test_a_list_without_headings_asks_where_they_are(app: AppTest) -> None:
    made = openpyxl.load_workbook(io.BytesIO(book()))
    made["Vedtaksliste"].delete_rows(1)
    out = io.BytesIO()
    made.save(out)
    upload(app, {"jan.xlsx": out.getvalue()})
    roles = [box.value for box in app.selectbox if box.label == "Hva er dette arket?"]
    assert "???" in roles
    assert "«B1» er" not in [box.label for box in app.selectbox]


def test_a_sheet_may_be_said_not_to_be_used(app: AppTest) -> None:
    upload(app, {"jan.xlsx": book()})
    explain(app)
    role = next(
        box for box in app.selectbox if box.label == "Hva er dette arket?" and box.value == "vedtak"
    )
    role.set_value("-").run()
    app.button(key="mapping_use").click().run()
    assert "table-unconnected" not in said(app)
    assert not any("ser ut som en plan" in frame.to_string() for frame in tables(app))


def rota() -> Files:
    return {path.name: path.read_bytes() for path in sorted(ROTA.glob("*.xlsx"))}


def mapping() -> Files:
    return {path.name: path.read_bytes() for path in sorted(ROTA.glob("*.mapping.yaml"))}


def test_a_mapping_file_may_be_dropped_along_or_after(app: AppTest) -> None:
    upload(app, rota() | mapping())
    assert right(app)
    later = AppTest.from_file(str(Path(__file__).parents[2] / "app.py"), default_timeout=60).run()
    upload(later, rota())
    upload(later, mapping())
    assert right(later)


def test_a_broken_mapping_file_is_an_error_that_names_it(app: AppTest) -> None:
    upload(app, rota() | {"k.mapping.yaml": b"ark: ["})
    assert any("k.mapping.yaml" in frame.to_string() for frame in tables(app))


def test_an_unknown_column_of_a_table_of_ours_is_connected(app: AppTest, files: Files) -> None:
    wrong = files | {
        "annet_arbeid.csv": files["annet_arbeid.csv"].replace(b"beskrivelse", b"Merknad")
    }
    upload(app, wrong)
    assert right(app)
    assert field(app, "«Merknad» er").value == "-"
    assert "«Merknad»" in "".join(str(own.value) for own in app.markdown)
    fill(app, **{"«Merknad» er": "beskrivelse"})
    app.button(key="mapping_use").click().run()
    assert right(app)
    preview = next(frame for frame in tables(app) if "arbeid" in frame.columns)
    assert "beskrivelse" in preview.columns


def test_a_layout_that_cannot_be_kept_holds_for_the_session_and_it_is_said(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(DATA, str(tmp_path / "file" / "data"))
    upload(app, {"jan.xlsx": book()})
    explain(app)
    connect(app)
    assert right(app)
    assert "kunne ikke lagres" in said(app)
