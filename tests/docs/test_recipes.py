"""The recipes of contributing.md, each tried on a copy: only the files it names are touched.

The word that does not count is tried in `tests/rules/test_new_word.py`, the profile in
`tests/rules/test_local_profile.py`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COLUMN_BEFORE = """            "Tiltakets id. Tom: radens nummer.",
            "The intervention's id. Empty: the row's number.",
        ),
"""
COLUMN = """        Column(
            "equipment",
            "hjelpemiddel",
            ColumnKind.TEXT,
            "Hjelpemiddelet som brukes.",
            "The aid that is used.",
        ),
"""
COLUMN_TRIAL = """
from pathlib import Path
import openpyxl
from allocator import read
from allocator.export.template import write_template
from docs.generate import documents

files = {
    "enhet": "enhet;uker\\nA1;1",
    "vakter": "vakt;uke;ukedag;start;slutt\\ndag;1;man;07:00;15:00",
    "beboere": "beboer\\nB1",
    "tiltak": "beboer;tjeneste;minutter;hjelpemiddel\\nB1;15;60;personløfter",
}
inputs = read({f"{name}.csv": text.encode() for name, text in files.items()})
print(inputs.tables["interventions"]["equipment"].tolist())
print([notice.code for notice in inputs.notices])
near = read({**{f"{n}.csv": t.encode() for n, t in files.items()},
             "tiltak.csv": files["tiltak"].replace("hjelpemiddel", "hjelpemidel").encode()})
print([notice.code for notice in near.notices if notice.table == "tiltak"])
write_template(Path("mal.xlsx"))
print("hjelpemiddel" in [cell.value for cell in openpyxl.load_workbook("mal.xlsx")["tiltak"][1]])
print("Hjelpemiddelet som brukes." in documents()["nomenclature.md"])
"""
PAGE = '''"""The page «Hei»: a greeting."""

import streamlit as st

from allocator.ui import state

st.title(state.words()("hello.title"))
'''
PAGE_TRIAL = """
from streamlit.testing.v1 import AppTest

app = AppTest.from_file("app.py", default_timeout=120).run()
assert not app.exception, app.exception
for language, title in (("nb", "Hei"), ("en", "Hello")):
    app.segmented_control(key="language").set_value(language).run()
    app.switch_page("allocator/ui/pages/hello.py").run()
    assert not app.exception, app.exception
    print(app.title[0].value == title)
"""


def copied(folder: Path) -> Path:
    """The program in a folder of its own."""
    ignored = shutil.ignore_patterns("__pycache__", "*.png")
    for name in ("allocator", "docs", "examples", ".streamlit"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copytree(ROOT / "tests" / "cases", folder / "tests" / "cases")
    shutil.copy(ROOT / "app.py", folder)
    return folder


def tried(folder: Path, program: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.splitlines()


def touched(folder: Path) -> list[str]:
    """The program's files that are not as they were."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted((folder / "allocator").rglob("*"))
        if path.is_file()
        and path.suffix != ".pyc"
        and not (
            (ROOT / path.relative_to(folder)).is_file()
            and path.read_bytes() == (ROOT / path.relative_to(folder)).read_bytes()
        )
    ]


def test_a_column_of_an_input_table(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    work = folder / "allocator/tables/declared_work.py"
    text = work.read_text("utf-8")
    assert text.count(COLUMN_BEFORE) == 1
    work.write_text(text.replace(COLUMN_BEFORE, COLUMN_BEFORE + COLUMN), "utf-8")
    read, notices, misspelt, template, nomenclature = tried(folder, COLUMN_TRIAL)
    assert read == "['personløfter']"
    assert "error" not in notices
    assert "column-unknown" not in notices
    assert "column-misspelt" in misspelt
    assert (template, nomenclature) == ("True", "True")
    assert touched(folder) == ["allocator/tables/declared_work.py"]


def test_a_page(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "allocator/ui/pages/hello.py").write_text(PAGE, "utf-8")
    words = '[title]\nnb = "Hei"\nen = "Hello"\n'
    (folder / "allocator/text/ui/hello.toml").write_text(words, "utf-8")
    entry = '    ("hello", ":material/waving_hand:", "hei"),\n'
    last = '    ("rules", ":material/gavel:", "regler"),\n'
    frame = folder / "allocator/ui/frame.py"
    frame.write_text(frame.read_text("utf-8").replace(last, last + entry), "utf-8")
    assert tried(folder, PAGE_TRIAL) == ["True", "True"]
    assert touched(folder) == [
        "allocator/text/ui/hello.toml", "allocator/ui/frame.py", "allocator/ui/pages/hello.py",
    ]  # fmt: skip
