"""The pages: every question once and with a name, the plan beside it, and the way to paper without any script."""

from __future__ import annotations

import json
import re

import pytest
from people import DEMO, TODAY
from visited import Seen, browser

from planner.language.questions import is_asked_of_families
from planner.model.knowledge import Knowledge
from planner.pages.form.chapters import chapters_of
from planner.reading.intake import read_intake
from planner.reading.strict_yaml import read_text
from planner.record.plan_json import plan_as_json
from planner.web.posted import BASE

STAGE = re.compile(r"Stage (I|II|III|IV|V|VI)\b")


def open_demo(knowledge: Knowledge, **setting: object) -> tuple[object, Seen]:
    client = browser(knowledge, **setting)
    answer = client.post("/open", files={"file": ("demo.yaml", DEMO.read_bytes())})
    assert answer.status_code == 200
    return client, Seen(answer.text)


@pytest.mark.parametrize("for_family", [False, True])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_question_is_a_field_once_and_has_a_name(language: str, for_family: bool, knowledge: Knowledge) -> None:
    html = browser(knowledge, for_family=for_family).get("/", params={"words": language}).text
    seen = Seen(html)
    told = [fact for facts in chapters_of(knowledge).values() for fact in facts if not fact.family]
    wanted = {f"f.{name}" for fact in told if is_asked_of_families(fact) or not for_family for name in fact.ids}
    there = {one["name"] for one in seen.controls if one.get("name", "").startswith("f.")}
    assert there == wanted
    assert len(seen.ids) == len(set(seen.ids))
    for control in seen.controls:
        named = control["labelled"] or control.get("aria-label") or control.get("id") in seen.named
        assert named, control
    assert {link[1:] for link in seen.links if link.startswith("#")} <= set(seen.ids)
    assert "style=" not in html and "<script>" not in html and not re.search(r"\son[a-z]+=", html)
    assert f'lang="{language}"' in html


def test_the_first_page_is_light(knowledge: Knowledge) -> None:
    client = browser(knowledge)
    client.headers["accept-encoding"] = "gzip"
    sent = 0
    for place in ("/", "/static/web.css", "/static/page.js", "/static/htmx.min.js"):
        with client.stream("GET", place) as answer:
            sent += sum(len(part) for part in answer.iter_raw())
    assert sent < 100_000


def test_the_plan_stands_beside_the_form_and_says_what_came_and_went(knowledge: Knowledge) -> None:
    client, seen = open_demo(knowledge)
    first = client.post("/beside", data=seen.fields)  # type: ignore[attr-defined]
    assert STAGE.search(first.text) and 'class="mark"' not in first.text
    shown = Seen(first.text).fields["shown"]
    moved = client.post("/beside", data={**seen.fields, "shown": shown, "f.alsfrs_walking": "1"})  # type: ignore[attr-defined]
    assert 'class="mark"' in moved.text and "New: " in moved.text


def test_an_answer_that_is_tried_out_shows_what_turns_and_stands_in_no_field(knowledge: Knowledge) -> None:
    client, seen = open_demo(knowledge)
    tried = {**seen.fields, "what_if": "alsfrs_walking", "what_if_value": "1"}
    found = client.post("/what-if", data=tried).text  # type: ignore[attr-defined]
    assert "<table" in found and "Before" in found
    saved = client.post("/save", data=tried).text  # type: ignore[attr-defined]
    assert len(read_text(saved, "saved").value["visits"]) == 2
    kept = Seen(client.post("/keep", data=tried).text)  # type: ignore[attr-defined]
    assert kept.fields["f.alsfrs_walking"] == "1"
    for name, typed, stands in (
        ("weak_cough", "yes", "true"),
        ("weight_kg", "140 lb", "63.5"),
        ("weight_kg", "much", "much"),
    ):
        answer = client.post("/keep", data={**tried, "u.weight_kg": "lb", "what_if": name, "what_if_value": typed})  # type: ignore[attr-defined]
        fields = Seen(answer.text).fields
        assert fields[f"f.{name}"] == stands and fields["u.weight_kg"] == ("" if name == "weight_kg" else "lb")
    for value, said in (("9", "is not possible"), ("3", "Nothing turns"), ("", "")):
        answer = client.post("/what-if", data={**tried, "what_if_value": value}).text  # type: ignore[attr-defined]
        assert said in answer


def test_from_form_to_file_without_a_script(knowledge: Knowledge) -> None:
    """Each page hands on all that the next one needs: the answers saved at the end are those typed at the start."""
    client, seen = open_demo(knowledge)
    typed = {**seen.fields, "f.alsfrs_walking": "2", "f.fvc_pct": "81"}
    overview = client.post("/overview", data=typed)  # type: ignore[attr-defined]
    assert overview.status_code == 200 and "All answers" in overview.text
    papers = client.post("/papers", data=Seen(overview.text).fields)  # type: ignore[attr-defined]
    assert "Plan for the therapist" in papers.text
    back = client.post("/", data=Seen(papers.text).fields)  # type: ignore[attr-defined]
    assert Seen(back.text).fields["f.fvc_pct"] == "81"
    saved = client.post("/save", data=Seen(back.text).fields)  # type: ignore[attr-defined]
    assert saved.headers["content-disposition"] == 'attachment; filename="invented-rosa.yaml"'
    visits = read_text(saved.text, "saved").value["visits"]
    assert visits[-1] == {"on": "2026-11-22", "facts": {"alsfrs_walking": 2, "fvc_pct": 81}}


def test_nothing_is_printed_while_something_is_to_be_corrected(knowledge: Knowledge) -> None:
    client, seen = open_demo(knowledge)
    wrong = {**seen.fields, "f.weight_kg": "9999"}
    for path in ("/papers", "/overview"):  # with the way back to the field
        told = client.post(path, data=wrong).text  # type: ignore[attr-defined]
        assert 'formaction="/#f-weight_kg">Weight: 9999 is not possible' in told
    for path in ("/papers/pdf", "/save", "/board/ics"):
        answer = client.post(path, data=wrong)  # type: ignore[attr-defined]
        assert answer.status_code == 422 and "Weight: 9999 is not possible" in answer.text


@pytest.mark.parametrize(
    "choice", [{"paper.kind": "no"}, {"paper.size": "a5"}, {"paper.language": "xx"}, {"paper.reader": "all"}]
)
def test_a_paper_that_there_is_not_is_refused(choice: dict[str, str], knowledge: Knowledge) -> None:
    client, seen = open_demo(knowledge)
    answer = client.post("/papers/pdf", data={**seen.fields, **choice})  # type: ignore[attr-defined]
    assert answer.status_code == 422 and "There is no such choice" in answer.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 nothing", "damaged"), (b"\xff\xfe", "UTF-8"), (b"patient: 3", "There is no patient"),
        (b'{"schema": "als-planner/pages/1"}', "no answers"), (b"", "There is no patient"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_visit_is_refused_in_a_sentence(content: bytes, said: str, knowledge: Knowledge) -> None:
    answer = browser(knowledge).post("/open", files={"file": ("x.pdf", content)})
    assert answer.status_code == 422 and said in answer.text


# --- what a person is shown --------------------------------------------------------------------------------


def test_the_family_sees_its_own_questions_and_the_board_alone(knowledge: Knowledge) -> None:
    client, seen = open_demo(knowledge, for_family=True)
    html = client.post("/", data=seen.fields).text  # type: ignore[attr-defined]
    assert not STAGE.search(html) and "hospice" not in html.lower() and "suicide" not in html.lower()
    assert client.get("/v1/health").status_code == 404  # type: ignore[attr-defined]
    assert client.post("/what-if", data=seen.fields).status_code == 404  # type: ignore[attr-defined]
    refused = client.post("/papers/pdf", data={**seen.fields, "paper.kind": "therapist"})  # type: ignore[attr-defined]
    assert refused.status_code == 422


def test_a_family_may_weigh_in_pounds_and_is_told_what_is_used_but_not_what_the_clinic_measures(
    knowledge: Knowledge,
) -> None:
    client, seen = open_demo(knowledge, for_family=True)
    typed = {**seen.fields, "f.weight_kg": "140", "u.weight_kg": "lb", "f.fvc_pct": "2.9"}
    beside = client.post("/beside", data=typed).text  # type: ignore[attr-defined]
    assert "140 lb was entered and is used as 63.5 kg" in beside and "looks like" not in beside


def test_what_was_told_in_confidence_is_nowhere_on_a_familys_page(knowledge: Knowledge) -> None:
    told = b"""patient: {id: invented-x}
visits:
  - {on: 2026-11-20, facts: {alsfrs_walking: {value: 3, note: Invented remark}, hospice_enrolled: true, low_mood: true}}
equipment:
  - {item: rollator, status: borrowed, route: hospice, note: Invented remark}
"""
    client = browser(knowledge, for_family=True)
    page = client.post("/open", files={"file": ("x.yaml", told)}).text
    fields = {**Seen(page).fields, "what_if": "hospice_enrolled", "what_if_value": "true"}
    page += "".join(client.post(path, data=fields).text for path in ("/", "/beside", "/overview", "/board", "/papers"))
    page += client.post("/save", data=fields).text
    assert "rollator" in page
    assert not [word for word in ("hospice", "low_mood", "Invented remark") if word in page]


def test_the_board_moves_with_an_offer_to_the_day_of_the_command_line(knowledge: Knowledge) -> None:
    client, seen = open_demo(knowledge)
    board = Seen(client.post("/board", data=seen.fields).text)  # type: ignore[attr-defined]
    offer = {**board.fields, "q.power_wheelchair.typical": "5", "f.look_ahead": "all"}
    assert "q.power_wheelchair.typical" in board.fields
    moved = client.post("/board/lines", data=offer).text  # type: ignore[attr-defined]
    saved = read_text(client.post("/save", data=offer).text, "saved").value  # type: ignore[attr-defined]
    from planner import assess, make_plan

    plan = make_plan(assess(read_intake(saved, knowledge, TODAY), knowledge, today=TODAY), knowledge)
    order = next(one for one in plan_as_json(plan)["equipment"] if one["id"] == "power_wheelchair")
    wrong = client.post("/board/lines", data={**board.fields, "q.power_wheelchair.typical": "soon"}).text  # type: ignore[attr-defined]
    assert 'href="#q-power_wheelchair-typical"' in wrong and "To be corrected" in wrong
    assert order["lead_days"]["typical"] == 5 and moved != client.post("/board/lines", data=board.fields).text  # type: ignore[attr-defined]


def test_what_is_put_off_on_the_board_stays_put_off_on_the_form(knowledge: Knowledge) -> None:
    client, seen = open_demo(knowledge)
    board = Seen(client.post("/board", data=seen.fields).text)  # type: ignore[attr-defined]
    off = {**board.fields, "put_off.power_wheelchair": "true"}
    form = Seen(client.post("/", data=off).text)  # type: ignore[attr-defined]
    saved = client.post("/save", data=form.fields).text  # type: ignore[attr-defined]
    assert read_text(saved, "saved").value["preferences"]["not_now"] == ["power_wheelchair"]


@pytest.mark.parametrize(("path", "start"), [("/board/ics", "BEGIN:VCALENDAR"), ("/board/csv", "")])
def test_the_board_is_also_a_calendar_and_a_list(path: str, start: str, knowledge: Knowledge) -> None:
    client, seen = open_demo(knowledge)
    answer = client.post(path, data=seen.fields)  # type: ignore[attr-defined]
    assert answer.status_code == 200 and answer.text.startswith(start) and len(answer.text) > 100


def test_spanish_asks_in_spanish_and_marks_what_is_english(knowledge: Knowledge) -> None:
    client, seen = open_demo(knowledge)
    html = client.post("/", data={**seen.fields, "words": "es"}).text  # type: ignore[attr-defined]
    assert "Preguntas de una visita" in html and "no se sabe" in html
    assert re.search(r'lang="en">Forced vital capacity', html)


def test_another_language_loses_nothing_that_was_typed(knowledge: Knowledge) -> None:
    typed = {**Seen(browser(knowledge).get("/").text).fields, "f.fvc_pct": "81", "words": "es"}
    seen = Seen(browser(knowledge).post("/", data=typed).text)
    assert (seen.fields["f.fvc_pct"], seen.fields["words"]) == ("81", "es")


def test_hostile_text_is_escaped_wherever_it_is_shown(knowledge: Knowledge) -> None:
    client, seen = open_demo(knowledge)
    evil = '"><script>alert(1)</script>'
    typed = {
        **seen.fields,
        "name": evil,
        "f.what_matters": evil,
        "f.weight_kg": evil,
        "team.0.name": evil,
        "words": evil,
    }
    for path in ("/", "/beside", "/overview", "/papers", "/board"):
        assert "<script>" not in client.post(path, data=typed).text  # type: ignore[attr-defined]
    base = json.dumps({"patient": {"id": "x", "name": evil}, "visits": []})
    assert "<script>" not in client.post("/", data={BASE: base}).text  # type: ignore[attr-defined]


# --- the agenda --------------------------------------------------------------------------------------------


def test_today_stands_in_its_order_with_what_waits_and_what_was_left_out(knowledge: Knowledge) -> None:
    from people import plan_of

    client, seen = open_demo(knowledge)
    html = client.post("/beside", data=seen.fields).text  # type: ignore[attr-defined]
    agenda = plan_of("demo", knowledge).agenda
    titles = [knowledge.problems.problems[line.problem].therapist for line in (*agenda.today, *agenda.next_visit)]
    places = [html.index(f"<h3>{title}</h3>") for title in titles]
    assert places == sorted(places) and "Considered and left out" in html
    asked = [link[1:] for link in Seen(html).links if link.startswith("#")]
    assert len(asked) >= len(plan_of("demo", knowledge).measure_next) and set(asked) <= set(seen.ids)


def test_a_line_can_be_named_first_moved_or_left_out_and_taken_back(knowledge: Knowledge) -> None:
    client, seen = open_demo(knowledge)
    beside = Seen(client.post("/beside", data=seen.fields).text)  # type: ignore[attr-defined]
    form = {**seen.fields, **beside.fields}
    last = [name for name in beside.fields if name.startswith("word.")][6]
    first = Seen(client.post("/beside", data={**form, last: "first"}).text)  # type: ignore[attr-defined]
    assert next(name for name in first.fields if name.startswith("word.")) == last
    out = Seen(client.post("/beside", data={**form, last: "leave_out"}).text)  # type: ignore[attr-defined]
    assert out.fields[last] == "leave_out" and "Left out by you" in out.text
    overview = Seen(client.post("/overview", data={**form, last: "leave_out"}).text)  # type: ignore[attr-defined]
    back = Seen(client.post("/overview", data={**overview.fields, last: ""}).text)  # type: ignore[attr-defined]
    assert back.fields[last] == "" and "Left out by you" not in back.text


def test_words_of_the_therapist_stand_under_their_line_and_are_saved(knowledge: Knowledge) -> None:
    client, seen = open_demo(knowledge)
    beside = Seen(client.post("/beside", data=seen.fields).text)  # type: ignore[attr-defined]
    note = next(name for name in beside.fields if name.startswith("note."))
    form = {**seen.fields, **beside.fields, note: "Invented: on Tuesday"}
    assert 'class="noted">Invented: on Tuesday' in client.post("/beside", data=form).text  # type: ignore[attr-defined]
    papers = Seen(client.post("/papers", data=form).text)  # type: ignore[attr-defined]
    saved = read_text(client.post("/save", data=papers.fields).text, "saved").value  # type: ignore[attr-defined]
    assert saved["review"]["notes"] == {note.removeprefix("note."): "Invented: on Tuesday"}


def test_who_checked_an_earlier_visit_has_not_checked_this_one(knowledge: Knowledge) -> None:
    signed = DEMO.read_bytes() + b"review: {by: Invented Therapist, on: 2026-11-20}\n"
    answer = browser(knowledge).post("/open", files={"file": ("demo.yaml", signed)})
    assert "Invented Therapist" not in answer.text


def test_for_somebody_who_has_died_there_is_one_quiet_sentence(knowledge: Knowledge) -> None:
    told = b"patient: {id: x, deceased: true}\nvisits:\n  - {on: 2026-11-01, facts: {alsfrs_walking: 3}}\n"
    answer = browser(knowledge).post("/open", files={"file": ("x.yaml", told)})
    assert answer.status_code == 200 and "No plan is made." in answer.text and "did not work" not in answer.text
