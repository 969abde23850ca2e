"""Things to borrow, rent or buy: all there, their figures as recorded, every slip refused in a sentence, kind to families."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from people import TODAY
from rule_files import vocabulary

from planner.curation.manner import Card, Manner, never_printed
from planner.curation.proofread import proofread
from planner.model.conditions import facts_read
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.model.things import Equipment
from planner.plan.leads import wait_for
from planner.reading.resources import resource
from planner.reading.stages import read_knowledge

STAGES = resource("stages")
RECORDED = vocabulary("equipment")
COUNTRIES = ("US", "UK", "GB", "CA", "AU", "DE", "IE", "FR", "NO", "EU", "JP", "other")
Build = Callable[..., Intake]


def unfit(manner: Manner, title: str, *lines: str) -> list[str]:
    """Everything said that does not belong on a family page."""
    return [str(problem) for problem in manner.findings(Card("here", title, lines))]


by_item = pytest.mark.parametrize("name", RECORDED)


# --- what is there --------------------------------------------------------------------------------------------


def test_every_thing_of_the_vocabulary_is_there_and_no_other(knowledge: Knowledge) -> None:
    bridge = {"communication_board"}  # helps until a speech device comes
    twice = {"second_ventilator", "resuscitation_bag", "spare_tracheostomy_tubes", "second_suction_machine"}
    assert set(knowledge.equipment) - bridge - twice == set(RECORDED) and len(RECORDED) == 47


@by_item
def test_the_figures_of_a_thing_are_those_recorded(name: str, knowledge: Knowledge) -> None:
    thing, row = knowledge.equipment[name], RECORDED[name]
    useful, prices = thing.useful_months, thing.prices
    assert [useful.slow, useful.medium, useful.fast] == row["useful_months"]
    assert (thing.least_useful_months, thing.train_days) == (row["least_useful_months"], row["train_days"])
    assert {route: list(days) for route, days in thing.days_by_route.items()} == row["leads"]
    assert thing.lead_route == row["lead_route"]
    assert list(prices.buy or ()) == row.get("buy", []) and list(prices.rent_month or ()) == row.get("rent_month", [])
    assert prices.resale == row["resale"]
    assert (thing.buying, thing.benefit) == (row["buying"], row.get("benefit", ""))
    instead = {"stairlift_curved": ["ramp_modular"]}  # what is left out names what to plan for
    assert list(thing.successors) == row.get("successors", instead.get(name, []))


@by_item
def test_a_thing_says_when_it_is_needed_what_is_checked_and_where_that_stands(name: str, knowledge: Knowledge) -> None:
    thing = knowledge.equipment[name]
    assert bool(thing.needed_with) != (thing.needed_when is not None)
    assert thing.checks and thing.evidence and thing.prices.evidence
    if thing.needed_with:
        rule = knowledge.by_id[thing.needed_with]
        assert rule.ahead is not None
        mine = rule.ahead.equipment in ("", name) or name in rule.equipment
        assert mine, "it is the recommendation for this thing"


@by_item
def test_a_need_of_its_own_can_be_followed_ahead(name: str, knowledge: Knowledge) -> None:
    """Save where the need is a fact of today: an entry to the house."""
    when = knowledge.equipment[name].needed_when
    if when is not None:
        course = knowledge.course
        moving = {fact for facts in course.domains.values() for fact in facts} | set(course.measures)
        assert facts_read(when) & moving


@by_item
def test_what_stands_ready_first_goes_in_no_circle(name: str, knowledge: Knowledge) -> None:
    waiting, seen = list(knowledge.equipment[name].ready_first), set()
    while waiting:
        one = waiting.pop()
        assert one != name
        if one not in seen:
            seen.add(one)
            waiting += knowledge.equipment[one].ready_first


def test_prices_say_in_which_money_and_years_they_are(knowledge: Knowledge) -> None:
    market = knowledge.market
    assert (market.currency, market.country) == ("USD", "US") and market.years


def test_what_payers_ask_before_they_pay_can_be_tested(knowledge: Knowledge) -> None:
    gated = {name for name, thing in knowledge.equipment.items() if thing.gates}
    assert gated == {
        *("power_wheelchair", "floor_lift", "alternating_pressure_mattress"),
        *("cough_assist_machine", "breathing_mask_machine"),
    }
    for name in gated:
        for gate in knowledge.equipment[name].gates:
            assert set(gate.tests) & facts_read(gate.met_when)
            assert set(gate.routes) & set(knowledge.equipment[name].days_by_route)


def test_the_rules_of_payers_carry_their_year_and_source_and_codes_only_in_the_us(knowledge: Knowledge) -> None:
    places = {country for rule in knowledge.payers for country in rule.countries}
    assert places >= {"US", "UK", "CA", "AU", "EU", "DE", "NO", "IE"}
    payers = {payer for rule in knowledge.payers for payer in rule.payers}
    assert payers >= {"medicare", "medicaid", "veterans_affairs", "private_insurer", "charity_or_loan"}
    for rule in knowledge.payers:
        assert rule.as_of and rule.evidence and rule.therapist
        assert not rule.codes or rule.countries == ("US",), rule.id
        known = {cited.source for cited in rule.evidence} - {"general_knowledge"}
        assert known or "not verified" in rule.therapist.lower(), rule.id


# --- families can read it -------------------------------------------------------------------------------------


def card(thing: Equipment) -> tuple[str, tuple[str, ...]]:
    family = thing.family
    return family.name, (*family.for_you_if, family.does, family.way, *(gate.family for gate in thing.gates))


@by_item
def test_what_families_read_of_a_thing_is_easy_and_kind(name: str, knowledge: Knowledge, manner: Manner) -> None:
    title, lines = card(knowledge.equipment[name])
    assert unfit(manner, title, *lines) == []
    assert not any(letter.isdigit() or letter == "{" for letter in "".join((title, *lines)))


def test_what_families_read_of_payers_and_routes_is_easy_and_kind(knowledge: Knowledge, manner: Manner) -> None:
    lines = {rule.id: rule.family for rule in knowledge.payers if rule.family}
    assert len(lines) > 20
    assert {name: found for name, line in lines.items() if (found := unfit(manner, "", line))} == {}
    # A name is read within a sentence; alone, one long word would make its grade.
    named = {name: f"You can get it from {route.name}." for name, route in knowledge.routes.named.items()}
    assert {name: found for name, line in named.items() if (found := unfit(manner, "", line))} == {}


def test_no_check_names_an_oxygen_flow_a_machine_pressure_or_a_dose(knowledge: Knowledge) -> None:
    told = [line for thing in knowledge.equipment.values() for line in (*thing.checks, *thing.before)]
    told += [gate.therapist for thing in knowledge.equipment.values() for gate in thing.gates]
    told += [rule.therapist for rule in knowledge.payers]
    assert len(told) > 120
    assert [line for line in told if never_printed(line)] == []


def test_a_digit_in_a_check_is_noticed(tmp_path: Path) -> None:
    checks = {"items": {"cane": {"checks": ["Handle at 90 cm."]}}}
    knowledge, problems = read_knowledge(base(tmp_path, equipment=checks))
    assert knowledge is not None, problems
    found = [str(problem) for problem in proofread(knowledge, today=TODAY)]
    assert any("cane → checks → 0: a digit in 'Handle at 90 cm.'" in said for said in found), found


# --- nobody is given another country's route ------------------------------------------------------------------


def test_no_wait_is_by_another_countrys_route(knowledge: Knowledge, person: Build) -> None:
    payers = (None, *knowledge.vocabulary["main_payer"].choices)
    named = knowledge.routes.named
    for country in COUNTRIES:
        intake = person(patient={"id": "x", "country": country}).intake
        for payer, thing in product(payers, knowledge.equipment.values()):
            wait = wait_for(thing, intake, payer, knowledge.routes)
            assert wait.route in named
            own = named[wait.route].countries
            assert not own or intake.country in own, (country, payer, thing.id, wait)
            assert wait.days in thing.days_by_route.values()
            others = set(knowledge.routes.own) - {payer}
            assert wait.route not in {knowledge.routes.own[one] for one in others}, "no other payer is named"
            if payer is None:
                assert wait.route == "whoever_pays" or named[wait.route].way != "payer" or own
            if payer == "self":
                assert named[wait.route].way != "payer", "who pays alone is sent to no payer"


@pytest.fixture(scope="session")
def person(knowledge: Knowledge) -> Build:
    from planner import assess, read_intake  # the whole person, as the tests of plans build one

    def build(patient: dict[str, Any]) -> Any:
        visits = [{"on": "2026-11-20", "facts": {"alsfrs_walking": 3}}]
        return assess(read_intake({"patient": patient, "visits": visits}, knowledge, TODAY), knowledge, today=TODAY)

    return build


# --- every slip in a sentence, all at once --------------------------------------------------------------------


def base(folder: Path, **changes: Any) -> Path:
    """A copy of stages/ with parts of its files replaced; None takes a key away."""
    copied = folder / "stages"
    shutil.copytree(STAGES, copied)
    for name, change in changes.items():
        path = copied / f"{name}.yaml"
        value = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        text = yaml.dump(merged(value, change), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")
    return copied


def merged(value: Any, change: Any) -> Any:
    if not isinstance(value, dict) or not isinstance(change, dict):
        return copy.deepcopy(change)
    found = {**value, **{key: merged(value.get(key), part) for key, part in change.items()}}
    return {key: part for key, part in found.items() if not (key in change and change[key] is None)}


def cane(**change: Any) -> dict[str, Any]:
    return {"items": {"cane": change}}


GATE = {
    "routes": ["retail"],
    "met_when": {"fact": "alsfrs_walking", "at_most": "walking_lost"},
    "tests": ["alsfrs_walking"],
    "therapist": "x",
    "family": "x",
    "evidence": [{"source": "general_knowledge"}],
}
NEED = {"fact": "alsfrs_walking", "at_most": "walking_lost"}

SLIPS: dict[str, tuple[dict[str, Any], str]] = {
    "a strange key": (cane(benifit="x"), "I do not know 'benifit'. Did you mean 'benefit'?"),
    "a key too few": (cane(family=None), "'family' is missing."),
    "a lead nobody named": (
        cane(leads={"retial": [1, 2, 3]}),
        "I do not know the route 'retial'. Did you mean 'retail'?",
    ),
    "a default it lacks": (cane(lead_route="rent"), "lead_route: 'rent' is not among its leads."),
    "waits that fall": (cane(leads={"loan": [3, 2, 1]}), "leads → loan: 3, 2, 1 does not rise from nought up."),
    "a wait below nought": (cane(leads={"loan": [-1, 2, 3]}), "leads → loan: -1, 2, 3 does not rise from nought up."),
    "waits that are none": (cane(leads={"loan": "soon"}), "This should be a list."),
    "prices that fall": (cane(prices={"buy": [3, 2, 1]}), "prices → buy: 3, 2, 1 does not rise from nought up."),
    "rents that fall": (cane(prices={"rent_month": [3, 2]}), "prices → rent_month: 3, 2 does not rise from nought up."),
    "no price at all": (cane(prices={"buy": None}), "There is neither a price to buy nor one to rent."),
    "months that fall": (
        cane(useful_months={"slow": 1, "medium": 3, "fast": 8}),
        "8, 3, 1 does not rise from nought up.",
    ),
    "a route never to use": (cane(not_advised=["medicair"]), "the route 'medicair'. Did you mean 'medicare'?"),
    "a strange successor": (cane(successors=["rolator"]), "the equipment 'rolator'. Did you mean 'rollator'?"),
    "ready before itself": (cane(ready_first=["cane"]), "I do not know the equipment 'cane'."),
    "a strange bridge": (cane(bridge=["gait_blet"]), "the equipment 'gait_blet'. Did you mean 'gait_belt'?"),
    "both needs": (cane(needed_when=NEED), "Say either 'needed_with' or 'needed_when'."),
    "no need": (cane(needed_with=None), "Say either 'needed_with' or 'needed_when'."),
    "a strange rule": (
        cane(needed_with="cane_in_oposite_hand"),
        "the recommendation 'cane_in_oposite_hand'. Did you mean 'cane_in_opposite_hand'?",
    ),
    "a rule that says no day": (
        cane(needed_with="daily_stretch_and_full_range"),
        "'daily_stretch_and_full_range' does not say when its thing is needed.",
    ),
    "a strange fact": (
        cane(outgrown_when={"fact": "alsfrs_walkin", "at_most": "walking_lost"}),
        "outgrown_when: I do not know the fact 'alsfrs_walkin'. Did you mean 'alsfrs_walking'?",
    ),
    "a bare number": (cane(outgrown_when={"fact": "alsfrs_walking", "at_most": 1}), "1 is a bare number."),
    "a gate on no route": (
        cane(gates=[{**GATE, "routes": ["medicair"]}]),
        "gates → 0 → routes: I do not know the route",
    ),
    "a gate without a test": (
        cane(gates=[{**GATE, "tests": ["alsfrs_walkin"]}]),
        "I do not know the fact 'alsfrs_walkin'",
    ),
    "a gate never met": (cane(gates=[{**GATE, "met_when": None}]), "gates → 0 → met_when: A condition is"),
    "a gate that is none": (cane(gates=["x"]), "gates → 0: This should be a set of keys with values."),
    "a strange source": (cane(evidence=[{"source": "equip_s999"}]), "I do not know the source 'equip_s999'."),
    "a strange price source": (cane(prices={"evidence": [{"source": "nobody"}]}), "I do not know the source 'nobody'."),
    "a strange number in a check": (
        cane(checks=["{any_fal} x"]),
        "I do not know the limit 'any_fal'. Did you mean 'any_fall'?",
    ),
    "an item that is none": ({"items": {"cane": "x"}}, "items → cane: This should be a set of keys with values."),
    "items that are none": ({"items": ["cane"]}, "items: This should be a set of named entries."),
    "no market": ({"market": None}, "market: This should be a set of keys with values."),
    "routes that are none": ({"routes": ["loan"]}, "routes → named: This should be a set of named entries."),
    "a strange part of routes": ({"routes": {"by_payers": {}}}, "the key 'by_payers'. Did you mean 'by_payer'?"),
    "a way that is none": ({"routes": {"named": {"loan": {"way": "lend", "name": "x"}}}}, "'lend' is not one of"),
    "a strange payer": (
        {"routes": {"by_payer": {"medicair": ["loan"]}}},
        "the payer 'medicair'. Did you mean 'medicare'?",
    ),
    "a strange route for a payer": (
        {"routes": {"by_payer": {"self": ["retial"]}}},
        "the route 'retial'. Did you mean 'retail'?",
    ),
    "routes in no list": (
        {"routes": {"by_payer": {"self": "retail"}}},
        "by_payer → self: This should be a list of names.",
    ),
    "routes in a deep list": ({"routes": {"by_payer": {"self": [["retail"]]}}}, "I do not know the route"),
    "a strange country": ({"routes": {"by_country": {"Norway": ["loan"]}}}, "I do not know the country 'Norway'."),
    "a route's strange country": (
        {"routes": {"named": {"loan": {"way": "borrow", "name": "x", "countries": ["USA"]}}}},
        "I do not know the country 'USA'. Did you mean 'US'?",
    ),
}


def refused_with(said: str, file: str, tmp_path: Path, change: Any) -> None:
    """The base with this change in that file is refused, with this sentence in that file's name."""
    knowledge, problems = read_knowledge(base(tmp_path, **{file: change}))
    assert knowledge is None
    told = [str(problem) for problem in problems]
    assert any(said in line and f"{file}.yaml" in line for line in told), told


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_in_the_things_is_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    change, said = SLIPS[name]
    refused_with(said, "equipment", tmp_path, change)


RULE = "us_medicare_in_home"
PAYER_SLIPS: dict[str, tuple[Any, str]] = {
    "a strange country": ({RULE: {"countries": ["Utopia"]}}, "I do not know the country 'Utopia'."),
    "a strange payer": ({RULE: {"payers": ["medicair"]}}, "the payer 'medicair'. Did you mean 'medicare'?"),
    "a strange thing": ({RULE: {"equipment": ["cain"]}}, "the equipment 'cain'. Did you mean 'cane'?"),
    "a strange rule": ({RULE: {"recommendations": ["no_such_rule"]}}, "the recommendation 'no_such_rule'."),
    "a strange source": ({RULE: {"evidence": [{"source": "nobody"}]}}, "the source 'nobody'."),
    "a strange number": ({RULE: {"therapist": "{any_fal}"}}, "the limit 'any_fal'. Did you mean 'any_fall'?"),
    "no year": ({RULE: {"as_of": None}}, "'as_of' is missing."),
    "no source": ({RULE: {"evidence": []}}, "This list is empty."),
    "a rule that is none": ({RULE: "x"}, "This should be a set of keys with values."),
    "a list": (["x"], "This should be a set of named entries."),
}


@pytest.mark.parametrize("name", PAYER_SLIPS)
def test_a_slip_in_the_rules_of_payers_is_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    change, said = PAYER_SLIPS[name]
    refused_with(said, "payers", tmp_path, change)


def test_all_slips_are_told_at_once(tmp_path: Path) -> None:
    things = cane(successors=["rolator"], lead_route="rent", needed_with=None)
    _, problems = read_knowledge(base(tmp_path, equipment=things, payers={RULE: {"payers": ["medicair"]}}))
    assert len(problems) == 4, list(map(str, problems))
