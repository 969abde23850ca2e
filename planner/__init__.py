"""Anticipatory physical-therapy plans for people with ALS, from partial clinic data to paper.

``load_knowledge`` → ``read_intake`` → ``assess`` → ``make_plan`` → ``compose`` → ``render_html`` → ``render_pdf``.
Names are opened on first use, so that ``als-planner --help`` answers at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.assessment.assessment import Assessment, assess
    from planner.model.errors import IntakeError, KnowledgeError, PlannerError, RenderError
    from planner.model.intake import Intake
    from planner.model.knowledge import Knowledge
    from planner.pages.compose import compose
    from planner.pages.document import Document
    from planner.plan.plan import Plan, make_plan
    from planner.press.render import render_html, render_pdf
    from planner.reading.intake import read_intake
    from planner.reading.stages import load_knowledge
    from planner.record.plan_json import plan_as_json

    __version__: str

__all__ = [
    "Assessment",
    "Document",
    "Intake",
    "IntakeError",
    "Knowledge",
    "KnowledgeError",
    "Plan",
    "PlannerError",
    "RenderError",
    "__version__",
    "assess",
    "compose",
    "load_knowledge",
    "make_plan",
    "plan_as_json",
    "read_intake",
    "render_html",
    "render_pdf",
]

_HOMES = {
    "Assessment": "assessment.assessment",
    "Document": "pages.document",
    "Intake": "model.intake",
    "IntakeError": "model.errors",
    "Knowledge": "model.knowledge",
    "KnowledgeError": "model.errors",
    "Plan": "plan.plan",
    "PlannerError": "model.errors",
    "RenderError": "model.errors",
    "assess": "assessment.assessment",
    "compose": "pages.compose",
    "load_knowledge": "reading.stages",
    "make_plan": "plan.plan",
    "plan_as_json": "record.plan_json",
    "read_intake": "reading.intake",
    "render_html": "press.render",
    "render_pdf": "press.render",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'planner' has no attribute '{name}'")
    if name == "__version__":
        found = import_module("planner.reading.resources").version()
    else:
        found = getattr(import_module(f"planner.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
