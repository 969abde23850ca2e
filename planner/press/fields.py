"""The fields of a form that is filled in on a screen: the boxes of one question belong together, and an answer is a value.

WeasyPrint draws each box as a field of its own; here those of one question become one field, named as an intake names the
question, whose value is the answer. Such a file is PDF/UA-1, and no PDF/A: what is typed into it has no font of its own yet.
"""

from __future__ import annotations

from typing import Any

RADIO = 1 << 15  # one of the boxes at most; a second click takes the tick off again
OFF = "/Off"
IS = "="  # between the name of a question and the answer of a box


def gather_fields(pdf: Any) -> None:
    """Complete the form of a pydyf.PDF in place."""
    import pydyf

    form = pdf.catalog["AcroForm"]
    questions: dict[str, Any] = {}
    fields = pydyf.Array()
    nothing = pydyf.Stream([], {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array((0, 0, 1, 1))})
    pdf.add_object(nothing)
    for reference in form["Fields"]:
        box = _object(pdf, reference)
        if box["FT"] != "/Btn":
            fields.append(reference)
            continue
        name, _, answer = str(box["T"].string).partition(IS)
        if name not in questions:
            questions[name] = _question(pdf, name, str(box["TU"].string).rpartition(": ")[0])
            fields.append(questions[name].reference)
        _put_into(questions[name], box, answer, nothing.reference)
    form["Fields"] = fields


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _question(pdf: Any, name: str, called: str) -> Any:
    import pydyf

    question = pydyf.Dictionary(
        {
            "FT": "/Btn",
            "Ff": RADIO,
            "T": pydyf.String(name),
            "TU": pydyf.String(called),
            "V": OFF,
            "Kids": pydyf.Array(),
        }
    )
    pdf.add_object(question)
    return question


def _put_into(question: Any, box: Any, answer: str, nothing: bytes) -> None:
    """A box as one of the answers of its question."""
    import pydyf

    ticked = box["AS"] != OFF
    (drawn,) = box["AP"]["N"].values()
    for key in ("T", "V", "FT"):
        del box[key]
    box["Parent"] = question.reference
    box["AS"] = f"/{answer}" if ticked else OFF
    box["AP"] = pydyf.Dictionary({"N": pydyf.Dictionary({answer: drawn, "Off": nothing})})
    if ticked:
        question["V"] = box["AS"]
    question["Kids"].append(box.reference)
