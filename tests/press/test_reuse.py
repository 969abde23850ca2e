"""What is kept from earlier pages changes no byte of the next one, is forgotten in time, and leaves WeasyPrint as it was."""

from __future__ import annotations

import gc
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from drawn import PAGES, Page, html_of, pdf_of
from other_languages import RTL, Spoken
from people import TODAY, plan_of
from pressed import CARRIED
from weasyprint.css import StyleFor
from weasyprint.layout import inline, preferred
from weasyprint.svg import TAGS
from weasyprint.svg.path import path
from weasyprint.text.line_break import split_first_line

from planner import RenderError, compose, render_html
from planner.press import reuse
from planner.press.archive import archived
from planner.reading.resources import resource

pytestmark = pytest.mark.slow

COMPUTE = StyleFor.set_computed_styles
EACH_DAY = [Page("demo", kind, "en", "letter") for kind in ("family", "fridge")]
EACH_DAY += [Page("nobody", "gallery", "en", "letter")]
ENGLISH = [page for page in PAGES if page.language == "en" and page.size == "letter"]

STYLED = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Styled by hand</title><style>
@font-face { font-family: "Ours"; src: url("fonts/AtkinsonHyperlegible-Regular.ttf"); }
@page { size: A6; margin: 12mm; @top-left { content: string(at) " " counter(page) " of " counter(pages); font: 8pt "Ours"; } }
html { font-family: "Ours"; } h2 { string-set: at content(); break-before: page; }
.a { text-align: justify; letter-spacing: 0.4pt; } .b { white-space: pre-wrap; } .c { columns: 2; }
.d { display: flex; } .d p { flex: 1; } .t::before { content: "- "; } .f::first-line { font-size: 14pt; }
</style></head><body><h1>One</h1>
<p class="a" style="color: #123456; text-indent: 3mm">One two three four five six seven eight nine ten eleven. <b>One</b> more.</p>
<p class="a">One two three four five six seven eight nine ten eleven. <b>One</b> more.</p>
<p class="b">One   two\n  three &#9; four</p><ol><li>One</li><li style="list-style-type: lower-roman">Two</li></ol>
<ul><li>One<ul><li>Two</li></ul></li></ul><div style="font-size: 8pt"><p class="t">Small</p><p class="t">Again</p></div>
<div class="c"><p>One two three four five six seven.</p><p class="f">One two three four five six seven.</p></div>
<h2 id="two">Two</h2><div class="d"><p>One two</p><p>Three</p></div><a href="#two">Back</a>
<svg viewBox="0 0 60 9" width="60" height="9"><title>A word</title><text y="8" font-family="Ours">Word</text></svg>
<table style="width: 100%"><tr><th>Who</th><td>One two three</td></tr></table></body></html>"""


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., bytes]]:
    """Draws the text of a page in WeasyPrint's own way."""

    def draw(html: str, *carried: Any) -> bytes:
        with monkeypatch.context() as patch:
            patch.setattr(reuse, "why_off", lambda: "not now")
            return archived(str(html), *carried)

    return draw


def test_it_is_made_for_the_installed_weasyprint() -> None:
    assert reuse.why_off() == "", "Run these tests with the new version; where they pass, name its arguments in KNOWN."


def test_with_another_weasyprint_pages_are_the_same_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = archived(STYLED)
    for place, name, arguments in (
        (reuse.STYLE_FOR, reuse.COMPUTE, ("self", "element")),
        (reuse.INLINE, "split_some_line", ("text",)),
        ("weasyprint.nowhere", "nothing", ("x",)),
    ):
        with monkeypatch.context() as patch:
            patch.setitem(reuse.KNOWN, (place, name), arguments)
            reuse.why_off.cache_clear()
            said = reuse.why_off()
            assert f"another {place}.{name}: pages take about twice as long" in said
            reuse.forget()
            assert archived(STYLED) == usual
            assert not reuse.kept().styles and not reuse.kept().paths
        reuse.why_off.cache_clear()


def test_no_style_follows_from_the_size_of_a_page() -> None:
    """A style that is kept would keep that size too."""
    sheets = (resource("templates") / "styles").glob("*.css")
    assert not [sheet.name for sheet in sheets if re.search(r"\d(?:vw|vh|vi|vb|vmin|vmax)\b", sheet.read_text("utf-8"))]


@pytest.mark.parametrize(
    "page",
    [pytest.param(page, id=str(page), marks=() if page in EACH_DAY else pytest.mark.all_forms) for page in ENGLISH],
)
def test_a_page_has_the_same_bytes_with_what_is_kept_and_without(page: Page, plain: Callable[..., bytes]) -> None:
    html = html_of(page)
    assert pdf_of(page) == plain(html, CARRIED, TODAY) == archived(html, CARRIED, TODAY)


def test_so_does_a_page_with_other_means_of_style(plain: Callable[[str], bytes]) -> None:
    assert archived(STYLED) == plain(STYLED) == archived(STYLED)
    other = STYLED.replace("#123456", "#654321").replace("3mm", "7mm").replace("8pt", "9pt")
    assert archived(other) == plain(other) == archived(other) != archived(STYLED)
    assert archived(STYLED) == plain(STYLED)


def test_a_linked_sheet_is_read_each_time(plain: Callable[[str], bytes]) -> None:
    names = ":root { --text: Ours; --ink: #111111; --h1: 2em; --h2: 1.4em; --s1: 1mm; --s2: 2mm; --s5: 5mm; }"
    linked = STYLED.replace("<style>", f'<link rel="stylesheet" href="styles/type.css"><style>{names}')
    assert archived(linked) == plain(linked) == archived(linked) != archived(STYLED)


def test_too_much_is_forgotten_and_worked_out_anew(
    plain: Callable[[str], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    html = html_of(ENGLISH[0])
    before = reuse.kept()
    monkeypatch.setattr(reuse, "MOST_KEPT", 0)
    assert archived(html) == plain(html) == archived(html)
    assert reuse.kept() is not before


def test_the_same_page_again_adds_nothing() -> None:
    html = html_of(ENGLISH[0])
    archived(html)
    kept = reuse.kept()
    size = kept.size()
    archived(html)
    assert reuse.kept() is kept and kept.size() == size


def test_a_page_from_right_to_left_is_the_same_after_another_was_printed(
    plain: Callable[[str], bytes], spoken: Spoken
) -> None:
    """Printing sets the direction of a kept line, by which blanks at its end are taken away."""
    with spoken.speaking(RTL) as knowledge:
        other, page = (
            render_html(compose(plan_of(who, knowledge), "family", language=RTL)) for who in ("demo", "long_words")
        )
    reuse.forget()
    archived(other)
    assert archived(page) == plain(page)


def test_weasyprint_is_left_as_it_was_even_after_a_page_that_failed() -> None:
    with pytest.raises(RenderError):
        archived('<html lang="en"><title>x</title><style>p { colour: red }</style><p>x</p></html>')
    assert inline.split_first_line is preferred.split_first_line is split_first_line
    assert StyleFor.set_computed_styles is COMPUTE and TAGS["path"] is path


ALONE = """
import multiprocessing, sys
sys.path[:0] = ["tests/press", "tests/support"]
from test_reuse import STYLED
from planner.press.archive import archived
if __name__ == "__main__":
    archived(STYLED)
    worker = multiprocessing.get_context(sys.argv[1]).Process(target=archived, args=(STYLED,))
    worker.start()
    worker.join()
    assert worker.exitcode == 0
"""


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_a_process_and_its_workers_end_quietly_and_leave_no_file(
    start: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    (tmp_path / "alone.py").write_text(ALONE, encoding="utf-8")
    home = request.config.rootpath
    surroundings = {**os.environ, "PYTHONPATH": f"{home}:{home / 'tests'}", "TMPDIR": str(temporary)}
    command = [sys.executable, str(tmp_path / "alone.py"), start]
    run = subprocess.run(command, capture_output=True, text=True, env=surroundings, cwd=home, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("working", [True, False])
def test_garbage_is_collected_as_before(working: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if working else gc.disable)()
        archived(STYLED)
        assert gc.isenabled() is working
    finally:
        (gc.enable if was else gc.disable)()


def test_a_page_that_warns_fails_the_second_time_too() -> None:
    warns = '<html lang="en"><title>x</title><style>p { colour: red }</style><p>x</p></html>'
    for _ in range(2):
        with pytest.raises(RenderError, match="not drawn as it should be"):
            archived(warns)
