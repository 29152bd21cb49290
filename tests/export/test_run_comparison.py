"""Two runs side by side: whose hours differ, and which causes each difference has."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from rules.case_files import files_of as case_files
from rules.edited import MONTH, MONTH_RULE, edited, with_month_rules

from allocator.export.change_words import cause_sentence, row_sentence
from allocator.export.comparison_tables import as_json, causes_table, measures_table
from allocator.export.files import hashes_of, json_of
from allocator.export.record import RUN, RecordError
from allocator.export.run_comparison import ChangeCauses, InputState, RunComparison
from allocator.export.run_files import RunFiles, read_run
from allocator.results.hours_changes import HoursChange
from allocator.tables.rows import rows_of
from export.runs import compared, from_small, kept, small_run
from export.small import BEBOERE, ENHET, GRUPPER, SVAR, TILTAK, VEDTAK, tables

SHIFTS = tables()["vakter.csv"]
MEDICINE = TILTAK.replace("medisin;;;10;2;", "medisin;;;12;2;")
ONE_SHIFT_LESS = SHIFTS.replace("A1;1;tir;dag;07:00;15:00;2\n", "")
PER_MONTH = {"beboer": "B1", "tjeneste": "15", "minutter": "1440", "per": "måned"}


def differing(comparison: RunComparison) -> list[tuple[str, str, int, str]]:
    rows = rows_of(comparison.hours, HoursChange)
    return [(row.unit, row.resident, row.service, row.kind) for row in rows]


def said(causes: ChangeCauses) -> tuple[list[str], list[str], list[str]]:
    """The causes as sentences: own, shared, of the run."""
    return (
        [row_sentence(change, "nb") for change in causes.own],
        [row_sentence(change, "nb") for change in causes.shared],
        [cause_sentence(difference, "nb") for difference in causes.run],
    )


# The input ----------------------------------------------------------------------------------------


def test_a_run_beside_itself() -> None:
    comparison = from_small()
    assert comparison.is_same
    assert comparison.input_state is InputState.SAME
    assert (differing(comparison), comparison.rows, comparison.run) == ([], (), ())
    assert comparison.register == ()
    assert comparison.units == ("A1", "A2")


def test_an_intervention_that_was_changed() -> None:
    comparison = from_small(tiltak=MEDICINE)
    assert comparison.input_state is InputState.CHANGED
    assert not comparison.is_same
    assert differing(comparison) == [("A1", "B2", 15, "changed")]
    (change,) = rows_of(comparison.hours, HoursChange)
    for measure in ("omfang", "ressursinnsats", "staff_share", "received"):
        figures = change.figures(measure)
        assert figures == pytest.approx({"before": 120.0, "after": 144.0, "change": 24.0})
    own = "tiltak, rad 5 (T4, B2, 15 Helsetjenester i hjemmet, Medisin på kontoret): minutter"
    assert said(comparison.causes("A1", "B2", 15)) == ([f"{own} 10 → 12"], [], [])


def test_somebody_elses_row_is_a_cause_for_staff_is_shared() -> None:
    """It is B2's own, and B1's only by way of the staff; it is nothing to another unit."""
    comparison = from_small(tiltak=MEDICINE)
    assert said(comparison.causes("A1", "B1", 15))[:2] == (
        [], said(comparison.causes("A1", "B2", 15))[0],
    )  # fmt: skip
    assert not comparison.causes("A2", "B1", 15)
    assert not comparison.causes("A2", "B2", 15), "the resident of the same name in A2"


def test_the_same_service_comes_first() -> None:
    decided = VEDTAK.replace("A1;B2;2;1:00", "A1;B2;2;2:00").replace("B2;9;3:00", "B2;9;4:00")
    comparison = from_small(tiltak=MEDICINE, vedtak=decided)
    for service in (2, 9, 15):
        own = comparison.causes("A1", "B2", service).own
        assert [service in change.services for change in own] == [True, False, False]


def test_a_shift_that_is_gone() -> None:
    comparison = from_small(vakter=ONE_SHIFT_LESS)
    assert ("A1", "B1", 15, "changed") in differing(comparison)
    assert not [row for row in differing(comparison) if row[0] == "A2"]
    gone = "vakter, rad 5 (uke 1, tirsdag, dag): borte (start 7:00; slutt 15:00; antall 2)"
    assert said(comparison.causes("A1", "B1", 15)) == ([], [gone], [])
    assert said(comparison.causes("A1", "B2", 9)) == ([], [gone], [])
    assert not comparison.causes("A2", "B1", 15)


def test_a_group_is_its_members() -> None:
    """Both who take part before or now; not who only lives there."""
    comparison = from_small(grupper=GRUPPER.replace("120", "90"))
    assert differing(comparison) == [
        ("A1", "B1", 9, "changed"), ("A1", "B2", 9, "changed"),
    ]  # fmt: skip
    sentence = ["grupper, rad 2 (tur): minutter 120 → 90"]
    assert said(comparison.causes("A1", "B1", 9)) == (sentence, [], [])
    assert said(comparison.causes("A1", "B7", 9)) == ([], sentence, [])
    left = TILTAK.replace("T6;A1;B1;9;;;;tur;;;;;;;;;\n", "")
    comparison = from_small(tiltak=left)
    for resident in ("B1", "B2"):
        assert len(comparison.causes("A1", resident, 9).own) == 1


def test_a_row_that_moves_no_hours_is_no_cause() -> None:
    """The register has it, and so has the list of rows."""
    vedtak = VEDTAK.replace("2025-12-02", "2025-12-03")
    comparison = from_small(vedtak=vedtak, svar=SVAR.replace("Delt", "Felles"))
    assert differing(comparison) == []
    assert len(comparison.rows) == 2
    assert comparison.moving_rows("A1") == ()
    assert not comparison.causes("A1", "B2", 6)
    assert [(c.entry.service, c.reason) for c in comparison.register] == [(6, "gone"), (6, "new")]


def test_a_row_in_the_middle() -> None:
    heading, *lines = TILTAK.splitlines()
    line = "T0;A1;B2;15;Øyedråper;;;;5;1;døgn;;;;;;"
    comparison = from_small(tiltak="\n".join([heading, *lines[:3], line, *lines[3:]]))
    assert differing(comparison) == [("A1", "B2", 15, "changed")]
    (change,) = comparison.rows
    assert (change.before, change.now and change.now.row) == (None, 5)


def test_a_resident_who_moves_in_and_one_who_moves_out() -> None:
    beboere = BEBOERE.replace("A2;B3", "A2;B4")
    comparison = from_small(
        beboere=beboere, tiltak=TILTAK + "T10;A2;B4;15;Nytt;;;;30;1;uke;;;;;;\n"
    )
    assert differing(comparison) == [("A2", "B4", 15, "new")]
    own, shared, _ = said(comparison.causes("A2", "B4", 15))
    assert [sentence.partition(":")[2] for sentence in own][1] == " ny"
    assert shared == ["beboere, rad 5 (B3): borte"]
    gone = compared(
        small_run(beboere=beboere, tiltak=TILTAK + "T10;A2;B4;15;Nytt;;;;30;1;uke;;;;;;\n"),
        small_run(),
    )
    assert differing(gone) == [("A2", "B4", 15, "gone")]
    assert [str(change.kind) for change in gone.causes("A2", "B4", 15).own] == ["gone", "gone"]


def test_a_resident_who_has_another_name() -> None:
    """One is gone and one is new; each row says which names it had and has."""
    comparison = from_small(**{
        name: text.replace("A2;B1", "A2;B9")
        for name, text in (("beboere", BEBOERE), ("tiltak", TILTAK))
    })  # fmt: skip
    assert differing(comparison) == [("A2", "B9", 15, "new"), ("A2", "B1", 15, "gone")]
    for resident in ("B1", "B9"):
        own, _, _ = said(comparison.causes("A2", resident, 15))
        assert "tiltak, rad 10 (T9, B9, 15 Helsetjenester i hjemmet, Sår): beboer B1 → B9" in own


def test_a_resident_whom_a_spreadsheet_would_take_for_a_formula() -> None:
    """Results write a quotation mark before the name; causes are found all the same."""
    names = [
        {n: t.replace("B3", "=B3").encode() for n, t in tables().items()}
        | {"tiltak.csv": (TILTAK + f"T10;A2;=B3;15;;;;;{m};1;uke;;;;;;\n").encode()}
        for m in (30, 40)
    ]
    comparison = compared(*map(kept, names))
    ((unit, resident, service, _),) = differing(comparison)
    assert resident == "'=B3"
    assert len(comparison.causes(unit, resident, service).own) == 1
    assert as_json(comparison)["rows"][0]["residents"] == ["'=B3"]


def test_a_unit_that_was_added() -> None:
    comparison = from_small(
        enhet=ENHET + "A3;1;;;\n", beboere=BEBOERE + "A3;C1\n",
        tiltak=TILTAK + "T10;A3;C1;15;;;;;30;1;uke;;;;;;\n",
        vakter=SHIFTS + "A3;1;man;dag;07:00;15:00;1\n",
    )  # fmt: skip
    assert comparison.units == ("A1", "A2", "A3")
    assert differing(comparison) == [("A3", "C1", 15, "new")]
    causes = comparison.causes("A3", "C1", 15)
    assert len(causes.own) == 2
    assert len(causes.shared) == 2
    assert causes.run == ()


def test_a_file_that_was_saved_anew() -> None:
    """Other bytes, another kind of file too: every row says the same."""
    for files in (
        {name: b"\xef\xbb\xbf" + text.encode() for name, text in tables().items()},
        {"bok.xlsx": workbook()},
    ):
        comparison = compared(small_run(), kept(files))
        assert comparison.input_state is InputState.WRITTEN_OTHERWISE
        assert (differing(comparison), comparison.rows, comparison.run) == ([], (), ())
        assert not comparison.is_same


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for name, text in tables().items():
        sheet = book.create_sheet(name.removesuffix(".csv"))
        for line in text.splitlines():
            sheet.append([f" {cell}" if cell[:1] == "=" else cell for cell in line.split(";")])
    del book["Sheet"]
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_an_input_in_a_zip_file() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in tables().items():
            archive.writestr(name, text)
    comparison = compared(small_run(), kept({"inn.zip": packed.getvalue()}))
    assert (differing(comparison), comparison.rows) == ([], ())


# Rules, readings, versions ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def by_month() -> RunFiles:
    return kept(month_files())


def month_files() -> dict[str, bytes]:
    return case_files({"enhet": {"periode_start": "2026-01-05"}, "tiltak": [PER_MONTH]})


@pytest.mark.parametrize(
    ("last", "first", "decides"),
    [("2026-01-04", "2026-01-05", True), ("2026-01-05", "2026-01-06", False)],
)
def test_a_rule_that_is_newer(
    by_month: RunFiles, tmp_path: Path, last: str, first: str, decides: bool
) -> None:
    """Only from its first day on; that another version is to come moves nothing."""
    later = kept(month_files(), with_month_rules(tmp_path, last, first))
    comparison = compared(by_month, later)
    assert comparison.input_state is InputState.SAME
    assert [difference.key for difference in comparison.run] == (
        ["rule-changed", "version"] if decides else ["version"]
    )
    assert bool(differing(comparison)) == decides
    own, shared, run = said(comparison.causes("A1", "B1", 15))
    assert (own, shared) == ([], [])
    assert len(run) == (2 if decides else 0)
    if decides:
        assert "Regelen CONV-01 (enhet A1) avgjør nå i en annen versjon: 2018-06-27 [" in run[0]
        assert f"→ {first} [" in run[0]
        assert run[1].startswith("Versjonen av regelkatalogen: ")


def test_a_comment_in_the_catalogue_is_no_cause(by_month: RunFiles, tmp_path: Path) -> None:
    catalogue = edited(tmp_path, {MONTH: {MONTH_RULE: "  # said in 2018\n" + MONTH_RULE}})
    comparison = compared(by_month, kept(month_files(), catalogue))
    assert [difference.facts["what"] for difference in comparison.run] == ["catalogue"]
    assert not comparison.causes("A1", "B1", 15)


def test_another_first_day_is_no_other_rule(by_month: RunFiles) -> None:
    """The record gives the day as the reason for each version."""
    files = case_files({"enhet": {"periode_start": "2026-01-12"}, "tiltak": [PER_MONTH]})
    comparison = compared(by_month, kept(files))
    assert comparison.run == ()
    assert [sorted(v.column.name for v in change.values) for change in comparison.rows] == [
        ["period_start"]
    ]


def test_a_rule_that_begins_to_decide_with_a_row_is_no_cause() -> None:
    """Nothing but the plan is other; under another catalogue it is one."""
    changed = TILTAK.replace("medisin;;;10;2;døgn", "medisin;;;10;60;måned")
    comparison = from_small(tiltak=changed)
    assert differing(comparison)
    assert comparison.run == ()


def test_the_profile_that_was_asked_for() -> None:
    comparison = from_small("F-2018-05-16")
    assert comparison.input_state is InputState.SAME
    assert ("A1", "B1", 15, "changed") in differing(comparison)
    own, shared, run = said(comparison.causes("A1", "B1", 15))
    assert (own, shared) == ([], [])
    assert run[:3] == [
        "Enhet A1, regelprofil: G-2018-06-27 → F-2018-05-16",
        "Enhet A1, felles tilsyn: delt → runder",
        "Enhet A1, rapporteres: mottatt → vedtatt",
    ]
    assert not [sentence for sentence in run if "A2" in sentence]


def test_a_reading_that_the_unit_chose() -> None:
    """The row says it, and what is read otherwise is said beside it."""
    heading = "enhet;uker;periode_start;bemanning;ordinaer_boligmasse"
    enhet = ENHET.replace(heading, f"{heading};rapporter").replace("ja\n", "ja;vedtatt\n")
    comparison = from_small(enhet=enhet.replace("A2;1;;;", "A2;1;;;;"))
    _, shared, run = said(comparison.causes("A1", "B1", 15))
    assert shared == ["enhet, rad 2 (A1): rapporter – → vedtatt"]
    assert run == ["Enhet A1, rapporteres: mottatt → vedtatt"]
    assert not comparison.causes("A2", "B1", 15)


def rewritten(run: RunFiles, /, **parts: object) -> RunFiles:
    """The run with other parts of its record."""
    record = {**json.loads(run.result_files[RUN]), **parts}
    return replace(run, result_files={**run.result_files, RUN: json_of(record)})


def test_a_version_of_the_program() -> None:
    versions = {**load_versions(), "allocator": "0.0.9"}
    comparison = compared(rewritten(small_run(), versions=versions), small_run(tiltak=MEDICINE))
    (sentence,) = said(comparison.causes("A2", "B1", 15))[2]
    assert sentence.startswith("Versjonen av programmet: 0.0.9 → ")
    assert not compared(rewritten(small_run(), versions=versions), small_run()).is_same


def load_versions() -> dict[str, str]:
    return dict(json.loads(small_run().result_files[RUN])["versions"])


def test_hours_that_nothing_explains() -> None:
    """Files that were changed together with their receipt: nothing of it is made up."""
    files = small_run()
    hours = files.result_files["hours.csv"].replace(b"120.000000", b"180.000000")
    results = {**files.result_files, "hours.csv": hours}
    hashes = hashes_of({name: data for name, data in results.items() if name != RUN})
    forged = rewritten(RunFiles(files.input_files, results), files=hashes)
    comparison = compared(small_run(), forged)
    assert ("A1", "B2", 15, "changed") in differing(comparison)
    assert not comparison.causes("A1", "B2", 15)
    table = causes_table(comparison, "nb")
    assert set(table["scope"]) == {"none"}
    assert "forklarer dette" in table["sentence"].iloc[0]


def test_a_unit_that_could_not_be_calculated(monkeypatch: pytest.MonkeyPatch) -> None:
    from allocator.errors import SolverError
    from allocator.model.allocate import allocate_unit

    def failing(unit: object, *rest: object) -> object:
        if unit.data.unit == "A2":  # type: ignore[attr-defined]
            raise SolverError("time", "A", "none")
        return allocate_unit(unit, *rest)  # type: ignore[arg-type]

    small_run()
    monkeypatch.setattr("allocator.pipeline.allocate_unit", failing)
    failed = kept({name: text.encode() for name, text in tables().items()})
    for before, after, which in ((small_run(), failed, "andre"), (failed, small_run(), "første")):
        comparison = compared(before, after)
        assert {row[0] for row in differing(comparison)} == {"A2"}
        sentence = f"Enhet A2 kunne ikke beregnes i den {which} kjøringen"
        assert said(comparison.causes("A2", "B1", 15)) == ([], [], [sentence])
    assert compared(failed, failed).is_same


# Reading back -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["hours.csv", "trace.csv"])
def test_a_result_that_was_changed_is_refused(name: str) -> None:
    files = small_run()
    results = {**files.result_files, name: files.result_files[name] + b"x"}
    with pytest.raises(RecordError) as refused:
        read_run(replace(files, result_files=results))
    assert (refused.value.key, refused.value.detail) == ("changed", name)
    del results[name]
    with pytest.raises(RecordError) as refused:
        read_run(replace(files, result_files=results))
    assert (refused.value.key, refused.value.detail) == ("changed", name)


def test_an_input_that_is_not_the_runs_is_refused() -> None:
    other = small_run(tiltak=MEDICINE)
    with pytest.raises(RecordError) as refused:
        read_run(replace(small_run(), input_files=other.input_files))
    assert refused.value.key == "changed"
    assert "tiltak.csv" in refused.value.detail


def test_a_run_without_its_receipt_is_refused() -> None:
    results = {n: d for n, d in small_run().result_files.items() if n != RUN}
    with pytest.raises(RecordError) as refused:
        read_run(replace(small_run(), result_files=results))
    assert refused.value.key == "missing"


@pytest.mark.parametrize("name", ["hours.csv", "register.csv"])
def test_a_table_that_is_none_is_refused(name: str) -> None:
    files = small_run()
    results = {**files.result_files, name: b"nothing\n1\n"}
    hashes = hashes_of({n: data for n, data in results.items() if n != RUN})
    with pytest.raises(RecordError) as refused:
        read_run(rewritten(RunFiles(files.input_files, results), files=hashes))
    assert (refused.value.key, refused.value.detail) == ("damaged", name)


def test_names_are_read_back_as_they_are() -> None:
    files = {n: t.replace("B2", "NA").replace("A1", "01").encode() for n, t in tables().items()}
    changed = {**files, "tiltak.csv": files["tiltak.csv"].replace(b"10;2;", b"12;2;")}
    assert differing(compared(kept(files), kept(changed))) == [("01", "NA", 15, "changed")]


def test_a_register_of_two_runs_gives_what_is_to_be_entered() -> None:
    comparison = from_small(vedtak=VEDTAK.replace("A1;B2;2;1:00", "A1;B2;2;2:00"))
    reasons = {(c.entry.service, c.reason, c.before, c.after) for c in comparison.register}
    assert (2, "decided", 60.0, 120.0) in reasons


# Words and data -----------------------------------------------------------------------------------


def test_the_measures_that_differ_in_words() -> None:
    comparison = from_small(vakter=ONE_SHIFT_LESS)
    (change,) = (c for c in rows_of(comparison.hours, HoursChange) if c.service == 15)
    assert measures_table(change, "nb") == [
        ("Ressursinnsats", "43:30", "43:00", "-0:30"),
        ("Personalandel", "43:30", "43:00", "-0:30"),
    ]
    added = TILTAK + "T10;A2;B3;15;Nytt;;;;30;1;uke;;;;;;\n"
    (new,) = rows_of(from_small(tiltak=added).hours, HoursChange)
    assert measures_table(new, "en")[0] == ("Omfang", "–", "0:30", "+0:30")
    assert len(measures_table(new, "en")) == 4


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nb", "tiltak, rad 7 (før rad 3) (T2, B1, 1 Praktisk bistand: daglige gjøremål, "
               "Gulvvask): ganger 3 → 2,5; ukedager alle → mandag,onsdag; fra_kl – → 8:00; "
               "til_kl – → 12:00; utforer bolig → ekstern"),
        ("en", "tiltak, row 7 (before: row 3) (T2, B1, 1 Praktisk bistand: daglige gjøremål, "
               "Gulvvask): times 3 → 2.5; weekdays all → monday,wednesday; from_time – → 8:00; "
               "to_time – → 12:00; provider unit → external"),
    ],
)  # fmt: skip
def test_a_row_in_words(language: str, sentence: str) -> None:
    row = "T2;A1;B1;1;Gulvvask;;;;60;3;uke;;;;;;"
    becomes = "T2;A1;B1;1;Gulvvask;;;;60;2,5;uke;man,ons;08:00;12:00;;;ekstern"
    heading, *lines = [line for line in TILTAK.splitlines() if line != row]
    text = "\n".join([heading, *lines[:5], becomes, *lines[5:]])
    (change,) = from_small(tiltak=text).rows
    assert row_sentence(change, language) == sentence


def test_the_causes_as_a_table() -> None:
    comparison = from_small(tiltak=MEDICINE, vakter=ONE_SHIFT_LESS)
    table = causes_table(comparison, "nb")
    assert list(table.columns) == ["unit", "resident", "service", "scope", "sentence"]
    of_b2 = table[(table["resident"] == "B2") & (table["service"] == 15)]
    assert list(of_b2["scope"]) == ["own", "shared"]
    of_b1 = table[(table["resident"] == "B1") & (table["service"] == 15)]
    assert list(of_b1["scope"]) == ["shared", "shared"]
    assert set(zip(table["resident"], table["service"], strict=True)) == {
        row[1:3] for row in differing(comparison)
    }
    english = causes_table(comparison, "en")
    assert any("row 5" in sentence for sentence in english["sentence"])


def test_the_comparison_as_data() -> None:
    comparison = from_small(tiltak=MEDICINE, vakter=ONE_SHIFT_LESS)
    data = json.loads(json_of(as_json(comparison)))
    assert (data["format"], data["same"], data["input"]) == (1, False, "changed")
    by_whom = {(h["resident"], h["service"]): h for h in data["hours"]}
    assert by_whom["B2", 15]["omfang"] == {"before": 120.0, "after": 144.0, "change": 24.0}
    causes = by_whom["B2", 15]["causes"]
    (own,), (shared,) = causes["own"], causes["shared"]
    assert data["rows"][own] == {
        "table": "interventions", "name": "tiltak", "kind": "changed", "row_before": 5,
        "row_after": 5, "units": ["A1"], "residents": ["B2"], "services": [15], "groups": [],
        "may_move_hours": True, "values": [{"column": "minutes", "before": 10.0, "after": 12.0}],
    }  # fmt: skip
    assert data["rows"][shared]["kind"] == "gone"
    assert data["rows"][shared]["row_after"] is None
    assert data["register"][0].keys() == {
        "unit", "resident", "service", "kind", "on", "reason", "before", "after",
    }  # fmt: skip
    data = as_json(from_small("F-2018-05-16"))
    what = {"kind": "policy", "units": ["A1"], "what": "report"}
    assert {**what, "before": "received", "now": "decided"} in data["run"]
    assert {data["run"][number]["units"][0] for number in data["hours"][0]["causes"]["run"]} == {
        "A1"
    }


def test_data_of_what_is_new_has_no_figure_before() -> None:
    added = TILTAK + "T10;A2;B3;15;Nytt;;;;30;1;uke;;;;;;\n"
    (entry,) = as_json(from_small(tiltak=added))["hours"]
    assert entry["omfang"] == {"before": None, "after": 30.0, "change": 30.0}
    assert entry["kind"] == "new"


def test_values_as_data() -> None:
    changed = TILTAK.replace(
        "T9;A2;B1;15;Sår;;;;20;1;døgn;hverdag", "T9;A2;B1;15;Sår;;;;20;1;døgn;man"
    )
    enhet = ENHET.replace("A2;1;", "A2;1;2026-01-05")
    rows = as_json(from_small(tiltak=changed, enhet=enhet))["rows"]
    values = {v["column"]: (v["before"], v["after"]) for row in rows for v in row["values"]}
    assert values == {
        "weekdays": ((0, 1, 2, 3, 4), (0,)), "period_start": (None, "2026-01-05"),
    }  # fmt: skip
