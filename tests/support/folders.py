"""Where the parts of this checkout lie, for tests in any room."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
SUPPORT = TESTS / "support"  # what tests share
GOLDEN = TESTS / "golden"  # the words of pages as somebody last accepted them
PICTURES = TESTS / "pictures"  # pages as somebody last looked at them
STORY_FILES = TESTS / "stories"
VOCABULARY = TESTS / "vocabulary"  # the shared ids that stages/ is held against
VERAPDF = TESTS / "verapdf"
STAGES, TEMPLATES = ROOT / "stages", ROOT / "templates"
