"""The licence of every package that the planner runs on: ``python tests/support/licences.py``.

Each package of requirements.lock is looked up among those that are installed, and each licence that it names must be one
of those below. The planner is Apache-2.0, and whoever hands it on must be able to hand these on with it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, metadata

from folders import ROOT
from packaging.requirements import Requirement

PERMISSIVE = "asks for its notice only"
ALLOWED = {
    "MIT": PERMISSIVE,
    "MIT-0": "asks for nothing",
    "MIT-CMU": PERMISSIVE,
    "MIT License": PERMISSIVE,
    "BSD License": PERMISSIVE,
    "BSD-2-Clause": PERMISSIVE,
    "BSD-3-Clause": PERMISSIVE,
    "Apache-2.0": "our own",
    "Apache Software License": "our own",
    "PSF-2.0": "that of Python itself",
    "Mozilla Public License 2.0 (MPL 2.0)": "binds changes to its own files, and we change none",
}
CHOICE = {
    "pyphen": "MPL 1.1, LGPL 2.1 or GPL 2, as the user chooses; we take MPL 1.1, which binds its own files only",
}
"""Packages that name other licences too, looked at one by one."""
NAMES = re.compile(r"^License :: (?:OSI Approved :: )?(.+)$")
LOCKED = re.compile(r"^(\S+==\S+(?: ; [^\\\n]+)?)", re.MULTILINE)


def locked(lock: str) -> Iterator[str]:
    """The packages of a lock file that this Python needs."""
    for found in LOCKED.finditer(lock):
        asked = Requirement(found[1])
        if asked.marker is None or asked.marker.evaluate():
            yield asked.name


def licences_of(package: str) -> set[str]:
    """Every licence that an installed package names, by expression, by its field or by classifiers."""
    told = metadata(package)
    expression = told.get("License-Expression")
    if expression:
        return set(re.split(r" (?:OR|AND|WITH) |[()]", expression)) - {""}
    classified = [found[1] for entry in told.get_all("Classifier") or [] if (found := NAMES.match(entry))]
    return set(classified) or {(told.get("License") or "").strip().partition("\n")[0]}


def problems(lock: str, choice: Mapping[str, str] = CHOICE) -> Iterator[str]:
    """One sentence for each package whose licence nobody has allowed."""
    for package in locked(lock):
        try:
            named = licences_of(package)
        except PackageNotFoundError:
            yield f"{package}: It is in requirements.lock and not installed. Run `.ci/set_up check`."
            continue
        if package not in choice and not named <= ALLOWED.keys():
            said = ", ".join(sorted(named - ALLOWED.keys())) or "none"
            yield f"{package}: Its licence ({said}) is not allowed. Read it, and add it to {__file__} with the reason."


if __name__ == "__main__":
    found = list(problems((ROOT / "requirements.lock").read_text(encoding="utf-8")))
    print("\n".join(found) or "Every package of requirements.lock has a licence that is allowed.")
    sys.exit(bool(found))
