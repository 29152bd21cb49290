"""A real browser on the running program."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from allocator.folders import DATA

ROOT = Path(__file__).parents[2]
HEALTHY = 90.0
"""Seconds to wait for the server."""
BUSY = "[data-testid=stSkeleton], [data-testid=stApp][data-test-script-state=running]"
PAGES = ("oversikt", "last-opp", "beboer", "bemanning", "enheter", "versjoner", "regler")
TALLEST = 6000


def chromium() -> str:
    """Where Debian's Chromium is; empty where it is not."""
    return os.environ.get("ALLOCATOR_CHROMIUM", "") or shutil.which("chromium") or ""


@contextmanager
def server(folder: Path | None = None, port: int = 0) -> Iterator[str]:
    """The program on a free port; gives its address.

    A folder of data and a port that are given are those of a server that ran before.
    """
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with TemporaryDirectory() as kept:
        running = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, DATA: str(folder or kept)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/_stcore/health")
            yield address
        finally:
            running.terminate()
            running.wait(10)


def _wait_for(address: str) -> None:
    until = time.monotonic() + HEALTHY
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium())
        yield opened
        opened.close()


def settled(page: Any) -> None:
    """Wait until the program has nothing more to draw."""
    page.wait_for_selector("h1", timeout=90_000)
    page.wait_for_timeout(150)
    page.wait_for_function(f"!document.querySelector('{BUSY}')", timeout=90_000)
    page.wait_for_timeout(150)


def see_example(page: Any) -> None:
    """Choose the example by the button of the empty page."""
    page.locator(".st-key-see_example button").first.click()
    page.wait_for_function("!document.querySelector('.st-key-see_example')", timeout=90_000)
    settled(page)


def speak(page: Any, language: str) -> None:
    """Choose the language, as a user does."""
    page.get_by_text({"nb": "Norsk", "en": "English"}[language], exact=True).click()
    page.wait_for_function(f"document.documentElement.lang === '{language}'", timeout=45_000)
    settled(page)


def open_page(page: Any, number: int) -> None:
    """Go to a page by the menu, which a telephone hides."""
    link = page.locator("[data-testid=stSidebarNavLink]").nth(number)
    narrow = page.viewport_size["width"] < 768
    if narrow and not _in_view(link):
        page.get_by_test_id("stExpandSidebarButton").click()
        page.wait_for_timeout(400)
    link.click()
    page.wait_for_timeout(300)
    if narrow and _in_view(link):
        page.get_by_test_id("stSidebarCollapseButton").locator("button").click()
        page.wait_for_timeout(400)
    settled(page)


def _in_view(link: Any) -> bool:
    box = link.bounding_box()
    return bool(box and box["x"] >= 0)


def whole(page: Any, path: Path) -> None:
    """A picture of the whole page, also of what one would scroll to."""
    width = page.viewport_size["width"]
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": min(int(height), TALLEST)})
    page.wait_for_timeout(700)
    page.screenshot(path=str(path))
    page.set_viewport_size({"width": width, "height": 900})
