"""What a person looks at and has typed is found again; addresses name it and tell nothing of it."""

from pathlib import Path

import pytest
from store.conftest import made
from streamlit.testing.v1 import AppTest

from allocator.folders import data_folder
from allocator.person import account
from allocator.store import open_store
from allocator.store.database import ADDRESS, FILE
from allocator.ui import heading, kept
from allocator.ui.frame import PAGES
from allocator.ui.words import Translator
from benchmarks.store.server import Server
from ui.conftest import new_window
from ui.opening import go, said, table_with
from ui.test_pages import upload

Files = dict[str, bytes]
NB = Translator("nb")


@pytest.fixture(autouse=True)
def asked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that did not answer is not left alone first."""
    monkeypatch.setattr(kept, "PAUSE", 0.0)


@pytest.fixture
def own(bare: AppTest, files: Files) -> AppTest:
    """The program with a person's own files, calculated."""
    upload(bare, files)
    bare.button(key="run").click().run()
    assert not bare.exception
    return bare


def looked_at(app: AppTest) -> tuple[str, str, str]:
    """The page, the source and the resident."""
    return (
        app.title[0].value,
        app.selectbox(key="source").value,
        app.selectbox(key="resident").value,
    )


def address(app: AppTest) -> dict[str, str]:
    return {name: str(text) for name, text in app.query_params.items()}


def as_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "kari")


def test_nothing_is_shown_before_anything_is_chosen(bare: AppTest) -> None:
    for name, *_ in PAGES:
        go(bare, name)
        if name not in ("rules", "versions"):
            assert NB("frame.what-it-is") in said(bare), name
            assert bare.button(key="see_example")
        assert not bare.metric
    assert bare.selectbox(key="source").value is None


def test_an_example_is_called_one_on_every_page(app: AppTest) -> None:
    for name, *_ in PAGES:
        go(app, name)
        assert "Eksempel: Solbakken – oppdiktet." in said(app), name


def test_from_the_example_back_to_own_files(own: AppTest) -> None:
    own.selectbox(key="source").set_value("solbakken").run()
    go(own, "overview")
    assert "oppdiktet" in said(own)
    own.button(key="to_own").click().run()
    assert own.selectbox(key="source").value == "own"
    assert "oppdiktet" not in said(own)


def test_every_page_says_which_file_when_and_by_whom(
    bare: AppTest, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_somebody_else(monkeypatch)
    upload(bare, files)
    bare.button(key="run").click().run()
    run = open_store().runs.newest()[0]
    for name, *_ in PAGES:
        text = said(go(bare, name))
        assert "beboere.csv, " in text, name
        assert " av kari · " in text
        assert f"kjøring {run.id}" in text


def test_another_window_goes_on_where_the_last_one_was(own: AppTest) -> None:
    go(own, "units")
    own.selectbox(key="units_figure").set_value("coverage").run()
    own.segmented_control(key="units_order").set_value("name").run()
    go(own, "resident")
    own.selectbox(key="resident").set_value("B2").run()
    own.segmented_control(key="language").set_value("en").run()
    again = new_window()
    assert looked_at(again) == ("Resident", "own", "B2")
    go(again, "units")
    assert again.selectbox(key="units_figure").value == "coverage"
    assert again.segmented_control(key="units_order").value == "name"
    assert address(again)["arbeid"] != address(own)["arbeid"]


def test_two_windows_do_not_disturb_each_other(own: AppTest) -> None:
    go(own, "resident")
    own.selectbox(key="resident").set_value("B2").run()
    other = new_window()
    other.selectbox(key="resident").set_value("B3").run()
    reloaded = new_window(arbeid=address(own)["arbeid"])
    go(reloaded, "resident")
    assert looked_at(reloaded) == ("Beboer", "own", "B2")
    assert address(reloaded)["arbeid"] == address(own)["arbeid"]


def test_what_is_typed_and_not_used_is_found_again(bare: AppTest, files: Files) -> None:
    wrong = files | {"tiltak.csv": files["tiltak.csv"].replace(b";direkte;", b";xyz;", 1)}
    upload(bare, wrong)
    field = next(box for box in bare.selectbox if str(box.key).startswith("repair-"))
    field.set_value(field.options[1]).run()
    typed = bare.session_state[field.key]
    again = new_window(arbeid=address(bare)["arbeid"])
    go(again, "upload")
    assert again.session_state[field.key] == typed
    go(bare, "upload").button(key="repair_do").click().run()
    assert not bare.exception
    reloaded = new_window(arbeid=address(bare)["arbeid"])
    go(reloaded, "upload").button(key="undo").click().run()
    assert "xyz" in said(reloaded)


@pytest.mark.parametrize(
    "document", [{"format": 99}, {"format": 1}, {"format": 1, "choices": [], "files": 3}, {}]
)
def test_a_document_of_another_program_is_passed_over(document: dict[str, object]) -> None:
    open_store().works.keep("abc", account(), document)
    app = new_window(arbeid="abc")
    assert NB("frame.what-it-is") in said(app)


def test_an_identity_number_is_never_kept(bare: AppTest, files: Files) -> None:
    number = "01815012352"
    wrong = {name: data.replace(b"B1", number.encode()) for name, data in files.items()}
    upload(bare, wrong)
    assert NB("upload.never-kept") in said(bare)
    folder = data_folder()
    assert folder is not None
    assert open_store().versions.newest() == []
    again = new_window(arbeid=address(bare)["arbeid"])
    assert NB("frame.what-it-is") in said(again)
    assert all(number.encode() not in path.read_bytes() for path in folder.iterdir())


def test_an_address_names_and_tells_nothing(own: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    go(own, "resident")
    own.selectbox(key="resident").set_value("B2").run()
    link = {name: text for name, text in address(own).items() if name != "arbeid"}
    assert set(link) == {"enhet", "beboer", "kjoring"}
    assert all("B2" not in text and "olbakken" not in text for text in link.values())
    as_somebody_else(monkeypatch)
    opened = new_window(**link)
    go(opened, "resident")
    assert looked_at(opened) == ("Beboer", "run", "B2")
    assert [own_.value for own_ in opened.metric] == [own_.value for own_ in own.metric]
    assert "Det er den nyeste" in said(opened)


@pytest.mark.parametrize("name", ["enhet", "beboer", "kjoring", "eksempel"])
def test_an_address_that_leads_nowhere_says_so(bare: AppTest, name: str) -> None:
    app = new_window(**{name: "finnes-ikke"})
    assert NB("frame.unknown-address") in said(app)
    go(app, "resident")
    assert NB("frame.unknown-address") not in said(app)


def test_an_earlier_run_leads_to_the_newest_and_can_be_gone_back_to(
    own: AppTest, files: Files
) -> None:
    first = open_store().runs.newest()[0]
    before = [figure.value for figure in go(own, "overview").metric]
    alone = files | {"vakter.csv": files["vakter.csv"].replace(b";2;aktiv;30", b";1;aktiv;30")}
    upload(own, alone)
    own.button(key="run").click().run()
    newest = open_store().runs.newest()[0]
    assert newest.id != first.id
    opened = new_window(kjoring=first.id)
    go(opened, "overview")
    assert [figure.value for figure in opened.metric] == before
    assert "Det finnes en nyere" in said(opened)
    opened.button(key="to_newest").click().run()
    assert "Det er den nyeste" in said(opened)
    go(opened, "versions")
    listed = table_with(opened, "Erstatter")
    assert listed["Kjøring"].tolist() == [newest.id, first.id]
    assert listed["Erstatter"].tolist() == [first.id, ""]
    assert listed["Vises nå"].tolist() == ["ja", ""]
    opened.selectbox(key="versions_run").set_value(first.id).run()
    opened.button(key="versions_back").click().run()
    go(opened, "overview")
    assert opened.selectbox(key="source").value == "own"
    assert [figure.value for figure in opened.metric] == before


def test_figures_that_are_not_as_they_were_kept_are_said(
    own: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = open_store().runs.newest()[0]
    as_somebody_else(monkeypatch)
    opened = new_window(kjoring=run.id)
    go(opened, "overview")
    assert "Regnet ut på nytt" not in said(opened)
    made = heading.files_of

    def otherwise(result: object) -> dict[str, bytes]:
        return made(result) | {"hours.csv": b"other"}

    monkeypatch.setattr(heading, "files_of", otherwise)
    monkeypatch.setattr(heading.state, "picture_of", lambda of, name, make: make())
    opened.run()
    assert f"(program {run.program})" in said(opened)
    assert opened.get("download_button")


def test_without_a_store_the_pages_work_and_say_so(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "find_spec", lambda name: None)
    app = new_window()
    upload(app, files)
    app.button(key="run").click().run()
    assert NB("frame.nothing-kept") in said(app)
    assert NB("upload.data-not-kept") in said(app)
    go(app, "overview")
    assert app.metric
    assert address(app) == {}
    assert NB("frame.nothing-kept") in said(go(app, "versions"))


def test_a_store_that_is_gone_is_said_and_what_was_done_is_kept_when_it_is_back(
    own: AppTest,
) -> None:
    folder = data_folder()
    assert folder is not None
    there, away = folder / FILE, folder / "away"
    for name in ("", "-wal", "-shm"):
        if Path(f"{there}{name}").exists():
            Path(f"{there}{name}").rename(f"{away}{name}")
    go(own, "resident")
    own.selectbox(key="resident").set_value("B3").run()
    assert NB("frame.store-gone") in said(own)
    assert looked_at(own) == ("Beboer", "own", "B3")
    for name in ("", "-wal", "-shm"):
        if Path(f"{away}{name}").exists():
            Path(f"{away}{name}").rename(f"{there}{name}")
    own.run()
    own.run()
    assert NB("frame.store-gone") not in said(own)
    again = new_window(arbeid=address(own)["arbeid"])
    go(again, "resident")
    assert looked_at(again) == ("Beboer", "own", "B3")


def runs_kept(where: str) -> list[str]:
    """The ids of the runs in a store, which is made where it is not there."""
    store = made(where)
    try:
        return [run.id for run in store.runs.newest()]
    finally:
        store.database.close()


def test_a_server_that_is_stopped_is_said_and_what_was_done_is_kept_when_it_is_back(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(tmp_path / "server")
    try:
        where = server.new_database()
        assert runs_kept(where) == []
        monkeypatch.setenv(ADDRESS, where)
        own = new_window()
        upload(own, files)
        own.button(key="run").click().run()
        (run,) = runs_kept(where)
        server.stop()
        go(own, "resident")
        own.selectbox(key="resident").set_value("B3").run()
        assert NB("frame.store-gone") in said(own)
        assert looked_at(own) == ("Beboer", "own", "B3")
        server.start()
        own.run()
        own.run()
        assert NB("frame.store-gone") not in said(own)
        assert runs_kept(where) == [run]
        again = new_window(arbeid=address(own)["arbeid"])
        go(again, "resident")
        assert looked_at(again) == ("Beboer", "own", "B3")
    finally:
        kept.keeper().close()
        server.stop()
