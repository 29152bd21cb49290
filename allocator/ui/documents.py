"""Buttons that hand over a document; it is made when asked for, not before."""

from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from allocator import Result
from allocator.ui.parts import note
from allocator.ui.sources import Source
from allocator.ui.state import View
from allocator.ui.words import Words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def document(view: View, resident: str) -> bytes:
    """The two pages about one resident."""
    from allocator.export.document import resident_document

    return resident_document(view.result, view.unit, resident, view.words.language)


def workbook(result: Result, language: str) -> bytes:
    """The whole result, one sheet per question."""
    from allocator.export.workbook import workbook as workbook_of

    return workbook_of(result, language)


def template() -> bytes:
    """The workbook to fill in."""
    from allocator.export.template import write_template

    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        write_template(path)
        return path.read_bytes()


def document_button(view: View, resident: str) -> None:
    """Take one resident along. The file's name says nothing about who it is."""
    if find_spec("reportlab") is None:
        note(view.words("documents.no-document", extra="allocator[pdf]"))
        return
    st.download_button(
        view.words("documents.document"),
        lambda: document(view, resident),
        view.words("documents.document-file"),
        "application/pdf",
        key="document",
        icon=":material/picture_as_pdf:",
        type="primary",
        on_click="ignore",
    )


def workbook_button(source: Source, result: Result, words: Words) -> None:
    """Take the whole result along."""
    st.download_button(
        words("documents.workbook"),
        lambda: workbook(result, words.language),
        words("documents.workbook-file", name=source.id),
        XLSX,
        key="workbook",
        icon=":material/table_view:",
        on_click="ignore",
    )
