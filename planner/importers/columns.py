"""Which fact each column of a table tells, and how that is known: by its name, an alias, the words of a label, or as the clinic says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from planner.exports.intake_table import NOTE, PARTS, VISIT
from planner.importers.dictionary import Field
from planner.importers.names import Label, TableNames, TableUnit, named, plain, word
from planner.model.facts import Fact

# fmt: off
Role = Literal[
    "fact", "id", "visit_date", "baseline", "relative_day", "deceased", "vital_status", "alive", "deceased_date", "deceased_day", "unit", "lying", "language", "own",
    "name", "private", "structure", "event", "instance", "left", "unknown",
]
# fmt: on
SAYABLE: tuple[Role, ...] = ("id", "visit_date", "relative_day", "deceased", "deceased_date", "name", "left")
OWN_COLUMNS = (VISIT, *PARTS.values())  # only our own table has these, and those of remarks
IN_BRACKETS = re.compile(r"(.*)[(\[]([^()\[\]]+)[)\]]\s*", re.DOTALL)
SCALE = re.compile(r"[0-9]+ ?(?:-|–|to|/) ?[0-9]+(?: points)?")
BOX = re.compile(r"(.+)___(.+)\Z")  # a box that REDCap writes as a column of its own
STRUCTURE = re.compile(
    r"redcap_repeat_instrument|redcap_data_access_group|redcap_survey_identifier|.+_complete|.+_timestamp"
)
WORD = re.compile(r"[^\W\d_]+")
SAYS_MORE = "Its words name a fact of the planner and say more; where it is that fact, say so (COLUMN=FACT)."
SHORT = 2  # letters of a unit that is read in brackets only
CERTAIN = ("kg", "lb", "cm", "%")  # short, and nothing else
ZERO_TO_FOUR = {"0", "1", "2", "3", "4"}


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its role, the fact with its side, how that is known, and what name or dictionary tells of its unit."""

    table: str
    name: str
    at: int
    role: Role = "unknown"
    fact: str = ""
    how: str = ""
    unit: TableUnit | None = None
    unit_of: str = ""  # a unit column: the plain name of the column whose unit it tells
    why: str = ""  # why it is left
    form: Literal["", "a", "b"] = ""  # of item 5
    groups: str = ""  # a day column for some groups of facts only
    box: str = ""  # the choice that a box stands for
    field: Field | None = None

    @property
    def plain(self) -> str:
        return plain(self.name)


@dataclass(frozen=True, kw_only=True)
class Header:
    """What recognising a table needs: the names of all its columns, its dictionary, and what the clinic said of columns."""

    names: TableNames
    table: str
    header: tuple[str, ...]
    fields: Mapping[str, Field]
    said: Mapping[str, str]  # plain name → fact or role

    def columns(self) -> tuple[Column, ...]:
        """Every column of the table in its place."""
        found = [self._column(at, name) for at, name in enumerate(self.header)]
        known = {column.plain: column.fact for column in found if column.role == "fact"}
        by_name = {
            column.fact for column in found if column.role == "fact" and column.how in ("name", "alias", "as said")
        }
        found = [self._beside_others(column, known, by_name) for column in found]
        if not any(column.role == "id" for column in found):
            found = self._first_field_as_id(found)
        return tuple(self._one_id(found))

    def _column(self, at: int, name: str) -> Column:
        column = Column(table=self.table, name=name, at=at)
        if not column.plain:
            return replace(column, role="left", why="This column has no name.")
        own = name.strip().casefold()
        if own in OWN_COLUMNS or (own.startswith(NOTE) and own.removeprefix(NOTE) in self.names.vocabulary):
            return replace(column, role="own", fact=own, how="a column of our own table")
        said = self.said.get(column.plain)
        if said is not None:
            return self._as_said(replace(column, field=self.fields.get(column.plain)), said)
        box = BOX.fullmatch(name)
        if box:
            return self._box(column, plain(box[1]), box[2])
        column = replace(column, field=self.fields.get(column.plain))
        found = self._structure(column) or self._by_name(column) or self._by_words(column)
        if found is None and column.field is not None and column.field.identifying:
            return replace(column, role="private", how="the dictionary marks it as identifying")
        return found or column

    def _as_said(self, column: Column, said: str) -> Column:
        if said in self.names.vocabulary:
            return self._fact(column, said, "as said", self._told_unit(column, said))
        role = next(role for role in SAYABLE if role == said)
        return replace(column, role=role, how="as said", why="As said." if role == "left" else "")

    def _structure(self, column: Column) -> Column | None:
        """Columns that REDCap writes of its own."""
        own: dict[str, Role] = {"redcap_event_name": "event", "redcap_repeat_instance": "instance"}
        if column.plain in own:
            return replace(column, role=own[column.plain], how="REDCap")
        return replace(column, role="structure", how="REDCap") if STRUCTURE.fullmatch(column.plain) else None

    def _box(self, column: Column, base: str, code: str) -> Column:
        """One box of a question with several: it tells a fact where the question is known as a choice."""
        field = self.fields.get(base)
        whole = replace(column, name=base, field=field)
        found = self._by_name(whole) or self._by_words(whole)
        if found is None or found.role != "fact" or self.names.vocabulary[found.fact].kind != "choice":
            return replace(column, role="left", why="A box that tells no fact of the planner.")
        label = field.choices.get(code, code) if field else code
        return replace(found, name=column.name, box=label, field=None)

    # --- by name -----------------------------------------------------------------------------------------

    def _by_name(self, column: Column) -> Column | None:
        names, name = self.names, column.plain
        ours = column.name in names.vocabulary and names.vocabulary[column.name].origin != "derived"
        if ours and not (names.of_old_scale(name) and self._tells_the_old_scale(column)):
            return self._fact(column, column.name, "name", None)
        if why := names.left_because(name):
            return replace(column, role="left", why=why)
        groups = next((group for group, days in names.words.days_of.items() if name in days), "")
        role = names.role_of(name)
        if role in ("relative_day", "visit_date") or groups:
            return replace(
                column, role="relative_day" if role == "relative_day" else "visit_date", how="name", groups=groups
            )
        if role:
            return replace(column, role=role, how="name")  # type: ignore[arg-type]  # the file names roles of ours
        return self._alias(column)

    def _alias(self, column: Column) -> Column | None:
        """The fact of an alias, also with a unit in brackets or at its end, or with a side."""
        for base, told, side in self._readings(column.name):
            fact = self.names.facts.get(base)
            fact = f"{fact}_{side}" if fact and side else fact
            if fact is None or fact not in self.names.vocabulary:
                continue
            if fact == "visit_date":
                return replace(column, role="visit_date", how="alias")
            unit = self.names.unit(self.names.vocabulary[fact], told)
            if told and unit is None and base != column.plain:
                continue
            return self._tenth(column) or self._fact(column, fact, "alias", unit or self._told_unit(column, fact))
        return None

    def _readings(self, name: str) -> Iterable[tuple[str, str, str]]:
        """A name as base, unit and side: as it stands, with what is in brackets, with its last word, with its side."""
        yield plain(name), "", ""
        bracketed = IN_BRACKETS.fullmatch(name)
        if bracketed:
            base, told = plain(bracketed[1]), bracketed[2].strip()
            yield base, told, ""
            same = self.names.facts.get(plain(told), "")
            if SCALE.fullmatch(told) or (same and same == self.names.facts.get(base)):
                yield base, "", ""  # what else stands in brackets may make another fact of it (lying, usual, target)
        parts = plain(name).split("_")
        for cut in (1, 2):
            if len(parts) > cut:
                yield "_".join(parts[:-cut]), "_".join(parts[-cut:]), ""
        sides = {"left": "left", "right": "right", "l": "left", "r": "right"}
        for at in (-1, 0):
            if len(parts) > 1 and parts[at] in sides:
                yield "_".join(parts[:-1] if at else parts[1:]), "", sides[parts[at]]

    def _tells_the_old_scale(self, column: Column) -> bool:
        """Whether another column is item 10 of the old scale, or bears the revised total."""
        others = {plain(name) for name in self.header} - {column.plain}
        return any(self.names.of_old_scale(one) or self.names.facts.get(one) == column.name for one in others)

    def _tenth(self, column: Column) -> Column | None:
        """A tenth question alone is that of the old scale."""
        three = next((three for three in self.names.words.tenth_to_twelfth if column.plain in map(plain, three)), None)
        if three is None or set(map(plain, three)) <= set(map(plain, self.header)):
            return None
        why = "Without an eleventh and a twelfth question beside it this is item 10 of the old ten-item scale, which is never added."
        return replace(column, role="left", why=why)

    def _fact(self, column: Column, fact: str, how: str, unit: TableUnit | None) -> Column:
        kind = self.names.vocabulary[fact]
        if kind.origin == "derived":
            return replace(column, role="left", why="The planner works this out itself.")
        if fact == "visit_date":
            return replace(column, role="visit_date", how=how)
        if unit is None and how == "name" and kind.unit:
            unit = self.names.unit(kind, kind.unit)  # our own name tells our own unit
        measured = self.names.measure(fact, unit) if unit is not None else fact
        if measured is None:
            return replace(column, role="left", why="The planner has no fact for this test in this unit.")
        fact = measured
        item = self.names.words.item_5
        form: Literal["", "a", "b"] = ""
        if fact == "alsfrs_cutting":
            form = "a" if named(column.plain, item.without_tube) else "b" if named(column.plain, item.with_tube) else ""
        return replace(column, role="fact", fact=fact, how=how, unit=unit, form=form)

    # --- by words ----------------------------------------------------------------------------------------

    def _by_words(self, column: Column) -> Column | None:
        """By the label of the dictionary, else by the heading itself; two facts that fit are none."""
        field = column.field
        text = word(field.label) if field and field.label else word(column.name)
        fitting = [label for label in self.names.words.labels if _fits(label, text, field)]
        if len({label.fact for label in fitting}) != 1:
            return None
        fact = fitting[0].fact
        if not any(self._says_no_more(label, text) for label in fitting):
            return replace(column, role="left", why=SAYS_MORE)
        how = f'label "{field.label}"' if field and field.label else "the words of its heading"
        return self._fact(column, fact, how, self._told_unit(replace(column, field=field), fact, text))

    def _says_no_more(self, label: Label, text: str) -> bool:
        """Whether a label holds only the words of its fact, of its units, and words that change nothing."""
        units = [one for unit in self.names.units_of(self.names.vocabulary[label.fact]) for one in unit.words]
        known = " ".join((*label.says, *label.also, *units, *self.names.words.fillers))
        return set(WORD.findall(text)) <= set(WORD.findall(known.replace("_", " ")))

    def _told_unit(self, column: Column, fact: str, heading: str = "") -> TableUnit | None:
        """The one unit that label and note of the dictionary (or a heading in words) name."""
        field, kind = column.field, self.names.vocabulary[fact]
        text = word(f"{field.label} ({field.note})") if field else heading
        told = {unit.unit: unit for unit in self.names.units_of(kind) if _names_unit(text, unit)}
        if not told and self._tells_its_unit(column, kind):
            return self.names.unit(kind, kind.unit)
        return next(iter(told.values())) if len(told) == 1 else None

    def _tells_its_unit(self, column: Column, fact: Fact) -> bool:
        """An alias is met with the unit of its fact, but for those that are met with more than one."""
        return (
            plain(column.name) not in map(plain, self.names.words.unit_open) and plain(column.name) in self.names.facts
        )

    # --- beside each other -------------------------------------------------------------------------------

    def _beside_others(self, column: Column, known: Mapping[str, str], by_name: Collection[str]) -> Column:
        """A column called as another with the word unit behind it; one known by words alone gives way to one known by name."""
        if column.fact in by_name and column.how not in ("name", "alias", "as said"):
            why = "Another column of this table bears the name of this fact."
            return replace(column, role="left", why=why)
        if column.role != "unknown" and column.why != SAYS_MORE:
            return column
        whose = self._whose_unit(column.plain, known)
        return replace(column, role="unit", how="name", unit_of=whose, why="") if whose else column

    def _whose_unit(self, name: str, known: Mapping[str, str]) -> str:
        """The column that a name with the word unit behind it speaks of: one called so, else the only one of that fact."""
        for end in ("_units", "_unit", "units", "unit", "u"):
            base = name.removesuffix(end)
            fact = self.names.facts.get(base)
            of_fact = [one for one, its in known.items() if its == fact]
            if name.endswith(end) and (base in known or len(of_fact) == 1):
                return base if base in known else of_fact[0]
        return ""

    def _first_field_as_id(self, columns: list[Column]) -> list[Column]:
        """The first field of a dictionary is the record's id."""
        first = next(iter(self.fields), "")
        return [
            replace(c, role="id", how="first field of the dictionary")
            if c.plain == first and c.role == "unknown" and not c.at
            else c
            for c in columns
        ]

    def _one_id(self, columns: list[Column]) -> list[Column]:
        """One column tells the person: as said, else the name that stands first in the list of such names."""
        order = [plain(name) for name in self.names.words.roles["id"]]
        ids = [column for column in columns if column.role == "id"]
        chosen = min(
            ids,
            key=lambda c: (c.how != "as said", order.index(c.plain) if c.plain in order else len(order)),
            default=None,
        )
        why = "A second id, which is dropped."
        return [replace(c, role="left", why=why) if c.role == "id" and c is not chosen else c for c in columns]


def _fits(label: Label, text: str, field: Field | None) -> bool:
    if label.codes and not ((field and set(field.choices) == ZERO_TO_FOUR) or "alsfrs" in text):
        return False
    says = any(_stands_in(one, text) for one in label.says)
    also = not label.also or any(_stands_in(one, text) for one in label.also)
    return says and also and not any(_stands_in(one, text) for one in label.not_)


def _stands_in(phrase: str, text: str) -> bool:
    """Whether words stand in a text as words of their own."""
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text) is not None


def _names_unit(text: str, unit: TableUnit) -> bool:
    """A short word of a unit counts only in brackets, where it cannot be a word of the sentence."""
    in_brackets = " | ".join(re.findall(r"[(\[]([^()\[\]]*)[)\]]", text))
    return any(
        _stands_in(one, in_brackets if len(one) <= SHORT and one not in CERTAIN else text)
        for word_ in unit.words
        for one in {word_, word_.replace("_", " ")}
    )
