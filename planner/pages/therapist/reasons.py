"""Why a line stands on today's agenda: for each of its acts the fact that tells most, on the side on which it acts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planner.language.wording import telling
from planner.model.conditions import Reason
from planner.pages.therapist.writer import Writer
from planner.plan.acts import BY_STAGE
from planner.plan.lines import Act, AgendaLine

FEWEST, MOST = 2, 3
COURSE = BY_STAGE | {"progression_pace"}
WHO_IT_IS, AROUND = "person", "people_and_wishes"  # groups of facts that say of the body less than others do


class Reasons:
    """Chooses the reasons of each line: what stands behind many acts of the day tells least of one of them."""

    def __init__(self, writer: Writer, most: int = MOST) -> None:
        self.writer, self.most = writer, most
        acts = [act for line in writer.plan.agenda.today for act in line.acts]
        self.behind = Counter(reason.fact for act in acts for reason in act.because)

    def why(self, line: AgendaLine) -> str:
        """The reasons of a line, or what else speaks for it: a value too old, a test that nobody has made."""
        words, writer = self.writer.words, self.writer
        found = [*writer.because(self.chosen(line)), *self._ahead(line), *self._last_told(line)]
        if found:
            return "; ".join(found)
        if line.basis == "stage":
            return words("therapist.today.usual")
        return "; ".join(self._missing(line)) or words("therapist.for_everyone")

    def chosen(self, line: AgendaLine) -> tuple[Reason, ...]:
        """First one for each act, then a second one for each, as long as there is room: two at least."""
        ranked, most = [self._ranked(act) for act in line.acts], min(self.most, max(FEWEST, len(line.acts)))
        chosen: dict[str, Reason] = {}
        for at in range(max(map(len, ranked), default=0)):
            for reasons in ranked:
                if at < len(reasons) and len(chosen) < most:
                    chosen.setdefault(reasons[at].fact, reasons[at])
        return tuple(chosen.values())

    def _ranked(self, act: Act) -> list[Reason]:
        """The reasons of one act, those of a sign it answers first, then the most telling; what is sound says nothing beside what is not."""
        flags = [flag for flag in self.writer.plan.red_flags if flag.id in act.answers]
        signs = {reason.fact: reason for flag in flags for reason in flag.because}
        told = telling({reason.fact: reason for reason in (*signs.values(), *act.because)}.values())
        reasons = [reason for reason in told if reason.is_known]
        changed = [reason for reason in reasons if not self._is_background(reason)]
        ranked = sorted(
            changed or reasons,
            key=lambda one: (one.fact not in signs, self._group(one) == AROUND, self.behind[one.fact]),
        )
        return ranked if changed else ranked[:1]

    def _group(self, reason: Reason) -> str:
        return self.writer.knowledge.vocabulary[reason.fact].group

    def _is_background(self, reason: Reason) -> bool:
        """Whether it says who somebody is, the stage or the pace, or stands at the sound end of its scale."""
        fact = self.writer.knowledge.vocabulary[reason.fact]
        if fact.kind == "grade" and reason.value == fact.ends[1]:
            return True
        if fact.kind == "choice" and reason.value == fact.choices[0] and not fact.positive:
            return True
        return fact.group == WHO_IT_IS or fact.id in COURSE

    def _ahead(self, line: AgendaLine) -> Iterator[str]:
        """The day of need that the first act which lies ahead is reckoned from."""
        items = (self.writer.plan.item(act.id) for act in line.acts)
        days = (item.need_by for item in items if item is not None and item.ahead and item.need_by)
        day = next((day for day in days if day > self.writer.plan.today), None)
        if day is not None:
            yield self.writer.words("therapist.today.ahead", date=self.writer.words.short_day(day))

    def _last_told(self, line: AgendaLine) -> Iterator[str]:
        told = self.writer.because([reason for act in line.acts for reason in act.last_told])
        if told:
            yield self.writer.words("therapist.today.last_told", what="; ".join(told))

    def _missing(self, line: AgendaLine) -> list[str]:
        """What is not on file, where an act answers just that."""
        items = (self.writer.plan.item(act.id) for act in line.acts)
        names = dict.fromkeys(name for item in items if item is not None for name in item.missing)
        return (
            [self.writer.words("therapist.today.missing", names=self.writer.asks(list(names)[:MOST]))] if names else []
        )
