"""A sample of the hostile inputs and of the kills that the benchmarks try whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the benchmarks are Linux's")
@pytest.mark.parametrize(
    ("command", "tried"), [(["hostile", "29", "--unmeasured"], 1), (["killed", "6"], 2)]
)
def test_a_sample(command: list[str], tried: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{command[0]}", *command[1:]],
        check=False,
        capture_output=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.decode().count(" tried") == tried
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
