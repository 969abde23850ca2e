"""How large print is on the paper, and how large it must be for those who ask for large print."""

from __future__ import annotations

import ctypes

import pypdfium2

SMALLEST = {"family": 18, "equipment": 18, "fridge": 18, "therapist": 14}
SLACK = 0.05  # points: rounding in the file


def glyph_sizes(pdf: bytes) -> dict[float, str]:
    """Size of print in points, as it stands on the paper → some text set in it."""
    raw = pypdfium2.raw
    found: dict[float, str] = {}
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        for shape in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=9):
            size = ctypes.c_float()
            assert raw.FPDFTextObj_GetFontSize(shape.raw, size)
            a, b, c, d, *_ = shape.get_matrix().get()
            on_paper = size.value * abs(a * d - b * c) ** 0.5
            length = raw.FPDFTextObj_GetText(shape.raw, text.raw, None, 0)
            buffer = ctypes.create_string_buffer(length)
            raw.FPDFTextObj_GetText(shape.raw, text.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
            said = buffer.raw.decode("utf-16-le").rstrip("\0")
            if said.strip():
                found[round(on_paper, 2)] = said
        text.close()
    document.close()
    return found
