"""Paper: tagged, whole, the same each time, in our fonts, and deaf to what a name asks of it."""

from __future__ import annotations

import io
import pickle
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from drawn import DIGEST, Page, pdf_of
from people import PEOPLE, TODAY, plan_of
from pressed import faults

from planner import RenderError, assess, compose, make_plan, read_intake, render_html, render_pdf
from planner.model.knowledge import Knowledge
from planner.pages.compose import DOCUMENTS
from planner.plan.plan import Plan
from planner.press.lettering import (
    NO_LETTER,
    RARE,
    bundled_letters,
    letters_lost,
    missing_letters,
    printable,
    printable_name,
)
from planner.press.press import fetcher
from planner.record.pdf_reading import attachments

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def plans(knowledge: Knowledge) -> dict[str, Plan]:
    return {name: plan_of(name, knowledge) for name in PEOPLE}


def named(plan: Plan, name: str) -> Plan:
    return replace(plan, intake=replace(plan.intake, name=name))


def texts(pdf: bytes) -> list[str]:
    return [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def test_the_layout_check_finds_what_overflows() -> None:
    wide = '<html><body><table style="table-layout:fixed;width:40mm"><tr><td style="white-space:nowrap">one very long line</td><td>b</td></tr></table>'
    assert any("wider than its td" in said for said in faults(wide))
    alone = '<html><style>@page{size:100mm 60mm;margin:5mm}</style><body><div style="height:42mm"></div><h2>Alone</h2><p style="break-before:page">next</p>'
    assert any("stands alone" in said for said in faults(alone))


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_only_bundled_fonts_are_embedded(plans: dict[str, Plan], kind: str) -> None:
    name = "Ana Αλέξης Иван שרה محمد"
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(render_html(compose(named(plans["demo"], name), kind)))))
    fonts = {
        str(font["/BaseFont"]).split("+")[-1]
        for sheet in reader.pages
        for font in (f.get_object() for f in sheet["/Resources"]["/Font"].values())
    }
    allowed = ("Atkinson-Hyperlegible", "Noto-Sans", "Noto-Sans-Hebrew", "Noto-Sans-Arabic")
    assert fonts and all(font.startswith(allowed) for font in fonts)


@pytest.mark.parametrize("name", ["Ana Núñez", "Αλέξης", "Иван", "שרה", "محمد"])
def test_names_in_bundled_scripts_need_no_other_font(name: str) -> None:
    assert missing_letters(name) == ""
    assert printable_name(name, "p1") == (name, "")


def test_a_name_no_font_can_print_gives_way_to_the_id_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.press.lettering.machine_has", lambda letters: False)
    shown, said = printable_name("山田", "p7")
    assert shown == "p7" and said.startswith("p7: No font here can print the name")
    monkeypatch.setattr("planner.press.lettering.machine_has", lambda letters: True)
    assert printable_name("山田", "p7") == ("山田", "")


@pytest.mark.parametrize("large_print", [False, True])
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_the_edition_and_its_digest_stand_once_at_the_end_and_on_each_page_of_the_therapist(
    kind: str, large_print: bool
) -> None:
    sheets = texts(pdf_of(Page("almost_unknown", kind, "en", "large" if large_print else "letter")))
    told = [said.count(DIGEST[:8]) for said in sheets]
    assert told == ([1] * len(sheets) if kind == "therapist" else [*[0] * (len(sheets) - 1), 1])


def test_what_matters_stands_on_the_first_page_with_danger_signs_too(plans: dict[str, Plan]) -> None:
    plan = plans["late"]
    wish = plan.intake.preferences.model_copy(update={"what_matters": "To sit at the window."})
    told = replace(plan, intake=replace(plan.intake, preferences=wish))
    first = texts(render_pdf(render_html(compose(told, "family"))))[0]
    assert plan.red_flags and "To sit at the window." in first


def test_letters_that_are_not_looked_at_are_all_in_the_bundled_fonts() -> None:
    common = (chr(code) for code in range(0x20, 0x2213) if not RARE.match(chr(code)))
    drawn = [c for c in common if unicodedata.category(c) not in ("Cc", "Cf", "Cn", "Zs")]
    assert {c for c in drawn if ord(c) not in bundled_letters()} == set()
    assert ord(NO_LETTER) in bundled_letters()


def test_any_other_letter_that_no_font_can_print_leaves_a_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.press.lettering.machine_has", lambda letters: letters == "山")
    assert printable("Ana, 山田 🙂, ok") == f"Ana, 山{NO_LETTER} {NO_LETTER}, ok"
    assert printable("ང\u0f71") == NO_LETTER, "a mark goes with its letter"
    assert printable("Łukasz “Иван” שרה ≥ 3") == "Łukasz “Иван” שרה ≥ 3"
    monkeypatch.setattr("planner.press.lettering.machine_has", lambda letters: True)
    assert printable("山田") == "山田"


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_person_whose_letters_no_font_here_has_gets_every_page(
    knowledge: Knowledge, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.press.lettering.machine_has", lambda letters: False)
    told = {
        "patient": {"id": "p7", "name": "山田"},
        "preferences": {"what_matters": "家族 🙂"},
        "team": [{"role": "医師", "name": "山", "phone": "1"}],
        "visits": [{"on": "2026-11-20", "facts": {"alsfrs_walking": {"value": 3, "note": "杖"}}}],
    }
    intake = read_intake(told, knowledge, TODAY)
    plan = make_plan(assess(intake, knowledge, today=TODAY), knowledge)
    html = render_html(compose(plan, kind, name=printable_name(intake.name, intake.id)[0]))
    pdf = render_pdf(html, record=plan)
    assert "山" not in html and texts(pdf)
    lost = letters_lost((html,), "p7")
    if kind == "equipment":
        assert lost == "", "nothing that the person said stands on this paper, so nothing is lost"
    elif kind != "therapist":
        assert lost.startswith("p7: Letters that no font here can print stand as")
    else:
        carried = attachments(pdf, "x")["intake.json"]
        assert carried["preferences"]["what_matters"] == "家族 🙂", "nothing is lost in the data"


def test_a_hostile_name_is_only_text(plans: dict[str, Plan], tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET")
    hostile = f'<img src="file://{secret}"><script>x</script>'
    html = render_html(compose(named(plans["demo"], hostile), "family"))
    assert "<script>" not in html and "<img" not in html
    assert "TOP SECRET" not in "".join(texts(render_pdf(html)))


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1:9/x", "ftp://127.0.0.1/x", "data:text/plain,x"]
)
def test_rendering_opens_nothing_outside_templates(url: str) -> None:
    from weasyprint.urls import FatalURLFetchingError

    with pytest.raises(FatalURLFetchingError):
        fetcher().fetch(url)


def test_a_render_that_warns_fails() -> None:
    with pytest.raises(RenderError, match="not drawn as it should be"):
        render_pdf('<html lang="en"><title>x</title><style>p { colour: red }</style><p>x</p></html>')


@pytest.mark.parametrize(
    "who", [pytest.param(who, marks=() if who in ("demo", "long_words") else pytest.mark.all_forms) for who in PEOPLE]
)
def test_every_family_page_carries_the_draft_bar_until_a_therapist_is_named(plans: dict[str, Plan], who: str) -> None:
    plan = plans[who]
    pages = texts(pdf_of(Page(who, "family", "en", "letter")))
    assert all("Draft: not yet checked by your therapist" in said for said in pages)
    review = plan.intake.review.model_copy(update={"by": "Invented Therapist"})
    signed = replace(plan, intake=replace(plan.intake, review=review))
    assert all("Draft" not in said for said in texts(render_pdf(render_html(compose(signed, "family")))))


def test_the_first_page_carries_columns_call_and_emergency_boxes() -> None:
    first = texts(pdf_of(Page("demo", "family", "en", "letter")))[0]
    for said in (
        "First this month",
        "Next 3 months",
        "Call us this week if",
        "Call us the same day if",
        "Call 911 now if",
        "What matters to me",
    ):
        assert said in first


def test_a_plan_can_be_pickled_and_gives_the_same_page(plans: dict[str, Plan]) -> None:
    again = pickle.loads(pickle.dumps(plans["demo"]))
    assert render_html(compose(again, "family")) == render_html(compose(plans["demo"], "family"))


def test_whatever_stands_in_a_running_head_is_only_text(plans: dict[str, Plan]) -> None:
    """Bars and page numbers are strings in a style sheet, where a quote, a backslash or a tag would end something."""
    page = replace(compose(plans["demo"], "family"), shorter=None, pages_at_most=0)
    hostile = '"; } </style><script>x</script> \\" \\A {page} \n'
    furniture = replace(page.furniture, bars=(hostile, "Second"), page_of=f"{hostile}{{pages}}/{{page}}")
    html = render_html(replace(page, furniture=furniture))
    assert html.count("</style>") == 1 and "<script>" not in html
    second = texts(render_pdf(html))[1]
    assert '"; } </style><script>x</script> \\" \\A' in second and "Second" in second
    assert re.search(r"\d+/2\b", second), "a language may name the number of all pages first"
