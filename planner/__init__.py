"""Anticipatory physical-therapy plans for people with ALS, from partial clinic data to paper.

``load_knowledge`` → ``read_intake`` → ``assess`` → ``make_plan`` → ``compose`` → ``render_html`` → ``render_pdf``.
Names are opened on first use, so that ``als-planner --help`` answers at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.assessment import assess
    from planner.errors import IntakeError, KnowledgeError, PlannerError, RenderError
    from planner.intake_file import read_intake
    from planner.library import load_knowledge
    from planner.pages import compose
    from planner.plan import make_plan
    from planner.plan_json import plan_as_json
    from planner.render import render_html, render_pdf

__all__ = [
    "IntakeError",
    "KnowledgeError",
    "PlannerError",
    "RenderError",
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
    "assess": "assessment",
    "compose": "pages",
    "load_knowledge": "library",
    "make_plan": "plan",
    "plan_as_json": "plan_json",
    "read_intake": "intake_file",
    "render_html": "render",
    "render_pdf": "render",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'planner' has no attribute '{name}'")
    found = getattr(import_module(f"planner.{_HOMES.get(name, 'errors')}"), name)
    globals()[name] = found
    return found
