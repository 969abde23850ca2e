"""Payers of things: their tests, the one benefit for all chairs, hospice, prices and quotes."""

from __future__ import annotations

from typing import Any

import pytest
from made_up_things import (
    BASE,
    CITED,
    POWER,
    advice,
    codes,
    have,
    plan,
    thing,
)
from people import LATE, TODAY

from planner import assess, make_plan, read_intake
from planner.model.conditions import Compare
from planner.model.knowledge import Knowledge
from planner.model.things import Equipment, Gate, Market, Prices
from planner.plan.money import choose, estimate_of
from planner.plan.orders import Remark

# --- payers ----------------------------------------------------------------------------------------------------


def gated() -> Equipment:
    test = Compare(fact="fvc_pct", operator="below", bounds=(50,), said="50")
    gate = Gate(
        routes=("medicare",), met_when=test, tests=("fvc_pct",), therapist="Test.", family="Test.", evidence=(CITED,)
    )  # type: ignore[arg-type]
    return thing("breathing_mask_machine", {"medicare": (7, 21, 60), "rent": (1, 2, 3)}, gates=(gate,))


@pytest.mark.parametrize(
    ("facts", "action"), [({"fvc_pct": 45}, "order_now"), ({"fvc_pct": 80}, "defer"), ({}, "defer")]
)
def test_a_test_of_the_payer_that_is_not_met_defers_and_is_named(facts: dict[str, Any], action: str) -> None:
    items = [advice("breathing_mask_machine", 1, "now")]
    order = plan([gated()], items, facts={"alsfrs_speech": 4, **facts})["breathing_mask_machine"]
    assert order.action == action
    if action == "defer":
        assert Remark("test", fact="fvc_pct", route="medicare") in order.tasks
        assert Remark("meanwhile", route="rent") in order.tasks


def test_before_its_order_date_a_thing_keeps_the_date_and_names_the_test() -> None:
    order = plan([gated()], [advice("breathing_mask_machine", 300)])["breathing_mask_machine"]
    assert (order.action, codes(order.tasks)) == ("order_by", ["test"])


def chairs(loan: bool = True) -> list[Equipment]:
    leads = {"medicare": (10, 21, 60), **({"loan": (1, 7, 28)} if loan else {})}
    light = thing("light_manual_wheelchair", leads, benefit="chairs", successors=("power_wheelchair",))
    return [light, POWER]


def test_no_payer_is_charged_for_a_light_chair_while_the_power_chair_is_in_sight() -> None:
    items = [advice("light_manual_wheelchair", 2, "now"), advice("power_wheelchair", 300)]
    order = plan(chairs(), items)["light_manual_wheelchair"]
    assert (order.route, order.risks) == ("loan", (Remark("benefit_conflict", thing="power_wheelchair"),))
    order = plan(chairs(loan=False), items)["light_manual_wheelchair"]
    assert (order.route, codes(order.risks)) == ("medicare", ["benefit_conflict"])
    order = plan(chairs(), items[:1])["light_manual_wheelchair"]
    assert (order.route, order.risks) == ("medicare", ())


def test_the_power_chair_is_in_sight_too_while_its_need_is_not_known() -> None:
    items = [
        advice("light_manual_wheelchair", 2, "now"),
        advice("power_wheelchair", None, "check_first", asks=("falls_3mo",)),
    ]
    assert plan(chairs(), items)["light_manual_wheelchair"].route == "loan"


def test_a_chair_that_was_already_paid_for_is_a_risk_for_the_power_chair() -> None:
    items = [advice("power_wheelchair", 300)]
    paid = have("in_use", "light_manual_wheelchair", route="medicare")
    assert plan(chairs(), items, **paid)["power_wheelchair"].risks == (
        Remark("benefit_used", thing="light_manual_wheelchair"),
    )
    long_ago = have("returned", "light_manual_wheelchair", route="medicare") | {}
    long_ago["equipment"][0]["since"] = "2019-01-01"
    assert plan(chairs(), items, **long_ago)["power_wheelchair"].risks == ()
    lent = have("borrowed", "light_manual_wheelchair", route="loan")
    assert plan(chairs(), items, **lent)["power_wheelchair"].risks == ()
    told = plan(chairs(), items, patient={"insurer_paid_chair_5y": True})
    assert told["power_wheelchair"].risks == (Remark("benefit_used", fact="insurer_paid_chair_5y"),)


def test_under_hospice_the_remark_is_confidential_and_the_days_stay_those_of_the_advice() -> None:
    bed = thing("hospital_bed", {"insurer": (5, 14, 30), "hospice": (1, 1, 3)})
    items = [advice("hospital_bed", 200), advice("power_wheelchair", 300)]
    free, hospice = (plan([bed, POWER], items, patient={"hospice_enrolled": yes}) for yes in (False, True))
    assert free["hospital_bed"].risks == ()
    assert codes(hospice["hospital_bed"].risks) == ["hospice_brings_it"]
    assert codes(hospice["power_wheelchair"].risks) == ["hospice_may_end_cover"]
    assert all(risk.confidential for order in hospice.values() for risk in order.risks)
    assert hospice["hospital_bed"].order_by == free["hospital_bed"].order_by


# --- money -----------------------------------------------------------------------------------------------------

PRICED = thing(
    "light_manual_wheelchair", {"rent": (0, 2, 7), "retail": (1, 3, 9)}, least_useful_months=1,
    prices=Prices(buy=(180, 450, 2500), rent_month=(40, 100), resale=0.3, evidence=(CITED,)),  # type: ignore[arg-type]
)  # fmt: skip


@pytest.mark.parametrize(("months", "ways", "advised"), [
    (3.8, {"rent", "buy"}, "rent"), (4.5, {"rent", "buy"}, "either"), (6, {"rent", "buy"}, "buy"),
    (3.8, {"rent", "buy", "borrow"}, "borrow"), (60, {"borrow"}, "borrow"),
])  # fmt: skip
def test_rent_buy_or_borrow_by_the_months_of_use(months: float, ways: set[str], advised: str) -> None:
    market = Market(currency="USD", country="US", years="2024-26")
    quotes = read_intake({"patient": {"id": "x"}, "quotes": [
        {"item": "light_manual_wheelchair", "route": "rent", "buy": 450, "rent_month": 70, "delivery": 40, "currency": "USD"}
    ]}, BASE, TODAY).quotes  # fmt: skip
    estimate = estimate_of(PRICED, quotes, market, "US")
    choice = choose(PRICED, estimate, months, True, frozenset(ways), BASE.numbers)
    assert choice is not None and choice.break_even is not None
    assert round(choice.break_even, 1) == 3.9
    assert choice.advice == advised
    before = choose(PRICED, estimate, months, False, frozenset(ways), BASE.numbers)
    assert before is not None
    assert before.expected == pytest.approx(0.7 * months)


def test_prices_are_the_markets_and_a_quote_keeps_its_own_currency() -> None:
    market = Market(currency="USD", country="US", years="2024-26")
    home = estimate_of(PRICED, (), market, "US")
    assert home is not None
    assert (home.buy, home.rent_month, home.currency, home.default) == ((180, 450, 2500), (40, 100), "USD", True)
    assert estimate_of(PRICED, (), market, "UK") is None
    assert estimate_of(PRICED, (), market, "") is None
    quotes = read_intake({"patient": {"id": "x"}, "quotes": [
        {"item": "light_manual_wheelchair", "route": "rent", "rent_month": 90, "currency": "GBP", "on": "2026-11-10"}
    ]}, BASE, TODAY).quotes  # fmt: skip
    away = estimate_of(PRICED, quotes, market, "UK")
    assert away is not None
    assert (away.buy, away.rent_month, away.currency, away.years, away.default) == (
        None,
        (90, 90),
        "GBP",
        "2026",
        False,
    )


def test_a_quote_replaces_the_wait() -> None:
    quote = {"item": "power_wheelchair", "route": "insurer", "lead_days": {"min": 5, "typical": 10, "longest": 20}}
    order = plan([POWER], [advice("power_wheelchair", 300)], quotes=[quote])["power_wheelchair"]
    assert (order.route, order.lead_days, order.lead_default) == ("insurer", (5, 10, 20), False)


@pytest.mark.parametrize(("hospice", "way"), [(False, "buy"), (True, "borrow")])
def test_only_those_who_chose_hospice_are_told_to_borrow_what_only_hospice_lends(
    knowledge: Knowledge, hospice: bool, way: str
) -> None:
    facts = {**LATE["visits"][0]["facts"], "hospice_enrolled": hospice}
    told = {
        **LATE,
        "patient": {**LATE["patient"], "country": "US", "main_payer": "self"},
        "visits": [{"on": "2026-11-20", "facts": facts}],
    }
    made = make_plan(assess(read_intake(told, knowledge, TODAY), knowledge, today=TODAY), knowledge)
    bed = next(order for order in made.equipment if order.id == "hospital_bed")
    assert "hospice" in knowledge.equipment["hospital_bed"].days_by_route
    assert bed.route == ("hospice" if hospice else "self_pay")
    assert bed.choice is not None and bed.choice.advice == way
