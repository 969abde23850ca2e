"""Before anything is answered: who asks, from where, how much and for how long; and after: headers, and no word of what failed.

Loopback is shared by everybody who works on a terminal server, so each browser needs the key that was printed. It is
good for one browser; another one is printed when it was used.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "als_planner"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LARGEST_POST, LARGEST_FILE = 4_000_000, 25_000_000  # bytes of a body, and of one that brings a file
SECONDS = 30.0  # until a body is there
MOST_AT_ONCE = 100
SAFE = ("GET", "HEAD")
TOO_LONG, TOO_LARGE, BUSY = 408, 413, 503  # after these the rest of what is sent is not waited for


@dataclass
class Keys:
    """The key in the printed address, good once; the cookie that stands for it; and the lasting key for programs."""

    once: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    program: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def used(self, key: str) -> bool:
        """Whether this is the key of the printed address; it opens nothing a second time."""
        fits = compare_digest(key.encode(), self.once.encode())
        if fits:
            self.once = secrets.token_urlsafe(24)
        return fits


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Whom the guard lets in: the hosts under which the server is known, the keys, and where files are brought."""

    keys: Keys
    hosts: frozenset[str]
    files: frozenset[str]
    used: Callable[[], None] = lambda: None


Say = Callable[[Request, int, str], Response]


class Guard:
    """Around the whole application; ``say`` makes the page or problem for a status."""

    def __init__(self, app: ASGIApp, rules: Rules, say: Say) -> None:
        self.app, self.rules, self.say = app, rules, say
        self.at_once = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sending = _Sending(send)
        request = Request(scope, receive)
        if self.at_once >= MOST_AT_ONCE:
            await self._refuse(request, BUSY, "busy", receive, sending)
            return
        self.at_once += 1
        try:
            await self._answer(request, receive, sending)
        except Exception:  # a fault of ours is told as such, without a word of what it was about
            if not sending.begun:
                await self._refuse(request, 500, "other", receive, sending)
        finally:
            self.at_once -= 1

    async def _answer(self, request: Request, receive: Receive, send: Send) -> None:
        refusal = self._refusal(request)
        if isinstance(refusal, Response):
            await refusal(request.scope, receive, send)
            return
        if refusal is not None:
            await self._refuse(request, *refusal, receive, send)
            return
        body = await self._body(request)
        if isinstance(body, int):
            await self._refuse(request, body, "other", receive, send)
            return
        await self.app(request.scope, _once(body, receive), send)

    async def _refuse(self, request: Request, status: int, why: str, receive: Receive, send: Send) -> None:
        response = self.say(request, status, why)
        if status == BUSY:
            response.headers["Retry-After"] = "2"
        if status in (TOO_LONG, TOO_LARGE, BUSY):
            response.headers["Connection"] = "close"
        await response(request.scope, receive, send)

    # --- who asks -------------------------------------------------------------------------------------------

    def _refusal(self, request: Request) -> Response | tuple[int, str] | None:
        if request.headers.get("host", "").lower() not in self.rules.hosts:
            return 421, "other"
        key = parse_qs(request.scope["query_string"].decode("latin-1")).get("key")
        if key and request.method == "GET" and request.url.path == "/":
            return self._exchanged(key[0])
        if self._is_program(request.headers):
            return None
        if not self._has_cookie(request.headers):
            return 403, "key"
        return None if request.method in SAFE or self._from_our_page(request.headers) else (403, "other")

    def _exchanged(self, key: str) -> Response | tuple[int, str]:
        """The cookie for the key; the address then holds no key any more."""
        if not self.rules.keys.used(key):
            return 403, "key"
        self.rules.used()
        response = RedirectResponse("/", status_code=303)
        response.set_cookie(COOKIE, self.rules.keys.cookie, httponly=True, samesite="strict", path="/")
        return response

    def _is_program(self, headers: Mapping[str, str]) -> bool:
        kind, _, key = headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and compare_digest(key.encode(), self.rules.keys.program.encode())

    def _has_cookie(self, headers: Mapping[str, str]) -> bool:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return found is not None and compare_digest(found.value.encode(), self.rules.keys.cookie.encode())

    def _from_our_page(self, headers: Mapping[str, str]) -> bool:
        """A browser says where a form stood; with no-referrer its origin may be null, and then its site counts."""
        origin = headers.get("origin", "null")
        if origin != "null":
            return origin.partition("://")[2].lower() in self.rules.hosts
        return headers.get("sec-fetch-site") in ("same-origin", "none")

    # --- how much, and for how long -------------------------------------------------------------------------

    async def _body(self, request: Request) -> bytes | int:
        """The whole body, or the status with which it is refused."""
        most = LARGEST_FILE if request.url.path in self.rules.files else LARGEST_POST
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > most:
            return TOO_LARGE if length.isdecimal() else 400
        try:
            async with asyncio.timeout(SECONDS):
                found = bytearray()
                async for part in request.stream():
                    found += part
                    if len(found) > most:
                        return TOO_LARGE
                return bytes(found)
        except TimeoutError:
            return TOO_LONG


def _once(body: bytes, receive: Receive) -> Receive:
    """The body as one message, then whatever comes (that the client has gone)."""
    waiting = [body]

    async def given() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return given


class _Sending:
    """What is sent, with our headers."""

    def __init__(self, send: Callable[[Message], Awaitable[None]]) -> None:
        self.send, self.begun = send, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            told = {name.lower() for name, _ in message["headers"]}
            more = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
            message["headers"] = [*message["headers"], *(pair for pair in more if pair[0] not in told)]
        await self.send(message)
