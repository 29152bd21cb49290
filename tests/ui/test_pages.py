"""Every page, and each user's task, as the program runs."""

import pytest
from rules.case_files import files_of
from streamlit.testing.v1 import AppTest

import allocator
from allocator.export.files import csv_of
from allocator.results.letter import letter_of
from allocator.results.views import by_resident, of_unit, totals, with_missing
from allocator.ui.frame import PAGES
from allocator.ui.words import HARD, Translator
from ui.opening import go, said, table_with, tables

Files = dict[str, bytes]
NAMES = [name for name, _, _ in PAGES]
NB = Translator("nb")


@pytest.fixture(scope="module")
def result() -> allocator.Result:
    return allocator.allocate(allocator.read("examples/solbakken"))


def upload(app: AppTest, files: Files) -> AppTest:
    """Drop files on the page «Last opp»."""
    go(app, "upload")
    dropped = [(name, data, "text/csv") for name, data in files.items()]
    app.file_uploader(key="uploader").set_value(dropped).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_page_opens_with_the_example(app: AppTest, name: str, language: str) -> None:
    app.segmented_control(key="language").set_value(language).run()
    go(app, name)
    assert app.title[0].value == Translator(language)(f"{name}.title")
    assert Translator(language)(f"{name}.question") in said(app)
    assert not app.error


def test_it_opens_with_a_week_per_resident(app: AppTest, result: allocator.Result) -> None:
    hours = with_missing(result.hours, result.calculation.units)
    sums = totals(hours)
    assert app.title[0].value == "Oversikt"
    assert app.metric[0].value == NB.hours(sums["received_minutes"])
    shown = tables(app)[0]
    residents = by_resident(hours)
    assert list(shown.iloc[:, 0]) == list(residents["resident"])
    assert list(shown["Omfang"]) == [NB.hours(minutes) for minutes in residents["omfang_minutes"]]


def test_the_staff_table_closes_to_the_minute(app: AppTest) -> None:
    table = table_with(app, "I turnus")
    minutes = table.drop(columns="Del av døgnet").map(minutes_of)
    assert (minutes.drop(columns="I turnus").sum(axis=1) == minutes["I turnus"]).all()


def minutes_of(text: str) -> int:
    """`7 t 30 min` back to minutes."""
    words = text.split(HARD)
    pairs = zip(words[::2], words[1::2], strict=True)
    return sum(int(number) * (60 if unit == "t" else 1) for number, unit in pairs)


def test_a_caseworker_sees_one_resident_and_why(app: AppTest, result: allocator.Result) -> None:
    go(app, "resident")
    app.selectbox(key="resident").set_value("B3").run()
    own = of_unit(result.hours, "Solbakken")
    own = own[own["resident"] == "B3"]
    assert app.metric[0].value == NB.hours(own["omfang_minutes"].sum())
    text = said(app)
    rows = result.trace[result.trace["resident"] == "B3"]
    for row in rows.itertuples():
        assert row.explanation in text
        assert f"Avgjør: {row.rule} " in text
    for row in result.unmet[result.unmet["resident"] == "B3"].itertuples():
        assert NB.hours(row.missing_minutes).replace(HARD, " ") in text
        assert NB.reason(row.reason) in text
    assert "B3" not in str(dict(app.query_params))
    assert {"document", "letter", "workbook"} <= {
        button.proto.id.split("-")[-1] for button in app.get("download_button")
    }


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_caseworker_copies_the_letter(
    app: AppTest, result: allocator.Result, language: str
) -> None:
    app.segmented_control(key="language").set_value(language).run()
    go(app, "resident")
    app.selectbox(key="resident").set_value("B3").run()
    assert [block.value for block in app.code] == [
        letter_of(result, "Solbakken", "B3", language).text
    ]


def test_all_that_waits_for_an_answer_is_in_one_list(app: AppTest, files: Files) -> None:
    unanswered = files | {"svar.csv": b"kode;beboer;svar\r\ncoverage;B2;Ja\r\n"}
    upload(app, unanswered)
    app.button(key="run").click().run()
    go(app, "resident")
    assert "Alt som venter på svar: 7" in said(app)
    waits = table_with(app, "Spørsmål")
    of_residents = waits[waits["Kode"] != "org-no-of-unit"]
    assert sorted(of_residents["Beboer"]) == ["B1", "B1", "B2", "B2", "B2", "B3"]
    assert sorted(waits["Kode"]) == [
        "absence-lowers",
        *["less-than-decided"] * 2,
        "org-no-of-others",
        "org-no-of-unit",
        *["supervision-reading"] * 2,
    ]
    rows = dict(zip(waits["Kode"], waits["Rad"], strict=True))
    assert (rows["absence-lowers"], rows["org-no-of-unit"]) == ("2", "–")
    assert set(waits.loc[waits["Kode"] == "supervision-reading", "Rad"]) == {"T04", "T11"}


def test_the_resident_chosen_is_kept_from_page_to_page(app: AppTest) -> None:
    go(app, "resident")
    app.selectbox(key="resident").set_value("B2").run()
    go(app, "overview")
    go(app, "resident")
    assert app.selectbox(key="resident").value == "B2"


def test_a_service_by_the_clock(app: AppTest, result: allocator.Result) -> None:
    go(app, "resident")
    app.segmented_control(key="clock_service").set_value(15).run()
    assert not app.exception
    clock = table_with(app, "Klokken")
    assert set(clock["Tjeneste"]) == {NB.short_service(15)}


def test_a_manager_uploads_a_right_file_and_gets_hours(
    app: AppTest, files: Files, result: allocator.Result
) -> None:
    upload(app, files)
    assert "Filen er riktig fylt ut" in said(app)
    app.button(key="run").click().run()
    assert not app.exception
    total = NB.hours(result.hours["received_minutes"].sum()).replace(HARD, " ")
    assert f"{total} per uke til sammen" in said(app)
    go(app, "overview")
    assert app.selectbox(key="source").value == "own"


def test_what_cannot_be_right_is_said_after_the_run(app: AppTest, files: Files) -> None:
    wrong = files | {"tiltak.csv": files["tiltak.csv"].replace(b";60;1;dogn", b";600;3;dogn", 1)}
    upload(app, wrong)
    app.button(key="run").click().run()
    assert any("168 timer" in frame.to_string() for frame in tables(app))


def test_what_an_absence_or_a_decision_takes_is_no_shortage_of_staff(
    app: AppTest, result: allocator.Result
) -> None:
    assert set(result.unmet["reason"]) == {"absent", "decision_cap"}
    go(app, "staffing")
    assert "Når det mangler mest" not in said(app)
    assert "Det mangler aldri folk" in said(app)
    missing = [own.value for own in app.metric if "mangler" in own.label]
    assert missing == [NB.hours(0.0)] * 2


def test_a_decision_that_is_not_met_is_no_good_news_though_another_is_exceeded(
    app: AppTest,
) -> None:
    """28:00 by others against 7:00, then 7:00 against 14:00: together more than is granted."""
    row = {"beboer": "B1", "tjeneste": "1", "fra": "", "til": ""}
    plan = [
        row | {"minutter": "240", "utforer": "ekstern", "til": "2026-01-11"},
        row | {"minutter": "60", "utforer": "", "fra": "2026-01-12"},
    ]
    decisions = [
        row | {"timer": "7:00", "til": "2026-01-11"},
        row | {"timer": "14:00", "fra": "2026-01-12"},
    ]
    unit = {"uker": "2", "periode_start": "2026-01-05"}
    upload(app, files_of({"enhet": unit, "tiltak": plan, "vedtak": decisions}))
    app.button(key="run").click().run()
    for page in ("overview", "resident"):
        go(app, page)
        # the second week lacks 7:00 of 14:00, whatever others give in the first
        lacking = f"{NB.hours(210)} per uke av det som er innvilget, blir ikke gitt"
        assert any(lacking in str(part.value) for part in app.warning)
        shown = tables(app)[0]
        assert shown["Avvik fra vedtak"].tolist() == [NB.hours(210)]
        assert "Ingenting: alt som er planlagt, blir gitt." not in said(app)


def test_a_resident_who_receives_nothing_has_a_page(app: AppTest) -> None:
    """In hospital for the whole roster; and one whose only service has dates alone."""
    given = {
        "enhet": {"uker": "1", "periode_start": "2026-01-05"},
        "tiltak": [{"beboer": "B1", "tjeneste": "15", "minutter": "60"}],
        "vedtak": [{"beboer": "B2", "tjeneste": "29"}],
        "fravaer": [
            {"beboer": "B1", "dato": "2026-01-05", "dato_til": "2026-01-11", "arsak": "sykehus"}
        ],
    }
    upload(app, files_of(given))
    app.button(key="run").click().run()
    go(app, "resident")
    for resident in ("B1", "B2"):
        app.selectbox(key="resident").set_value(resident).run()
        assert not app.exception
        assert "Beboeren mottar ingen timer i turnusen." in said(app)
    assert "Til registeret" in said(go(app, "overview"))


def test_a_manager_sees_when_staff_is_short(app: AppTest, files: Files) -> None:
    alone = files | {"vakter.csv": files["vakter.csv"].replace(b";2;aktiv;30", b";1;aktiv;30")}
    upload(app, alone)
    app.button(key="run").click().run()
    go(app, "staffing")
    app.segmented_control(key="staff_weekday").set_value("saturday").run()
    assert not app.exception
    table = table_with(app, "Fordi")
    (missing,) = [own.value for own in app.metric if own.label == "Beboernes tid som mangler"]
    assert sum(map(minutes_of, table["Mangler av planen"])) == minutes_of(missing)
    assert {"Når det mangler mest", "Hvem som venter, og hvorfor"} <= set(
        said(app).replace("**", "").split("\n")
    )


def test_what_is_to_be_entered_since_an_earlier_register(
    app: AppTest, result: allocator.Result
) -> None:
    now = csv_of(result.register)
    earlier = now.replace(b",granted,3:00,3:00,3:00,", b",granted,2:00,2:00,2:00,")
    go(app, "overview")
    assert "Til registeret" in [header.value for header in app.header]
    app.file_uploader(key="earlier_register").set_value(("register.csv", earlier, "text/csv")).run()
    assert not app.exception
    assert "omfang 2:00 er blitt 3:00" in table_with(app, "Hva").to_string()
    same = ("register.csv", now, "text/csv")
    app.file_uploader(key="earlier_register").set_value(same).run()
    assert "Det er ingenting å endre" in said(app)
    other = ("register.csv", earlier.replace(b"Solbakken", b"Fjellvik"), "text/csv")
    app.file_uploader(key="earlier_register").set_value(other).run()
    assert "ingenting om Solbakken" in said(app)
    wrong = ("register.csv", b"unit,resident,service\nA,01815012352,15\n", "text/csv")
    app.file_uploader(key="earlier_register").set_value(wrong).run()
    assert "kan ikke leses" in said(app)
    assert "01815012352" not in said(app)


def test_a_manager_sees_when_the_breaks_are(app: AppTest, files: Files) -> None:
    go(app, "staffing")
    assert "Når pausene er" in [header.value for header in app.header]
    assert "Ingen pause tas mens noen mangler hjelp." in [own.value for own in app.success]
    alone = files | {"vakter.csv": files["vakter.csv"].replace(b";2;aktiv;30", b";1;aktiv;30")}
    upload(app, alone)
    app.button(key="run").click().run()
    go(app, "staffing")
    assert "Pauser mens noen mangler hjelp" in [own.value for own in app.subheader]
    without = {"vakter.csv": files["vakter.csv"].replace(b";aktiv;30", b";aktiv;0")}
    upload(app, files | without)
    app.button(key="run").click().run()
    go(app, "staffing")
    assert "Når pausene er" not in [header.value for header in app.header]


def test_an_analyst_compares_units(app: AppTest) -> None:
    go(app, "units")
    names = tables(app)[0]["Enhet"].tolist()
    app.segmented_control(key="units_order").set_value("least").run()
    assert tables(app)[0]["Enhet"].tolist() == names[::-1]
    app.multiselect(key="units_filter").set_value(["Solbakken"]).run()
    assert len(tables(app)[0]) == 1
    assert not app.exception


def test_few_residents_are_hidden_in_files_of_ones_own(app: AppTest, files: Files) -> None:
    upload(app, files)
    go(app, "units")
    assert "skjult" in said(app)
    assert set(tables(app)[0]["Dekning"]) == {"skjult"}


def test_a_rule_is_found_and_shows_its_source(app: AppTest) -> None:
    go(app, "rules")
    app.text_input(key="rule_search").set_value("nattevakt").run()
    assert not app.exception
    text = said(app)
    assert "Kilde:" in text
    assert "Helsedirektoratet" in text
    app.text_input(key="rule_search").set_value("finnes ikke i det hele tatt").run()
    assert "Ingen regler passer" in said(app)


def test_the_profiles_are_compared(app: AppTest) -> None:
    go(app, "rules")
    app.button(key="compare").click().run()
    assert not app.exception
    assert "Forskjell" in tables(app)[-1].columns


def test_english_is_a_click_away_everywhere(app: AppTest) -> None:
    app.segmented_control(key="language").set_value("en").run()
    assert app.title[0].value == "Overview"
    go(app, "resident")
    assert "Which hours does the resident get" in said(app)
    assert f"{HARD}h" in app.metric[0].value


def test_names_that_look_like_markdown_stay_text(app: AppTest, files: Files) -> None:
    name = "![x](http://elsewhere.example/x.png)"
    made = {key: data.replace(b"B1", name.encode()) for key, data in files.items()}
    upload(app, made)
    for page in ("overview", "resident", "staffing"):
        go(app, page)
        assert name not in "\n".join(str(part.value) for part in [*app.markdown, *app.caption])
        if page == "overview":
            assert name in tables(app)[0]["Beboer"].tolist()
