"""Files are repaired where it stands what is wrong with them, and one comes back."""

import io
from collections.abc import Mapping
from typing import Any

import openpyxl
from formats.open_document import open_document
from repair.workbooks import rich
from streamlit.testing.v1 import AppTest

from allocator.repair.edits import sheets_by_file
from allocator.ui.sources import OWN, InputSource, archive
from allocator.ui.state import FILES
from ui.conftest import ROOT, TIMEOUT
from ui.opening import go, said, table_with
from ui.test_mapping_form import book, connect, explain, upload

Files = dict[str, bytes]


def test_a_manager_repairs_a_wrong_file_on_the_spot(app: AppTest, files: Files) -> None:
    wrong = files | {"tiltak.csv": files["tiltak.csv"].replace(b";direkte;", b";direkt;")}
    upload(app, wrong)
    assert "må rettes før noe kan regnes ut" in said(app)
    assert "run" not in {button.key for button in app.button}
    go(app, "overview")
    assert "feil som må rettes" in said(app)
    go(app, "upload")
    app.button(key="repair_do").click().run()
    assert "Filen er riktig fylt ut" in said(app)
    app.button(key="undo").click().run()
    assert "må rettes før noe kan regnes ut" in said(app)


def wrong_in_three_ways(files: Files) -> Files:
    """An unknown resident, a misspelt heading and a wrong clock."""
    tiltak = files["tiltak.csv"].replace(b";B2;", b";B9;", 1).replace(b"08:00", b"08:70", 1)
    other = files["annet_arbeid.csv"].replace(b"minutter", b"minuter", 1)
    return files | {"tiltak.csv": tiltak.replace(b"T02;B2", b"T02;B9"), "annet_arbeid.csv": other}


def field(app: AppTest, kind: str, code: str) -> Any:
    """The field that repairs an error."""
    widgets = app.selectbox if kind == "selectbox" else app.text_input
    return next(w for w in widgets if str(w.key).startswith(f"repair-{code}"))


def test_what_is_typed_is_kept_until_it_is_used_and_each_repair_can_be_undone(
    app: AppTest, files: Files
) -> None:
    upload(app, wrong_in_three_ways(files))
    assert "Hva er arkene?" not in said(app)  # a heading that is misspelt is put right in the file
    resident = field(app, "selectbox", "resident-unknown")
    assert resident.options[1:] == ["B1", "B2", "B3"]
    clock = field(app, "text_input", "bad-clock")
    clock.set_value("08:99").run()
    go(app, "overview")
    go(app, "upload")
    assert field(app, "text_input", "bad-clock").value == "08:99"
    app.segmented_control(key="language").set_value("en").run()
    assert field(app, "text_input", "bad-clock").value == "08:99"
    app.segmented_control(key="language").set_value("nb").run()
    app.button(key="repair_do").click().run()
    assert field(app, "text_input", "bad-clock").value == "08:99"  # still wrong, and still there
    field(app, "text_input", "bad-clock").set_value("08:00").run()
    field(app, "selectbox", "resident-unknown").set_value("B2").run()
    app.button(key="repair_do").click().run()
    assert not app.exception
    assert "Filen er riktig fylt ut" in said(app)
    changed = table_with(app, "Celle")
    assert {("minuter", "minutter"), ("B9", "B2"), ("08:70", "08:00")} <= set(
        zip(changed["Før"], changed["Nå"], strict=True)
    )
    app.button(key="undo").click().run()
    assert "må rettes før noe kan regnes ut" in said(app)
    assert field(app, "text_input", "bad-clock").value == "08:00"
    app.button(key="repair_do").click().run()
    app.button(key="undo_all").click().run()
    assert "undo" not in {button.key for button in app.button}
    assert "må rettes før noe kan regnes ut" in said(app)


def beside(app: AppTest) -> list[tuple[str, str]]:
    """What is said beside the fields, in their order."""
    mine = [*app.success, *app.error]
    return [(own.type, str(own.value).replace("\\", "")) for own in mine]


BY_ANOTHER = "Blir riktig av det som rettes i en annen boks"


def test_what_is_typed_is_checked_at_once_by_the_one_reader(app: AppTest, files: Files) -> None:
    upload(app, wrong_in_three_ways(files))
    assert [value for _, value in beside(app)].count("Godtas") == 1  # the heading, as proposed
    field(app, "text_input", "bad-clock").set_value("08:99").run()
    assert any(kind == "error" and "«08:99»" in value for kind, value in beside(app))
    field(app, "text_input", "bad-clock").set_value("08:00").run()
    assert not any("«08:99»" in value for _, value in beside(app))
    field(app, "selectbox", "resident-unknown").set_value("B2").run()
    assert [value for _, value in beside(app)].count("Godtas") == 3
    assert "må rettes før noe kan regnes ut" in said(app)  # nothing is changed until it is pressed
    assert "undo" not in {button.key for button in app.button}


def test_what_another_box_puts_right_is_said(app: AppTest, files: Files) -> None:
    """Without its heading every cell of the column is missing."""
    upload(app, files | {"tiltak.csv": files["tiltak.csv"].replace(b"minutter", b"minuter", 1)})
    assert field(app, "text_input", "minutes-missing").value == ""
    assert [value for _, value in beside(app)].count(BY_ANOTHER) == 1
    field(app, "selectbox", "column-misspelt").set_value("").run()
    assert BY_ANOTHER not in [value for _, value in beside(app)]


def test_words_are_read_in_the_users_language_and_written_in_the_sheets(
    app: AppTest, files: Files
) -> None:
    upload(app, files | {"tiltak.csv": files["tiltak.csv"].replace(b";direkte;", b";xyz;", 1)})
    word = field(app, "selectbox", "bad-word")
    assert word.options[:3] == ["La det stå", "direkte", "medisin"]
    app.segmented_control(key="language").set_value("en").run()
    word = field(app, "selectbox", "bad-word")
    assert word.options[:3] == ["Leave it", "direct", "medication"]
    word.set_value("medisin").run()
    app.button(key="repair_do").click().run()
    assert set(table_with(app, "Now")["Now"]) == {"medisin"}


def test_what_is_typed_in_rows_is_there_again_whatever_happens(app: AppTest, files: Files) -> None:
    upload(app, wrong_in_three_ways(files))
    (editor,) = app.data_editor
    row = editor.value.index[0]
    assert "rows_do" not in {button.key for button in app.button}
    app.session_state[editor.key] = {
        "edited_rows": {0: {"beboer": "B8"}}, "added_rows": [], "deleted_rows": []
    }  # fmt: skip
    app.run()
    assert any("«B8»" in value for _, value in beside(app))
    for _ in range(2):
        go(app, "overview")
        go(app, "upload")
        app.segmented_control(key="language").set_value("en").run()
        assert app.selectbox(key="rows_of").value == "tiltak"
        (editor,) = app.data_editor
        assert editor.value.at[row, "beboer"] == "B8"
        (around,) = (own for own in app.expander if own.label == "Edit the rows in question")
        assert around.proto.expanded  # what waits is seen
    app.button(key="repair_do").click().run()  # another repair: the heading
    (editor,) = app.data_editor
    assert editor.value.at[row, "beboer"] == "B8"
    app.button(key="rows_do").click().run()
    assert not app.exception
    assert "B8" in set(table_with(app, "Now")["Now"])
    (editor,) = app.data_editor
    assert editor.value.at[row, "beboer"] == "B8"
    app.button(key="undo").click().run()
    (editor,) = app.data_editor
    assert editor.value.at[row, "beboer"] == "B8"


def test_a_zip_file_that_was_handed_out_is_taken_in(app: AppTest, files: Files) -> None:
    name, data, kind = archive(InputSource(OWN, "", files))
    go(app, "upload")
    app.file_uploader(key="uploader").set_value([(name, data, kind)]).run()
    assert not app.exception
    assert "Filen er riktig fylt ut" in said(app)


def test_a_formula_that_reads_what_was_repaired_is_listed_as_without_a_result(
    app: AppTest,
) -> None:
    upload(app, {"bok.xlsx": rich()})
    field(app, "text_input", "bad-clock").set_value("08:30").run()
    app.button(key="repair_do").click().run()
    changed = table_with(app, "Celle")
    assert dict(zip(changed["Celle"], changed["Nå"], strict=True)) == {
        "C4": "08:30",
        "E4": "formel uten resultat",
        "B1": "formel uten resultat",
    }


def handed_out(app: AppTest) -> dict[str, bytes]:
    """What the button hands over where it is one file."""
    files: Mapping[str, bytes] = app.session_state[FILES]
    name, data, _ = archive(InputSource(OWN, "", files))
    assert "repaired" in {button.key for button in app.get("download_button")}
    return {name: data}


def test_a_workbook_with_foreign_headings_goes_in_again_without_its_mapping(app: AppTest) -> None:
    """One workbook comes back, although a mapping holds beside it, and next month it is known."""
    wrong = openpyxl.load_workbook(io.BytesIO(book()))
    wrong["Vedtaksliste"]["C3"] = "4:75"
    stream = io.BytesIO()
    wrong.save(stream)
    upload(app, {"jan.xlsx": stream.getvalue()})
    explain(app)
    connect(app)
    field(app, "text_input", "bad-duration").set_value("4,5").run()
    assert [value for _, value in beside(app)].count("Godtas") == 1
    app.button(key="repair_do").click().run()
    assert "Filen er riktig fylt ut" in said(app)
    right = handed_out(app)
    assert list(right) == ["jan.xlsx"]
    again = AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT).run()
    upload(again, right)
    assert "Filen er riktig fylt ut" in said(again)
    assert "mapping_use" not in {button.key for button in again.button}
    (sheet,) = [s for _, s in sheets_by_file(right) if s.name == "Vedtaksliste"]
    assert sheet.records[2][2] == 4.5
    assert sheet.records[0][2] == "Timer pr. uke"


def test_what_comes_back_as_values_only_is_said(app: AppTest, files: Files) -> None:
    grids = {sheet.name: sheet.records for _, sheet in sheets_by_file(wrong_in_three_ways(files))}
    upload(app, {"plan.ods": open_document(grids)})
    field(app, "text_input", "bad-clock").set_value("08:00").run()
    field(app, "selectbox", "resident-unknown").set_value("B2").run()
    assert [value for _, value in beside(app)].count("Godtas") == 3
    app.button(key="repair_do").click().run()
    assert "Filen er riktig fylt ut" in said(app)
    assert "«plan.ods» kommer tilbake som «plan.xlsx»" in said(app)
    assert list(handed_out(app)) == ["plan.xlsx"]
