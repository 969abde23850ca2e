"""The fields of a form of ours that was filled in on a screen, out of a stranger's file; and what they tell as an intake.

Only names and values are looked at, in bounded number and depth; no action, no script and no appearance is opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from planner.reading.entries import TOPICS

MOST_FIELDS, DEEPEST_FIELD = 5000, 4
LONGEST_ID = 64  # signs
LONGEST_VALUE = 5000  # signs of one answer
ON_EVERY_FORM = "alsfrs_speech"  # a field that every form of ours has
OFF, NOT_KNOWN = "Off", "not_known"
STATUS_FIELD = "equipment_status_"
ABOUT, NOT_OF_A_VISIT = ("id", "name", "language"), ("not_now", "helper_may_see_more", "visit_date")


# --- in the process apart ------------------------------------------------------------------------------------


def fields_in(catalog: Any) -> dict[str, str]:
    """Name and value of each field that has one; nothing where the file holds no form of ours."""
    found: dict[str, str] = {}
    names = set()
    for name, value in _fields(_get(catalog, "/AcroForm")):
        names.add(name)
        if value:
            found[name] = value[:LONGEST_VALUE]
    return found if ON_EVERY_FORM in names else {}


def holds_form(catalog: Any) -> bool:
    return any(name == ON_EVERY_FORM for name, _ in _fields(_get(catalog, "/AcroForm")))


def _get(holder: Any, key: str) -> Any:
    value: Any = holder.get(key) if isinstance(holder, dict) else None
    return value.get_object() if hasattr(value, "get_object") else value


def _fields(form: Any) -> Iterator[tuple[str, str]]:
    """Bounded in number and depth, so a circle ends too; a field with names below it is asked for them alone."""
    waiting = [(entry, "", 0) for entry in reversed(_items(_get(form, "/Fields")))]
    for _ in range(MOST_FIELDS):
        if not waiting:
            return
        entry, above, depth = waiting.pop()
        field = entry.get_object() if hasattr(entry, "get_object") else entry
        if not isinstance(field, dict):
            continue
        name = ".".join(filter(None, (above, str(_get(field, "/T") or ""))))
        kids = _items(_get(field, "/Kids"))
        named = [kid for kid in kids if _get(kid.get_object(), "/T") is not None]
        if named and depth < DEEPEST_FIELD:
            waiting += [(kid, name, depth + 1) for kid in reversed(named)]
        elif name:
            yield name, _value(field, kids)


def _items(listed: Any) -> list[Any]:
    return list(listed) if isinstance(listed, list) else []


def _value(field: Any, kids: list[Any]) -> str:
    """What was typed, or the answer whose box is ticked; some programs tick the box and leave the value."""
    if _get(field, "/FT") != "/Btn":
        return _said(_get(field, "/V"))
    told = (_get(field, "/V"), *(_get(kid.get_object(), "/AS") for kid in kids))
    ticked = (_said(one).removeprefix("/") for one in told)  # a name, which some programs write as text
    return next((one for one in ticked if one not in ("", OFF)), "")


def _said(value: Any) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value if isinstance(value, str) else ""
    return str(text).strip()


# --- as an intake --------------------------------------------------------------------------------------------


def intake_of_fields(fields: Mapping[str, str], file: str) -> dict[str, Any]:
    """The mapping of an intake; what was ticked as not known is null, and checks are left to its reader.

    A form without a line for the id (short, or a family's) is of whom the file is named after.
    """
    told = {name: None if value == NOT_KNOWN else value for name, value in fields.items() if value}
    visit = {"on": told.get("visit_date"), "facts": _facts(told)}
    preferences: dict[str, Any] = {}
    if told.get("helper_may_see_more") is not None:
        preferences["helper_may_see_more"] = told["helper_may_see_more"]
    if told.get("not_now"):
        preferences["not_now"] = _listed(str(told["not_now"]))
    made = {
        "patient": {"id": named_by(file)} | {key: told[key] for key in ABOUT if told.get(key) is not None},
        "preferences": preferences,
        "team": _rows(told, "team", "role"),
        "visits": [visit],
        "equipment": [*_things(told), *_rows(told, "thing", "item")],
    }
    return {
        "schema": "als-planner/intake/1",
        **{key: value for key, value in made.items() if value or key == "patient"},
    }


def named_by(file: str) -> str:
    """The id in the name of a file, as ``form`` names it: ben-1-form.pdf is of ben-1."""
    stem = PurePath(file).stem.removesuffix("-form")
    return re.sub("[^A-Za-z0-9._-]+", "-", stem).strip("-._")[:LONGEST_ID] or "form"


def _facts(told: Mapping[str, str | None]) -> dict[str, Any]:
    """Facts by name, a test with its own day; the topics as a list."""
    facts: dict[str, Any] = {}
    for name, value in told.items():
        if " " in name or name.startswith(STATUS_FIELD) or name in (*ABOUT, *NOT_OF_A_VISIT):
            continue
        day = told.get(f"{name} on")
        answer = _number(value)
        facts[name] = answer if day is None or value is None else {"value": answer, "on": day}
    topics = [name.partition(" ")[2] for name in told if name.startswith(f"{TOPICS} ")]
    return facts | ({TOPICS: topics} if topics else {})


def _number(value: str | None) -> Any:
    """A plain number as a number; anything else is left to the reader of intakes."""
    if value is None or not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", value):
        return value
    return float(value) if "." in value else int(value)


def _things(told: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """Each thing whose place was ticked, with its story."""
    found = []
    for name, status in told.items():
        if name.startswith(STATUS_FIELD) and " " not in name and status is not None:
            story = {key: told[f"{name} {key}"] for key in ("since", "route") if told.get(f"{name} {key}")}
            found.append({"item": name.removeprefix(STATUS_FIELD), "status": status, **story})
    return found


def _rows(told: Mapping[str, str | None], start: str, needed: str) -> list[dict[str, Any]]:
    """The rows of a table to write in, each with its keys; one without what it is about is left out."""
    rows: dict[int, dict[str, Any]] = {}
    for name, value in told.items():
        found = re.fullmatch(rf"{start} ([0-9]{{1,3}})(?: ([a-z]+))?", name)
        if found and value is not None:
            rows.setdefault(int(found[1]), {})[found[2] or "status"] = value
    return [row for _, row in sorted(rows.items()) if needed in row]


def _listed(text: str) -> list[str]:
    return [part for one in re.split("[;,\n]", text) if (part := one.strip())]
