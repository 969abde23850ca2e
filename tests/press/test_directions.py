"""A telephone number beside a name in Arabic or Hebrew is printed as it is dialled."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pypdfium2
import pytest
from people import TODAY

from planner import assess, compose, make_plan, render_html, render_pdf
from planner.model.knowledge import Knowledge
from planner.press.directions import numbers_upright

NUMBERS = ("(555) 010-1420", "555-0199", "+44 20 7946 0958")
WHO = ("\u0639\u064a\u0627\u062f\u0629", "\u05de\u05e8\u05e4\u05d0\u05d4")  # Clinic, in Arabic and in Hebrew


def as_seen(pdf: bytes) -> str:
    """The signs of all pages by their place on paper: line by line, from left to right."""
    rows: defaultdict[tuple[int, int], list[tuple[float, str]]] = defaultdict(list)
    for at, page in enumerate(pypdfium2.PdfDocument(pdf)):
        text = page.get_textpage()
        for sign in range(text.count_chars()):
            left, bottom, _, top = text.get_charbox(sign, loose=True)
            rows[at, round((bottom + top) / 2)].append((left, text.get_text_range(sign, 1)))
    return "\n".join("".join(sign for _, sign in sorted(row)) for row in rows.values())


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["fridge", "family"])
@pytest.mark.parametrize("number", NUMBERS)
def test_a_telephone_number_is_printed_as_it_is_dialled(
    read: Any, knowledge: Knowledge, kind: Any, number: str
) -> None:
    team = [{"role": who, "name": who, "phone": number, "when": "8 to 5"} for who in WHO]
    intake = read({"patient": {"id": "x", "country": "US"}, "team": team})
    plan = make_plan(assess(intake, knowledge, today=TODAY), knowledge)
    seen = as_seen(render_pdf(render_html(compose(plan, kind))))
    assert seen.replace(" ", "").count(number.replace(" ", "")) >= 2, seen


def test_only_a_number_of_several_groups_beside_such_letters_stands_alone() -> None:
    arabic, hebrew = WHO
    assert numbers_upright(f"<p>{arabic} (555) 010-1420 (8 to 5)</p>") == (
        f'<p>{arabic} <bdi dir="ltr">(555) 010-1420</bdi> (8 to 5)</p>'
    )
    for same in (
        f"<p>{hebrew} 500</p>",
        f"<p>{hebrew}</p><p>(555) 010-1420</p>",
        f'<p title="{hebrew} 5-5">5-5</p>',
        f"<title>{arabic} 555-0142</title>",
        f"<svg><g><text>{arabic} 555-0142</text></g></svg>",
    ):
        assert numbers_upright(same) == same
