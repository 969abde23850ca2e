"""A clinic's own layer on top of the base: its numbers, waits, rules and wording, each change with a reason that prints.

A layer is a folder that holds any of: limits.yaml, sources.yaml, positions.yaml, red_flags.yaml, equipment.yaml (waits),
texts.yaml (wording of our rules), roles.yaml (what our rules are to the agenda), switched_off.yaml (rule: reason),
contacts.yaml (whom to call), recommendations/ and translations/<language>/ (of its own wording). The base is never edited;
where two layers change the same thing, the one named last holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from planner.model.about import Contact, Layer, Number
from planner.model.errors import Problem
from planner.model.text import LONGEST_LINE, LONGEST_TEXT, clean
from planner.reading.checked import did_you_mean, hint, resolve, shape
from planner.reading.figures import poses
from planner.reading.folder import digest_of
from planner.reading.strict_yaml import Read, read_file

MERGED = ("limits", "sources", "positions", "red_flags", "payers")
LAYER_FILES = (*MERGED, "equipment", "texts", "roles", "switched_off", "contacts")
JUDGED = ("role", "acts_when", "problem", "who", "effort_min", "severity", "only_with", "equipment_planner_only")
EMERGENCY_KEY = "emergency_number"


def is_base(folder: Path) -> bool:
    """A folder with about.yaml is a whole base; one without it lies on top of ours."""
    return (folder / "about.yaml").is_file()


def lay_over(frame: dict[str, Read], rules: list[Read], folder: Path) -> tuple[Layer | None, list[Problem]]:
    """Put one layer into what was read of the base (files in ``frame``, rule files in ``rules``).

    Gives what it changed and what is wrong with it; None where there is no such folder.
    """
    if not folder.is_dir():
        return None, [Problem(str(folder), 0, "There is no such folder.", "Name the clinic's own folder.")]
    layer = _Layering(frame, rules, folder)
    layer.read()
    made = Layer(
        name=folder.name, digest=digest_of(folder), changes=tuple(layer.changes), switched_off=tuple(layer.switched_off),
        contacts=tuple(layer.contacts), emergency_number=layer.emergency_number,
    )  # fmt: skip
    return made, [*_strays(folder), *(problem for read in layer.reads for problem in read.problems)]


class _Layering:
    def __init__(self, frame: dict[str, Read], rules: list[Read], folder: Path) -> None:
        self.frame, self.rules, self.folder = frame, rules, folder
        self.reads: list[Read] = []
        self.changes: list[str] = []
        self.switched_off: list[str] = []
        self.contacts: list[Contact] = []
        self.emergency_number = ""

    def read(self) -> None:
        for name in LAYER_FILES:
            path = self.folder / f"{name}.yaml"
            if path.is_file():
                self._file(name, read_file(path, f"{self.folder.name}/{name}.yaml"))
        for path in sorted((self.folder / "recommendations").glob("*/*.yaml")):
            self._rule(read_file(path, f"{self.folder.name}/{path.relative_to(self.folder).as_posix()}"))

    def _file(self, name: str, read: Read) -> None:
        self.reads.append(read)
        if read.problems or read.value is None:
            return
        take = {
            "equipment": self._equipment,
            "texts": self._text,
            "roles": self._role,
            "switched_off": self._switch_off,
            "limits": self._limit,
            "contacts": self._contact,
        }
        for key, entry in self._named(read, (), read.value).items():
            take.get(name, self._addition)(self.frame.get(name, read), key, entry, read)

    def _limit(self, base: Read, key: str, entry: Any, read: Read) -> None:
        """A number of the clinic's own, or another value for one of ours: unit and meaning stay, and it says why."""
        ours = base.value.get(key)
        if ours is None:
            self._addition(base, key, entry, read)
            return
        changed = self._named(read, (key,), entry)
        if not self._only(read, (key,), changed, ("value", "why", "evidence")) or not self._reason(
            read, (key,), changed
        ):
            return
        # Our source does not speak for another number, so its evidence goes with the old one.
        self._put(base, key, {**ours, "basis": "clinic", "evidence": [], **changed}, read)
        before, after = ours["value"], changed.get("value")
        self._say(f"{ours['means']}: {before} → {after} {ours['unit']} ({changed['why']})")

    def _addition(self, base: Read, key: str, entry: Any, read: Read) -> None:
        if key in base.value:
            read.note((key,), f"'{key}' is ours already.", "Give yours a name of its own.")
            return
        self._put(base, key, entry, read)

    def _put(self, base: Read, key: str, entry: Any, read: Read) -> None:
        base.value = {**base.value, key: entry}
        base.elsewhere[key] = read

    def _equipment(self, base: Read, key: str, entry: Any, read: Read) -> None:
        """Waits: least, usual and longest days by route, in place of ours or beside them."""
        if key != "items":
            read.note((key,), "Only items can be changed here.", "Write items: {…}.")
            return
        for thing, said in self._named(read, (key,), entry).items():
            items = base.value["items"]
            if thing not in items:
                self._unknown(read, (key, thing), "equipment", thing, items)
                continue
            changed = self._named(read, (key, thing), said)
            if not self._only(read, (key, thing), changed, ("leads", "why")):
                continue
            leads = self._named(read, (key, thing, "leads"), changed.get("leads"))
            routes = base.value["routes"]["named"]
            for route in leads.keys() - routes.keys():
                self._unknown(read, (key, thing, "leads", route), "route", route, routes)
            if not self._reason(read, (key, thing), changed):
                continue
            ours = items[thing]
            base.value = {**base.value, "items": {**items, thing: {**ours, "leads": {**ours["leads"], **leads}}}}
            base.elsewhere[thing] = read
            waits = "; ".join(f"{route.replace('_', ' ')} {_span(days)}" for route, days in leads.items())
            self._say(f"{ours['name']}: {waits} ({changed['why']})")

    def _text(self, _: Read, key: str, entry: Any, read: Read) -> None:
        """Other words for one of our rules; its trigger and evidence stay."""
        rule, changed = self._ours(key, read), self._named(read, (key,), entry)
        if rule is None or not self._only(read, (key,), changed, (*rule.value["text"], "why")):
            return
        if not self._reason(read, (key,), changed):
            return
        text = {
            who: {**ours, **self._named(read, (key, who), changed.get(who, {}))}
            for who, ours in rule.value["text"].items()
        }
        self._drawings(key, text["family"], read)
        rule.value = {**rule.value, "text": text}
        rule.elsewhere["text"] = read
        self._say(f"Other wording: {text['therapist']['title']} ({changed['why']})")

    def _role(self, _: Read, key: str, entry: Any, read: Read) -> None:
        """Another role, problem, severity … for one of our rules; what it advises and when stays."""
        rule, changed = self._ours(key, read), self._named(read, (key,), entry)
        if rule is None or not self._only(read, (key,), changed, (*JUDGED, "why")):
            return
        if not self._reason(read, (key,), changed):
            return
        told = {name: value for name, value in changed.items() if name != "why"}
        rule.value = {**rule.value, **told}
        rule.elsewhere |= dict.fromkeys(told, read)
        title = _title(rule.value)
        self._say(f"In the agenda: {title}, {', '.join(told)} ({changed['why']})")

    def _drawings(self, key: str, family: dict[str, Any], read: Read) -> None:
        """Names of drawings are looked up here, where their line is known."""
        more = family.get("more_figures")
        resolve(str(family.get("figure", "")), poses(), read, (key, "family", "figure"), "drawing")
        for at, name in enumerate(more if isinstance(more, list) else ()):
            resolve(str(name), poses(), read, (key, "family", "more_figures", at), "drawing")

    def _switch_off(self, _: Read, key: str, reason: Any, read: Read) -> None:
        rule = self._ours(key, read)
        if rule is None or not self._reason(read, (key,), {"why": reason}):
            return
        self.rules.remove(rule)
        self.switched_off.append(key)
        self._say(f"Switched off: {rule.value['text']['therapist']['title']} ({reason})")

    def _contact(self, _: Read, key: str, entry: Any, read: Read) -> None:
        """Somebody to call where the intake names nobody, or the emergency number that holds in this clinic."""
        said = self._named(read, (key,), entry)
        if not said or not self._reason(read, (key,), said):
            return
        told = {name: value for name, value in said.items() if name != "why"}
        if key == EMERGENCY_KEY:
            number = shape(Number, told, read, (key,))
            self.emergency_number = number.value if number else ""
            self._say(f"Emergency number: {self.emergency_number} ({said['why']})")
            return
        contact = shape(Contact, told, read, (key,))
        if contact is not None:
            self.contacts.append(contact)
            self._say(f"Whom to call: {contact.role} {contact.phone} ({said['why']})")

    def _named(self, read: Read, path: tuple[str, ...], value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        read.note(path, "This should be a set of named entries.", "Write name: value below it.")
        return {}

    def _only(self, read: Read, path: tuple[str, ...], given: dict[str, Any], known: tuple[str, ...]) -> bool:
        """Only these keys may be changed; a number keeps its unit, a rule its evidence."""
        strange = [name for name in given if name not in known]
        for name in strange:
            read.note((*path, name), "A layer cannot change this.", f"It may hold {', '.join(known)}.")
        return bool(given) and not strange

    def _say(self, change: str) -> None:
        """What is too long here is refused where the rule or number itself is read."""
        self.changes.append(change[:LONGEST_TEXT])

    def _reason(self, read: Read, path: tuple[str, ...], given: dict[str, Any]) -> bool:
        """Each change prints with its reason, so it must have one."""
        why = given.get("why")
        said = isinstance(why, str) and clean(why) != ""
        if isinstance(why, str) and len(why) > LONGEST_LINE:
            read.note(path, f"This reason has more than {LONGEST_LINE} signs.", "Shorten it.")
            return False
        if not said:
            read.note(path, "This changes ours and does not say why.", "Add the reason (why: …).")
        return said

    def _unknown(self, read: Read, path: tuple[str, ...], what: str, name: str, known: Iterable[str]) -> None:
        near = hint(read, name, known)
        read.note(path, f"I do not know the {what} '{name}'.{near}", "Use one of our ids.")

    def _ours(self, name: str, read: Read) -> Read | None:
        known = {str(rule.value.get("id")): rule for rule in self.rules if isinstance(rule.value, dict)}
        if name not in known:
            self._unknown(read, (name,), "recommendation", name, known)
        return known.get(name)

    def _rule(self, read: Read) -> None:
        self.reads.append(read)
        self.rules.append(read)
        self._say(f"Added: {_title(read.value)}")


def _title(rule: Any) -> str:
    """What a rule is called, or nothing where it is so far off that reading it will say so."""
    for key in ("text", "therapist", "title"):
        rule = rule.get(key) if isinstance(rule, dict) else None
    return str(rule or "")


def _span(days: Any) -> str:
    """Least, usual and longest wait; what is not three numbers is refused where all waits are read."""
    return f"{' / '.join(map(str, days))} days" if isinstance(days, list) else str(days)


def _strays(folder: Path) -> Iterable[Problem]:
    known = {f"{name}.yaml" for name in LAYER_FILES} | {"README.md", "recommendations", "translations"}
    for path in sorted(folder.iterdir()):
        if path.name not in known and not path.name.startswith("."):
            near = did_you_mean(path.name, known)
            yield Problem(
                f"{folder.name}/{path.name}",
                0,
                f"Nothing in a clinic's layer reads this.{near}",
                "Correct its name or take it out.",
            )
