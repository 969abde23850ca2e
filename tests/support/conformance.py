"""Holding PDF files against PDF/UA-1 and PDF/A-3a: by veraPDF, the reference, and by page-validation.

Both give, for each file and profile ("ua1", "3a"), what they found: veraPDF as clause-test, page-validation as rule.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import page
from folders import VERAPDF
from not_run import need

LIBRARIES = VERAPDF / "libraries"
PROFILES = {"ua1": page.ValidationProfile.PDF_UA_1, "3a": page.ValidationProfile.PDF_A_3A}

# page-validation reads a data byte 0D before "endstream" as part of the line's end, though /Length counts it.
# veraPDF, which has the same rule (6.1.7.1-1), does not.
TAKEN_WRONG = {"PDFA3A-STREAM-LENGTH-001"}

# Java's best machine code takes longer to make than it saves.
SHORT_RUN = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")

Found = dict[tuple[str, str], list[str]]
"""(file, profile) → what is wrong with it."""


def need_verapdf() -> None:
    """Go on where veraPDF can run."""
    need(shutil.which("javac") and any(LIBRARIES.glob("*.jar")), "a JDK and veraPDF (.ci/set_up test gets them)")


def by_verapdf(files: Mapping[str, bytes], folder: Path) -> Found:
    """What veraPDF finds in these files, in one run for all of them."""
    paths = {name: folder / f"{number}.pdf" for number, name in enumerate(files)}
    for name, path in paths.items():
        path.write_bytes(files[name])
    (folder / "paths").write_text("\n".join(map(str, paths.values())), encoding="utf-8")
    command = ["java", *SHORT_RUN, "-cp", f"{LIBRARIES}/*", str(VERAPDF / "Conformance.java"), str(folder / "paths")]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    names = {str(path): name for name, path in paths.items()}
    found: Found = {}
    for said in map(json.loads, run.stdout.splitlines()):
        key = names[said["file"]], said["profile"]
        if "assertions" in said:
            assert said["assertions"] > 0
            found[key] = []
        else:
            found[key].append(f"{said['clause']}-{said['test']}: {said['message']} ({said['at']})")
    assert set(found) == {(name, profile) for name in files for profile in PROFILES}
    return found


def by_page_validation(pdf: bytes, profile: str) -> list[str]:
    """What page-validation finds in one file."""
    report = page.validate_pdf_bytes(pdf, profile=PROFILES[profile])
    return [
        f"{failure.rule_id}: {failure.message}" for failure in report.failures if failure.rule_id not in TAKEN_WRONG
    ]
