"""The intake form into a file: drawn, and written whole or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from planner.assessment.assessment import assess
from planner.commands.options import FormOptions
from planner.commands.terminal import hint, put, say, show, still_wanted
from planner.language.translations import in_language
from planner.language.words import ENGLISH, language_for, load_words
from planner.model.errors import HasDied
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.pages.form.page import form_page
from planner.plan.plan import make_plan
from planner.press.archive import fillable
from planner.press.files import refuse_existing, write_whole
from planner.press.lettering import letters_lost, printable_name
from planner.press.render import render_html, render_pdf
from planner.reading.intake import read_intake
from planner.record.intake_told import intake_told_by


def write_form(source: str | None, knowledge: Knowledge, today: date, options: FormOptions) -> None:
    """The form of one person, or a blank one; it is written before anything is said."""
    intake = read_intake(intake_told_by(source), knowledge, today) if source else None
    if intake is not None and intake.deceased:
        raise HasDied
    name, complaint = printable_name(intake.name, intake.id) if intake else ("", "")
    path = target(intake.id if intake else "", options)
    country = knowledge.country_of(intake.country) if intake else None
    language, told = _language(intake, options)
    document = form_page(
        in_language(knowledge, language), load_words(language), today, intake,
        fillable=options.fillable, short=options.short, for_family=options.for_family, name=name,
        first=_first(intake, knowledge, today) if intake else (),
    )  # fmt: skip
    html = render_html(document, paper=options.paper or (country.paper if country else "letter"))
    drawn = fillable if options.fillable else render_pdf
    content = html.encode() if options.form == "html" else drawn(html)
    still_wanted()
    if path is None:
        put(content)
    else:
        write_whole(path, content, options.force)
    for remark in filter(None, (complaint, told, letters_lost((html,), intake.id if intake else ""))):
        say(remark, err=True)
    if path is not None and not options.quiet:
        say(f"Written: {path}")
        if options.fillable:
            hint(f"Next: fill it in and save it, then als-planner plan {path}")
    if path is not None and options.show:
        show([path])


def _first(intake: Intake, knowledge: Knowledge, today: date) -> tuple[str, ...]:
    """The facts of the single questions that a visit starts with."""
    plan = make_plan(assess(intake, knowledge, today=today), knowledge)
    return tuple(plan.knowledge.vocabulary[name].id for q in plan.measure_next if not q.pack for name in q.written)


def _language(intake: Intake | None, options: FormOptions) -> tuple[str, str]:
    """A family's form is in the language asked for, else the person's own; the clinic's is English. What is not so is told."""
    if options.for_family:
        return language_for(options.lang or (intake.language if intake else ENGLISH))
    if options.lang in (None, ENGLISH) or options.quiet:
        return ENGLISH, ""
    return ENGLISH, "The clinic's form is in English. Add --for-family for the family's."


def target(person: str, options: FormOptions) -> Path | None:
    """The file of -o, or <id>-form or intake-form in that folder (default: here); refused at once where it exists."""
    if options.to_standard_output:
        return None
    output, suffix, stem = options.output, f".{options.form}", f"{person}-form" if person else "intake-form"
    path = output if output and not output.is_dir() else (output or Path()) / f"{stem}{suffix}"
    refuse_existing([path], options.force)
    return path
