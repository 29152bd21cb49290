"""`allocator dashboard`: starts the pages on this machine and opens them in the browser."""

import runpy
import sys
from importlib.util import find_spec

from allocator.cli.interrupt import orderly
from allocator.cli.terminal import Refusal, show
from allocator.resources import APP
from allocator.text import translate


def dashboard_command(port: int, open_browser: bool, language: str) -> int:
    """Run the pages until they are stopped with Ctrl-C.

    Parameters
    ----------
    port : on 127.0.0.1; the pages are for this machine only.
    open_browser : whether to open the browser at the pages.

    Raises
    ------
    Refusal : Streamlit or Plotly, the extra `dashboard`, is not installed.
    """
    if not all(map(find_spec, ("streamlit", "plotly"))):
        raise Refusal(translate("cli", "no-dashboard", language, extra="allocator[dashboard]"))
    show(translate("cli", "dashboard", language, address=f"http://127.0.0.1:{port}"))
    sys.argv = [
        *("streamlit", "run", str(APP), f"--server.port={port}"),
        f"--server.headless={'false' if open_browser else 'true'}",
    ]
    try:
        with orderly():  # the pages stop by themselves
            runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return int(end.code or 0)
    return 0
