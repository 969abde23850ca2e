"""What others made and we hand on: htmx as its makers gave it, with its licence."""

from __future__ import annotations

import hashlib
import re

from folders import TEMPLATES

HTMX = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"  # htmx.org 4.0.1, dist/htmx.min.js, from npm


def test_htmx_is_the_file_of_its_makers() -> None:
    assert hashlib.sha256((TEMPLATES / "web" / "htmx.min.js").read_bytes()).hexdigest() == HTMX
    assert "Zero-Clause BSD" in (TEMPLATES / "web" / "htmx.LICENSE.txt").read_text(encoding="utf-8")


def test_a_colour_of_the_page_stands_among_its_tokens_only() -> None:
    sheet = (TEMPLATES / "web" / "web.css").read_text(encoding="utf-8")
    _, rest = sheet.split("@font-face", 1)
    assert re.findall(r"#[0-9A-Fa-f]{3,6}\b", rest) == ["#FFFFFF"]  # paper, on which pictures of pages stand
    for name in re.findall(r"var\((--[a-z0-9-]+)\)", rest):
        assert f"{name}:" in sheet
