"""Answers and reviews on the pages: kept with the unit, used by the next run, taken along."""

import pytest
from streamlit.testing.v1 import AppTest

import allocator
from allocator.person import account
from allocator.store import open_store
from allocator.ui import kept
from allocator.ui.words import Translator
from ui.answering import answer
from ui.conftest import new_window
from ui.opening import go, said
from ui.test_pages import upload
from ui.test_work import address, as_somebody_else

Files = dict[str, bytes]
NB = Translator("nb")
OWN_WORDS = "Gitt av pårørende"


@pytest.fixture(autouse=True)
def asked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "PAUSE", 0.0)


@pytest.fixture
def open_question(bare: AppTest, files: Files) -> AppTest:
    """The page of a resident with a question that nobody has answered."""
    lines = files["svar.csv"].splitlines(keepends=True)
    kept_lines = [line for line in lines if not line.startswith(b"less-than-decided")]
    upload(bare, files | {"svar.csv": b"".join(kept_lines)})
    bare.button(key="run").click().run()
    go(bare, "resident")
    bare.selectbox(key="resident").set_value("B2").run()
    assert not bare.exception
    return bare


def test_an_answer_is_kept_with_the_unit_and_used_by_the_next_run(
    open_question: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_question
    before = open_store().runs.newest()
    answer(app, OWN_WORDS)
    (given,) = open_store().answers.of(["Solbakken"])
    assert (given.resident, given.answer, given.by) == ("B2", OWN_WORDS, account())
    assert "1 svar** er gitt siden" in said(app)
    assert open_store().runs.newest() == before
    app.button(key="use_answers").click().run()
    assert not app.exception
    run = open_store().runs.newest()[0]
    assert len(open_store().runs.newest()) == len(before) + 1
    inputs = allocator.read(open_store().runs.inputs(run.id))
    assert OWN_WORDS in inputs.tables["answers"]["answer"].tolist()
    assert open_store().versions.get(run.version).kind == "answers"
    go(app, "resident")
    assert f"Svar: {OWN_WORDS}" in said(app)
    go(app, "upload")
    assert any(button.proto.id.endswith("repaired") for button in app.get("download_button"))
    as_somebody_else(monkeypatch)
    other = new_window(kjoring=run.id)
    go(other, "resident")
    other.selectbox(key="resident").set_value("B2").run()
    assert OWN_WORDS in said(other)


def test_a_question_has_an_address_of_its_own(open_question: AppTest) -> None:
    links = [
        part.proto.body for part in open_question.get("html") if "sporsmal=" in part.proto.body
    ]
    query = links[0].partition("?")[2].partition('"')[0].replace("&amp;", "&")
    named = dict(pair.split("=") for pair in query.split("&"))
    assert "B2" not in links[0]
    opened = new_window(**named)
    go(opened, "resident")
    assert address(opened)["sporsmal"] == named["sporsmal"]
    assert any("scrollIntoView" in part.proto.body for part in opened.get("html"))
    opened.selectbox(key="resident").set_value("B1").run()
    assert "sporsmal" not in address(opened)


def test_a_review_is_signed_and_says_what_changed_after_it(
    open_question: AppTest, files: Files
) -> None:
    app = open_question
    assert NB("resident.review-none") in said(app)
    comment = next(area for area in app.text_area if str(area.key).startswith("review-"))
    comment.set_value("Stemmer med vedtaket").run()
    app.button(key="review_do").click().run()
    assert not app.exception
    text = said(app)
    assert f"Gjennomgått av {account()} den " in text
    assert "Stemmer med vedtaket" in text
    assert "Ikke endret siden" in text
    alone = files | {"vakter.csv": files["vakter.csv"].replace(b";2;aktiv;30", b";1;aktiv;30")}
    upload(app, alone)
    app.button(key="run").click().run()
    go(app, "resident")
    assert "Ikke endret siden" not in said(app)
    assert "Endret siden" in said(app)


def test_an_identity_number_in_a_comment_is_refused(open_question: AppTest) -> None:
    comment = next(area for area in open_question.text_area if str(area.key).startswith("review-"))
    comment.set_value("Snakket med 01815012352").run()
    open_question.button(key="review_do").click().run()
    assert NB("resident.review-number") in said(open_question)
    assert open_store().reviews.of("Solbakken", "B2") == []


def test_an_example_is_neither_answered_nor_signed(app: AppTest) -> None:
    go(app, "resident")
    assert not [button for button in app.button if button.label == NB("answers.keep")]
    assert NB("resident.review") not in [header.value for header in app.header]
