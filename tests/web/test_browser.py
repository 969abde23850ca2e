"""The page in Chromium: by keyboard alone, with a follow-up, without a script; nothing that shuts people out."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import chromium, served
from folders import PICTURES, TESTS
from people import DEMO, TODAY
from PIL import Image

from planner import assess, make_plan, read_intake
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.record.plan_json import plan_as_json

pytestmark = [pytest.mark.slow, pytest.mark.apart]
FIRST_VISIT, FOLLOW_UP = 150, 60  # key presses at most, for the questions that everybody is asked
ANSWERS = {"radio": "3", "select-one": "l", "text": "2", "textarea": ""}
TYPED = {"f.birth_date": "19610503", "f.symptom_onset_date": "202506", "f.diagnosis_date": "20260115", "f.fvc_pct": "62",
         "f.spo2_pct": "95", "f.weight_kg": "64", "f.visit_date": "", "id": "", "name": "", "f.what_matters": ""}  # fmt: skip
FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e);
  const label = e.labels && [...e.labels].map(l => l.innerText).join(" ") || "";
  return {tag: e.tagName, type: e.type || "", name: e.name || "", outline: s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0,
          said: (e.getAttribute("aria-label") || label || e.innerText || "").trim(), core: !!e.closest(".core, .rows") && !e.closest("details")}; }"""


@pytest.fixture(scope="module")
def page_of(knowledge: Knowledge) -> Iterator[Any]:
    """Opens a page with the printed address, in a browser of its own."""
    with served(knowledge) as (address, keys), chromium() as browser:

        def opened(**options: Any) -> Any:
            page = browser.new_context(viewport={"width": 1280, "height": 900}, **options).new_page()
            page.said = []
            page.on("console", lambda message: page.said.append(message.text))
            page.on("pageerror", lambda error: page.said.append(str(error)))
            page.goto(f"{address}/?key={keys.once}")
            return page

        opened.address, opened.browser = address, browser  # type: ignore[attr-defined]
        yield opened


def open_demo(page: Any) -> None:
    page.set_input_files("#file", str(DEMO))
    page.get_by_role("button", name="Open it").click()
    page.get_by_text("Opened: invented-rosa").wait_for()


UNFOLD = "for (const one of document.querySelectorAll('details')) one.open = true"
DROP = """([kind, data]) => { const held = new DataTransfer(), bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  held.items.add(new File([bytes], "earlier", {type: kind}));
  document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: held, bubbles: true, cancelable: true})); }"""


def drop_last_plan(page: Any) -> None:
    """The therapist's PDF of version 0.1.0, dropped anywhere on the page."""
    printed = (TESTS / "kept" / "0.1.0" / "therapist.pdf").read_bytes()
    page.evaluate(DROP, ["application/pdf", base64.b64encode(printed).decode()])
    page.get_by_text("Opened: invented-kept").wait_for()


def saved(page: Any, button: str) -> bytes:
    with page.expect_download() as found:
        page.get_by_role("button", name=button).first.press("Enter")
    return bytes(found.value.path().read_bytes())


def test_a_second_browser_without_the_key_gets_nothing(page_of: Any) -> None:
    page_of()
    other = page_of.browser.new_context().new_page()
    assert other.goto(f"{page_of.address}/").status == 403 and not other.query_selector("#intake")


def test_a_first_visit_by_keyboard_alone_from_the_empty_form_to_the_paper(page_of: Any) -> None:
    page = page_of()
    page.focus("#id")
    presses = 0
    while True:
        at = page.evaluate(FOCUS)
        if at["type"] == "submit":
            break
        keys = "" if at["name"].startswith("d.") else TYPED.get(at["name"], ANSWERS.get(at["type"], "y"))
        keys = "y" if at["type"] == "radio" and page.evaluate("!document.activeElement.closest('.score')") else keys
        page.keyboard.type(keys)
        page.keyboard.press("Tab")
        presses += len(keys) + 1
    assert presses <= FIRST_VISIT
    assert page.locator("input[name='f.alsfrs_walking']:checked").get_attribute("value") == "3"
    assert page.locator("#f-birth_date").input_value() == "19610503"
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="All answers").wait_for()
    assert "1961" in page.content() and re.search(r"Stage I", page.content())
    page.get_by_role("button", name="To the papers").press("Enter")
    page.wait_for_load_state()
    assert page.locator(".slips").all_inner_texts() == []
    assert saved(page, "Download (PDF)").startswith(b"%PDF-") and page.said == []


def test_a_follow_up_takes_over_what_is_the_same_and_says_what_changed(page_of: Any) -> None:
    page = page_of()
    open_demo(page)
    presses, reached = 0, []
    while (at := page.evaluate(FOCUS))["type"] != "submit":
        reached.append(at["name"])
        if page.evaluate("!!document.activeElement.closest('[data-row]').querySelector('[data-take]')"):
            page.keyboard.press("=")
            presses += 1
        page.keyboard.press("Tab")
        presses += 1
    assert reached[0] == "f.alsfrs_speech" and presses <= FOLLOW_UP, (presses, reached)
    assert page.locator("input[name='f.alsfrs_stairs']:checked").get_attribute("value") == "2"
    assert page.locator("#f-weight_kg").input_value() == ""  # nobody weighs by pressing a key
    page.focus("#f-alsfrs_walking")
    with page.expect_response("**/beside"):
        page.keyboard.press("1")
    page.locator(".came").first.wait_for(state="attached")
    assert "New: " in page.locator("#said").text_content()
    page.select_option("#what-if-fact", "fvc_pct")
    page.fill("#what-if-value", "40")
    page.get_by_role("button", name="Try it").click()
    page.locator("#supposed table").wait_for()
    page.get_by_role("button", name="Drop it").click()
    assert page.locator("#supposed").inner_text() == "" and page.locator("#f-fvc_pct").input_value() == ""
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("button", name="Keep it in the form").click()
    page.wait_for_load_state()
    assert page.locator("#f-fvc_pct").input_value() == "40" and page.said == []


def test_each_score_is_chosen_by_one_click_though_the_words_of_the_row_before_fold_away(page_of: Any) -> None:
    page = page_of()
    names = page.evaluate("[...document.querySelectorAll('.score input[value=\"3\"]')].map((one) => one.name)")
    for name in names:
        label = page.locator(f"input[name='{name}'][value='3'] + b")
        label.scroll_into_view_if_needed()
        at = label.bounding_box()
        page.mouse.move(at["x"] + 3, at["y"] + 8)
        page.mouse.down()
        page.evaluate("new Promise(requestAnimationFrame)")  # the page is drawn anew before the button is released
        page.mouse.up()
    assert page.locator(".score input[value='3']:checked").count() == len(names) == 12


def test_a_question_to_measure_next_leads_into_its_fold_and_a_slip_stands_at_its_field(page_of: Any) -> None:
    page = page_of()
    drop_last_plan(page)
    link = page.locator(".next a").first
    target = link.get_attribute("href")
    link.click()
    page.wait_for_function("id => document.activeElement.id === id", arg=target[1:])
    assert page.locator(target).is_visible()
    with page.expect_response("**/beside"):
        page.fill("#f-weight_kg", "9999")
    page.wait_for_function("() => document.getElementById('f-weight_kg-say').textContent.includes('not possible')")
    assert page.locator("#f-weight_kg").get_attribute("aria-invalid") == "true"
    assert "1 answer to be corrected." in page.inner_text("#said")
    page.get_by_role("button", name="To the papers").press("Enter")
    page.get_by_role("button", name="Weight: 9999 is not possible").press("Enter")
    page.wait_for_function("document.activeElement.id === 'f-weight_kg'")
    page.fill("#f-weight_kg", "63")
    fold = page.locator("#equipment")
    known = int(fold.locator(".count").inner_text().split()[0])
    fold.locator("summary").click()
    fold.locator(".things select").last.select_option("in_use")
    assert int(fold.locator(".count").inner_text().split()[0]) == known + 1
    page.get_by_role("button", name="To the papers").press("Enter")
    page.check("input[name='paper.since']")
    page.get_by_role("button", name="Look at it").click()
    page.locator(".pictures img").first.wait_for()


def test_an_offer_on_the_board_moves_its_day_at_once_to_that_of_the_command_line(
    page_of: Any, knowledge: Knowledge
) -> None:
    page = page_of()
    open_demo(page)
    page.get_by_role("button", name="To the equipment board").click()
    page.wait_for_load_state()
    days = dict.fromkeys(("min", "typical", "longest"), 90)
    offer = {
        **dict(read_intake(DEMO, knowledge, TODAY).source or {}),
        "quotes": [{"item": "power_wheelchair", "route": "offer", "lead_days": days}],
    }
    plan = make_plan(assess(read_intake(offer, knowledge, TODAY), knowledge, today=TODAY), knowledge)
    order = next(one for one in plan_as_json(plan)["equipment"] if one["id"] == "power_wheelchair")
    told = load_words("en").short_day(date.fromisoformat(order["order_by"]))
    row = page.locator(".board-row", has=page.get_by_role("heading", name="A power chair", exact=True))
    assert told not in row.inner_text()
    page.fill("#q-power_wheelchair-typical", "90")
    row.locator(".when", has_text=told).wait_for()
    assert page.said == []


def test_all_of_it_works_without_a_script(page_of: Any) -> None:
    page = page_of(java_script_enabled=False)
    open_demo(page)
    page.check("input[name='f.alsfrs_walking'][value='2']")
    page.get_by_role("button", name="See the plan and all answers").first.click()
    assert "2 (with help" in page.inner_text("main")
    page.get_by_role("button", name="To the papers").click()
    page.get_by_role("button", name="Look at it").click()
    assert page.locator(".pictures img").count() >= 2
    assert saved(page, "Download (PDF)").startswith(b"%PDF-")


PAGES = ("See the plan and all answers", "To the papers", "Back to the questions", "To the equipment board")


def every_page(page_of: Any, **options: Any) -> Iterator[Any]:
    """The form with its folds open, a slip and a question tried out; then each page after it, folds open too."""
    page = page_of(**options)
    open_demo(page)
    page.evaluate(UNFOLD)
    page.fill("#f-weight_kg", "9999")
    page.locator("#slips").wait_for()
    yield page
    page.fill("#f-weight_kg", "")
    for button in PAGES:
        page.get_by_role("button", name=button).first.press("Enter")
        page.wait_for_load_state()
        page.evaluate(UNFOLD)
        if not button.startswith("Back"):
            yield page


@pytest.mark.parametrize("at", range(len(PAGES)))
def test_nothing_shuts_people_out(page_of: Any, at: int) -> None:
    """Of each page by itself, for the look at one takes ten seconds."""
    pages = every_page(page_of)
    assert no_violations(next(islice(pages, at, None)))
    assert at < len(PAGES) - 1 or next(pages, None) is None


def test_nothing_shuts_people_out_in_the_dark(page_of: Any) -> None:
    assert no_violations(page_of(color_scheme="dark"), runOnly=["color-contrast"])


@pytest.mark.all_forms
def test_in_the_dark_and_by_tab_alone_nothing_shuts_people_out_of_any_page(page_of: Any) -> None:
    for page in every_page(page_of, color_scheme="dark"):
        assert no_violations(page, runOnly=["color-contrast"]) and all_by_tab(page, ".skip")


@pytest.mark.all_forms
def test_nothing_shuts_families_out_in_spanish(page_of: Any, knowledge: Knowledge) -> None:
    with served(knowledge, for_family=True) as (address, keys):
        page = page_of.browser.new_context(viewport={"width": 320, "height": 800}).new_page()
        page.goto(f"{address}/?key={keys.once}")
        page.select_option("#words", "es")
        page.get_by_role("button", name="Show").click()
        page.get_by_role("heading", name="Preguntas de una visita").wait_for()
        page.set_input_files("#file", str(DEMO))
        page.get_by_role("button", name="Abrir").click()
        page.locator(".board-row").first.wait_for()
        assert no_violations(page) and page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.all_forms
def test_the_picture_in_the_readme_is_of_this_page(page_of: Any, request: pytest.FixtureRequest) -> None:
    """With --accept it is taken anew: a follow-up with one score changed, and the plan beside it."""
    page, kept = page_of(), PICTURES / "page.png"
    open_demo(page)
    page.focus("#f-alsfrs_walking")
    with page.expect_response("**/beside"):
        page.keyboard.press("1")
    page.locator(".came").first.wait_for(state="attached")
    taken = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    if request.config.getoption("--accept"):
        taken.convert("RGB").quantize(48).save(kept, optimize=True)
    with Image.open(kept) as before:
        assert taken.size == before.size


def no_violations(page: Any, **options: Any) -> bool:
    found = Axe().run(page, options=options or None)
    assert found.violations_count == 0, found.generate_report()
    return True


LISTENS = """(start) => { const look = (LOOK); window.reached = [];
  document.addEventListener("focusin", () => window.reached.push(look()));
  document.querySelector(start).focus();
  return [...document.querySelectorAll("#intake [name]:not([type=hidden])")].filter((e) => e.checkVisibility() && !e.disabled).map((e) => e.name); }"""


def all_by_tab(page: Any, start: str) -> bool:
    """From a first control on, Tab reaches every field; each shows where it is and has a name."""
    fields = set(page.evaluate(LISTENS.replace("LOOK", FOCUS), start))
    for _ in range(2 * len(fields) + 100):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
    seen = page.evaluate("window.reached")
    assert [at for at in seen if not (at["outline"] and at["said"])] == []
    assert fields <= {at["name"] for at in seen}
    return True


def test_tab_reaches_every_field_shows_where_it_is_and_nothing_is_wider_than_a_small_screen(page_of: Any) -> None:
    page = page_of()
    page.evaluate("for (const one of document.querySelectorAll('.fold')) one.open = true")
    for width in (1440, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert all_by_tab(page, "#id")
