"""A new word that never counts: its spellings in one file, its rule in another, and no code."""

import shutil
import subprocess
import sys
from pathlib import Path

import allocator

PACKAGE = Path(allocator.__file__).parent
SPELLINGS = '        "aid_application": ('
ENTRY = """
- id: NOT-77
  kind: excludes
  applied_in: decide
  word: dog_walking
  statement: [4]
  title: {nb: Hundelufting, en: Walking the dog}
  says: {nb: Å lufte hunden regnes ikke med., en: Walking the dog does not count.}
  source: G
  section: 13. Rapportering av timer per uke på de ulike tjenestene
  from: 2018-06-27
  reading: local
  why: {nb: Kommunens valg., en: The municipality's choice.}
  checked: 2026-11-21
"""
TRIAL = """
from allocator import allocate, read, terms

files = {
    "enhet": "enhet;uker;periode_start/A1;1;2026-01-05",
    "vakter": "vakt;uke;ukedag;start;slutt/dag;1;man;07:00;15:00",
    "beboere": "beboer/B1",
    "tiltak": "beboer;tjeneste;minutter;per;aktivitet"
    "/B1;15;60;uke;hundelufting/B1;15;30;uke;direkte",
    "annet_arbeid": "arbeid;minutter;per/dog_walking;10;uke",
}
result = allocate(read({f"{n}.csv": t.replace("/", "\\n").encode() for n, t in files.items()}))
trace = result.trace
print(*trace["rule"], *trace["received_minutes"].round(6), *trace["counted"])
print(result.hours["received_minutes"].round(6).tolist(), "dog_walking" in terms.NEVER_COUNTING)
"""


def test_a_new_word_touches_two_files(tmp_path: Path) -> None:
    made = tmp_path / "allocator"
    shutil.copytree(PACKAGE, made, ignore=shutil.ignore_patterns("__pycache__", "ui"))
    terms = made / "terms.py"
    text = terms.read_text("utf-8")
    assert text.count(SPELLINGS) == 1
    word = '        "dog_walking": ("hundelufting", "dog_walking"),\n'
    terms.write_text(text.replace(SPELLINGS, word + SPELLINGS), "utf-8")
    with (made / "rules/entries/not_counting.yaml").open("a", encoding="utf-8") as rules:
        rules.write(ENTRY)
    done = subprocess.run(
        [sys.executable, "-c", TRIAL], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    rows, hours = done.stdout.splitlines()
    assert rows.split() == [
        *("NOT-77", "COUNT-01", "NOT-77", "0.0", "30.0", "0.0", "False", "True", "False")
    ]
    assert hours == "[30.0] True"
    touched = [
        path.relative_to(made).as_posix()
        for path in sorted(made.rglob("*"))
        if path.suffix in (".py", ".yaml", ".toml")
        and path.read_bytes() != (PACKAGE / path.relative_to(made)).read_bytes()
    ]
    assert touched == ["rules/entries/not_counting.yaml", "terms.py"]
