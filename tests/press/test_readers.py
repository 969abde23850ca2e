"""Every reader: print that is large enough, colours that are dark enough, and pages that need no colour at all."""

from __future__ import annotations

import io
import re
from itertools import product
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner
from drawn import Page, pdf_of
from folders import TEMPLATES
from letter_sizes import SLACK, SMALLEST, glyph_sizes
from page_text import words_of
from people import plan_of
from pressed import faults, pages_of
from pypdf.generic import ContentStream, DictionaryObject, StreamObject

from planner import compose, render_html, render_pdf
from planner.commands.cli import cli
from planner.model.knowledge import Knowledge
from planner.pages.compose import DOCUMENTS

STYLES = TEMPLATES / "styles"
ICONS = STYLES.parent / "icons"
TEXT = ("ink", "muted", "now", "stop", "call", "ok")
LEAST_CONTRAST, LEAST_LIGHTNESS_APART = 7, 20

slow = pytest.mark.slow


def large(knowledge: Knowledge, who: str, kind: str, paper: str = "a4", grayscale: bool = False) -> str:
    document = compose(plan_of(who, knowledge), kind)
    return render_html(document, paper=paper, large_print=True, grayscale=grayscale)


# --- large print ------------------------------------------------------------------------------------------


@slow
@pytest.mark.parametrize(
    ("who", "kind"),
    [*product(["demo", "late", "long_words"], ["family", "equipment", "fridge"]), ("late", "therapist")],
)
def test_no_letter_of_large_print_is_small(who: str, kind: str) -> None:
    """Heads, feet, charts and tables too; on the narrower paper, where a chart shrinks."""
    sizes = glyph_sizes(pdf_of(Page(who, kind, "en", "large_a4")))
    assert {size: said for size, said in sizes.items() if size < SMALLEST[kind] - SLACK} == {}


@slow
def test_the_sizes_of_a_page_can_be_told() -> None:
    page = '<html lang="en"><title>x</title><p style="font-size:9pt">small</p><svg viewBox="0 0 10 10" width="40"><title>x</title><text y="9" font-size="5">tiny</text></svg>'
    sizes = glyph_sizes(render_pdf(page))
    assert set(sizes) == {9.0, 15.0} and sizes[9.0] == "small"


@pytest.mark.parametrize("kind", ["family", "equipment"])
@pytest.mark.parametrize("who", ["demo", "late", "almost_unknown"])
def test_large_print_says_everything_that_the_usual_page_says(knowledge: Knowledge, who: str, kind: str) -> None:
    usual = words_of(render_html(compose(plan_of(who, knowledge), kind)))
    told = words_of(large(knowledge, who, kind))
    assert {word for word in usual.split() if word not in told} == set()


@slow
@pytest.mark.parametrize("kind", ["family", "equipment", "fridge"])
def test_the_draft_bar_stands_on_every_page_of_large_print(kind: str) -> None:
    pages = pypdf.PdfReader(io.BytesIO(pdf_of(Page("demo", kind, "en", "large")))).pages
    assert all("Draft: not yet checked by your therapist" in " ".join(page.extract_text().split()) for page in pages)


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("who", ["demo", "late", "almost_unknown", "long_words"])
def test_the_large_fridge_sheet_is_one_page_with_the_name_whole(knowledge: Knowledge, who: str, paper: str) -> None:
    html = large(knowledge, who, "fridge", paper)
    name = plan_of(who, knowledge).intake.name
    assert pages_of(html) == 1 and faults(html) == [] and name in words_of(html)


@slow
@pytest.mark.parametrize("kind", ["family", "equipment", "fridge"])
def test_large_print_is_as_accessible(knowledge: Knowledge, kind: str) -> None:
    import page

    pdf = render_pdf(large(knowledge, "demo", kind, grayscale=True))
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


# --- without colour ---------------------------------------------------------------------------------------


def colours(pdf: bytes) -> set[str]:
    """Every colour that the file sets and that is no gray, as it stands there."""
    reader, found, seen = pypdf.PdfReader(io.BytesIO(pdf)), set(), set()

    def look(stream: StreamObject | ContentStream, resources: DictionaryObject) -> None:
        content = stream if isinstance(stream, ContentStream) else ContentStream(stream, reader)
        for operands, operator in content.operations:
            numbers = [float(one) for one in operands if isinstance(one, int | float)]
            if operator in (b"rg", b"RG", b"sc", b"SC", b"scn", b"SCN") and len(set(numbers)) > 1:
                found.add(f"{numbers} {operator.decode()}")
            if operator in (b"k", b"K") and any(numbers[:-1]):
                found.add(f"{numbers} {operator.decode()}")
        for group in ("/XObject", "/Pattern"):
            for entry in (resources.get(group) or {}).values():
                inner = entry.get_object()
                if id(inner) in seen or not isinstance(inner, StreamObject):
                    continue
                seen.add(id(inner))
                if inner.get("/Subtype") == "/Image":
                    assert inner["/ColorSpace"] == "/DeviceGray"
                else:
                    look(inner, inner.get("/Resources", DictionaryObject()).get_object())

    for page in reader.pages:
        contents = page.get_contents()
        assert contents is not None
        look(contents, page["/Resources"].get_object())
    return found


@slow
@pytest.mark.parametrize("kind", DOCUMENTS)
@pytest.mark.parametrize("who", ["demo", pytest.param("late", marks=pytest.mark.all_forms)])
def test_a_page_in_grayscale_sets_no_colour(who: str, kind: str) -> None:
    assert colours(pdf_of(Page(who, kind, "en", "gray"))) == set()


@slow
def test_the_look_for_colour_finds_it(knowledge: Knowledge) -> None:
    assert colours(pdf_of(Page("demo", "fridge", "en", "letter")))


def test_words_and_borders_tell_stop_call_and_done_apart_without_colour() -> None:
    css = "".join((STYLES / f"{name}.css").read_text(encoding="utf-8") for name in ("parts", "fridge"))
    border = {name: re.search(rf"\.{name} {{[^}}]*?(solid|dashed)", css) for name in ("box-stop", "box-call", "box-ok")}
    assert {name: found[1] for name, found in border.items() if found} == {
        "box-stop": "solid", "box-call": "dashed", "box-ok": "solid",
    }  # fmt: skip
    icons = {path.name: path.read_text(encoding="utf-8") for path in ICONS.glob("*.svg")}
    shapes = {name: re.findall(r' d="([^"]*)"', text) for name, text in icons.items()}
    assert len({str(shape) for shape in shapes.values()}) == len(icons) >= 4


def test_every_icon_has_a_gray_twin_of_the_same_shape() -> None:
    for icon in ICONS.glob("*.svg"):
        twin = (ICONS / "gray" / icon.name).read_text(encoding="utf-8")
        assert re.sub("#[0-9A-F]{6}", "", twin) == re.sub("#[0-9A-F]{6}", "", icon.read_text(encoding="utf-8"))
        assert all(len({code[at : at + 2] for at in (1, 3, 5)}) == 1 for code in re.findall("#[0-9A-F]{6}", twin))


# --- colours ----------------------------------------------------------------------------------------------


def tokens(*sheets: str) -> dict[str, str]:
    css = "".join((STYLES / f"{sheet}.css").read_text(encoding="utf-8") for sheet in sheets)
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6})", css))


SHEETS = {"in colour": ("tokens",), "in grayscale": ("tokens", "gray")}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lightness(colour: str) -> float:
    """L* (CIE 1976), 0 black to 100 white."""
    share = luminance(colour)
    return 116 * share ** (1 / 3) - 16 if share > 0.008856 else 903.3 * share


def grounds_of(text: str) -> tuple[str, ...]:
    """Where words of a colour stand: ink and muted anywhere, a signal colour on paper and on its own ground."""
    anywhere = ("paper", "tint1", "tint2", "stop-bg", "call-bg", "ok-bg")
    return anywhere if text in ("ink", "muted") else ("paper", *([f"{text}-bg"] if text != "now" else []))


@pytest.mark.parametrize("sheets", SHEETS.values(), ids=SHEETS)
@pytest.mark.parametrize("text", TEXT)
def test_words_stand_out_from_their_ground(text: str, sheets: tuple[str, ...]) -> None:
    colour = tokens(*sheets)
    low = {ground: round(contrast(colour[text], colour[ground]), 2) for ground in grounds_of(text)}
    assert {ground: ratio for ground, ratio in low.items() if ratio < LEAST_CONTRAST} == {}


def test_no_other_colour_is_used_for_words() -> None:
    css = "".join(path.read_text(encoding="utf-8") for path in STYLES.glob("*.css"))
    reversed_on = re.findall(r"background: var\(--([a-z0-9-]+)\); color: var\(--paper\)", css)
    assert set(reversed_on) <= {"now", "ink"}, "paper on a dark ground stands out as that ground does on paper"
    assert css.count("color: var(--paper)") == len(reversed_on)
    assert set(re.findall(r"[{;] *color: var\(--([a-z0-9-]+)\)", css)) - {"paper"} <= set(TEXT)
    elsewhere = "".join(
        path.read_text(encoding="utf-8") for path in STYLES.glob("*.css") if path.stem not in ("tokens", "gray")
    )
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b|rgb\(", elsewhere) == []


@pytest.mark.parametrize("sheets", SHEETS.values(), ids=SHEETS)
def test_now_next_and_later_differ_in_lightness(sheets: tuple[str, ...]) -> None:
    colour = tokens(*sheets)
    now, following, later = (lightness(colour[name]) for name in ("now", "next", "later"))
    assert following - now >= LEAST_LIGHTNESS_APART and later - following >= LEAST_LIGHTNESS_APART


def test_grayscale_leaves_no_token_in_colour() -> None:
    in_colour = {
        name for name, code in tokens("tokens", "gray").items() if len({code[at : at + 2] for at in (1, 3, 5)}) > 1
    }
    assert in_colour == set()


def test_holes_on_either_side_leave_the_words_whole(knowledge: Knowledge) -> None:
    """A hole reaches 17 mm into the sheet at most (US, half an inch to its centre); both sides of a leaf may be printed."""
    document = compose(plan_of("demo", knowledge), "family")
    pages = "".join(render_html(document, large_print=large_print) for large_print in (False, True))
    named = re.findall(r"@page( therapist)? {[^@]*margin: \d+mm (\d+)mm \d+mm (\d+)mm", pages)
    families, therapists = (
        [sides for who, *sides in named if bool(who) is of_therapist] for of_therapist in (False, True)
    )
    assert len(families) == 3 and all(int(side) >= 17 for sides in families for side in sides)
    usual, again, large = therapists
    assert usual == again and int(usual[1]) >= 17, "the plan for the therapist's own file: holes on the left alone"
    assert all(int(side) >= 17 for side in large)


def test_the_command_takes_both_flags(tmp_path: Path) -> None:
    arguments = [
        "demo",
        "--document",
        "family",
        "--format",
        "html",
        "--large-print",
        "--grayscale",
        "-o",
        str(tmp_path),
    ]
    found = CliRunner().invoke(cli, arguments)
    assert found.exit_code == 0, found.output
    html = (tmp_path / "invented-rosa-family.html").read_text(encoding="utf-8")
    assert "--size-family: 18pt" in html and "--stop: #474747" in html
