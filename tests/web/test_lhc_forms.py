"""The Questionnaire in a renderer that others made, LHC-Forms, and what it gives back; before a release, where it is installed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from chromium import chromium
from folders import TESTS
from not_run import need
from people import TODAY

from planner.model.knowledge import Knowledge
from planner.web.brought import brought
from planner.web.questionnaire import questionnaire

pytestmark = [pytest.mark.slow, pytest.mark.all_forms]
FOLDER = TESTS / "lhc_forms"
RENDERER = FOLDER / "node_modules" / "lforms" / "dist" / "lforms"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="stylesheet" href="/webcomponent/styles.css"></head>
<body><div id="form"></div><script src="/webcomponent/assets/lib/zone.min.js"></script>
<script src="/webcomponent/lhc-forms.js"></script><script src="/fhir/R4/lformsFHIR.min.js"></script></body></html>"""


@pytest.fixture
def page() -> Iterator[Any]:
    """A browser that is given the renderer's own files and nothing else."""
    need(RENDERER.is_dir(), "LHC-Forms (npm install --legacy-peer-deps --ignore-scripts, in tests/lhc_forms)")

    def serve(route: Any) -> None:
        file = RENDERER / route.request.url.partition("lhc.invalid/")[2]
        if file.is_file():
            route.fulfill(path=str(file))
        else:
            route.fulfill(body=PAGE, content_type="text/html")

    with chromium() as browser:
        page = browser.new_page()
        page.route("**/*", serve)
        page.goto("http://lhc.invalid/")
        yield page


def test_lhc_forms_shows_every_question_and_what_it_gives_back_is_an_intake(page: Any, knowledge: Knowledge) -> None:
    asked = questionnaire(knowledge)
    page.evaluate("(asked) => LForms.Util.addFormToPage(asked, 'form', {})", asked)
    page.locator("[id='item-alsfrs_walking/1/1']").wait_for()
    shown = page.evaluate("[...document.querySelectorAll('lhc-item')].map((one) => one.id.split(/[-/]/)[1])")
    links = [item["linkId"] for group in asked["item"] for item in group.get("item", [group])]
    assert set(links) <= set(shown)
    page.fill("[id='patient_id/1']", "x")
    page.fill("[id='visit_date/1/1'] input", "11/20/2026")
    page.keyboard.press("Enter")
    page.locator("[id='item-alsfrs_walking/1/1']").get_by_text("3: ").click()
    page.fill("[id='fvc_pct/1/1']", "62")
    page.click("[id='weak_cough/1/1|true']")
    back = page.evaluate("LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4')")
    (intake,) = brought(json.dumps(back).encode(), knowledge, TODAY).intakes
    told = {seen.fact: (seen.value, seen.on.isoformat()) for seen in intake.observations}
    day = "2026-11-20"
    assert intake.id == "x" and told == {"alsfrs_walking": (3, day), "fvc_pct": (62, day), "weak_cough": (True, day)}
