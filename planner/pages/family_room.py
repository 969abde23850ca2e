"""How much stands on the family handout, and what gives way, in which order, where there is no room for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.plan.family_view import FEWEST_AHEAD, FEWEST_IN_PANE


@dataclass(frozen=True, kw_only=True)
class FamilyRoom:
    """How much stands on the handout; what is left out of a pane is counted there. Grave things always stand.

    ``dates_last``: what comes in the next months follows the table of calls, and may stand on the second page.
    ``order``: of what follows the first page; what stands first there may fill the foot of it.
    ``team`` and ``to_write``: rows for whoever helps, and lines for questions.
    """

    setting: str = ""
    in_pane: int = 4
    ahead: int = 2
    next_step: bool = True
    cards: int = 4
    questions: int = 4
    team: int = 3
    to_write: int = 3
    dates_last: bool = False
    order: tuple[str, ...] = ("new", "habits", "questions")


# What gives way, in this order, where the words of a person or of a language need more room than the first page, or four, have.
CLOSER = FamilyRoom(setting="closer", next_step=False, ahead=FEWEST_AHEAD)
FEWER = replace(CLOSER, in_pane=FEWEST_IN_PANE)
FEWER_CARDS = tuple(replace(FEWER, cards=cards, questions=3) for cards in (3, 2))
GIVES_WAY = (
    FamilyRoom(),
    FamilyRoom(next_step=False, ahead=FEWEST_AHEAD),
    CLOSER,
    FEWER,
    replace(CLOSER, dates_last=True),
    replace(FEWER, dates_last=True),
    *FEWER_CARDS,
    *(replace(room, dates_last=True) for room in FEWER_CARDS),
)
# With a few cards and moves only (a row of moves counts as a card), places to write on give way to save a page. For the fewest,
# where little is known, two pages are tried first: a table of the team in which nobody is named yet gives way, then lines to
# write on, then room between the lines, then questions fill the foot of the first page, and last goes the fourth of them; no sign
# and no call ever does.
FEW, FEWEST = 4, 2
SPARING = replace(FEWER, setting="sparing", in_pane=FamilyRoom.in_pane, questions=3, team=2, to_write=2)
A_PAGE_LESS = (FamilyRoom(), SPARING, replace(SPARING, setting="sparing closer"))
TWO = replace(SPARING, team=0, questions=FamilyRoom.questions)
BRIEF = replace(TWO, setting="sparing brief", to_write=1, order=("habits", "new", "questions"))
BRIEFEST = replace(BRIEF, setting="sparing brief closer")
ASKED = replace(BRIEFEST, order=("questions", "habits", "new"))
TWO_LESS = (TWO, BRIEF, BRIEFEST, ASKED, replace(BRIEFEST, questions=SPARING.questions))
# Where none of these has room for the whole table of calls on its first page (a name or a telephone number of ten lines), it parts.
PARTING = (FEWER, *FEWER_CARDS)
# In large print nothing of the plan gives way, and the table of calls goes over the page whole.
LARGE = FamilyRoom(dates_last=True, team=2)
