"""Download buttons; the document is made when the button is pressed."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from allocator import Result
from allocator.notices import Notice
from allocator.results.letter import Letter
from allocator.results.review import Review
from allocator.ui.parts import note
from allocator.ui.sources import InputSource
from allocator.ui.state import View
from allocator.ui.words import Translator

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def document(view: View, resident: str, review: Review | None = None) -> bytes:
    """Return the two pages about one resident, with the review where there is one."""
    from allocator.export.document import resident_document

    language = view.words.language
    return resident_document(view.result, view.unit, resident, language, review=review)


def letter_document(letter: Letter, language: str) -> bytes:
    """Return the letter about one resident as a Word file."""
    from allocator.export.letter import letter_file

    return letter_file(letter, language)


def workbook(result: Result, language: str) -> bytes:
    """Return the whole result, one sheet per question."""
    from allocator.export.workbook import workbook as workbook_of

    return workbook_of(result, language)


def template() -> bytes:
    """Return the workbook to fill in."""
    from allocator.export.template import write_template

    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        write_template(path)
        return path.read_bytes()


def marked_workbook(of: InputSource, notices: Sequence[Notice], language: str) -> bytes:
    """Return the input with its wrong cells marked; the list alone where it cannot be opened."""
    from allocator.repair.mark import marked, problem_list

    workbook = marked(of.files, notices, language)
    return workbook.data if workbook else problem_list(notices, language)


def document_button(view: View, resident: str, review: Review | None = None) -> None:
    """Show the download of one resident's document, whose file name does not identify anybody."""
    if find_spec("reportlab") is None:
        note(view.words("documents.no-document", extra="allocator[pdf]"))
        return
    st.download_button(
        view.words("documents.document"),
        lambda: document(view, resident, review),
        view.words("documents.document-file"),
        "application/pdf",
        key="document",
        icon=":material/picture_as_pdf:",
        type="primary",
        on_click="ignore",
    )


def letter_button(view: View, letter: Letter) -> None:
    """Show the download of the letter as a Word file, whose name does not identify anybody."""
    if find_spec("docx") is None:
        note(view.words("documents.no-letter", extra="allocator[docx]"))
        return
    st.download_button(
        view.words("documents.letter"),
        lambda: letter_document(letter, view.words.language),
        view.words("documents.letter-file"),
        DOCX,
        key="letter",
        icon=":material/description:",
        on_click="ignore",
    )


def workbook_button(source: InputSource, result: Result, words: Translator) -> None:
    """Show the download of the whole result."""
    st.download_button(
        words("documents.workbook"),
        lambda: workbook(result, words.language),
        words("documents.workbook-file", name=source.id),
        XLSX,
        key="workbook",
        icon=":material/table_view:",
        on_click="ignore",
    )
