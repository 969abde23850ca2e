"""The living style sheet: a sample of every kind of block, every drawing with its words, the icons and the body maps."""

from __future__ import annotations

from planner.drawings.drawing import icon_of
from planner.language.words import Words, load_words
from planner.pages.blocks import (
    Block,
    Box,
    BoxesBlock,
    CallBlock,
    CallsBlock,
    CardBlock,
    ChartBlock,
    ChartRow,
    Column,
    ColumnsBlock,
    Entry,
    FineBlock,
    GroupBlock,
    HeadingBlock,
    ListBlock,
    MessageBlock,
    Part,
    Picture,
    PicturesBlock,
    QuoteBlock,
    RecordBlock,
    SignBlock,
    TableBlock,
    TitleBlock,
    WriteBlock,
)
from planner.pages.document import Document
from planner.pages.form.blocks import FormCell, FormGridBlock, FormQuestionsBlock, FormRow
from planner.pages.pictures import body_map, picture, strength_map
from planner.pages.therapist.blocks import (
    AdviceBlock,
    FactsBlock,
    Flag,
    FlagsBlock,
    PositionBlock,
    Proof,
    Score,
    ScoresBlock,
    SourcesBlock,
    StageBlock,
    StrengthBlock,
    TaughtBlock,
)
from planner.reading.figures import body_maps, poses
from planner.reading.resources import resource

LINE, LONG = "A sentence as it may stand here.", "A longer sentence that shows how a line breaks where the column ends."
LINES = (LINE, LONG)
PART = Part("A label", LINES)
STOP, CALL = Part("Stop if", LINES[:1], "stop"), Part("Call us if", LINES, "call")
PROOF = Proof(1, "What a source says.", "for, B")
ROW = FormRow("1", "A question?", tuple(FormCell(said, tick=True) for said in ("Yes", "No", "Not known")))
WRITE_ROW = FormRow("2", "A question to write on", (FormCell(unit="cm"),))
ICONS = ("stop", "call", "warn", "clock", "repeat", "helper", "trained", "tick", "check")


def samples(words: Words) -> dict[str, Block]:
    """One block of every kind, by its kind; the text is made up and says nothing."""
    shown = picture("ankle_strap", words)
    dose = (("how often", "Once a day"), ("how many", "Three times"), ("how long", "A slow count"))
    call = CallBlock("call", "A box to call", LINES, "Until then:", (LINE,), ("Somebody 555-0142",))
    marks = ((0.1, "Dec", ""), (0.4, "Jan", "2027"), (0.7, "Feb", ""))
    key = (("order", "order"), ("wait", "wait"), ("use", "likely to help"))
    blocks: tuple[Block, ...] = (
        TitleBlock(words("gallery.title"), (words("gallery.intro"),), (words("gallery.bar"),)),
        HeadingBlock("A heading", LINE),
        MessageBlock("A label", "The one main thing.", LONG),
        ColumnsBlock(tuple(Column(time, time, LINES, LINE) for time in ("now", "next", "later"))),
        call,
        CallsBlock((CallBlock("stop", "A box to stop", LINES), call)),
        GroupBlock("A group", LINE, (ListBlock("A list", "", LINES), ListBlock("Another", "", LINES))),
        QuoteBlock("A quotation", "In the person's own words."),
        CardBlock("A card with a drawing", LONG, dose, (PART,), (PART,), (STOP, CALL), shown),
        ListBlock("A list to tick", LINE, LINES, ticks=True),
        TableBlock("A table", ("Name", "One", "Two"), (("First", *LINES), ("Second", *LINES)), (20, 40, 40), LINE),
        ChartBlock(1, "A chart", marks, (ChartRow("A thing", 0.1, 0.5),), "today", key, "A chart with one thing on it."),
        WriteBlock("Lines to write on", (LINE,), 2),
        SignBlock("A place to sign", LINE, (("A role",), ("Another", "with a name")), LINES),
        FactsBlock("Facts", (("Label", "value"), ("Another label", "another value"))),
        FlagsBlock("Red flags", "", (Flag("Emergency", "stop", LINE, (PART,)), Flag("Same day", "call", LINE, (PART,)))),
        StageBlock("Stage", "The stage", "found by", (PART,)),
        AdviceBlock("1", "One piece of advice", "Now", "now", (LINE,), (PART,), "Evidence", (PROOF,), LINE),
        PositionBlock("A question?", LONG, (("For", (PROOF,)), ("Against", (PROOF,)))),
        SourcesBlock("Sources", ((1, "A source, 2026.", "read in full"),), LINE),
        StrengthBlock("Strength", strength_map({"left_ankle": ("3", True), "neck": ("", False)}, ("Right", "Left"), LINE), ("Group", "Left", "Right"), (("One", "3", "4"),), LINES),
        TaughtBlock("A record of what was taught", LINE, ("Asked", "Said it back", "Needs repeat"), (LINE,), (LINE,)),
        ScoresBlock("A scale", "Two items of a scale.", ((Score("walking", "3", 0.25), Score("stairs", "", 0.0)),), "3"),
        BoxesBlock((Box("stop", "A frame", (Entry(LINE), Entry("To write on", write=True), Entry("To tick", tick=True))),)),
        FineBlock(LINES),
        RecordBlock("This file carries data.", "This file carries none."),
        FormQuestionsBlock("Questions of a form", LINE, (ROW, WRITE_ROW), paired=True),
        FormGridBlock("A grid of a form", LINE, ("Question", "Yes", "No", "Not known"), (ROW,)),
        PicturesBlock("Drawings in a row", LINE, (shown, picture("gait_belt", words))),
    )  # fmt: skip
    return {block.kind: block for block in blocks}


def icons(words: Words) -> tuple[Picture, ...]:
    """Every icon, with what it stands beside."""
    folder = resource("templates") / "icons"
    read = ((name, (folder / f"{name}.svg").read_text(encoding="utf-8")) for name in ICONS)
    return tuple(Picture(icon_of(svg, words(f"figures.icons.{name}")), name, "") for name, svg in read)


def gallery_document(language: str = "en") -> Document:
    """Everything that a page can be made of, as one document."""
    words = load_words(language)
    found = samples(words)
    blocks: list[Block] = [found.pop("title")]
    for kind, block in sorted(found.items()):
        blocks += [HeadingBlock(words("gallery.kind", kind=kind)), block]
    plain = CardBlock("A card without a drawing", LONG, (), (PART,), (PART,), (CALL,))
    blocks += [HeadingBlock(words("gallery.kind", kind="card")), plain]
    drawings = tuple(picture(name, words) for name in poses())
    maps = tuple(body_map(side, told.spots, words) for side, told in body_maps().items())
    blocks += [
        PicturesBlock(words("gallery.drawings"), words("gallery.drawings_intro"), drawings),
        PicturesBlock(words("gallery.maps"), "", maps),
        PicturesBlock(words("gallery.icons"), "", icons(words)),
    ]
    furniture = {
        "page_of": words("page.of"), "document": words("gallery.title"), "who": "", "review": "", "bar": "",
        "edition": "",
    }  # fmt: skip
    return Document("gallery", words.language, words.direction, words("gallery.title"), furniture, tuple(blocks))
