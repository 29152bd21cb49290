"""Ctrl-C is quiet at any moment from the first import on, and standard output may be gone."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from export.small import write_small

from allocator.cli import interrupt, main
from allocator.cli.interrupt import orderly

ROOT = Path(__file__).parents[1]
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
SCRIPT = "import sys; from allocator.__main__ import main; sys.exit(main())"
"""What the installed command is."""
STARTS = {"module": ["-m", "allocator"], "script": ["-c", SCRIPT]}
MOMENTS = (
    "allocator.__main__", "allocator.cli.entry", "allocator.cli.options",
    "allocator.cli.calculate", "pandas", "numpy", "pulp", "highspy",
    "allocator.pipeline", "allocator.model.solver", "allocator.export.files",
    "allocator.cli.summary",
)  # fmt: skip
"""Modules at whose import the signal comes."""
STRUCK = """
import importlib.abc, os, signal, sys
moment = sys.argv[1]
class Struck(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == moment:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Struck())
sys.argv[0:2] = ["allocator"]
import allocator.__main__
sys.exit(allocator.__main__.main())
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small(tmp_path_factory.mktemp("stopped") / "inn")


def started(words: list[str], **more: int | None) -> subprocess.Popen[bytes]:
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
    return subprocess.Popen(
        [sys.executable, *words], env=os.environ | {"PYTHONPATH": str(ROOT)}, **given
    )


@POSIX
@pytest.mark.parametrize("module", MOMENTS[1:])
def test_while_it_starts(module: str, source: Path, tmp_path: Path) -> None:
    words = ["-c", STRUCK, module, "run", str(source), "--out", str(tmp_path / "ut")]
    process = started(words)
    output, errors = process.communicate(timeout=300)
    assert process.returncode == 130
    assert errors.decode() in ("", "Avbrutt.\n")
    assert b"Traceback" not in output


@POSIX
@pytest.mark.parametrize("start", STARTS)
def test_at_a_random_moment(start: str, source: Path, tmp_path: Path) -> None:
    """From when the first of its modules is loaded: before that Python itself is at work."""
    chance = random.Random(20260105)
    for _ in range(3):
        ready, write = os.pipe()
        code = f"import os; os.write({write}, b'.');"
        words = ["run", str(source), "--out", str(tmp_path / "ut"), "--lang", "en"]
        run = "import runpy; runpy.run_module('allocator', run_name='__main__', alter_sys=True)"
        code += "import allocator.__main__;" + (run if start == "module" else SCRIPT)
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", code, *words],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=[write],
        )
        os.read(ready, 1)
        time.sleep(0.2 + chance.random())
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=300)
        os.close(ready)
        os.close(write)
        assert process.returncode in (0, 130)
        assert b"Traceback" not in errors + output
        assert process.returncode == 0 or errors.decode() in ("", "Interrupted.\n")
    assert {path.name for path in tmp_path.iterdir()} <= {"ut"}


@POSIX
def test_while_something_is_written_it_is_taken_back(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    code = (
        "import os, signal, sys\n"
        "import allocator.__main__\n"
        "fsync = os.fsync\n"
        "def struck(number):\n"
        "    fsync(number)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "os.fsync = struck\n"
        "sys.exit(allocator.__main__.main())\n"
    )
    process = started(["-c", code, "run", str(source), "--out", str(out)])
    output, errors = process.communicate(timeout=300)
    assert (process.returncode, output, errors) == (130, b"", b"Avbrutt.\n")
    assert list(tmp_path.iterdir()) == []


@POSIX
def test_while_the_interpreter_waits_for_a_solver(source: Path) -> None:
    """Python's own handler waits until the solver is done; another thread sees it at once."""
    code = (
        "import os, signal, sys, threading\n"
        "import allocator.__main__\n"
        "import allocator.pipeline\n"
        "lock = threading.Lock()\n"
        "lock.acquire()\n"
        "def allocate(*given, **named):\n"
        "    signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)\n"
        "    libc = __import__('ctypes').CDLL(None)\n"
        "    [libc.pause() for _ in range(9)]\n"
        "allocator.pipeline.allocate = allocate\n"
        "sys.exit(allocator.__main__.main())\n"
    )
    process = started(["-c", code, "check", str(source)])
    _, wrong = process.communicate(timeout=300)
    assert (process.returncode, wrong) == (130, b"Avbrutt.\n")


@POSIX
def test_when_all_is_done_and_python_ends(source: Path) -> None:
    """Python takes its handlers away before its last objects; a global is destroyed after that."""
    code = (
        "import os, signal, sys\n"
        "import allocator.__main__\n"
        "class Last:\n"
        "    def __del__(self, kill=os.kill, process=os.getpid(), number=signal.SIGINT):\n"
        "        kill(process, number)\n"
        "last = Last()\n"
        "sys.exit(allocator.__main__.main())\n"
    )
    process = started(["-c", code, "check", str(source)])
    _, wrong = process.communicate(timeout=300)
    assert (process.returncode, wrong) == (0, b"")


@POSIX
def test_nothing_is_begun_while_the_other_thread_ends_the_process(tmp_path: Path) -> None:
    """It says good-bye first, which lets this thread go on."""
    begun = tmp_path / "begun"
    code = (
        "import os, threading, time\n"
        "from allocator.cli import interrupt\n"
        "interrupt.quit_on_interrupt()\n"
        "write = os.write\n"
        "def slow(number, text):\n"
        "    write(number, text)\n"
        "    time.sleep(1.0)\n"
        "os.write = slow\n"
        "interrupt.say_on_interrupt('Interrupted.')\n"
        "threading.Thread(target=interrupt._quit).start()\n"
        "time.sleep(0.2)\n"
        "with interrupt.orderly():\n"
        f"    open({str(begun)!r}, 'w').close()\n"
    )
    process = started(["-c", code])
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, b"Interrupted.\n")
    assert not begun.exists()


def test_within_another_program_ctrl_c_is_its_own_affair() -> None:
    before = signal.getsignal(signal.SIGINT)
    with orderly():
        assert signal.getsignal(signal.SIGINT) is before
    assert signal.getsignal(signal.SIGINT) is before
    assert not interrupt._orderly


@POSIX
@pytest.mark.parametrize("command", [["check"], ["run", "--out", "{ut}"], ["--help"]])
@pytest.mark.parametrize("stream", ["full", "closed", "gone"])
def test_standard_output_that_takes_nothing(
    command: list[str], stream: str, source: Path, tmp_path: Path
) -> None:
    if stream == "full" and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    words = [word.format(ut=tmp_path / "ut") for word in command]
    words = [words[0], str(source), *words[1:]] if words[0] != "--help" else words
    ending = {"full": ">/dev/full", "closed": ">&-", "gone": "| true"}[stream]
    done = subprocess.run(
        ["sh", "-c", f'"$@" {ending}', "sh", sys.executable, "-m", "allocator", *words],
        check=False,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    errors = done.stderr.decode()
    assert "Traceback" not in errors
    assert "Uventet feil" not in errors
    assert "Exception ignored" not in errors
    if stream == "full" and words[0] != "--help":
        assert done.returncode == 3
        assert "disken er full" in errors
    elif words[0] != "--help":
        assert done.returncode == 0
        assert errors == ""
    if "run" in words:
        assert (tmp_path / "ut" / "run.json").is_file()


@POSIX
@pytest.mark.parametrize("ending", ["2>/dev/full", "2>&-", ">&- 2>&-"])
def test_standard_error_that_takes_nothing(ending: str, source: Path, tmp_path: Path) -> None:
    wrong = write_small(tmp_path / "feil", enhet="enhet;uker\nA1;null\nA2;1\n")
    for given, code in ((source, 0), (wrong, 1)):
        out = str(tmp_path / f"ut{code}")
        words = [sys.executable, "-m", "allocator", "run", str(given), "--out", out]
        done = subprocess.run(
            ["sh", "-c", f'"$@" {ending}', "sh", *words],
            check=False,
            capture_output=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == code


@pytest.mark.parametrize("number", [1, 2, 5, 13, 16, 17, 20, 21, 24, 27, 28, 30, 36, 40, 110, 122])
def test_no_error_of_the_system_is_told_in_its_own_words(
    number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def refusing(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refusing)
    code = main(["template", str(tmp_path / "mal.xlsx")])
    errors = capsys.readouterr().err
    assert code != 0
    assert os.strerror(number) not in errors
    assert errors.startswith("Kan ikke skrive til")
