"""Applies a mapping to foreign sheets: our headings and words, with each cell's own place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allocator.notices import Notice
from allocator.tables.accounts import HEADING, NO_CONTENT, NOT_USED, RowLedger
from allocator.tables.declared import TABLES
from allocator.tables.headings import HEADING_ROWS
from allocator.tables.mapping.amounts import contradictions, is_bare
from allocator.tables.mapping.file import UNUSED, SheetMapping
from allocator.tables.mapping.left_out import nobodys, open_shifts, without_left_out
from allocator.tables.mapping.normalise import columns_of, ended, read_cell
from allocator.tables.mapping.timed import FILLED, ShiftLists, is_timed
from allocator.tables.numbers import spans
from allocator.tables.parse import as_text, is_blank
from allocator.tables.rotas import staff
from allocator.tables.rotas.home import Mapped, units_of
from allocator.tables.schema import BadCell, Cell
from allocator.tables.sheets import CellPlace, InputSheet, Record
from allocator.tables.words import normalise_text, normalise_word, shorten


def applied(
    sheets: Sequence[InputSheet], mappings: Mapping[str, SheetMapping], ledger: RowLedger
) -> tuple[list[InputSheet], list[Notice]]:
    """Return the sheets with those that have a mapping put into our form; rotas stay as they are.

    Parameters
    ----------
    sheets
        All sheets of the input.
    mappings
        Sheet name -> its mapping.
    ledger
        Where it is noted what becomes of each row.
    """
    named = {normalise_word(name): mapping for name, mapping in mappings.items()}
    result: list[InputSheet] = []
    notices: list[Notice] = []
    lists = ShiftLists(units_of(sheets))
    for sheet in sheets:
        mapping = named.pop(normalise_word(sheet.name), None)
        if mapping is None:
            result.append(sheet)
        elif mapping.is_unused:
            ledger.whole(sheet.name, NOT_USED)
            notices.append(Notice("mapping-sheet-unused", sheet.name, facts={"file": mapping.file}))
        elif mapping.is_rota:
            notices += _rota_gone(sheet, mapping)
            sheet, more = without_left_out(_rota_words(sheet, mapping), mapping, ledger)
            result.append(sheet)
            notices += more
        else:
            sheet, left_out = without_left_out(sheet, mapping, ledger)
            mapped, more = _mapped(sheet, mapping, lists, ledger)
            result += [mapped] if mapped else []
            notices += left_out + more
    shown = {normalise_word(name): name for name in mappings}
    for name, mapping in named.items():
        facts = {"what": shorten(shown[name])}
        notices.append(Notice("mapping-sheet-gone", mapping.file, facts=facts))
    return result, notices


def rota_columns(mappings: Mapping[str, SheetMapping]) -> Mapped:
    """Sheet, folded -> heading -> what the column is for; None where the sheet is no rota."""
    return {
        normalise_word(name): dict(mapping.columns) if mapping.is_rota else None
        for name, mapping in mappings.items()
    }


def rota_units(mappings: Mapping[str, SheetMapping]) -> dict[str, str]:
    """Sheet, folded -> the unit whose rota it is, where a mapping says it."""
    return {
        normalise_word(name): mapping.fixed["unit"]
        for name, mapping in mappings.items()
        if mapping.is_rota and "unit" in mapping.fixed
    }


def _rota_gone(sheet: InputSheet, mapping: SheetMapping) -> list[Notice]:
    """Return a notice of the columns in a rota's mapping that the rota does not have."""
    top = sheet.records[:HEADING_ROWS]
    headings = {as_text(cell) for record in top for cell in record}
    gone = [shorten(name) for name in mapping.columns if name not in headings]
    facts = {"what": ", ".join(gone), "sheet": sheet.name}
    return [Notice("mapping-column-gone", mapping.file, facts=facts)] if gone else []


def _rota_words(sheet: InputSheet, mapping: SheetMapping) -> InputSheet:
    """Return a rota with the words of its competence column put into ours."""
    words = mapping.words.get(staff.COMPETENCE, {})
    headings = {name for name, kind in mapping.columns.items() if kind == staff.COMPETENCE}
    columns = {
        index
        for record in sheet.records[:HEADING_ROWS]
        for index, cell in enumerate(record)
        if as_text(cell) in headings
    }
    if not words or not columns:
        return sheet
    records: list[Record] = [
        [
            words.get(normalise_word(as_text(cell)), cell) if index in columns else cell
            for index, cell in enumerate(record)
        ]
        for record in sheet.records
    ]
    return InputSheet(sheet.name, records)


def _mapped(
    sheet: InputSheet, mapping: SheetMapping, lists: ShiftLists, ledger: RowLedger
) -> tuple[InputSheet | None, list[Notice]]:
    top = _heading_row(sheet, mapping)
    record = sheet.records[top] if top is not None else ()
    headings = {
        index: normalise_text(as_text(cell))
        for index, cell in enumerate(record)
        if not is_blank(cell)
    }
    by_name = {normalise_word(name): target for name, target in mapping.columns.items()}
    gone = [
        name
        for name in (*mapping.columns, *mapping.left_out)
        if normalise_word(name) not in map(normalise_word, headings.values())
    ]
    if top is None or gone:
        facts = {"what": ", ".join(map(shorten, gone)), "sheet": sheet.name}
        code = "mapping-column-gone" if gone else "mapping-no-columns"
        return None, [Notice(code, mapping.file, facts=facts)]
    targets = {index: by_name.get(normalise_word(name), "") for index, name in headings.items()}
    ours = _our_columns(targets, mapping)
    twice = sorted({name for name in ours if ours.count(name) > 1})
    if twice:
        facts = {"what": ", ".join(twice), "sheet": sheet.name}
        return None, [Notice("mapping-column-twice", mapping.file, facts=facts)]
    named = {headings[index]: target for index, target in targets.items() if target}
    wrong = contradictions(
        mapping.file, sheet.name, TABLES[mapping.table], named, mapping.fixed,
        [headings[index] for index in headings if _has_bare(sheet, top, index)],
    )  # fmt: skip
    if wrong:
        return None, wrong
    if is_timed(mapping.table, ours):
        ours += [name for name in FILLED if name not in ours]
    made, notices = _rows(sheet, mapping, top, headings, targets, ours, lists)
    rows = {places["row"].row for places in made.places}
    others = set(range(1, len(sheet.records) + 1)) - rows
    ledger.put(sheet.name, others - set(ledger.rows.get(sheet.name, {})), NO_CONTENT)
    ledger.put(sheet.name, rows)
    ledger.put(sheet.name, [top + 1], HEADING)
    return made, notices


def _heading_row(sheet: InputSheet, mapping: SheetMapping) -> int | None:
    """Return the row that has most of their headings, or the one that the mapping says."""
    if mapping.heading is not None:
        return mapping.heading - 1 if mapping.heading <= len(sheet.records) else None
    wanted = {normalise_word(name) for name in mapping.columns}
    counts = [
        len(wanted & {normalise_word(as_text(cell)) for cell in record})
        for record in sheet.records[:HEADING_ROWS]
    ]
    most = max(counts, default=0)
    return counts.index(most) if most else None


def _our_columns(targets: Mapping[int, str], mapping: SheetMapping) -> list[str]:
    """Every column of ours that is filled, in their order, then the fixed ones."""
    filled = [
        name
        for target in targets.values()
        if target and target != UNUSED
        for name in columns_of(target)
    ]
    # the part of the døgn that a frequency names gives way to a column of its own
    if "hyppighet" in targets.values() and "shift" in (*targets.values(), *mapping.fixed):
        filled.remove("shift")
    return [*filled, *mapping.fixed]


def _rows(
    sheet: InputSheet,
    mapping: SheetMapping,
    top: int,
    headings: Mapping[int, str],
    targets: Mapping[int, str],
    ours: Sequence[str],
    lists: ShiftLists,
) -> tuple[InputSheet, list[Notice]]:
    table = TABLES[mapping.table]
    others = [index for index, target in targets.items() if not target]
    first: list[Cell] = [table.column(name).norwegian for name in ours]
    records: list[Record] = [[*first, *(headings[index] for index in others)]]
    rows: list[_ListRow] = []
    notices: list[Notice] = []
    above = enumerate(sheet.records[:top], start=1)
    unused = [row for row, record in above if not all(map(is_blank, record))]
    for row, record in enumerate(sheet.records[top + 1 :], start=top + 2):
        if all(map(is_blank, record)):
            continue
        notices += _without_heading(sheet.name, row, record, headings)
        cells, where = _row(sheet.name, row, record, mapping, headings, targets)
        if len(cells) == len(mapping.fixed) or staff.is_sum(record):
            unused.append(row)
            continue
        rows.append(_ListRow(cells, where, [_at(record, index) for index in others]))
    if mapping.table == "shifts":
        notices += open_shifts(sheet, top, headings)
        notices += nobodys([(row.cells, row.places) for row in rows])
        rows = _of_shifts(rows, lists, timed=is_timed(mapping.table, ours))
    records += [[*(row.cells.get(name) for name in ours), *row.others] for row in rows]
    places = [row.places for row in rows]
    facts = {"rows": str(len(places)), "to": table.norwegian, "to_en": table.name}
    facts["read"] = spans([top + 1, *(cell_places["row"].row for cell_places in places)])
    notices.append(Notice("mapping-applied", sheet.name, facts=facts | {"file": mapping.file}))
    if unused:
        notices.append(Notice("mapping-rows-unused", sheet.name, facts={"where": spans(unused)}))
    without = [headings[index] for index, target in targets.items() if target == UNUSED]
    if without:
        facts = {"columns": ", ".join(map(shorten, without))}
        notices.append(Notice("mapping-columns-unused", sheet.name, facts=facts))
    return InputSheet(sheet.name, records, mapping.table, places), notices


@dataclass(frozen=True)
class _ListRow:
    """One of their rows: cells of ours with their places, and the cells of other columns."""

    cells: Mapping[str, Cell]
    places: Mapping[str, CellPlace]
    others: Sequence[Cell]


def _of_shifts(rows: Sequence[_ListRow], lists: ShiftLists, *, timed: bool) -> list[_ListRow]:
    """Return rows of shifts with pseudonyms, weeks of the roster, and what follows from times."""
    made = []
    for row, cells in zip(rows, lists.in_roster([row.cells for row in rows]), strict=True):
        own, places = lists.without_names(cells, row.places)
        own, places = lists.timed(own, places) if timed else (own, places)
        made.append(_ListRow(own, places, row.others))
    return made


def _has_bare(sheet: InputSheet, top: int, index: int) -> bool:
    return any(is_bare(_at(record, index)) for record in sheet.records[top + 1 :])


def _at(record: Record, index: int) -> Cell:
    return record[index] if index < len(record) else None


def _row(
    name: str,
    row: int,
    record: Record,
    mapping: SheetMapping,
    headings: Mapping[int, str],
    targets: Mapping[int, str],
) -> tuple[dict[str, Cell], dict[str, CellPlace]]:
    """One of their rows as cells of ours, each with its place."""
    cells: dict[str, Cell] = dict(mapping.fixed)
    places = {column: CellPlace(name, row, "", value) for column, value in mapping.fixed.items()}
    places["row"] = CellPlace(name, row, "", "")
    for index, target in targets.items():
        cell = _at(record, index)
        if not target or target == UNUSED:
            continue
        columns = columns_of(target)
        cell_place = CellPlace(name, row, headings[index], shorten(as_text(cell)))
        places |= dict.fromkeys(columns, cell_place)
        known = mapping.words.get(target, mapping.words.get(columns[0], {}))
        word = known.get(normalise_word(as_text(cell)))
        if word is not None:
            cell = word
        if is_blank(cell):
            continue
        cells |= read_cell(mapping.table, target, cell)
    cells |= ended(cells)
    if "hyppighet" in targets.values() and "times" not in cells and "minutes" in cells:
        cells["times"] = BadCell("frequency-missing", "")
    return cells, places


def _without_heading(
    name: str, row: int, record: Record, headings: Mapping[int, str]
) -> list[Notice]:
    """Cells in a column that has no heading at all."""
    for index, cell in enumerate(record):
        if index not in headings and not is_blank(cell):
            return [Notice("cell-without-heading", name, row, value=shorten(as_text(cell)))]
    return []
