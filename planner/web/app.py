"""The application: pages for people, and below /v1 the same for other programs. No state but what it is made with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from planner.language.words import language_for, load_words
from planner.model.errors import HasDied, PlannerError
from planner.model.knowledge import Knowledge
from planner.press.render import templates
from planner.reading.resources import resource, version
from planner.web import opening, work
from planner.web.api import Api, attached, done_by, problem
from planner.web.guard import Guard, Keys, Rules
from planner.web.posted import LANGUAGE, Posted
from planner.web.sent import form_of, upload_of
from planner.web.work import Attachment, Seat
from planner.web.workers import Busy, Workers, WorkStopped

STATIC = {"web.css": "text/css", "page.js": "text/javascript", "htmx.min.js": "text/javascript"}
FONTS = ("AtkinsonHyperlegible-Regular.ttf", "AtkinsonHyperlegible-Bold.ttf")
TAKES_FILES = frozenset({"/open", "/v1/import", "/v1/plan", "/v1/papers"})
API = "/v1"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What an application is made with: who works for it, the keys, its hosts, the day, and for whom it is."""

    quick: Workers
    slow: Workers
    day: Callable[[], date]
    hosts: frozenset[str]
    keys: Keys = field(default_factory=Keys)
    for_family: bool = False
    used: Callable[[], None] = lambda: None


def make_app(knowledge: Knowledge, setting: Setting) -> ASGIApp:
    """The guarded application."""
    app = FastAPI(
        title="ALS stage planner", version=version(), docs_url=None, redoc_url=None,
        openapi_url=None if setting.for_family else f"{API}/openapi.json",
    )  # fmt: skip
    _Pages(app, setting).add()
    _static(app)
    if not setting.for_family:
        app.include_router(Api(knowledge, setting.quick, setting.slow, setting.day).router())
    _problems(app)
    rules = Rules(keys=setting.keys, hosts=setting.hosts, files=TAKES_FILES, used=setting.used)
    return Guard(GZipMiddleware(app, minimum_size=2000, compresslevel=6), rules, _said)


# --- the pages -------------------------------------------------------------------------------------------------


class _Pages:
    """Every page is made from what was posted, and gives it back in its own fields."""

    def __init__(self, app: FastAPI, setting: Setting) -> None:
        self.app, self.setting = app, setting

    def seat(self, form: Posted) -> Seat:
        language, _ = language_for(form(LANGUAGE) or "en")
        return Seat(today=self.setting.day(), language=language, plain=self.setting.for_family)

    def add(self) -> None:
        """All pages, and the files that they offer."""
        quick, slow = self.setting.quick, self.setting.slow
        self._at("/", self._blank, "GET")
        self._at("/open", self._opened)
        pages: dict[str, Callable[..., str]] = {
            "/": work.form_page, "/beside": work.beside, "/overview": work.overview, "/board": work.board_page,
            "/board/lines": work.board_beside,
        }  # fmt: skip
        if not self.setting.for_family:  # what would turn is told as the therapist reads it
            pages |= {"/what-if": work.what_if_page, "/keep": work.kept}
        for path, made in pages.items():
            self._at(path, self._page(quick, made))
        self._at("/papers", self._page(quick, work.papers_page, False))
        self._at("/papers/look", self._page(slow, work.papers_page, True))
        self._at("/papers/pdf", self._file(slow, work.paper))
        self._at("/papers/print", self._file(slow, work.paper, shown=True))
        self._at("/board/pdf", self._file(slow, work.paper, kind="equipment"))
        self._at("/board/ics", self._file(quick, work.calendar))
        self._at("/board/csv", self._file(quick, work.purchases))
        self._at("/save", self._file(quick, work.saved))
        for path in ("/overview", "/papers", "/board", "/open", "/keep"):  # a posted page that is loaded again is gone
            self._at(path, self._back, "GET")

    def _at(self, path: str, answer: Callable[..., Awaitable[Response]], method: str = "POST") -> None:
        self.app.add_api_route(path, answer, methods=[method], include_in_schema=False)

    def _page(self, workers: Workers, made: Callable[..., str], *more: object) -> Callable[..., Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            form = await form_of(request)
            return HTMLResponse(await done_by(workers, made, form, self.seat(form), *more))

        return answer

    def _file(
        self, workers: Workers, made: Callable[..., Attachment], shown: bool = False, kind: str = ""
    ) -> Callable[..., Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            form = await form_of(request)
            form = form.but(**{"paper.kind": kind}) if kind else form
            return attached(await done_by(workers, made, form, self.seat(form)), shown)

        return answer

    async def _blank(self, request: Request) -> Response:
        form = Posted({LANGUAGE: request.query_params.get(LANGUAGE, "")})
        return HTMLResponse(await done_by(self.setting.quick, work.form_page, form, self.seat(form)))

    async def _opened(self, request: Request) -> Response:
        form, content = await upload_of(request)
        return HTMLResponse(await done_by(self.setting.slow, opening.opened, content, form, self.seat(form)))

    async def _back(self) -> Response:
        return RedirectResponse("/", status_code=303)


# --- beside the pages ------------------------------------------------------------------------------------------


def _static(app: FastAPI) -> None:
    """Styles, scripts and letters, read once."""
    folder = resource("templates")
    held = {name: ((folder / "web" / name).read_bytes(), kind) for name, kind in STATIC.items()}
    held |= {f"fonts/{name}": ((folder / "fonts" / name).read_bytes(), "font/ttf") for name in FONTS}

    async def static(name: str) -> Response:
        if name not in held:
            raise HTTPException(404)
        content, kind = held[name]
        return Response(content, media_type=kind, headers={"Cache-Control": "private, max-age=600"})

    app.add_api_route("/static/{name:path}", static, methods=["GET"], include_in_schema=False)


def _problems(app: FastAPI) -> None:
    """What goes wrong ends in sentences: a page for people, a problem for programs."""

    async def told(request: Request, error: Exception) -> Response:
        if isinstance(error, HasDied):
            said = [f"{problem.where}. {problem.what}" for problem in error.found]
            return _answered(request, 200, said, "", error)
        if isinstance(error, PlannerError):
            return _answered(request, 422, [f"{p.what} {p.remedy}".strip() for p in error.found], "", error)
        if isinstance(error, Busy | WorkStopped):
            response = _answered(request, 503, [], "busy")
            response.headers["Retry-After"] = "3"
            return response
        if isinstance(error, HTTPException):
            answer = _answered(request, error.status_code, [], "other")
            answer.headers.update(error.headers or {})  # which methods there are
            return answer
        return _answered(request, 422 if isinstance(error, RequestValidationError) else 500, [], "other")

    for kind in (PlannerError, Busy, WorkStopped, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, told)


def _said(request: Request, status: int, why: str) -> Response:
    return _answered(request, status, [], why)


def _answered(request: Request, status: int, lines: list[str], why: str, error: PlannerError | None = None) -> Response:
    if request.url.path.startswith(API):
        return problem(status if status != HTTPStatus.OK else 422, error)
    words = load_words(language_for(request.query_params.get(LANGUAGE, "en"))[0])
    given: Mapping[str, Any] = {
        "words": words,
        "seat": Seat(today=date.min),
        "edition": "",
        "digest": "",
        "languages": (),
    }
    said = lines or [words(f"web.problem_{why}")]
    html = (
        templates()
        .get_template("web/problem.html")
        .render(given, lines=said, english=bool(lines), wrong=status != HTTPStatus.OK)
    )
    return HTMLResponse(html, status_code=status)
