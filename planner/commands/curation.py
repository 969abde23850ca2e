"""For those who keep stages/: findings, one rule or the map on screen and paper, new rules, schemas for editors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from planner.commands.options import FileOptions, PageOptions
from planner.commands.terminal import dumped, put, say, still_wanted
from planner.curation.depth import depth_lines, unread
from planner.curation.gallery import gallery_document
from planner.curation.proofread import is_unfilled
from planner.curation.rule_page import DETAILS, as_text, map_page, rule_page
from planner.curation.schemas import SCHEMAS, schema_of
from planner.language.wording import ROMAN
from planner.language.words import load_words
from planner.model.errors import Problem, RenderError
from planner.model.knowledge import Knowledge, Recommendation
from planner.pages.document import Document
from planner.press.files import write_whole
from planner.press.render import number_of_pages, render_html, render_pdf
from planner.reading.checked import did_you_mean
from planner.reading.resources import resource

RULE_ID = re.compile(r"[a-z][a-z0-9_]*")


# --- findings ----------------------------------------------------------------------------------------------------


def findings_json(found: Sequence[Problem], moved: Sequence[Problem]) -> str:
    """Findings to ``mend``, and answers of our own examples that a layer ``moved``, which are only to be looked at."""
    kinds = (("mend", found), ("moved", moved))
    return dumped([{"kind": kind, **asdict(problem)} for kind, problems in kinds for problem in problems])


def say_findings(knowledge: Knowledge, found: Sequence[Problem], moved: Sequence[Problem], quiet: bool) -> None:
    for problem in found:
        say(str(problem), err=True)
    if moved and not quiet:
        say("What the layer changes in our own examples (look whether you mean it):")
        say("\n".join(f"- {answer}" for answer in moved))
    if not found and not quiet:
        counted = (len(knowledge.recommendations), len(knowledge.limits), len(knowledge.sources))
        say("{} recommendations, {} limits, {} sources: nothing to mend.".format(*counted))
    if knowledge.drafts and not quiet:
        say(f"Drafts, which no plan shows yet: {', '.join(map(_draft, knowledge.drafts))}.")


def say_depth(knowledge: Knowledge) -> None:
    """How much was read, as counts, and what nobody has read, by name."""
    say("\n".join(depth_lines(knowledge)))
    say("Nobody has read anything on these:\n" + "\n".join(f"- {line}" for line in unread(knowledge)))


def _draft(rule: Recommendation) -> str:
    return f"{rule.id} (still the template: fill it in)" if is_unfilled(rule) else rule.id


# --- the map and one rule ------------------------------------------------------------------------------------------


def write_map(knowledge: Knowledge, options: PageOptions) -> None:
    """The map to standard output, or into a file; a page is always a file."""
    if options.form in ("text", "json"):
        _say(map_text(knowledge) if options.form == "text" else map_json(knowledge), options)
    else:
        _draw(map_page(knowledge, load_words("en")), "stage-map", options)


def write_gallery(options: PageOptions) -> None:
    """Every part of a page and every drawing, as a file."""
    _draw(gallery_document(), "gallery", options)


def map_json(knowledge: Knowledge) -> str:
    rows = [
        {
            "id": rule.id,
            "domain": rule.domain,
            "stages": list(rule.stages),
            "kind": rule.kind,
            "role": rule.role,
            "problem": rule.problem,
            "who": rule.who,
            "title": rule.text.therapist.title,
        }
        for rule in knowledge.recommendations
    ]
    return dumped(rows)


def map_text(knowledge: Knowledge) -> str:
    """One line a recommendation: where it usually belongs. What decides is the rule, not the map."""
    width = max(len(rule.id) for rule in knowledge.recommendations)
    lines = [f"{'':{width}}  {'  '.join(f'{ROMAN[at]:<3}' for at in range(1, 7))}"]
    domain = ""
    for rule in knowledge.recommendations:
        if rule.domain != domain:
            domain = rule.domain
            lines.append(load_words("en")(f"domain.{domain}"))
        marks = "  ".join("●  " if at in rule.stages else "·  " for at in range(1, 7))
        lines.append(f"{rule.id:<{width}}  {marks}  {rule.text.therapist.title}")
    return "\n".join(lines)


def rule_named(knowledge: Knowledge, name: str) -> Recommendation:
    """The rule of that id, drafts included. Raises a usage error with the nearest id."""
    known = {rule.id: rule for rule in (*knowledge.recommendations, *knowledge.drafts)}
    if name not in known:
        near = did_you_mean(name, known)
        raise click.UsageError(f"I do not know the recommendation '{name}'.{near} `als-planner map` lists them all.")
    return known[name]


def write_rule(rule: Recommendation, knowledge: Knowledge, options: PageOptions) -> None:
    """The rule to standard output, or drawn on one page, leaving out step by step what does not fit (and saying so)."""
    words = load_words("en")
    if options.form == "text":
        _say(as_text(rule_page(rule, knowledge, words)), options)
    elif options.form == "json":
        _say(rule.model_dump_json(indent=2, by_alias=True), options)
    else:
        pages = (rule_page(rule, knowledge, words, detail) for detail in DETAILS)
        fitting = (page for page in pages if number_of_pages(render_html(page, paper=options.paper)) == 1)
        _draw(next(fitting, rule_page(rule, knowledge, words, DETAILS[-1])), rule.id, options)


def _say(text: str, options: FileOptions) -> None:
    if options.output is None or options.to_standard_output:
        say(text)
    else:
        _write(options.output, text.encode() + b"\n", options)


def _draw(page: Document, name: str, options: PageOptions) -> None:
    html = render_html(page, paper=options.paper)
    content = html.encode() if options.form == "html" else render_pdf(html)
    if options.to_standard_output:
        put(content)
    else:
        _write(options.output or Path(f"{name}.{options.form}"), content, options)


def _write(path: Path, content: bytes, options: FileOptions) -> None:
    still_wanted()
    write_whole(path, content, options.force)
    say(f"Written: {path}")


# --- new rules and schemas -----------------------------------------------------------------------------------------


def start_rule(knowledge: Knowledge, domain: str, name: str, layer: Path) -> Path:
    """Write the template as a draft into a layer. Raises a usage error for a domain or id that cannot be."""
    if domain not in knowledge.about.domains:
        near = did_you_mean(domain, knowledge.about.domains)
        raise click.UsageError(f"I do not know the domain '{domain}'.{near}")
    if not RULE_ID.fullmatch(name):
        raise click.UsageError(f"'{name}' cannot be an id. Use small letters, digits and underscores.")
    if name in knowledge.files:
        raise click.UsageError(f"The id '{name}' is used already. Give yours a name of its own.")
    template = (resource("stages") / "TEMPLATE.yaml").read_text(encoding="utf-8")
    body = template[template.index("# Mandatory. The name of the rule") :]
    for key, value in (("id", name), ("domain", domain), ("about", name), ("status", "draft")):
        body = re.sub(rf"^{key}: .*$", f"{key}: {value}", body, count=1, flags=re.MULTILINE)
    path = layer / "recommendations" / domain / f"{name}.yaml"
    if path.exists():
        what = "This file exists, perhaps with work of yours in it."
        raise RenderError([Problem(str(path), 0, what, "Go on in that file, or give the new rule another id.")])
    write_whole(path, body.encode(), False)
    return path


def write_schema(knowledge: Knowledge, kind: str, options: FileOptions) -> None:
    if kind not in SCHEMAS:
        near = did_you_mean(kind, SCHEMAS)
        raise click.UsageError(f"I do not know the kind '{kind}'.{near} Choose from {', '.join(SCHEMAS)}.")
    _say(dumped(schema_of(kind, knowledge)), options)
