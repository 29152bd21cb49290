"""Answering a question as a caseworker does."""

from streamlit.testing.v1 import AppTest

from allocator.ui.words import Translator
from ui.test_answer_form import put

NB = Translator("nb")


def answer(app: AppTest, text: str) -> None:
    """Write an answer beside the first question, and keep it."""
    keep = next(button for button in app.button if button.label == NB("answers.keep"))
    name = str(keep.key).removesuffix("-keep")
    fields = [field for field in [*app.selectbox, *app.text_input] if field.key == name]
    put(app, fields[0], text)
    app.button(key=keep.key).click().run()
    assert not app.exception
