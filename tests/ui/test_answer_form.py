"""Questions are answered beside themselves; what is typed and not kept survives other pages."""

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from allocator.notices import Notice
from allocator.repair.answer_entry import AnswerEntry
from allocator.rules.questions import answer_key, signed, with_answers
from allocator.ui.drafts import DRAFTS
from ui.opening import said

NUMBER = "01815012352"
DAY = date(2026, 3, 3)
IDS = {("tiltak", 2): "T1"}
NIGHT = Notice("night-housework", "tiltak", 2, "vakt", "Vask", {}, "A", "B1", 1)
COVERAGE = Notice(
    "coverage", value="1:00", facts={"service_name": "x", "planned": "2:00", "causes": "1:00"},
    unit="A", resident="B2", service=15,
)  # fmt: skip
NUMBERS = Notice("org-no-of-unit", "enhet", unit="A")
WARNING = Notice("sum-over-168", value="169:00", unit="A", resident="B1")


def page() -> None:
    """A page that shows questions, and keeps answers in its own state."""
    import streamlit as st

    from allocator.errors import AllocatorError
    from allocator.repair.answer_entry import AnswerEntry
    from allocator.ui.answer_form import AnswerForm, question_list, waiting_form
    from allocator.ui.words import Translator

    state = st.session_state

    def keep(entry: AnswerEntry) -> None:
        if state.get("down"):
            raise AllocatorError("the store is down")
        state["kept"] = [*state.get("kept", []), entry]

    translate = Translator(state.get("language", "nb"))
    form = AnswerForm(
        answers=state.get("kept", []),
        keep=None if state.get("no_store") else keep,
        ids=state["ids"],
        by=state.get("by", ""),
        today=state["today"],
    )
    if not state.get("away"):
        question_list("here", state["notices"], form, translate)
        waiting_form("all", state["notices"], form, translate)


def opened(*notices: Notice, **more: Any) -> AppTest:
    app = AppTest.from_function(page, default_timeout=60)
    for name, value in {"ids": IDS, "today": DAY, "notices": list(notices), **more}.items():
        app.session_state[name] = value
    return ran(app)


def ran(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [error.message for error in app.exception]
    return app


def fields(app: AppTest) -> list[Any]:
    """The fields for answers in the list."""
    widgets = [*app.selectbox, *app.text_input]
    return [w for w in widgets if str(w.key).endswith("-here") and "-by-" not in str(w.key)]


def keepers(app: AppTest) -> list[Any]:
    return [button for button in app.button if str(button.key).endswith("-here-keep")]


def kept(app: AppTest) -> list[AnswerEntry]:
    return list(app.session_state["kept"]) if "kept" in app.session_state else []


def put(app: AppTest, field: Any, text: str) -> None:
    """Type a text in a field.

    AppTest cannot type in a list of choices: there the text is kept as the field would keep it.
    """
    if text in getattr(field, "options", [text]):
        field.set_value(text).run()
    else:
        draft = {str(field.key).rsplit("-", 1)[0]: text}
        if DRAFTS in app.session_state:
            draft = {**app.session_state[DRAFTS], **draft}
        app.session_state[DRAFTS] = draft
        app.run()
    assert not app.exception, [error.message for error in app.exception]


def test_a_usual_answer_is_chosen_signed_and_kept() -> None:
    app = opened(NIGHT, WARNING)
    (field,), (button,) = fields(app), keepers(app)
    assert field.options == list(NIGHT.usual_answers("nb"))
    assert field.value is None
    button.click().run()
    assert "Velg eller skriv et svar først." in said(app)
    put(app, field, field.options[0])
    assert "skriv et svar først" not in said(app)
    keepers(app)[0].click().run()
    assert "Skriv hvem som svarer" in said(app)
    assert kept(app) == []
    app.text_input(key="answer-by-here").set_value(" Kari ").run()
    assert "Skriv hvem som svarer" not in said(app)
    keepers(app)[0].click().run()
    assert not app.exception
    entry = AnswerEntry("A", "night-housework", "B1", 1, "T1", field.options[0], "Kari", DAY)
    assert kept(app) == [entry]
    assert f"Svart av Kari den 3. mars 2026, og med i neste beregning: {entry.answer}" in said(app)
    assert fields(app)[0].value == entry.answer
    keepers(app)[0].click().run()
    assert kept(app) == [entry], "the same answer is not kept twice"


def test_own_words_are_kept_too_and_a_number_has_no_choices() -> None:
    app = opened(NIGHT, NUMBERS, by="Ola")
    assert "answer-by-here" not in {widget.key for widget in app.text_input}
    choice, text = fields(app)
    assert not hasattr(text, "options")
    put(app, choice, "Begge deler, etter tur")
    keepers(app)[0].click().run()
    put(app, fields(app)[1], "987 654 325 ")
    keepers(app)[1].click().run()
    assert [(entry.code, entry.answer, entry.by) for entry in kept(app)] == [
        ("night-housework", "Begge deler, etter tur", "Ola"),
        ("org-no-of-unit", "987 654 325", "Ola"),
    ]
    assert kept(app)[1].row_id == kept(app)[1].resident == ""
    assert kept(app)[1].service is None


def test_what_is_typed_survives_another_page_another_language_and_is_the_same_everywhere() -> None:
    app = opened(NIGHT, NUMBERS)
    app.text_input(key="answer-by-here").set_value("Kari").run()
    put(app, fields(app)[0], NIGHT.usual_answers("nb")[1])
    put(app, fields(app)[1], "venter på")
    app.session_state["away"] = True
    ran(app)
    assert fields(app) == []
    app.session_state["away"] = False
    app.session_state["language"] = "en"
    ran(app)
    assert [field.value for field in fields(app)] == [NIGHT.usual_answers("en")[1], "venter på"]
    assert app.text_input(key="answer-by-all").value == "Kari"
    assert kept(app) == []
    keepers(app)[0].click().run()
    assert [entry.answer for entry in kept(app)] == [NIGHT.usual_answers("en")[1]]
    assert fields(app)[1].value == "venter på"
    assert "Answered by Kari on 3 March 2026" in said(app)
    app.session_state["language"] = "nb"
    ran(app)
    assert fields(app)[0].value == NIGHT.usual_answers("nb")[1]


def test_an_answer_can_be_changed() -> None:
    old = AnswerEntry(*answer_key(COVERAGE, IDS), "Nei, planen rettes.", "Kari", DAY)
    app = opened(COVERAGE, kept=[old], by="Ola")
    assert fields(app)[0].value == old.answer
    put(app, fields(app)[0], "Nei, turnusen rettes.")
    keepers(app)[0].click().run()
    assert [(entry.answer, entry.by) for entry in kept(app)] == [
        ("Nei, planen rettes.", "Kari"),
        ("Nei, turnusen rettes.", "Ola"),
    ]
    assert "Svart av Ola" in said(app)
    assert "Svart av Kari" not in said(app)


def test_an_answer_that_the_calculation_has_used_is_said_once() -> None:
    old = AnswerEntry(*answer_key(COVERAGE, IDS), "Ja", "Kari", DAY)
    (answered,) = [
        Notice(**{**vars(COVERAGE), "answer": signed(old.answer, old.by, old.date)}),
    ]
    app = opened(answered, kept=[old])
    assert said(app).count("Kari") == 1
    assert "Svar: Ja (Kari, 03.03.2026)" in said(app)
    assert fields(app)[0].value == "Ja"
    assert [w for w in app.selectbox if str(w.key).startswith("answer-which")] == []


@pytest.mark.parametrize("code", [NIGHT, NUMBERS], ids=["choices", "own words"])
@pytest.mark.parametrize("text", [f"Kari {NUMBER}", "018150 12352", "x" * 5000])
def test_what_may_not_be_written_is_not_kept_and_why_is_said(code: Notice, text: str) -> None:
    app = opened(code, by="Kari")
    put(app, fields(app)[0], text)
    keepers(app)[0].click().run()
    assert kept(app) == []
    (error,) = app.error
    assert "Svaret er ikke skrevet" in error.value.replace("\\", "")
    assert "12352" not in error.value
    put(app, fields(app)[0], "Ja")
    assert list(app.error) == []
    keepers(app)[0].click().run()
    assert [entry.answer for entry in kept(app)] == ["Ja"]


def test_an_identity_number_does_not_sign() -> None:
    app = opened(NUMBERS, by=NUMBER)
    put(app, fields(app)[0], "987654325")
    keepers(app)[0].click().run()
    assert kept(app) == []
    assert "ser ut som et fødselsnummer" in said(app)


def test_where_nothing_is_kept_nothing_is_asked() -> None:
    app = opened(NIGHT, no_store=True)
    assert fields(app) == keepers(app) == []
    assert list(app.text_input) == list(app.selectbox) == []
    assert "Her blir ingen svar tatt vare på. Skriv dem i tabellen `svar`" in said(app)
    assert "practical help" not in said(app)
    assert NIGHT.resident in said(app)
    quiet = opened(WARNING, no_store=True)
    assert "tatt vare på" not in said(quiet)


def test_what_could_not_be_kept_stays_in_its_field() -> None:
    app = opened(NIGHT, by="Kari", down=True)
    put(app, fields(app)[0], "Ja")
    keepers(app)[0].click().run()
    assert not app.exception
    assert "Svaret er ikke tatt vare på. Det står fortsatt her." in said(app)
    assert fields(app)[0].value == "Ja"
    app.session_state["down"] = False
    keepers(app)[0].click().run()
    assert [entry.answer for entry in kept(app)] == ["Ja"]
    assert "ikke tatt vare på" not in said(app)


def test_of_all_that_waits_one_is_chosen_and_answered() -> None:
    app = opened(NIGHT, COVERAGE, NUMBERS, by="Kari")
    which = app.selectbox(key="answer-which-all")
    assert [option.split(" · ")[0] for option in which.options] == ["B1", "B2", "hele enheten"]
    which.select_index(1).run()
    app.session_state["away"] = True
    ran(app)
    app.session_state["away"] = False
    ran(app)
    (field,) = (w for w in app.selectbox if w.key.endswith("-all") and "which" not in w.key)
    put(app, field, COVERAGE.usual_answers("nb")[0])
    # the same question stands in the list: it has the same draft
    assert fields(app)[1].value == COVERAGE.usual_answers("nb")[0]
    next(b for b in app.button if b.key.endswith("-all-keep")).click().run()
    assert [entry.code for entry in kept(app)] == ["coverage"]
    which = app.selectbox(key="answer-which-all")
    assert (which.value, len(which.options)) == (None, 2)


def test_what_is_kept_answers_that_question_and_no_other() -> None:
    """The key of an answer is what the next calculation matches by."""
    import pandas as pd

    other = Notice(**{**vars(NIGHT), "row": 3})
    unit, code, resident, service, row_id = answer_key(NIGHT, IDS)
    row = {
        "unit": unit, "code": code, "resident": resident, "service": service, "row_id": row_id,
        "answer": "Ja", "by": "Kari", "date": pd.Timestamp(DAY), "row": 2,
    }  # fmt: skip
    asked = with_answers([NIGHT, other, COVERAGE], pd.DataFrame([row]), "svar", IDS)
    assert [notice.answer for notice in asked] == ["Ja (Kari, 03.03.2026)", "", ""]


def test_no_key_of_a_field_names_anybody() -> None:
    app = opened(NIGHT, COVERAGE, NUMBERS)
    keys = [str(w.key) for w in [*app.selectbox, *app.text_input, *app.button]]
    assert keys
    assert not [key for key in keys if "B1" in key or "B2" in key]
