"""Knowledge on paper for those who keep it: one rule as each reader will see it, and the map of stages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from planner.curation.proofread import item_for
from planner.language.clauses import clauses, in_words
from planner.language.wording import ROMAN, fact_in_words, name_of, names_of, number, part_in_words
from planner.language.words import ENGLISH, Words, load_words
from planner.model.knowledge import Example, Knowledge, Precaution, Recommendation
from planner.model.shapes import Lines
from planner.pages.blocks import Block, GroupBlock, ListBlock, TableBlock, TitleBlock
from planner.pages.document import Document, Furniture
from planner.reading.checked import BODY_PARTS, PLACEHOLDER

MARK, NO_MARK = "•", ""  # a sign that the bundled fonts have
# What is left out, step by step, until a rule fits one page.
WHOLE, NO_EVIDENCE, NO_EXAMPLES, NO_CAUTIONS = DETAILS = ("whole", "no_evidence", "no_examples", "no_cautions")


def rule_page(rule: Recommendation, knowledge: Knowledge, words: Words, detail: str = WHOLE) -> Document:
    """One rule: when it holds in words, its two texts, its examples as a table, its evidence; ``detail`` of DETAILS."""
    left_out = () if detail == WHOLE else (words("rule.left_out", what=words(f"rule.{detail}"), file=_file(rule)),)
    state = words(f"rule.status.{rule.status}")
    stages = ", ".join(ROMAN[stage] for stage in rule.stages)
    about = words("rule.about", domain=words(f"domain.{rule.domain}"), stages=stages, id=rule.id)
    blocks: list[Block] = [
        TitleBlock(title=_filled(rule.text.therapist.title, knowledge), lines=(about, *left_out), bars=(state,))
    ]
    parts = dict(_parts(rule, knowledge, words))
    if detail == NO_CAUTIONS:
        parts = {key: lines for key, lines in parts.items() if key not in ("agenda", "caution", "done", "ahead")}
    lists = tuple(
        ListBlock(heading=words(f"rule.{key}"), intro="", lines=lines) for key, lines in parts.items() if lines
    )
    blocks.append(GroupBlock(heading=words("rule.rule"), intro="", blocks=lists))
    if detail in (WHOLE, NO_EVIDENCE):
        blocks.append(_examples(rule, knowledge, words))
    if detail == WHOLE:
        lines = tuple(f"{knowledge.sources[e.source].cite} ({e.leans}, {e.strength}): {e.says}" for e in rule.evidence)
        blocks.append(ListBlock(heading=words("rule.evidence"), intro="", lines=lines))
    setting = "closest" if detail == DETAILS[-1] else ""
    return _document("rule", words("rule.document"), blocks, knowledge, words, setting)


def map_page(knowledge: Knowledge, words: Words) -> Document:
    """Stages across, recommendations down, one table for each domain."""
    head = (words("map.advice"), *ROMAN[1:])
    blocks: list[Block] = [TitleBlock(title=words("map.title"), lines=(words("map.intro"),))]
    for domain in knowledge.about.domains:
        rules = [rule for rule in knowledge.recommendations if rule.domain == domain]
        if not rules:
            continue
        rows = tuple(
            (
                _filled(rule.text.therapist.title, knowledge),
                *(MARK if at in rule.stages else NO_MARK for at in range(1, 7)),
            )
            for rule in rules
        )
        left_out = knowledge.about.no_advice.get(domain)
        note = ""
        if left_out:
            note = words("map.no_advice", stages=", ".join(ROMAN[at] for at in left_out.stages), why=left_out.why)
        blocks.append(
            TableBlock(
                heading=words(f"domain.{domain}"), head=head, rows=rows, widths=(64, 6, 6, 6, 6, 6, 6), note=note
            )
        )
    return _document("map", words("map.title"), blocks, knowledge, words)


def _document(
    kind: str, title: str, blocks: Iterable[Block], knowledge: Knowledge, words: Words, setting: str = ""
) -> Document:
    edition = words("rule.edition", edition=knowledge.about.edition, digest=knowledge.named_digest)
    furniture = Furniture(page_of=words("page.of"), document=title, edition=edition)
    return Document(
        kind=kind,
        language=words.language,
        direction=words.direction,
        title=title,
        furniture=furniture,
        blocks=tuple(blocks),
        setting=setting,
    )


def _file(rule: Recommendation) -> str:
    return f"{rule.domain}/{rule.id}.yaml"


def _parts(rule: Recommendation, knowledge: Knowledge, words: Words) -> Iterator[tuple[str, Lines]]:
    """Each part of the rule as lines, in the order in which it is weighed and then told."""
    yield (
        "now",
        (words("rule.always", why=rule.always),) if rule.always else tuple(clauses(rule.when, knowledge, words)),
    )
    yield "agenda", tuple(_judged(rule, knowledge, words))
    yield "unless", tuple(_precaution(part, knowledge, words) for part in rule.unless)
    yield "caution", tuple(_precaution(part, knowledge, words) for part in rule.caution)
    yield "done", tuple(clauses(rule.done_when, knowledge, words)) if rule.done_when else ()
    yield "ahead", tuple(clauses(rule.ahead.needed_when, knowledge, words)) if rule.ahead else ()
    yield "therapist", tuple(_filled(line, knowledge) for line in rule.text.therapist.do)
    family = rule.text.family
    told = [f"{family.title}. {family.why}", *family.do]
    told += [words("rule.dont", what=line) for line in family.dont]
    told += [words("rule.stop_if", what=line) for line in family.stop_if]
    told += [words("rule.call_if", what=line) for line in family.call_if]
    yield "family", tuple(_filled(line, knowledge) for line in told)


def _judged(rule: Recommendation, knowledge: Knowledge, words: Words) -> Iterator[str]:
    """What the rule is to the agenda: its role and problem, who does it, how grave it is, and what it comes with."""
    problem = knowledge.problems.problems[rule.problem].therapist
    role, who = words(f"rule.role.{rule.role}"), words(f"rule.who.{rule.who}")
    yield words("rule.judged", role=role, problem=problem, who=who, n=rule.effort_min)
    for grade, condition in rule.severity.grades:
        yield words("rule.severity", grade=grade, what=in_words(condition, knowledge, words))
    yield words("rule.severity_else", grade=rule.severity.otherwise)
    if rule.only_with is not None:
        yield words("rule.only_with", what=in_words(rule.only_with, knowledge, words))


def _precaution(part: Precaution, knowledge: Knowledge, words: Words) -> str:
    return f"{in_words(part.condition, knowledge, words)} → {_filled(part.then.therapist, knowledge)}"


def _filled(text: str, knowledge: Knowledge) -> str:
    """The numbers put in; what depends on the person stays as a named gap."""

    def put(match: Any) -> str:
        if match[2] in BODY_PARTS:
            return part_in_words(match[2], load_words(ENGLISH))
        limit = None if match[1] else knowledge.limits.get(match[2])
        return number(limit.value) if limit else f"[{match[2].replace('_', ' ')}]"

    return PLACEHOLDER.sub(put, text)


def _examples(rule: Recommendation, knowledge: Knowledge, words: Words) -> TableBlock:
    rows = tuple(_example(rule, example, knowledge, words) for example in rule.examples)
    head = tuple(words(f"rule.{key}") for key in ("example", "given", "answer"))
    return TableBlock(heading=words("rule.examples"), head=head, rows=rows, widths=(28, 48, 24))


def _example(rule: Recommendation, example: Example, knowledge: Knowledge, words: Words) -> Lines:
    """Who, what is known of them, and what the rule answers; an answer that is not the expected one says so."""
    item = item_for(rule, example.given, knowledge)
    answer = words(f"timing.{item.timing}")
    if item.timing == "check_first" and item.asks:
        answer = f"{answer}: {names_of(item.asks, knowledge, words)}"
    if item.timing != example.expect:
        answer = f"{answer} {words('rule.unexpected', expected=words(f'timing.{example.expect}'))}"
    return example.name, "; ".join(_given(example.given, knowledge, words)), answer


def _given(given: Mapping[str, Any], knowledge: Knowledge, words: Words) -> Iterator[str]:
    for name, raw in given.items():
        fact, said = knowledge.vocabulary[name], name_of(name, knowledge, words)
        yield f"{said}{'' if said.endswith('?') else ':'} {fact_in_words(fact, raw, words)}"


def as_text(document: Document) -> str:
    """The page for the terminal: headings, lines and tables as lines."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, TitleBlock):
            lines += [block.title, *block.bars, *block.lines]
        elif isinstance(block, GroupBlock):
            lines += [line for part in block.blocks if isinstance(part, ListBlock) for line in _listed(part)]
        elif isinstance(block, ListBlock):
            lines += _listed(block)
        elif isinstance(block, TableBlock):
            lines += ["", f"{block.heading}:", *(f"  - {' | '.join(row)}" for row in block.rows)]
    return "\n".join(lines)


def _listed(block: ListBlock) -> list[str]:
    return ["", f"{block.heading}:", *(f"  - {line}" for line in block.lines)]
