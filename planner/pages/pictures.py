"""Drawings with their words, ready for a page: of our own data only, made once and kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from planner.drawings.drawing import has_labels, svg_of
from planner.language.words import Words
from planner.model.figures import DrawingWords
from planner.pages.blocks import Picture
from planner.plan.plan import Plan
from planner.reading.figures import body_maps, drawing_words, poses

HELPER_MARK, TRAINED_MARK = "helper", "trained"  # names of icons, and of the words beside them
# How a grade is drawn on the body: its ring, the rim of a weak one, its letter, and how low that sits; then the sides.
GRADE = (8, 3, 13, 4.6)
SIDES_X, SIDE_Y, SIDE_SIZE = (40, 160), 40, 11
NO_GRADE = "?"
Marks = tuple[tuple[str, str], ...]


@lru_cache(maxsize=512)
def drawn(name: str, mirror: bool = False, alt: str = "", large: bool = False) -> str:
    """One drawing as SVG; ``mirror`` shows the other side of the body, ``alt`` is read aloud in its place (else English)."""
    return svg_of(poses()[name], alt or drawing_words()[name].alt, mirror, large)


@lru_cache(maxsize=256)
def _labelled(name: str) -> bool:
    return has_labels(poses()[name])


def picture(name: str, words: Words, weak: str = "", told: Mapping[str, DrawingWords] | None = None) -> Picture:
    """A drawing with its caption, what to watch, and marks for whom it is; turned where the other side is the weak one.

    ``told`` are the words of drawings in another language.
    """
    said = (told or drawing_words())[name]
    mirror = bool(weak and said.weak_side) and weak != said.weak_side
    return Picture(
        svg=drawn(name, mirror, said.alt),
        svg_large=drawn(name, mirror, said.alt, large=True),
        labelled=_labelled(name),
        title=said.title,
        caption=said.caption,
        safety=said.safety,
        marks=_marks(said, words),
    )


def suits(name: str, plan: Plan, weak: str = "") -> bool:
    """Whether a move can be made: by this body, alone up to its last stage, with a helper where there is not known to be none.

    ``weak`` is the weaker side, where there is one: without it the strong side can move none.
    """
    drawn = drawing_words()[name]
    return (
        plan.stage.high <= drawn.last_stage
        and not (drawn.who == "helper" and has_no_helper(plan))
        and not (drawn.one_sided and not weak)
        and _is_able(drawn.needs, plan)
    )


def has_no_helper(plan: Plan) -> bool:
    """Whether it is known that nobody helps at home."""
    helpers = plan.values.get("helpers_count")
    return helpers is not None and helpers.known and helpers.low < plan.knowledge.numbers["one_helper"]


def of_limb(names: Iterable[str], weak: str) -> list[str]:
    """Drawings of the weak limb first, then those that move none; those of the other limb only where none is weaker."""
    known = drawing_words()
    ranked = sorted(names, key=lambda name: bool(weak) and known[name].limb != weak)
    return [name for name in ranked if not weak or known[name].limb in ("", weak)]


def _is_able(state: str, plan: Plan) -> bool:
    """Whether the state is not known to be no."""
    value = plan.values.get(state)
    return value is None or not value.known or value.low > 0


def _marks(said: DrawingWords, words: Words) -> Marks:
    helped = ((HELPER_MARK, words("figures.helper")),) if said.who == "helper" and not said.trained_only else ()
    trained = ((TRAINED_MARK, words("figures.trained_only")),) if said.trained_only else ()
    return (*helped, *trained)


def strength_map(grades: Mapping[str, tuple[str, bool]], sides: tuple[str, str], alt: str, large: bool = False) -> str:
    """The body from the front with a grade at each place; a thick ring where it is weak, gray where none is known.

    ``grades``: for each place its grade (empty: not known) and whether that is weak; ``sides``: what the sides of the
    body are called, the right one (to the reader's left) first; ``alt`` is read aloud in place of the drawing.
    """
    there = body_maps()["front"]
    marked = (part for place in grades for part in _graded(there.spots[place], *grades[place]))
    named = (("text", x, SIDE_Y, side, SIDE_SIZE) for x, side in zip(SIDES_X, sides, strict=True))
    return svg_of((*there.parts, *marked, *named), alt, large=large)


def _graded(place: tuple[float, float], grade: str, weak: bool) -> Iterator[tuple[str | float, ...]]:
    (x, y), (r, rim, size, down) = place, GRADE
    if weak:
        yield ("disc", x, y, r + rim)
    yield ("ring" if grade else "ball", x, y, r)
    yield ("text", x, y + down, grade or NO_GRADE, size)


def body_map(side: str, spots: Collection[str], words: Words) -> Picture:
    """The body from the ``front`` or the ``back`` with these spots numbered, and a list that names them."""
    there = body_maps()[side]
    chosen = [name for name in there.spots if name in spots]
    named = [words(f"figures.spots.{name}") for name in chosen]
    parts = (*there.parts, *(("spot", *there.spots[name], str(at)) for at, name in enumerate(chosen, 1)))
    alt = words(f"figures.map.{side}_alt", spots=", ".join(named)) if named else words(f"figures.map.{side}")
    return Picture(
        svg=svg_of(parts, alt),
        svg_large=svg_of(parts, alt, large=True),
        labelled=has_labels(parts),
        title=words(f"figures.map.{side}"),
        caption="",
        safety="",
        marks=(),
        legend=tuple(named),
    )
