"""What every answer of the pages' server goes through: known host names, and headers.

A page of another site can make its own name lead to this machine (DNS rebinding) and then read
what is shown here as if it were its own. So only the names that the server was started for are
answered. The headers tell the browser to load nothing from elsewhere, to show the pages in no
other site's frame, to guess no file types, and to tell no other site where the user came from.
"""

import re
from collections.abc import Iterable

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from allocator.text import LANGUAGES
from allocator.ui.words import Translator

_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
_EVERYWHERE = frozenset({"", "0.0.0.0", "::"})
"""Addresses to listen on that are no host's name."""
_POLICY = "; ".join(
    (
        "default-src 'self'",
        # Streamlit's own page has scripts and styles in it, and its charts compile theirs
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'{sockets}",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""Sent with every answer beside the Content-Security-Policy."""
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::[0-9]+)?")
_MISDIRECTED = 421
"""HTTP's status of a server that is not the one asked for."""
_UNACCEPTABLE = 1008
"""WebSocket's code for what a policy does not allow."""


def middleware() -> list[Middleware]:
    """Return what stands between the server and Streamlit."""
    return [Middleware(Protection)]


class Protection:
    """Answers known host names only, and adds the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")
        if host_name(host) in known_hosts():
            await self.app(scope, receive, _with_headers(send, host))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _UNACCEPTABLE})
        else:
            refusal = "\n".join(
                Translator(language)("frame.unknown-host") for language in LANGUAGES
            )
            answer = PlainTextResponse(refusal, _MISDIRECTED)
            await answer(scope, receive, _with_headers(send, ""))


def _with_headers(send: Send, host: str) -> Send:
    sockets = f" ws://{host} wss://{host}" if host else ""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = _POLICY.format(sockets=sockets)
            headers.update(HEADERS)
        await send(message)

    return sending


def host_name(host: str) -> str:
    """Return the name in a Host header, without the port.

    >>> host_name("localhost:8501"), host_name("[::1]:8501"), host_name("Example.com.")
    ('localhost', '::1', 'example.com')
    >>> host_name("localhost; x"), host_name("")
    ('', '')
    """
    named = _HOST.fullmatch(host.strip().lower())
    return (named[1] or named[2]).rstrip(".") if named else ""


def known_hosts() -> frozenset[str]:
    """Return the host names that the server was started for."""
    allowed: Iterable[str] = st.get_option("server.allowedHosts") or ()
    address = str(st.get_option("server.address") or "")
    named = {str(name).lower() for name in (*allowed, address)}
    return (_THIS_MACHINE | named) - _EVERYWHERE
