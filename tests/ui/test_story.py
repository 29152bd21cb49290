"""Three people and one truth: the manager, the caseworker and the analyst, each in a window."""

import pytest
from streamlit.testing.v1 import AppTest

import allocator
from allocator.store import open_store
from allocator.ui.words import Translator
from ui.answering import answer
from ui.conftest import new_window
from ui.opening import go, said, tables
from ui.test_pages import upload
from ui.test_work import address

Files = dict[str, bytes]
NB = Translator("nb")
ANSWER = "Vedtaket vurderes på nytt i mai"
SHORTER = (b";2;aktiv;30", b";1;aktiv;30")


class Person:
    """Somebody with an account of their own, and a window."""

    def __init__(self, name: str, monkeypatch: pytest.MonkeyPatch, **link: str) -> None:
        self.name, self._monkeypatch = name, monkeypatch
        self.works()
        self.app: AppTest = new_window(**link)

    def works(self) -> AppTest | None:
        """Sit down at the window."""
        self._monkeypatch.setattr("getpass.getuser", lambda: self.name)
        return getattr(self, "app", None)


def test_the_manager_repairs_the_caseworker_answers_and_sees_what_changed(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the manager drops a file with a mistake, mends it, and calculates
    manager = Person("ola", monkeypatch)
    lines = files["svar.csv"].splitlines(keepends=True)
    unanswered = [line for line in lines if not line.startswith(b"less-than-decided")]
    wrong = files | {
        "svar.csv": b"".join(unanswered),
        "tiltak.csv": files["tiltak.csv"].replace(b";direkte;", b";direkt;", 1),
    }
    upload(manager.app, wrong)
    manager.app.button(key="repair_do").click().run()
    manager.app.button(key="run").click().run()
    assert not manager.app.exception
    go(manager.app, "resident")
    manager.app.selectbox(key="resident").set_value("B2").run()
    link = {name: text for name, text in address(manager.app).items() if name != "arbeid"}
    first = link["kjoring"]

    # the caseworker opens the link, answers what is asked about the resident, and signs
    caseworker = Person("kari", monkeypatch, **link)
    go(caseworker.app, "resident")
    assert caseworker.app.selectbox(key="resident").value == "B2"
    answer(caseworker.app, ANSWER)
    caseworker.app.button(key="review_do").click().run()
    assert "Gjennomgått av kari den " in said(caseworker.app)
    assert "Ikke endret siden" in said(caseworker.app)

    # the manager changes the rota; the answer is in the run, and in the files to take along
    manager.works()
    upload(manager.app, wrong | {"vakter.csv": files["vakter.csv"].replace(*SHORTER)})
    manager.app.button(key="repair_do").click().run()
    manager.app.button(key="run").click().run()
    go(manager.app, "resident")
    text = said(manager.app)
    assert "Gjennomgått av kari den " in text
    assert "Endret siden" in text
    second = address(manager.app)["kjoring"]
    given = allocator.read(open_store().runs.inputs(second)).tables["answers"]
    assert given.loc[given["by"] == "kari", "answer"].tolist() == [ANSWER]
    assert open_store().runs.get(second).units[0].supersedes == first

    # the caseworker sees that there is a newer run, and what changed
    caseworker.works()
    caseworker.app.run()
    assert "Det finnes en nyere" in said(caseworker.app)
    go(caseworker.app, "versions")
    caseworker.app.selectbox(key="versions_before").set_value(first).run()
    caseworker.app.selectbox(key="versions_after").set_value(second).run()
    caseworker.app.button(key="versions_compare").click().run()
    assert not caseworker.app.exception
    changed = next(frame for frame in tables(caseworker.app) if "Endring" in frame.columns)
    assert "B2" in changed["Beboer"].tolist()
    assert "antall 2 → 1" in said(caseworker.app)
    compared = address(caseworker.app)["sammenlign"]
    assert compared == f"{first}.{second}"

    # the analyst opens the comparison by its link
    analyst = Person("per", monkeypatch, kjoring=second, sammenlign=compared)
    go(analyst.app, "versions")
    again = next(frame for frame in tables(analyst.app) if "Endring" in frame.columns)
    assert again.equals(changed)
