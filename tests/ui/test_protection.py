"""The pages' server: known host names only, headers on every answer, no links out of people's text.

In a real browser with the headers in force: every page is drawn, and nothing is refused.
"""

import http.client
import socket
from collections.abc import Iterator
from contextlib import closing
from email.message import Message
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from allocator.ui import protection
from allocator.ui.protection import HEADERS, host_name, known_hosts
from allocator.ui.words import plain
from ui.browser import PAGES, browser, chromium, open_page, server, settled

browsing = [
    pytest.mark.browser,
    pytest.mark.skipif(not chromium(), reason="needs Debian's chromium: apt-get install chromium"),
]
SOLBAKKEN = sorted((Path(__file__).parents[2] / "examples" / "solbakken").glob("*.csv"))
UNKNOWN = ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "10.0.0.1"]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with server() as address:
        yield address


class Answer(NamedTuple):
    """What the server says to one request."""

    status: int
    headers: Message
    body: bytes


def _asked(site: str, path: str, host: str) -> Answer:
    link = http.client.HTTPConnection(urlsplit(site).netloc, timeout=20)
    with closing(link):
        link.putrequest("GET", path, skip_host=True)
        link.putheader("Host", host)
        link.endheaders()
        answer = link.getresponse()
        return Answer(answer.status, answer.headers, answer.read())


@pytest.mark.parametrize("path", ["/", "/regler", "/_stcore/health", "/static/x.js", "/media/x"])
def test_every_answer_has_the_headers(site: str, path: str) -> None:
    answer = _asked(site, path, urlsplit(site).netloc)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    policy = answer.headers["Content-Security-Policy"]
    for part in ("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'"):
        assert part in policy
    assert "http:" not in policy
    assert "*" not in policy


@pytest.mark.parametrize("host", UNKNOWN)
@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/_stcore/host-config"])
def test_an_unknown_host_name_is_refused(site: str, host: str, path: str) -> None:
    answer = _asked(site, path, host)
    assert answer.status in (400, 421)  # an empty name does not reach the program
    assert b"<html" not in answer.body


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST:99", "[::1]:8501"])
def test_the_names_of_this_machine_are_known(site: str, host: str) -> None:
    assert _asked(site, "/_stcore/health", host).status == 200


@pytest.mark.parametrize(("host", "status"), [("localhost", b"101"), ("evil.example", b"403")])
def test_the_websocket_knows_the_same_names(site: str, host: str, status: bytes) -> None:
    port = urlsplit(site).port
    lines = (
        *("GET /_stcore/stream HTTP/1.1", f"Host: {host}:{port}", "Connection: Upgrade"),
        *("Upgrade: websocket", "Sec-WebSocket-Version: 13", f"Origin: http://{host}:{port}"),
        *("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "", ""),
    )
    with socket.create_connection(("127.0.0.1", port), timeout=20) as link:
        link.sendall("\r\n".join(lines).encode())
        assert link.recv(100).split()[1] == status


def test_further_names_come_from_the_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"server.allowedHosts": ["Omfang.kommune.example"], "server.address": "0.0.0.0"}
    monkeypatch.setattr(protection.st, "get_option", given.get)
    assert known_hosts() == {"127.0.0.1", "localhost", "::1", "omfang.kommune.example"}
    given["server.address"] = "192.168.1.7"
    assert "192.168.1.7" in known_hosts()


@pytest.mark.parametrize(
    "host", ["localhost; script-src *", "localhost:80 x", "[::1", "a\nb", "é x"]
)
def test_what_is_no_host_name_is_none(host: str) -> None:
    assert host_name(host) == ""


LINKS = [
    *("https://evil.example/x", "HTTP://evil.example", "www.evil.example/y", "WWW.evil.example"),
    *(
        "kari@evil.example",
        "mailto:kari@evil.example",
        "<https://evil.example>",
        "ftp://evil.example",
    ),
    *(
        "[B1](https://evil.example)",
        "![x](https://evil.example/x.png)",
        "[x]: https://evil.example",
    ),
    *("(www.evil.example)", "xmpp:a@evil.example", "http://localhost:1/x", "//evil.example"),
]


@pytest.mark.parametrize("text", LINKS)
def test_text_of_people_looks_the_same_and_holds_no_address_whole(text: str) -> None:
    shown = plain(text).replace("\\", "")
    assert shown.replace("\u2060", "") == text
    for address in ("https:", "http:", "www.", "@evil"):
        assert address not in shown.lower()


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    with browser() as opened:
        yield opened


class Watched:
    """A page with the policy in force, and everything that went wrong on it."""

    def __init__(self, chrome: Any, site: str) -> None:
        self.context = chrome.new_context(locale="nb-NO", viewport={"width": 1280, "height": 900})
        self.page = self.context.new_page()
        self.trouble: list[str] = []
        self.page.on("console", self._told)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.goto(site)
        settled(self.page)

    def _told(self, message: Any) -> None:
        if message.type == "error":
            self.trouble.append(message.text)


@pytest.fixture
def watched(chrome: Any, site: str) -> Iterator[Watched]:
    opened = Watched(chrome, site)
    yield opened
    opened.context.close()


def _upload(page: Any, files: list[dict[str, Any]]) -> None:
    open_page(page, PAGES.index("last-opp"))
    page.locator("input[type=file]").set_input_files(files)
    page.wait_for_timeout(500)
    settled(page)


@browsing[0]
@browsing[1]
def test_every_page_works_under_the_policy(watched: Watched) -> None:
    for index in range(len(PAGES)):
        open_page(watched.page, index)
        assert watched.page.locator("[data-testid=stException]").count() == 0
    _upload(watched.page, [_file(path.name, path.read_bytes()) for path in SOLBAKKEN])
    with watched.page.expect_download() as download:
        watched.page.get_by_test_id("stDownloadButton").first.click()
    assert download.value.path()
    for index in range(len(PAGES)):
        open_page(watched.page, index)
    assert watched.trouble == []


def _file(name: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "text/csv", "buffer": data}


@browsing[0]
@browsing[1]
def test_no_link_is_made_of_peoples_text(watched: Watched) -> None:
    """In every text of the input, right and wrong, on every page."""
    files = {path.name: path.read_bytes() for path in SOLBAKKEN}
    links_as_text = " ".join(link for link in LINKS if ";" not in link).encode()
    rows = files["tiltak.csv"].splitlines()
    column = rows[0].split(b";").index(b"beskrivelse")
    for number, row in enumerate(rows[1:], start=1):
        cells = row.split(b";")
        cells[column] = links_as_text
        rows[number] = b";".join(cells)
    files["tiltak.csv"] = b"\r\n".join(rows)
    files["www.evil.example.csv"] = b"https://evil.example;a\r\n1;2\r\n"
    files["enhet.csv"] = files["enhet.csv"].replace(
        b"Solbakken", b"www.evil.example https://evil.example"
    )
    files["svar.csv"] += (
        b"www.evil.example;kari@evil.example;https://evil.example;x;y;2026-01-01\r\n"
    )
    _upload(watched.page, [_file(name, data) for name, data in files.items()])
    for index in range(len(PAGES)):
        open_page(watched.page, index)
        for heading in watched.page.locator("[data-testid=stExpander] summary").all():
            heading.click()
        watched.page.wait_for_timeout(200)
        links = watched.page.evaluate("[...document.querySelectorAll('a')].map(a => a.href)")
        assert not [link for link in links if "evil" in link or link.startswith("mailto")]
