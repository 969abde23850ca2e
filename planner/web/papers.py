"""The papers of a plan made on the page: the same bytes as those of the command line, and pictures of their pages."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast, get_args

from planner.language.words import language_for
from planner.model.intake import LookAhead
from planner.pages.compose import ALL_DOCUMENTS, compose
from planner.plan.disclosure import READERS
from planner.plan.plan import Plan
from planner.press.lettering import printable_name
from planner.press.render import PAPERS, render_html, render_pdf
from planner.reading.intake import sign_off
from planner.reading.resources import languages
from planner.record.earlier import Earlier, with_earlier
from planner.web.filled import Filled
from planner.web.posted import Posted, refused

FOR_FAMILY = ("family", "equipment", "fridge")
PIXELS_PER_POINT = 1.25


@dataclass(frozen=True, kw_only=True)
class PaperAsked:
    """Which paper, and how it is to be printed; what is empty is as the intake says."""

    kind: str = "family"
    paper: str = ""
    language: str = ""
    large_print: bool = False
    grayscale: bool = False
    look_ahead: str = ""
    reader: str = "person"
    signed: str = ""
    news: bool = False


def paper_asked(form: Posted) -> PaperAsked:
    """What was chosen on the page of papers. Raises IntakeError for a choice that there is not."""
    asked = PaperAsked(
        kind=form("paper.kind") or "family", paper=form("paper.size"), language=form("paper.language"),
        large_print=form("paper.large_print") == "true", grayscale=form("paper.grayscale") == "true",
        look_ahead=form("paper.look_ahead"), reader=form("paper.reader") or "person", signed=form("paper.signed"),
        news=form("paper.since") == "true",
    )  # fmt: skip
    return checked(asked)


def checked(asked: PaperAsked) -> PaperAsked:
    """The same, where every choice is one that there is. Raises IntakeError."""
    allowed = {
        asked.kind: ALL_DOCUMENTS, asked.paper: ("", *PAPERS), asked.language: ("", *languages()),
        asked.look_ahead: ("", *get_args(LookAhead)), asked.reader: READERS,
    }  # fmt: skip
    wrong = [
        f"'{choice[:40]}' ({', '.join(filter(None, there))})"
        for choice, there in allowed.items()
        if choice not in there
    ]
    if wrong:
        raise refused(f"There is no such choice: {'; '.join(wrong)}.", "Choose one of those named.")
    return asked


def with_choices(plan: Plan, asked: PaperAsked, opened: Filled | None) -> Plan:
    """The plan signed, and with what is new since the paper that was opened, where that was asked for. Raises IntakeError."""
    if asked.signed:
        plan = replace(plan, intake=replace(plan.intake, review=sign_off(asked.signed, plan.today)))
    if asked.news and opened is not None and opened.base is not None and opened.base.visits:
        base = opened.base.source
        plan = with_earlier(plan, Earlier("form", intake=base))
    return plan


def pdf_of(plan: Plan, asked: PaperAsked) -> bytes:
    """One paper as PDF, byte for byte as `als-planner plan` makes it. Raises RenderError where it cannot be drawn."""
    name, _ = printable_name(plan.intake.name, plan.intake.id)
    language, _ = language_for(asked.language or plan.intake.language)
    country = plan.knowledge.country_of(plan.intake.country)
    reach = cast(LookAhead, asked.look_ahead) if asked.look_ahead else None
    document = compose(plan, asked.kind, language=language, reader=asked.reader, look_ahead=reach, name=name)
    size = asked.paper or (country.paper if country else "letter")
    html = render_html(document, paper=size, large_print=asked.large_print, grayscale=asked.grayscale)
    return render_pdf(html, record=plan)


def file_name(plan: Plan, asked: PaperAsked) -> str:
    """As the command line names it: a pseudonym and the kind of paper."""
    helper = "-helper" if asked.reader == "helper" and asked.kind in ("family", "equipment") else ""
    return f"{plan.intake.id}-{asked.kind}{helper}.pdf"


def pictures(pdf: bytes) -> tuple[str, ...]:
    """Each page as the address of a picture that holds itself; none where what draws them is not installed."""
    try:
        return tuple(_pictures(pdf))
    except ImportError:
        return ()


def _pictures(pdf: bytes) -> Iterator[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            image = page.render(scale=PIXELS_PER_POINT).to_pil().convert("P", palette=1, colors=64)
            written = io.BytesIO()
            image.save(written, "PNG", optimize=False)
            yield f"data:image/png;base64,{base64.b64encode(written.getvalue()).decode()}"
    finally:
        document.close()
