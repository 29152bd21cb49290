"""The register on the page «Oversikt»: what it lacks, and what changed since an earlier one."""

from collections.abc import Sequence

import streamlit as st

from allocator.export.register_words import (
    changes_table,
    counts_table,
    entries_of,
    lacking_table,
    register_table,
    unpaid_table,
    words_as_csv,
)
from allocator.notices import Notice, errors
from allocator.results.register_changes import RegisterChange, register_changes
from allocator.tables.declared_register import RegisterEntry
from allocator.tables.guard import input_too_large
from allocator.tables.register import read_register
from allocator.ui.parts import note, notice_list, table, under
from allocator.ui.state import View
from allocator.ui.words import Translator


def register(view: View) -> None:
    """Show what the unit's register lacks, how much is in it, and what is to be entered."""
    translate = view.words
    st.header(translate("register.title"), anchor=False)
    own = entries_of(view.of("register"))
    lacks = lacking_table(own, translate.language)
    if lacks.empty:
        st.success(translate("register.complete"), icon=":material/check_circle:")
    else:
        st.markdown(translate("register.lacks", count=len(lacks)))
        table(lacks, translate("register.lacks", count=len(lacks)))
    under(translate("register.rows"), register_table(own, translate.language))
    unpaid = unpaid_table(view.of("trace"), translate.language)
    if not unpaid.empty:
        st.markdown(translate("register.unpaid"))
        table(unpaid, translate("register.unpaid"))
    under(translate("register.counts"), counts_table(own, translate.language))
    note(translate("register.earlier-how"))
    uploaded = st.file_uploader(
        translate("register.earlier"), type=["csv"], key="earlier_register", max_upload_size=10
    )
    if uploaded is not None:
        _changes(view, own, *read_earlier(uploaded.name, uploaded.getvalue()))


def read_earlier(name: str, data: bytes) -> tuple[list[RegisterEntry], list[Notice]]:
    """Return an earlier register, or the errors in it."""
    refusal = input_too_large(len(data))
    return ([], [refusal]) if refusal else read_register(name, data)


def _changes(
    view: View, own: list[RegisterEntry], earlier: list[RegisterEntry], notices: list[Notice]
) -> None:
    """Show the entries to make since an earlier register of the unit."""
    translate = view.words
    wrong = errors(notices)
    if wrong:
        st.error(translate("register.unreadable"), icon=":material/error:")
        notice_list(wrong, translate, 10)
        return
    of_unit = [entry for entry in earlier if entry.unit == view.unit]
    if not of_unit:
        st.warning(translate("register.other-unit", unit=view.unit), icon=":material/warning:")
        return
    changes = register_changes(of_unit, own)
    changes_to_enter(changes, translate, "register-changes", of_one_unit=True)


def changes_to_enter(
    changes: Sequence[RegisterChange],
    translate: Translator,
    key: str,
    *,
    of_one_unit: bool = False,
) -> None:
    """Show what is to be entered in the record system, to be taken along.

    Parameters
    ----------
    key
        Of the download.
    of_one_unit
        Whether the unit goes without saying on the page; the file names it.
    """
    shown = changes_table(changes, translate.language)
    if shown.empty:
        st.success(translate("register.no-changes"), icon=":material/check_circle:")
        return
    table(shown.iloc[:, 1:] if of_one_unit else shown, translate("register.changes"))
    st.download_button(
        translate("register.download"),
        words_as_csv(shown),
        translate("register.file"),
        "text/csv",
        key=key,
        icon=":material/download:",
        on_click="ignore",
    )
