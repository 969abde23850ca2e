"""What `check` says of every language: what is missing, out of date or does not fit, in translations and in the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from planner.curation.language_manner import Speech, speech_of
from planner.language.texts import NOTES, Told, Unit, fits, placeholders
from planner.language.translations import (
    UNTRANSLATED_FILES,
    TranslationSheet,
    all_units,
    digest_of_unit,
    folders_of,
    key_of,
    languages_in,
    read_sheets,
)
from planner.language.words import ENGLISH
from planner.model.errors import Problem
from planner.model.knowledge import Knowledge
from planner.reading.checked import did_you_mean
from planner.reading.resources import languages, resource
from planner.reading.strict_yaml import Path_, Read, read_file

SHOWN = 60  # letters of a line that a finding quotes
OWN_KEYS = {"language", "reviewed", "plural"}  # what a file of words says of itself
FORMS = {"other"}  # the form of a noun that every language has


def language_findings(knowledge: Knowledge) -> Iterator[Problem]:
    """Findings about every language that has words or translations, but for the base's own.

    With a clinic's layer only its own languages are looked at: what it changes prints in English, marked, as it should.
    """
    own = set(knowledge.about.languages)
    for language in sorted({*languages(), *languages_in(knowledge)} - own):
        if not knowledge.layers:
            yield from words_findings(language)
        if not knowledge.layers or len(folders_of(knowledge, language)) > 1:
            yield from translation_findings(knowledge, language)


# --- translations --------------------------------------------------------------------------------------------------


def translation_findings(knowledge: Knowledge, language: str) -> Iterator[Problem]:
    """What keeps family texts from being printed in a language, and how they are said there."""
    sheets, problems = read_sheets(knowledge, language)
    speech, more = speech_of(knowledge, language)
    yield from (*problems, *more, *_strays(knowledge, language))
    units: dict[str, list[Unit]] = {}
    for unit in all_units(knowledge):
        units.setdefault(unit.file, []).append(unit)
    for file, wanted in units.items():
        here = sheets.get(file, [])
        where = here[-1].read.where if here else f"stages/translations/{language}/{file}.yaml"
        missing = [unit.id for unit in wanted if not any(_says(sheet, unit) for sheet in here)]
        if missing:
            named = ", ".join(missing) if here else f"all {len(wanted)} texts of this file"
            said = f"Not in '{language}': {named}."
            yield Problem(where, 0, said, "Translate them; until then they print in English, marked.")
        for unit in wanted:
            yield from _unit(unit, [sheet for sheet in here if _says(sheet, unit)], speech)
        for sheet in here:
            yield from _unknown(sheet, wanted, knowledge)


def _says(sheet: TranslationSheet, unit: Unit) -> bool:
    return any(said is not None for said in sheet.texts(unit).values())


def _strays(knowledge: Knowledge, language: str) -> Iterator[Problem]:
    """Files in the folder of a language that nothing reads."""
    known = {*(unit.file for unit in all_units(knowledge)), *UNTRANSLATED_FILES}
    for where, folder in folders_of(knowledge, language):
        for path in sorted(folder.iterdir()):
            if path.stem not in known or path.suffix != ".yaml":
                near = did_you_mean(path.stem, known)
                yield Problem(f"{where}/{path.name}", 0, f"Nothing reads this file.{near}", "Correct its name.")


def _unit(unit: Unit, sheets: list[TranslationSheet], speech: Speech) -> Iterator[Problem]:
    """One unit in the file that is printed, or where none can be, in the one that is looked at first."""
    sheet = next((sheet for sheet in sheets if sheet.holds(unit)), sheets[0] if sheets else None)
    if sheet is None:
        return
    yield from _misfits(unit, sheet)
    digest = digest_of_unit(unit)
    if sheet.digests.get(unit.id) != digest:
        place = next(sheet.places[key] for path in unit.texts if (key := key_of(unit, path)) in sheet.places)
        known = (
            "was made from other English" if unit.id in sheet.digests else "does not say which English it was made from"
        )
        said = f"The translation of '{unit.id}' {known}."
        yield Problem(
            sheet.read.where,
            sheet.read.line(place[:2]),
            said,
            f"Look it over, then write '{unit.id}: {digest}' under 'of'.",
        )
    yield from speech.findings(unit, sheet)


def _misfits(unit: Unit, sheet: TranslationSheet) -> Iterator[Problem]:
    """Texts of a unit that are missing, have another number of lines, or lost what is put into them."""
    for path, told in unit.texts.items():
        key = key_of(unit, path)
        said = sheet.said.get(key)
        if said is None:
            yield sheet.read.problem(("units",), f"'{key}' is missing.", "Add it, as the English has it.")
            continue
        place = sheet.places[key]
        if path == NOTES and sheet.english.get(key) != told:
            yield sheet.read.problem(place, "The English beside a note is not today's.", "Copy it from the rule.")
        if not fits(told, said):
            yield sheet.read.problem(place, *_misfit(told, said))


def _misfit(told: Told, said: Told) -> tuple[str, str]:
    if isinstance(told, str) or isinstance(said, str):
        if isinstance(told, str) and isinstance(said, str):
            return _lost(told, said)
        kind = "a sentence" if isinstance(told, str) else "a list"
        return f"The English is {kind}.", "Write one here too."
    if len(told) != len(said):
        return f"There are {len(told)} lines in English and {len(said)} here.", "Say each line in one line."
    return next(_lost(one, other) for one, other in zip(told, said, strict=True) if not fits(one, other))


def _lost(told: str, said: str) -> tuple[str, str]:
    wanted = ", ".join(placeholders(told)) or "nothing in braces"
    return f"'{said[:SHOWN]}' does not hold what the English does: {wanted}.", "Write it letter for letter."


def _unknown(sheet: TranslationSheet, wanted: Iterable[Unit], knowledge: Knowledge) -> Iterator[Problem]:
    """Keys and digests of something that the English does not have; what a layer switched off is still ours."""
    wanted = tuple(wanted)
    known = {key_of(unit, path) for unit in wanted for path in unit.texts}
    ids = {unit.id for unit in wanted} | {name for layer in knowledge.layers for name in layer.switched_off}
    for key, place in sheet.places.items():
        if key not in known and key.split(".")[0] not in ids - {unit.id for unit in wanted}:
            near = did_you_mean(key, known)
            yield sheet.read.problem(place, f"English has no such text.{near}", "Correct the key or take it out.")
    for name in sheet.digests.keys() - ids:
        near = did_you_mean(name, ids)
        yield sheet.read.problem(("of", name), f"I do not know '{name}'.{near}", "Correct the id or take it out.")


# --- words ---------------------------------------------------------------------------------------------------------


def words_findings(language: str) -> Iterator[Problem]:
    """Keys of the words that a language lacks or that English does not have, and placeholders it lost."""
    folder = resource("templates") / "words"
    english, read = (read_file(folder / f"{code}.yaml", f"templates/words/{code}.yaml") for code in (ENGLISH, language))
    if not (folder / f"{language}.yaml").is_file():
        yield Problem(read.where, 0, f"There are translations into '{language}' and no words.", "Write this file.")
        return
    yield from read.problems
    if read.problems:
        return
    wanted, there = _entries(english, _therapist_only(english)), _entries(read, ())
    for key in wanted.keys() - there.keys():
        yield read.problem(key[:-1], f"'{'.'.join(map(str, key))}' is missing.", "Add it, as the English has it.")
    for key in there.keys() - _entries(english, ()).keys():
        yield read.problem(key, "English has no such words.", "Correct the key or take it out.")
    for key in wanted.keys() & there.keys():
        yield from _wording(key, wanted[key], there[key], read)


def _therapist_only(english: Read) -> tuple[str, ...]:
    return tuple(english.value["language_notes"]["therapist_only"])


def _entries(read: Read, left_out: tuple[str, ...]) -> dict[Path_, Any]:
    """Every entry by its path; the forms of a noun are one entry."""
    found: dict[Path_, Any] = {}

    def walk(value: Any, path: Path_) -> None:
        if ".".join(map(str, path)) in left_out or (path[:1] and path[0] in OWN_KEYS):
            return
        if isinstance(value, Mapping) and not value.keys() >= FORMS:
            for key, inner in value.items():
                walk(inner, (*path, key))
        else:
            found[path] = value

    walk(read.value, ())
    return found


def _wording(key: Path_, told: Any, said: Any, read: Read) -> Iterator[Problem]:
    if isinstance(told, list):
        if not isinstance(said, list) or len(said) != len(told):
            yield read.problem(key, f"There are {len(told)} entries in English.", "Write as many.")
        return
    first = told["other"] if isinstance(told, Mapping) else told
    lines = said.items() if isinstance(said, Mapping) else [(None, said)]
    for form, line in lines:
        if placeholders(str(first)) != placeholders(str(line)):
            yield read.problem((*key, *([form] if form else [])), *_lost(str(first), str(line)))
    if isinstance(said, Mapping):
        for form in ({*read.value["plural"]} | FORMS) - said.keys():
            yield read.problem(key, f"The form '{form}' is missing.", "Add it: 'plural' has a rule for it.")
