"""Hostile inputs and places to write to: a clear error each, in bounded time and memory.

    python -m benchmarks.hostile [EVERY] [--unmeasured]

Each case is a command in a process of its own. It fails where it hangs, ends in a traceback or an
unexpected error, says nothing of what is wrong, or takes more than 5 s of work or 500 MB. With
EVERY only every so many cases are run; `--unmeasured` leaves time and memory out of it.
"""

import io
import os
import random
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from formats.calendars import calendar, event  # noqa: E402
from tables.small import Small  # noqa: E402
from tables.test_bounds import _far, _merged, _strings, _styles, _text  # noqa: E402
from tables.test_guard import HOSTILE, _sheet, _with, _workbook  # noqa: E402

from allocator.cli import main as command  # noqa: E402
from allocator.tables import bounds  # noqa: E402
from allocator.tables.declared import TABLES  # noqa: E402
from benchmarks.hostile_formats import hostile_files  # noqa: E402

MOST_SECONDS, MOST_MEGABYTES = 5.0, 500.0
QUOTES = '""'
PATIENCE = 120.0
"""Seconds of the clock after which a case hangs; a busy machine takes its time."""
NOBODY = 65534
UNEXPECTED = ("Traceback", "Uventet feil", "Unexpected error", "Error:", "Exception")
Make = Callable[[], list[str]]


@dataclass(frozen=True)
class Case:
    """One case.

    Parameters
    ----------
    name
        What it is.
    make
        Makes its files in the working directory, which is empty, and gives the command.
    said
        What the answer must hold beside an exit code that is not 0.
    right
        Whether it is no error, and only has to end well.
    nobody
        Whether it is run as a user who owns nothing.
    """

    name: str
    make: Make
    message: str = ""
    right: bool = False
    nobody: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of a case."""

    wrong: str
    seconds: float
    megabytes: float


def main() -> int:
    """Run and print; 1 if any case fails."""
    every = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 1)
    measured = "--unmeasured" not in sys.argv
    load_all()
    chosen = list(cases())[::every]
    failing = 0
    longest = most = (0.0, "")
    for case in chosen:
        outcome = run(case, measured)
        failing += bool(outcome.wrong)
        if outcome.wrong:
            print(f"{case.name}: {outcome.wrong}", flush=True)
        longest = max(longest, (outcome.seconds, case.name))
        most = max(most, (outcome.megabytes, case.name))
    print(f"{len(chosen)} tried, {failing} failing")
    print(f"longest {longest[0]:.1f} s of work ({longest[1]}); peak {most[0]:.0f} MB ({most[1]})")
    return int(failing > 0)


def load_all() -> None:
    """Load what each process would load again, or may not load as a user who owns nothing."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        os.chdir(folder)
        with redirect_stderr(io.StringIO()):
            command(["run", str(small()), "--out", "ut"])
            command(["check", "inn", "--mark", "merket.xlsx"])
            command(["map", "merket.xlsx"])
            Path("inn", "x.mapping.yaml").write_bytes(b"ark: {}")
            command(["run", "inn", "--out", "ny"])
        os.chdir(here)


def run(case: Case, measured: bool = True) -> Outcome:
    """Run a case in a process of its own."""
    with tempfile.TemporaryDirectory() as holder:
        folder, answer = Path(holder) / "sted", Path(holder) / "svar"
        folder.mkdir()
        here = Path.cwd()
        os.chdir(folder)
        try:
            words = case.make()
            if case.nobody:
                for path in (Path(holder), folder):
                    path.chmod(0o777)
            child = os.fork()
            if child == 0:
                _be(case, words, answer)
            code, seconds, megabytes = _awaited(child)
        finally:
            os.chdir(here)
        text = answer.read_text("utf-8", "replace") if answer.exists() else ""
    wrong = _wrong(case, code, text)
    if measured and not wrong and seconds > MOST_SECONDS:
        wrong = f"takes {seconds:.1f} s"
    if measured and not wrong and megabytes > MOST_MEGABYTES:
        wrong = f"takes {megabytes:.0f} MB"
    return Outcome(wrong, seconds, megabytes)


def _be(case: Case, words: list[str], answer: Path) -> None:
    """Carry out the command, and end."""
    stream = answer.open("w", encoding="utf-8", errors="replace")
    os.dup2(stream.fileno(), 1)
    os.dup2(stream.fileno(), 2)
    sys.stdout = sys.stderr = stream
    if case.nobody and os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    code = 99
    try:
        code = command(words)
    finally:
        stream.flush()
        os._exit(code)


def _awaited(child: int) -> tuple[int | None, float, float]:
    """Return the exit code (None where it hangs), seconds of work and peak memory [MB]."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        done, status, used = os.wait4(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            return code, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    _, _, used = os.wait4(child, 0)
    return None, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _wrong(case: Case, code: int | None, text: str) -> str:
    """Say what is wrong with an outcome; empty where nothing is."""
    if code is None:
        return "hangs"
    if code not in (0, 1, 2, 3):
        return f"ends with {code}: {text[-200:]}"
    if any(word in text for word in UNEXPECTED):
        return f"traceback: {text[-300:]}"
    if not case.right and (code == 0 or not text.strip() or case.message not in text):
        return f"silent: {code}, {text[:300]}"
    return ""


# The cases -------------------------------------------------------------------------------------


def cases() -> Iterator[Case]:
    """Every case, in order."""
    yield from no_files()
    yield from closed_files()
    yield from strange_names()
    yield from large_tables()
    yield from mappings()
    yield from workbooks()
    yield from other_formats()
    yield from broken_bytes()
    yield from outputs()


def small(**more: bytes) -> Path:
    """Write the small input, with some files other than they are; gives its folder."""
    made = Path("inn")
    made.mkdir()
    for name, data in (Small().files() | more).items():
        (made / name).write_bytes(data)
    return made


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


KINDS: dict[str, Callable[[Path], None]] = {
    "pipe": os.mkfifo,
    "socket": _socket,
    "folder": Path.mkdir,
    "dangling link": lambda path: path.symlink_to("borte"),
    "link in a circle": lambda path: path.symlink_to(path.name),
    "link to a device": lambda path: path.symlink_to("/dev/zero"),
}


ALONE = (
    ["run", "{}", "--out", "ut"], ["check", "{}"], ["map", "{}"],
    ["check", "{}", "--mark", "m.xlsx"], ["why", "{}", "--resident", "B1"],
)  # fmt: skip


def no_files() -> Iterator[Case]:
    """What is no file, in the place of each table, of a mapping and of a workbook, and alone."""
    names = [*(f"{table.norwegian}.csv" for table in TABLES.values()), "x.mapping.yaml", "x.xlsx"]
    for kind, put in KINDS.items():
        for name in names:

            def beside(put: Callable[[Path], None] = put, name: str = name) -> list[str]:
                made = small()
                (made / name).unlink(missing_ok=True)
                put(Path("inn", name))
                return ["check", "inn"]

            yield Case(f"{kind} as {name}", beside, name)
        if kind == "folder":
            continue
        for words in ALONE:

            def alone(put: Callable[[Path], None] = put, words: list[str] = words) -> list[str]:
                put(Path("fil.csv"))
                return [word.format("fil.csv") for word in words]

            yield Case(f"{kind} alone, {' '.join(words)}", alone, "fil.csv")
    for device in ("/dev/zero", "/dev/null", "/dev/urandom", "/dev/tty", "/proc/self/mem"):
        yield Case(f"check {device}", lambda device=device: ["check", device])


def closed_files() -> Iterator[Case]:
    """Files and folders that the user may not read."""
    for name in ("fravaer.csv", "vakter.csv", "x.mapping.yaml", "x.xlsx"):

        def closed(name: str = name) -> list[str]:
            made = small(**{name: b"a"})
            (made / name).chmod(0)
            return ["check", "inn"]

        yield Case(f"closed {name}", closed, name, nobody=True)

    def folder_closed() -> list[str]:
        small().chmod(0)
        return ["check", "inn"]

    yield Case("closed folder", folder_closed, "inn", nobody=True)

    def within() -> list[str]:
        small().chmod(0)
        return ["check", "inn/vakter.csv"]

    yield Case("a file in a closed folder", within, "vakter.csv", nobody=True)


def strange_names() -> Iterator[Case]:
    """Names of files with what no name should have."""
    for shown, name in (
        ("escape", b"\x1b[2Jtiltak.csv"), ("newline", b"a\nb.csv"), ("no unicode", b"\xff\xfe.csv"),
        ("right to left", "\u202ecsv.tiltak.csv".encode()), ("long", b"x" * 250 + b".csv"),
    ):  # fmt: skip

        def named(name: bytes = name) -> list[str]:
            made = small()
            (made / os.fsdecode(name)).write_bytes(b"enhet;uker\r\nA;2\r\n")
            return ["check", "inn"]

        yield Case(f"a name: {shown}", named, right=True)
    yield Case("a name that is too long", lambda: ["check", "x" * 5000])
    yield Case("no such input", lambda: ["check", "borte"], "borte")
    yield Case("an empty name", lambda: ["check", ""])


def _table(heading: str, rows: Iterator[str]) -> bytes:
    return "\r\n".join([heading, *rows]).encode()


def _numbered(heading: str, rows: int) -> bytes:
    return _table(heading, (f"N{number}" for number in range(rows)))


def large_tables() -> Iterator[Case]:
    """More rows, units, cells, columns and bytes than a unit can have."""

    def case(name: str, message: str = "", **files: Callable[[], bytes]) -> Case:
        def make() -> list[str]:
            small(**{f"{file}.csv": made() for file, made in files.items()})
            return ["check", "inn"]

        return Case(name, make, message)

    for english, table in TABLES.items():
        most = bounds.MAX_ROWS_PER_UNIT[english]
        yield case(
            f"{most + 1} rows of {table.norwegian}",
            table.norwegian,
            **{
                table.norwegian: lambda most=most: _table(
                    "x;y", (f"{n};a" for n in range(most + 1))
                )
            },
        )  # type: ignore[arg-type]
    million = 1_000_000
    yield case(
        "a million residents", beboere=lambda: _table("beboer", (f"B{n}" for n in range(million)))
    )
    yield case(
        "a million units", enhet=lambda: _table("enhet;uker", (f"A{n};2" for n in range(million)))
    )
    yield case(
        "a million residents of as many units",
        beboere=lambda: _table("enhet;beboer", (f"A{n};B" for n in range(million))),
    )
    yield case("24 million cells", vakter=lambda: b"\r\n".join([b";".join([b"a"] * 400)] * 60_000))
    yield case("a row of a million columns", vakter=lambda: b"a;" * million)
    yield case("a heading of a million words", liste=lambda: b"a;" * million + b"\r\nb;c")
    yield case("51 MB", vakter=lambda: b"x" * 51_000_000)
    yield case("49 MB in one cell", vakter=lambda: b"uke\r\n" + b"x" * 49_000_000)
    yield case("49 MB in one quoted cell", vakter=lambda: b'uke\r\n"' + b"x" * 49_000_000)
    yield case("49 MB of quotes", vakter=lambda: b'"' * 49_000_000)
    yield case("49 MB of line ends", tiltak=lambda: b"\r\n" * 24_000_000)
    yield case("10 MB of semicolons", tiltak=lambda: b";" * 10_000_000)
    yield case("19000 rows, every cell wrong", tiltak=lambda: _table(
        "beboer;tjeneste;minutter;ganger;per",
        (f"Q{n};x{n};y{n};z{n};w{n}" for n in range(19_000))))  # fmt: skip
    yield case("50000 shifts, every cell wrong", vakter=lambda: _table(
        "uke;ukedag;vakt;start;slutt",
        (f"u{n};d{n};v{n};s{n};e{n}" for n in range(50_000))))  # fmt: skip
    yield case("50000 absences of unknown residents", fravaer=lambda: _table(
        "beboer;ukedag", (f"Q{n};man" for n in range(50_000))))  # fmt: skip
    yield case("a year too wide to calculate", "for stor",
        enhet=lambda: b"enhet;uker;periode_start\r\nA;260;2026-01-05",
        vakter=lambda: _table("uke;ukedag;vakt;start;slutt", (
            f"{n % 260 + 1};man;dag;07:{n % 60:02d};15:{n // 260 % 60:02d}"
            for n in range(30_000))),
        tiltak=lambda: _table("beboer;tjeneste;minutter", (
            f"B{n % 2 + 1};15;{n % 50 + 1}" for n in range(1_000))))  # fmt: skip

    def many() -> list[str]:
        made = small()
        for number in range(2_000):
            (made / f"{number}.csv").write_bytes(b"a;b\r\n")
        return ["check", "inn"]

    yield Case("2000 files", many)


def mappings() -> Iterator[Case]:
    """Mapping files without measure."""
    texts = {
        "brackets": "[" * 50_000, "braces": "{a: " * 40_000, "lines of brackets": "[\n" * 40_000,
        "dashes": "- " * 40_000, "indents": "".join(" " * n + "a:\n" for n in range(500)),
        "question marks": "? " * 40_000, "closing brackets": "]" * 50_000,
        "a key twice": "ark: {a: {tabell: tiltak}, a: {tabell: tiltak}}",
        "a part twice": "ark: {a: {tabell: tiltak, tabell: vedtak}}",
        "a part in both languages": "ark: {a: {tabell: tiltak, table: tiltak}}",
        "a column twice": "ark: {a: {tabell: tiltak, kolonner: {b: beboer, B: tjeneste}}}",
        "an anchor": "ark: &a {b: *a}", "laughs": "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]",
        "a tag": "ark: !!python/object/apply:os.system [ls]", "a merge": "ark: {<<: {a: b}}",
        "90 kB of keys": "ark:\n" + "".join(f"  k{n}: {{}}\n" for n in range(8_000)),
        "90 kB of text": 'ark: "' + "x" * 90_000 + '"', "90 kB of comments": "#\n" * 45_000,
        "90 kB of a list": "ark: [" + "a," * 45_000 + "]", "a document too many": "---\n" * 9,
        "201 kB": "#" * 201_000, "5 MB": "[" * 5_000_000, "no unicode": "\udcff", "tabs": "\t" * 9,
        "quotes": "'" * 50_001, "colons": ": " * 40_000, "pipes": "|\n" * 9_000,
        "percents": "%" * 90_000, "ampersands": "&" * 90_000, "exclamations": "!" * 90_000,
    }  # fmt: skip
    for name, text in texts.items():

        def make(text: str = text) -> list[str]:
            small(**{"x.mapping.yaml": text.encode("utf-8", "surrogateescape")})
            return ["check", "inn"]

        yield Case(f"mapping: {name}", make, "x.mapping.yaml")


def workbooks() -> Iterator[Case]:
    """Workbooks made to do harm, checked, mapped and marked."""
    made: dict[str, Callable[[], bytes]] = {name: make for name, (make, _) in HOSTILE.items()}
    made |= {
        "far cells": lambda: _far(2_000),
        "one far cell": lambda: _with({"xl/worksheets/sheet1.xml": _sheet(
            '<row r="2"><c r="A2"><v>1</v></c><c r="XFD2" s="0"/></row>')}),
        "far cells in few rows": lambda: _far(900),
        "styles": lambda: _styles(5_000_000),
        "merged cells": lambda: _merged("XFD1048576"),
        "a long text": lambda: _text(20_000_000),
        "a text many times": lambda: _text(32_000, 100_000),
        "strings": lambda: _with(_strings("<si/>" * 11_000_000)),
        "rows": lambda: _with({"xl/worksheets/sheet1.xml": _sheet("<row/>" * 9_000_000)}),
        "deep": lambda: _with({"xl/worksheets/sheet1.xml": b"<a>" * 5_000_000}),
        "a deep sheet": lambda: _with({"xl/worksheets/sheet1.xml": _sheet("<x>" * 90_000)}),
        "a long number": lambda: _with({"xl/worksheets/sheet1.xml": _sheet(
            f"<row><c><v>{'9' * 20_000_000}</v></c></row>")}),
        "many attributes": lambda: _with({"xl/worksheets/sheet1.xml": _sheet(
            f"<row {' '.join(f'a{n}={QUOTES}' for n in range(500_000))}/>")}),
        "a far row in every sheet": _far_sheets,
        "formulas": lambda: _with({"xl/worksheets/sheet1.xml": _sheet("".join(
            f'<row r="{n}"><c r="A{n}"><f>1</f></c></row>' for n in range(1, 90_000)))}),
    }  # fmt: skip
    for name, make in made.items():
        for words in (["check"], ["map"], ["check", "--mark"]):

            def write(make: Callable[[], bytes] = make, words: list[str] = words) -> list[str]:
                Path("fil.xlsx").write_bytes(make())
                return [words[0], "fil.xlsx", *words[1:], *["merket.xlsx"] * (len(words) > 1)]

            yield Case(f"workbook: {name}, {' '.join(words)}", write, right=words[0] == "map")


def other_formats() -> Iterator[Case]:
    """Files of other kinds, checked, mapped and marked."""
    for name, file, make, read in hostile_files():
        for words in (["check"], ["map"], ["check", "--mark"]):

            def write(
                make: Callable[[], bytes] = make, file: str = file, words: list[str] = words
            ) -> list[str]:
                Path(file).write_bytes(make())
                return [words[0], file, *words[1:], *["merket.xlsx"] * (len(words) > 1)]

            right = read or words[0] == "map"
            yield Case(f"{name}, {' '.join(words)}", write, right=right)
    yield Case("many workbooks, each almost too large", _many_workbooks)
    yield Case("many calendars, each almost too large", _many_calendars)


def _many_workbooks() -> list[str]:
    made = small()
    rows = "<row>" + "<c><v>1</v></c>" * 100 + "</row>"
    data = _with({"xl/worksheets/sheet1.xml": _sheet(rows * 4_000)})
    for number in range(40):
        (made / f"{number}.xlsx").write_bytes(data)
    return ["check", "inn"]


def _many_calendars() -> list[str]:
    made = small()
    data = calendar([event("20260105T070000", "20260105T150000", "D1")] * 4_900)
    for number in range(40):
        (made / f"{number}.ics").write_bytes(data)
    return ["check", "inn"]


def _far_sheets() -> bytes:
    """Forty sheets, each with a formatted cell in its last row."""
    import openpyxl

    book = openpyxl.Workbook()
    for _ in range(40):
        book.create_sheet()["A1"] = 1
    stream = io.BytesIO()
    book.save(stream)
    far = _sheet('<row r="1048576"><c r="A1048576" s="0"/></row>')
    return _with({f"xl/worksheets/sheet{n}.xml": far for n in range(1, 42)}, stream.getvalue())


def broken_bytes() -> Iterator[Case]:
    """Bytes that are no text, and workbooks with bytes changed."""
    chance = random.Random(20260105)
    for number in range(15):
        data = chance.randbytes(20_000)
        yield _bytes_case(f"random bytes {number} as CSV", "vakter.csv", data)
        yield _bytes_case(f"random bytes {number} as a workbook", "", b"PK\x03\x04" + data)
    whole = _workbook()
    for number in range(30):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 5, 50))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        yield _bytes_case(f"damaged workbook {number}", "", bytes(damaged), right=True)
    for name, data in (("UTF-16", "enhet;uker".encode("utf-16")), ("zeros", bytes(100_000))):
        yield _bytes_case(name, "enhet.csv", data)


def _bytes_case(name: str, table: str, data: bytes, right: bool = False) -> Case:
    def make() -> list[str]:
        if table:
            small(**{table: data})
            return ["check", "inn"]
        Path("fil.xlsx").write_bytes(data)
        return ["check", "fil.xlsx"]

    return Case(name, make, right=right)


def outputs() -> Iterator[Case]:
    """Places that cannot be written to, or hold what is not ours."""

    def case(name: str, out: str, put: Callable[[], object] | None = None) -> Case:
        def make() -> list[str]:
            small()
            if put:
                put()
            return ["run", "inn", "--out", out]

        return Case(f"output: {name}", make)

    yield case("empty", "")
    yield case("the input", "inn")
    yield case("within the input", "inn/ut")
    yield case("deep within the input", "inn/a/b/ut.xlsx")
    yield case("a link to the input", "ut", lambda: Path("ut").symlink_to("inn"))
    yield case("a link in a circle", "ut", lambda: Path("ut").symlink_to("ut"))
    yield case("a pipe", "ut.xlsx", lambda: os.mkfifo("ut.xlsx"))
    yield case("a file", "ut", lambda: Path("ut").write_text("mine"))
    yield case("a device", "/dev/null")
    yield case("beneath a file", "ut/her", lambda: Path("ut").write_text("mine"))
    yield case("too long", "x" * 300)
    yield case("no folder of a process", "/proc/1/ut")
    for name in ("hours.csv", "run.json", "notices.csv"):
        yield case(
            f"a folder named {name}",
            "ut",
            lambda name=name: Path("ut", name).mkdir(parents=True),
        )
        yield case(f"a link named {name}", "ut", lambda name=name: (
            Path("ut").mkdir(), Path("ut", name).symlink_to("../mine")))  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
