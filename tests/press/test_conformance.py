"""Every document is PDF/UA-1 and PDF/A-3a in one file, says veraPDF, and page-validation beside it; both can say no."""

from __future__ import annotations

from typing import Any

import handed_over
import pressed
import pytest
from conformance import PROFILES, Found, by_page_validation, by_verapdf, need_verapdf
from drawn import PAGES, Page, pdf_of
from fillable_forms import form_pdf
from spoilt import SPOILS, nothing, spoilt
from stories import base

pytestmark = pytest.mark.slow

REFERRED = [page for page in PAGES if page.who in ("demo", "almost_unknown", "late", "nobody")]
"""The pages that veraPDF looks at; page-validation looks at all."""
EACH_DAY = [
    page for page in REFERRED
    if page.who in ("demo", "nobody") and (page.size == "letter" or (page.kind, page.language) == ("family", "en"))
]  # fmt: skip
"""Every document in every language, and every size of one: all others are printed before a release."""
FORMS = ("blank form", "filled form")
SHEETS = [
    *(pytest.param(name, id=name) for name in handed_over.EACH_DAY),
    *(pytest.param(n, id=n, marks=pytest.mark.all_forms) for n in handed_over.NAMES if n not in handed_over.EACH_DAY),
]
"""What is handed over without an intake: a few each day, all before a release."""


def before_a_release(page: Page) -> Any:
    return pytest.param(page, id=str(page), marks=() if page in EACH_DAY else pytest.mark.all_forms)


@pytest.fixture(scope="module")
def spoils() -> dict[str, bytes]:
    return {name: spoilt(spoil) for name, (spoil, _) in SPOILS.items()} | {"nothing": spoilt(nothing)}


@pytest.fixture(scope="module")
def forms() -> dict[str, bytes]:
    """The form with fields, blank and filled from what is known."""
    return {name: form_pdf(base(), filled=name == "filled form") for name in FORMS}


@pytest.fixture(scope="module")
def sheets(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """The sheets that are looked at in this run."""
    every = request.config.getoption("--all-forms")
    names = dict.fromkeys((*handed_over.EACH_DAY, *(handed_over.NAMES if every else ())))
    return {name: pressed.pdf_of(handed_over.html_of(name)) for name in names}


@pytest.fixture(scope="module")
def verapdf(
    request: pytest.FixtureRequest,
    spoils: dict[str, bytes],
    forms: dict[str, bytes],
    sheets: dict[str, bytes],
    tmp_path_factory: pytest.TempPathFactory,
) -> Found:
    """What veraPDF says of each page and of every spoilt one; it starts once."""
    need_verapdf()
    pages = REFERRED if request.config.getoption("--all-forms") else EACH_DAY
    good = {str(page): pdf_of(page) for page in pages}
    return by_verapdf(good | spoils | forms | sheets, tmp_path_factory.mktemp("verapdf"))


@pytest.mark.parametrize("page", [*map(before_a_release, REFERRED)])
def test_every_document_conforms_to_both_standards_says_verapdf(page: Page, verapdf: Found) -> None:
    assert {profile: verapdf[str(page), profile] for profile in PROFILES} == {"ua1": [], "3a": []}


@pytest.mark.parametrize("page", [*map(before_a_release, PAGES)])
def test_every_document_conforms_to_both_standards_says_page_validation(page: Page) -> None:
    assert {profile: by_page_validation(pdf_of(page), profile) for profile in PROFILES} == {"ua1": [], "3a": []}


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_conforms_to_both_standards_say_both(name: str, sheets: dict[str, bytes], verapdf: Found) -> None:
    for profile in PROFILES:
        assert verapdf[name, profile] == by_page_validation(sheets[name], profile) == []


@pytest.mark.parametrize("name", SPOILS)
def test_verapdf_can_say_no(name: str, verapdf: Found) -> None:
    assert verapdf[name, SPOILS[name][1]]


@pytest.mark.parametrize("name", SPOILS)
def test_page_validation_can_say_no(name: str, spoils: dict[str, bytes]) -> None:
    assert by_page_validation(spoils[name], SPOILS[name][1])


def test_a_page_that_nobody_spoilt_passes_both(spoils: dict[str, bytes], verapdf: Found) -> None:
    for profile in PROFILES:
        assert verapdf["nothing", profile] == by_page_validation(spoils["nothing"], profile) == []


@pytest.mark.parametrize("name", FORMS)
def test_a_form_with_fields_is_pdf_ua_and_does_not_claim_to_be_pdf_a(
    name: str, forms: dict[str, bytes], verapdf: Found
) -> None:
    assert by_page_validation(forms[name], "ua1") == verapdf[name, "ua1"] == []
    assert verapdf[name, "3a"] != [] and b"pdfaid" not in forms[name]
