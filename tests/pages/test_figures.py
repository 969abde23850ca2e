"""Drawings: whole, inside their frame, told in plain words, each used somewhere, and the same each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from drawn import Page, pdf_of
from folders import STAGES, TEMPLATES
from page import ValidationProfile, validate_pdf_bytes
from page_text import fullest
from people import PEOPLE, TODAY, plan_of
from stories import plan_for

from planner import KnowledgeError, compose, load_knowledge, render_html
from planner.curation.gallery import ICONS, gallery_document, samples
from planner.curation.manner import reading_grade
from planner.drawings.drawing import GRID, JOINED, LARGE_LABEL, PARTS, STYLES, svg_of
from planner.drawings.limbs import BODY
from planner.language.words import Words, load_words
from planner.model.knowledge import FamilyText, Knowledge
from planner.pages.blocks import Block
from planner.pages.document import BLOCKS
from planner.pages.family_blocks import HowToBlock, MovesBlock
from planner.pages.family_writer import HandoutWriter
from planner.pages.pictures import body_map, drawn, picture, suits
from planner.plan.family_view import family_view
from planner.plan.sides import weaker_side
from planner.press.lettering import missing_letters
from planner.reading.figures import body_maps, drawing_words, poses

SVG = "{http://www.w3.org/2000/svg}"
NAMES = sorted(poses())
PLAIN = 6  # the school grade at which a caption is read
THINNEST = 2  # units of the grid: half a millimetre on a card
ANATOMY = {"wipe"}  # what cuts a drawing off at its frame may reach over it
WORDS = load_words("en")
FALLS_WHERE_THINKING_CHANGED = "Falls where thinking has changed bring a person beside before any better aid"


def tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def paths(svg: str) -> Iterator[ElementTree.Element]:
    return tree(svg).iter(f"{SVG}path")


def ends(path: str) -> Iterator[tuple[float, float]]:
    """Where each step of a path ends: the letters M, L, Q and A, which the drawings use with whole places."""
    for letter, rest in re.findall(r"([MLQA])([^MLQAaqhvlz]*)", path):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", rest)]
        step = {"M": 2, "L": 2, "Q": 4, "A": 7}[letter]
        yield from ((numbers[at + step - 2], numbers[at + step - 1]) for at in range(0, len(numbers), step))


# --- the drawings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_whole_and_its_first_child_says_what_it_shows(name: str) -> None:
    root = tree(drawn(name))
    assert root.tag == f"{SVG}svg" and root.get("viewBox") == f"0 0 {GRID} {GRID}"
    assert root[0].tag == f"{SVG}title" and root[0].text == drawing_words()[name].alt
    assert {child.tag.removeprefix(SVG) for child in root.iter()} <= {"svg", "title", "g", "path", "text"}


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_stays_inside_its_frame(name: str) -> None:
    shown = svg_of([part for part in poses()[name] if part[0] not in ANATOMY], "")
    for path in paths(shown):
        for x, y in ends(path.get("d", "")):
            assert -1 <= x <= GRID + 1 and -1 <= y <= GRID + 1, (x, y)
    for label in tree(shown).iter(f"{SVG}text"):
        assert 0 < float(label.get("x", "")) < GRID and 0 < float(label.get("y", "")) < GRID


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_the_same_each_time_and_turned_twice_is_as_before(name: str) -> None:
    parts, alt = poses()[name], drawing_words()[name].alt
    assert svg_of(parts, alt) == svg_of(parts, alt) == drawn(name)
    turned = svg_of(parts, alt, mirror=True)
    assert turned != drawn(name) and turned.count("matrix(-1 0 0 1 200 0)") == 1
    places = [[float(label.get("x", "")) for label in tree(svg).iter(f"{SVG}text")] for svg in (drawn(name), turned)]
    assert [GRID - x for x in places[1]] == places[0], "labels keep their place on the body"
    assert [label.text for label in tree(turned).iter(f"{SVG}text")] == [
        label.text for label in tree(drawn(name)).iter(f"{SVG}text")
    ], "and are not turned"
    assert turned.replace(' transform="matrix(-1 0 0 1 200 0)"', "").count("<path") == drawn(name).count("<path")


@pytest.mark.parametrize("name", NAMES)
def test_in_large_print_the_labels_of_a_drawing_grow_and_nothing_else(name: str) -> None:
    shown = picture(name, WORDS)
    sizes = [label.get("font-size") for label in tree(shown.svg_large).iter(f"{SVG}text")]
    assert shown.labelled is (len(sizes) > 0) and set(sizes) <= {str(LARGE_LABEL)}
    usual, large = (re.sub(r' font-size="[^"]*"', "", svg) for svg in (shown.svg, shown.svg_large))
    assert usual == large and (shown.svg != shown.svg_large) is shown.labelled


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_light_to_draw(name: str) -> None:
    svg = drawn(name)
    assert len(list(paths(svg))) <= 50 and len(svg) < 9000
    assert not re.search(r"class=|style=|<style|filter|marker|gradient|\d\.\d\d", svg)


@pytest.mark.parametrize("name", STYLES)
def test_no_stroke_is_too_thin_for_print_and_no_style_needs_a_colour(name: str) -> None:
    widths = [float(width) for width in re.findall(r'stroke-width="([\d.]+)"', STYLES[name])]
    assert all(width >= THINNEST for width in widths)
    for colour in re.findall(r"#(\w+)", STYLES[name]):
        parts = re.findall("..", colour) if len(colour) == 6 else list(colour)
        assert len(set(parts)) == 1, "only grays"


def test_every_part_of_a_drawing_is_known_and_every_known_part_is_drawn() -> None:
    used = {str(part[0]) for parts in poses().values() for part in parts}
    used |= {str(part[0]) for told in body_maps().values() for part in told.parts} | {"spot"}  # of body_map
    assert used - {"size"} <= set(PARTS)
    assert set(PARTS) - used == set(), "nothing draws these: take them out"
    assert set(STYLES) > JOINED and set(BODY) < set(PARTS)


def test_the_guide_explains_every_part() -> None:
    guide = (STAGES / "README.md").read_text(encoding="utf-8")
    assert {part for part in (*PARTS, "size") if not re.search(rf"^\|.*`{part}`.*\|", guide, re.MULTILINE)} == set()


def test_a_near_limb_has_a_rim_and_a_helper_an_outline() -> None:
    limb = (20, 20, 60, 60, 60, 120)
    person, near, helper = (svg_of([("arm", who, *limb)], "") for who in ("p", "P", "h"))
    assert [path.get("fill") for path in paths(person)] == ["currentColor"]
    assert [path.get("fill") for path in paths(near)] == ["#fff", "currentColor"]
    assert [path.get("fill") for path in paths(helper)] == ["currentColor", "#fff"]


def test_words_in_a_drawing_are_escaped() -> None:
    svg = svg_of([("text", 100, 100, "<b>&", 10)], '<script>"x"</script>')
    assert tree(svg)[0].text == '<script>"x"</script>' and "<script>" not in svg and "<b>" not in svg


# --- their words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_a_drawing_are_plain(name: str, knowledge: Knowledge) -> None:
    said = drawing_words()[name]
    for text in (said.caption, said.safety, said.alt, said.title):
        assert text and reading_grade(text) <= PLAIN, (round(reading_grade(text), 1), text)
        assert missing_letters(text) == ""
        for other in knowledge.tone.banned:
            assert not any(re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) for word in other.words), text
    assert len(said.caption) <= 125, "five lines beside a card"


def test_nobody_is_named_as_reviewer_who_did_not_look() -> None:
    for name, said in drawing_words().items():
        assert bool(said.reviewed.by) == (said.reviewed.on is not None), name


def test_what_needs_training_says_so_on_the_card() -> None:
    for name in ("transfer_board", "gait_belt", "lift_sling", "breath_stack", "assisted_cough"):
        assert picture(name, WORDS).marks == (("trained", "Only if you were shown how."),)
    assert picture("hip_out", WORDS).marks == (("helper", "A helper does this."),)
    assert picture("neck_turn", WORDS).marks == ()


def test_a_broken_word_file_is_told_with_its_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "figures.yaml").write_text("nobody_drew_this:\n  title: x\n", encoding="utf-8")
    monkeypatch.setattr("planner.reading.figures.resource", lambda name: tmp_path)
    drawing_words.cache_clear()
    try:
        with pytest.raises(KnowledgeError) as refused:
            drawing_words()
    finally:
        drawing_words.cache_clear()
    said = [str(problem) for problem in refused.value.problems]
    assert "stages/figures.yaml:2: nobody_drew_this: figures.json has no such drawing. Add it, or take it out." in said
    assert any("'caption' is missing" in line for line in said)


# --- rules and drawings -----------------------------------------------------------------------------------


def named(text: FamilyText) -> Iterator[str]:
    yield from ((text.figure,) if text.figure else ())
    yield from text.more_figures


def test_every_drawing_is_named_by_a_rule_or_a_sheet_and_all_that_are_named_exist(knowledge: Knowledge) -> None:
    used = {name for rule in knowledge.recommendations for name in named(rule.text.family)}
    assert used | {name for sheet in knowledge.topics.sheets.values() for name in sheet.figures} == set(poses())


def test_a_drawing_is_left_to_the_card_that_has_no_other(knowledge: Knowledge) -> None:
    """Falls and the home share one: no card shows a person on the floor, or goes without, because of the other."""
    plan = plan_for(FALLS_WHERE_THINKING_CHANGED, knowledge)
    cards = [block for block in compose(plan, "family").blocks if isinstance(block, HowToBlock)]
    shown = {card.title: [picture.title for picture in card.pictures] for card in cards}
    assert shown["Fix rugs, lights and rails"] == [drawing_words()["shower_chair"].title]
    assert shown["Make falls less likely"] == [drawing_words()["clear_way"].title]
    assert not any(
        "floor" in drawing_words()[rule.text.family.figure].alt.split(".")[0]
        for rule in knowledge.recommendations
        if rule.text.family.figure
    )


def test_an_unknown_drawing_is_a_problem_with_file_and_line(tmp_path: Path) -> None:
    layer = tmp_path / "our-clinic"
    layer.mkdir()
    text = "light_ankle_brace_leaf_spring:\n  why: Ours.\n  family:\n    figure: afo_onn\n"
    (layer / "texts.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as refused:
        load_knowledge(layer)
    assert [str(problem) for problem in refused.value.problems] == [
        "our-clinic/texts.yaml:4: light_ankle_brace_leaf_spring → family → figure: I do not know the drawing 'afo_onn'. Did you mean 'afo_on'?"
        " Correct the name or declare it."
    ]


def test_loading_the_knowledge_reads_no_words_of_drawings() -> None:
    drawing_words.cache_clear()
    load_knowledge()
    assert drawing_words.cache_info().misses == 0


def test_cards_and_moves_show_the_drawing_of_their_rule_without_its_caption(knowledge: Knowledge) -> None:
    plan = plan_of("demo", knowledge)
    blocks = compose(plan, "family").blocks
    cards = {block.title: block.pictures for block in blocks if isinstance(block, HowToBlock)}
    assert [picture.title for picture in cards["A light brace for your left foot"]] == ["Put on the ankle brace"]
    (moves,) = [block for block in blocks if isinstance(block, MovesBlock)]
    drawn_moves = [move.picture for pair in moves.pairs for move in pair if move.picture]
    assert drawn_moves
    html = render_html(compose(plan, "family"))
    shown = [one for pictures in (*cards.values(), drawn_moves) for one in pictures]
    assert all(escape(one.caption) not in html for one in shown), "steps are numbered; no caption repeats them"


@pytest.mark.parametrize(
    ("left", "right", "side"), [(3, 4, "left"), (4, 3, "right"), (3, 3, ""), (3, None, ""), (None, 3, "")]
)
def test_a_drawing_is_turned_only_where_one_side_is_known_to_be_weaker(
    knowledge: Knowledge, left: int | None, right: int | None, side: str
) -> None:
    from datetime import date

    from planner import assess, make_plan, read_intake

    facts = {"alsfrs_walking": 3, "walking_help": "none", "falls_3mo": 0}
    facts |= {"mrc_ankle_dorsiflexion_left": left, "mrc_ankle_dorsiflexion_right": right}
    intake = read_intake({"patient": {"id": "x"}, "visits": [{"on": "2026-11-20", "facts": facts}]}, knowledge, TODAY)
    plan = make_plan(assess(intake, knowledge, today=date(2026, 11, 22)), knowledge)
    (item,) = [item for item in plan.items if item.id == "cane_in_opposite_hand"]
    assert weaker_side(item, plan) == side
    assert (picture("cane_opposite", WORDS, side).svg != drawn("cane_opposite")) == (side == "left")


# --- the body map and the icons ---------------------------------------------------------------------------


@pytest.mark.parametrize("side", body_maps())
def test_a_body_map_numbers_the_spots_it_is_given_and_lists_them(side: str) -> None:
    spots = list(body_maps()[side].spots)
    shown = body_map(side, set(spots[1:4]), WORDS)
    assert [label.text for label in tree(shown.svg).iter(f"{SVG}text")] == ["1", "2", "3"]
    assert shown.legend == tuple(WORDS(f"figures.spots.{name}") for name in spots[1:4])
    assert tree(shown.svg)[0].text == WORDS(f"figures.map.{side}_alt", spots=", ".join(shown.legend))
    assert body_map(side, (), WORDS).legend == ()


def test_spots_do_not_run_into_each_other_and_each_has_its_words() -> None:
    for told in body_maps().values():
        places = list(told.spots.values())
        near = [(a, b) for at, a in enumerate(places) for b in places[:at] if abs(complex(*a) - complex(*b)) < 15]
        assert near == []
    assert {name for told in body_maps().values() for name in told.spots} == set(WORDS.entries["figures"]["spots"])


def test_every_icon_is_there_and_says_what_it_stands_for() -> None:
    there = {path.stem for path in (TEMPLATES / "icons").glob("*.svg")}
    assert there == set(ICONS) == set(WORDS.entries["figures"]["icons"])


# --- the gallery ------------------------------------------------------------------------------------------


def test_the_gallery_has_a_sample_of_every_kind_of_block() -> None:
    found = samples(WORDS)
    assert set(found) == {block.kind for block in BLOCKS}
    shown = {block.kind for block in gallery_document().blocks}
    assert shown == set(found)


def test_the_gallery_shows_every_drawing_with_its_words() -> None:
    html = render_html(gallery_document())
    for said in drawing_words().values():
        assert html.count(f"<title>{said.alt}</title>") >= 1
        assert said.caption.replace("'", "&#39;") in html


@pytest.mark.slow
def test_the_gallery_is_drawn_without_a_warning_and_is_accessible() -> None:
    pdf = pdf_of(Page("nobody", "gallery", "en", "a4"))
    report = validate_pdf_bytes(pdf, profile=ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_words_and_blocks_are_of_one_language() -> None:
    assert isinstance(WORDS, Words) and all(isinstance(block, Block) for block in samples(WORDS).values())


@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_is_shown_a_move_that_the_stage_may_have_taken(knowledge: Knowledge, who: str) -> None:
    """A calf stretch on one's feet is not handed to somebody who does not stand, nor while that is not known."""
    plan = plan_of(who, knowledge)
    page = fullest(compose(plan, "family"))
    for name, said in drawing_words().items():
        if plan.stage.high > said.last_stage:
            assert f"<title>{escape(said.alt)}" not in page, name


def test_a_move_made_alone_is_shown_as_long_as_it_can_be_made(knowledge: Knowledge) -> None:
    for who in ("demo", "late"):
        plan = plan_of(who, knowledge)
        assert suits("calf_counter", plan) == (who == "demo") and suits("ankle_passive", plan)


FLAIL = "A man with flail arms who walks for miles gets a home without handles and set hours of help"


def test_of_several_drawings_that_of_the_weak_limb_is_shown(knowledge: Knowledge) -> None:
    known = drawing_words()
    shown = {who: _drawn_for_moves(who, knowledge) for who in ("demo", FLAIL)}
    assert {known[name].limb for name in shown["demo"]} == {"leg"}, "her ankle is the weak joint"
    assert {known[name].limb for name in shown[FLAIL]} == {"arm", ""}, "his legs are as before"
    assert "arm_self_raise" not in shown[FLAIL], "no arm is strong enough to lift the other"


def _drawn_for_moves(who: str, knowledge: Knowledge) -> set[str]:
    plan = plan_of(who, knowledge) if who in PEOPLE else plan_for(who, knowledge)
    writer, names = HandoutWriter(plan, load_words("en")), {said.title: name for name, said in drawing_words().items()}
    moves = family_view(plan, "all").moves
    return {names[picture.title] for item in moves if (picture := writer.move(item).picture)}
