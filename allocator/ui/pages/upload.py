"""The page «Last opp»: upload, check, repair and calculate files."""

import streamlit as st

from allocator.identity import holds_identity_number
from allocator.notices import SEVERITIES, Notice
from allocator.repair.edits import changed_cells, rows_shown
from allocator.repair.problems import Problem, problems
from allocator.tables.archive import unpacked
from allocator.tables.formats import ARCHIVE, READ, is_mapping
from allocator.tables.identity import holds_identity_error
from allocator.tables.mapping.connections import NAME, mapping_name
from allocator.ui import answers, chosen, mapping_state, state
from allocator.ui.documents import XLSX, marked_workbook, template, workbook_button
from allocator.ui.heading import begin, heading, trouble
from allocator.ui.kept import installed
from allocator.ui.mapping_form import mapping_form
from allocator.ui.parts import ICONS, end_page, figures, note, table, where
from allocator.ui.repair_parts import repair, rows_editor
from allocator.ui.sources import OWN, InputSource, archive, examples
from allocator.ui.tables import changes_table, found_table, problem_rows
from allocator.ui.words import plain

UPLOADER = "uploader"
EMPTIED = "uploads_emptied"
translate = state.words()


def uploader() -> str:
    """Return the key of the field in which files are dropped; a new key is an empty field."""
    emptied = st.session_state.get(EMPTIED, 0)
    return f"{UPLOADER}-{emptied}" if emptied else UPLOADER


def taken() -> None:
    """Use the uploaded files from now on; a mapping alone goes with those that are there."""
    key = uploader()
    given = {mapping_name(file.name): file.getvalue() for file in st.session_state[key]}
    inside = unpacked(given)
    files = given if isinstance(inside, Notice) else inside  # refused when it is read
    if any(map(holds_identity_number, files)):  # the field would go on showing their names
        st.session_state[EMPTIED] = st.session_state.get(EMPTIED, 0) + 1
    if all(is_mapping(name) for name in files):
        files = state.own_files() | files
    if given and files:
        state.take_files(files)
        mapping_state.taken(filter(is_mapping, files))


def put_away() -> None:
    """Begin anew, with no files."""
    st.session_state[EMPTIED] = st.session_state.get(EMPTIED, 0) + 1
    state.put_files_away()
    mapping_state.forget_answers()


def choose() -> None:
    """Drop files, or begin from the template or an example."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.file_uploader(
            translate("upload.drop"),
            type=[*sorted(READ), ARCHIVE, ".yaml", ".yml"],
            accept_multiple_files=True,
            key=uploader(),
            on_change=taken,
            help=translate("upload.drop-help"),
        )
        note(translate("upload.drop-how"))
        if state.own_files():
            st.button(
                translate("upload.put-away"),
                key="put_away",
                icon=":material/close:",
                help=translate("upload.put-away-help"),
                on_click=put_away,
            )
    with right, st.container(border=True):
        st.markdown(translate("upload.begin"))
        st.download_button(
            translate("documents.template"),
            template,
            translate("documents.template-file"),
            XLSX,
            key="template",
            icon=":material/draft:",
            on_click="ignore",
        )
        for example in examples().values():
            name, data, kind = archive(example)
            st.download_button(
                translate("frame.example", name=example.name),
                data,
                name,
                kind,
                key=f"example-{example.id}",
                icon=":material/download:",
                on_click="ignore",
            )
        with st.expander(translate("upload.what-happens"), icon=":material/lock:"):
            kept = "upload.data" if installed() else "upload.data-not-kept"
            st.markdown(translate(kept))


def in_short(notices: list[Notice], of: InputSource) -> bool:
    """Show which tables were read and how many problems; True where it can be calculated."""
    inputs = state.inputs_of(of)
    st.header(translate("upload.found"), anchor=False)
    counts = {level: sum(notice.severity == level for notice in notices) for level in SEVERITIES}
    figures(
        [
            (translate.of("severity", level), str(counts[level]), "")
            for level in ("error", "warning")
        ]
        + [
            (
                translate("upload.tables"),
                str(sum(len(frame) > 0 for frame in inputs.tables.values())),
                "",
            )
        ]
    )
    with st.expander(translate("upload.read"), icon=":material/table_rows:"):
        table(found_table(inputs, translate), translate("upload.read"))
        for account in inputs.accounts:
            note(plain(account.sentence(translate.language)))
    if installed() and holds_identity_error(notices):
        st.warning(translate("upload.never-kept"), icon=":material/lock:")
    if counts["error"]:
        st.error(translate("upload.errors", count=counts["error"]), icon=":material/error:")
    else:
        st.success(translate("upload.fine"), icon=":material/check_circle:")
    return not counts["error"]


def listed(problems: list[Problem]) -> None:
    """List every problem by sheet and cell, the gravest first."""
    to_mend = [problem for problem in problems if problem.notice.severity != "info"]
    if to_mend:
        st.header(translate("upload.all"), anchor=False)
    for level in SEVERITIES:
        groups = [problem for problem in to_mend if problem.notice.severity == level]
        if not groups:
            continue
        count = sum(max(len(problem.rows), 1) for problem in groups)
        label = f"{translate.of('severity', level)}: {count}"
        with st.expander(label, expanded=level == "error", icon=ICONS[level]):
            table(
                problem_rows(
                    [problem.notice for problem in groups],
                    [problem.rows for problem in groups],
                    translate,
                ),
                translate("upload.all"),
            )
    info = [problem.notice for problem in problems if problem.notice.severity == "info"]
    if info:
        with st.expander(f"{translate.of('severity', 'info')}: {len(info)}", icon=ICONS["info"]):
            for notice in info:
                st.markdown(
                    f"{plain(notice.message(translate.language))} {where(notice, translate)}"
                )


def take_along(of: InputSource, notices: list[Notice], right: bool) -> None:
    """Show the downloads of the marked workbook, repaired files and connections; and undo."""
    with st.container(horizontal=True):
        if not right:
            st.download_button(
                translate("upload.marked"),
                lambda: marked_workbook(of, notices, translate.language),
                translate("upload.marked-file"),
                XLSX,
                key="marked",
                icon=":material/format_color_fill:",
                on_click="ignore",
            )
        own_files = state.own_files()
        to_take = answers.with_every_answer(own_files)
        if (state.repairs() or to_take != own_files) and not holds_identity_error(notices):
            name, data, kind = archive(InputSource(OWN, of.name, to_take))
            st.download_button(
                translate("upload.repaired"),
                data,
                name,
                kind,
                key="repaired",
                icon=":material/download:",
                on_click="ignore",
            )
        if state.repairs() and st.button(
            translate("upload.undo"), key="undo", icon=":material/undo:"
        ):
            state.undo_repair()
            st.rerun()
        if state.repairs() > 1 and st.button(
            translate("upload.undo-all"), key="undo_all", icon=":material/restart_alt:"
        ):
            state.undo_repairs()
            st.rerun()
        if NAME in of.files:
            st.download_button(
                translate("upload.connections"),
                of.files[NAME],
                NAME,
                "application/yaml",
                key="keep_connections",
                icon=":material/link:",
                on_click="ignore",
            )
    if state.repairs() and holds_identity_error(notices):
        note(translate("upload.repaired-withheld"))
    given = state.files_before_repairs()
    for before, after in zip(given, state.own_files(), strict=True):
        if before != after:
            text = translate("upload.repaired-values", before=plain(before), after=plain(after))
            note(text)
    changes_made(of)


def changes_made(of: InputSource) -> None:
    """List the cells that are other than in the files as they were dropped."""
    if not state.repairs():
        return
    given = InputSource(OWN, of.name, state.files_before_repairs())
    name = f"changes since {given.sha256}"
    changed = state.picture_of(of, name, lambda: changed_cells(given.files, of.files))
    if changed:
        with st.expander(
            translate("upload.changes", count=len(changed)), icon=":material/history:"
        ):
            table(changes_table(changed, translate), translate("upload.changes-label"))


def run(of: InputSource) -> None:
    """Calculate, and say what came of it."""
    st.header(translate("upload.run"), anchor=False)
    note(translate("upload.run-how"))
    pressed = st.button(
        translate("upload.run-do"), type="primary", key="run", icon=":material/calculate:"
    )
    if not (pressed or state.is_begun(of)):
        return
    outcome = state.outcome_of(of)
    if outcome.result is None:
        st.error(translate("upload.not-run"), icon=":material/error:")
        wrong = [notice for notice in outcome.notices if notice.severity == "error"]
        table(problem_rows(wrong, [() for _ in wrong], translate), translate("upload.all"))
        if outcome.trouble:
            trouble(of, outcome, translate)
        return
    hours = outcome.result.hours
    people = hours[["unit", "resident"]].drop_duplicates()
    st.success(
        translate(
            "upload.done",
            units=int(people["unit"].nunique()),
            residents=len(people),
            hours=translate.hours(hours["received_minutes"].sum()),
        ),
        icon=":material/check_circle:",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            "allocator/ui/pages/overview.py",
            label=translate("upload.to-overview"),
            icon=":material/home_health:",
        )
        st.page_link(
            "allocator/ui/pages/resident.py",
            label=translate("upload.to-resident"),
            icon=":material/person:",
        )
        workbook_button(of, outcome.result, translate)


def example_rows() -> None:
    """Show the first rows of an example, where no file is uploaded yet."""
    shown = next(iter(examples().values()), None)
    if shown is None:
        return
    st.header(translate("upload.like", name=shown.name), anchor=False)
    note(translate("upload.like-how"))
    for name, label in state.inputs_of(shown).names.items():
        rows = rows_shown(shown.files, label, range(2, 6))
        if not rows.empty:
            with st.expander(f"{label} · {translate('upload.table-' + name)}"):
                table(rows, label)


heading("upload")
own = chosen.sources().get(OWN)
if own is None and chosen.source() is None:
    begin(to_upload=False)
choose()
if own is None:
    example_rows()
    end_page()
inputs = state.inputs_of(own)
notices = state.notices_of(own)
files = own.files
grouped = state.picture_of(own, "problems", lambda: problems(notices, files, inputs.tables))
right = in_short(notices, own)
mapping_form()
repair(grouped, own)
rows_editor(grouped, own)
take_along(own, notices, right)
if right:
    run(own)
listed(grouped)
