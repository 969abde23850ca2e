"""The living style sheet: a sample of every kind of block, every drawing with its words, the icons and the body maps."""

from __future__ import annotations

from planner.drawings.drawing import icon_of
from planner.language.words import Words, load_words
from planner.pages.blocks import (
    Block,
    Box,
    BoxesBlock,
    BoxLine,
    ChartBlock,
    ChartRow,
    FineBlock,
    GroupBlock,
    HeadingBlock,
    ListBlock,
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
from planner.pages.document import Document, Furniture
from planner.pages.equipment_blocks import Band, BandRow, BandsBlock, InShortBlock, OrderStepsBlock
from planner.pages.family_blocks import (
    CallRow,
    CallTableBlock,
    DatesBlock,
    EnglishBlock,
    FirstThingBlock,
    HabitsBlock,
    HowToBlock,
    Move,
    MovesBlock,
    Pane,
    PanesBlock,
    Tick,
)  # fmt: skip
from planner.pages.form.blocks import FormCell, FormGridBlock, FormQuestionsBlock, FormRow
from planner.pages.handouts.blocks import (
    FirstBlock,
    LadderBlock,
    MapCell,
    OwnDoseBlock,
    OwnWordsBlock,
    SheetBlock,
    ShownStep,
    StepsBlock,
    SubjectRow,
    SubjectsBlock,
    WallMapBlock,
    WarnBlock,
)
from planner.pages.pictures import body_map, picture, strength_map
from planner.pages.therapist.blocks import (
    AdviceBlock,
    AskBlock,
    BesideBlock,
    BreathBlock,
    BreathRow,
    FactsBlock,
    FlagBox,
    FlagsBlock,
    Gauge,
    LabelledBlock,
    PositionBlock,
    Proof,
    Score,
    ScoresBlock,
    SourcesBlock,
    StageBlock,
    StrengthBlock,
    TaughtBlock,
    TodayBlock,
    TodayLine,
)
from planner.reading.figures import body_maps, poses
from planner.reading.resources import resource

LINE, LONG = "A sentence as it may stand here.", "A longer sentence that shows how a line breaks where the column ends."
LINES = (LINE, LONG)
PART = Part(label="A label", lines=LINES)
STOP, CALL = Part(label="Stop if", lines=LINES[:1], tone="stop"), Part(label="Call us if", lines=LINES, tone="call")
PROOF = Proof(1, "What a source says.", "for, B")
ROW = FormRow(
    number="1", label="A question?", cells=tuple(FormCell(text=said, tick=True) for said in ("Yes", "No", "Not known"))
)
WRITE_ROW = FormRow(number="2", label="A question to write on", cells=(FormCell(unit="cm"),))
ICONS = ("stop", "call", "warn", "helper", "trained", "tick", "check")


def samples(words: Words) -> dict[str, Block]:
    """One block of every kind, by its kind; the text is made up and says nothing."""
    shown = picture("ankle_strap", words)
    marks = ((0.1, "Dec", ""), (0.4, "Jan", "2027"), (0.7, "Feb", ""))
    key = (("order", "order"), ("wait", "wait"), ("use", "likely to help"))
    blocks: tuple[Block, ...] = (
        TitleBlock(title=words("gallery.title"), lines=(words("gallery.intro"),), bars=(words("gallery.bar"),)),
        HeadingBlock("A heading", LINE),
        GroupBlock(heading="A group", intro=LINE, blocks=(ListBlock(heading="A list", intro="", lines=LINES), ListBlock(heading="Another", intro="", lines=LINES))),
        QuoteBlock("A quotation", "In the person's own words."),
        ListBlock(heading="A list to tick", intro=LINE, lines=LINES, ticks=True),
        TableBlock(heading="A table", head=("Name", "One", "Two"), rows=(("First", *LINES), ("Second", *LINES)), widths=(20, 40, 40), note=LINE),
        ChartBlock(number=1, heading="A chart", marks=marks, rows=(ChartRow("A thing", 0.1, 0.5),), today="today", key=key, says="A chart with one thing on it."),
        WriteBlock("Lines to write on", (LINE,), 2),
        SignBlock(heading="A place to sign", text=LINE, roles=(("A role",), ("Another", "with a name")), foot=LINES),
        FactsBlock("Facts", (("Label", "value"), ("Another label", "another value"))),
        FlagsBlock("Red flags", "", (FlagBox("Emergency", "stop", LINE, (PART,)), FlagBox("Same day", "call", LINE, (PART,)))),
        StageBlock(heading="Stage", stage="The stage", by="found by", parts=(PART,)),
        AdviceBlock(number="1", title="One piece of advice", timing="Now", tone="now", marks=(LINE,), parts=(PART,), evidence_label="Evidence", evidence=(PROOF,), also=LINE),
        PositionBlock("A question?", LONG, (("For", (PROOF,)), ("Against", (PROOF,)))),
        SourcesBlock("Sources", ((1, "A source, 2026.", "read in full"),), LINE),
        StrengthBlock(heading="Strength", body=_body(), body_large=_body(large=True), head=("Group", "Left", "Right"), rows=(("One", "3", "4"),), notes=LINES),
        TaughtBlock(heading="A record of what was taught", intro=LINE, head=("Asked", "Said it back", "Needs repeat"), prompts=(LINE,), lines=(LINE,)),
        ScoresBlock(heading="A scale", says="Two items of a scale.", groups=((Score("walking", "3", 0.25), Score("stairs", "", 0.0)),), total="3"),
        BoxesBlock((Box("stop", "A frame", (BoxLine(LINE), BoxLine("To write on", write=True), BoxLine("To tick", tick=True))),)),
        FineBlock(LINES),
        RecordBlock("This file carries data.", "This file carries none."),
        FormQuestionsBlock(heading="Questions of a form", intro=LINE, rows=(ROW, WRITE_ROW), paired=True),
        FormGridBlock(heading="A grid of a form", intro=LINE, head=("Question", "Yes", "No", "Not known"), rows=(ROW,)),
        *_of_handouts(shown),
        PicturesBlock("Drawings in a row", LINE, (shown, picture("gait_belt", words))),
    )  # fmt: skip
    return {block.kind: block for block in (*blocks, *_plan_samples(shown))}


def _of_handouts(shown: Picture) -> tuple[Block, ...]:
    """The parts of a sheet that is handed over without an intake."""
    step = ShownStep(number="1", lead="A step.", text=LINE, picture=shown)
    first = FirstBlock(
        heading="What is checked first",
        lines=(LINE,),
        tell=("one thing", "another"),
        blanks=("Checked for", "by", "on"),
    )
    return (
        first,
        StepsBlock((step, ShownStep(number="2", lead="Another.", text=LONG)), pictures=(shown,)),
        OwnDoseBlock(label="A dose", blanks=("how often", "how long"), note=LINE, usual=LINE),
        WarnBlock("stop", (Part(label="Do not", lines=("do this", "do that"), tone="dont"), STOP)),
        LadderBlock("What comes next", (("Now", "a first step"), ("A second step", "the sign that brings it"))),
        OwnWordsBlock(heading="Own words", lines=(LINE,), empty=("",), blanks=(("Name", ""), ("Therapist", "a name"))),
        SubjectsBlock(("Subject", "Now", "Next"), (SubjectRow(name="A subject", now=LINE, next=LONG, picture=shown),)),
        WallMapBlock(
            stages=(("I", "A stage", LINE), ("II", "Another", LINE)),
            corner="Subject",
            rows=(("A subject", (MapCell(1, ""), MapCell(1, "A step", new=True))),),
            between=LINE,
            by_numbers=(("Another", (MapCell(2, "Over both", new=True),)),),
        ),
        SheetBlock((ListBlock(heading="A sheet", intro="", lines=(LINE,)), StepsBlock((step, step), frames=True))),
    )


def _plan_samples(shown: Picture) -> tuple[Block, ...]:
    """Those of the family's plan, and of the therapist's two pages."""
    return (
        FirstThingBlock(label="First", title="The first thing", why=LONG, ticks=(Tick("Something to do", "who"),), next_step=LINE),
        PanesBlock((Pane("You", (Tick("Something to do"),)), Pane("We", (Tick("Something else", "by when"),), LINE))),
        DatesBlock("Dates", (("By a day", LINE), ("Another day", LINE)), LINE),
        CallTableBlock(heading="When to call", found_label="Found", until_label="Until then", rows=tuple(CallRow(tone=tone, when="Whom to call", found=LINES[:1], signs=LINES) for tone in ("stop", "call", "plain"))),
        HowToBlock(title="A picture card", why=LONG, steps=LINES, dose="Once a day", parts=(STOP, CALL), pictures=(shown,)),
        MovesBlock(heading="Moves", intro=LINE, stop_label="Stop if", stops=LINES, leave_label="Do not", note_label="Good to know", pairs=((Move(title="A move", dose="Once a day", steps=LINES, leave=LINE, note=LINE, picture=shown), Move(title="Another", dose="Twice", steps=LINES)),)),
        InShortBlock("In short", (("Now", "10", "5 to 20"), ("Later", "0", "lent")), (("One call", LINE),)),
        BandsBlock(head=("", "What", "How", "You pay", "Got"), bands=(Band("Now", (BandRow(number="1", name="A thing", trade="its trade word", why=LINE, how="Buy it", pays="10"),), first=True), Band("Skip", (), (("Another:", LINE),))), priced=True, warning=LINE, note=LINE),
        OrderStepsBlock("A big order", LONG, (("Today", LINE), ("In May", LINE))),
        HabitsBlock("Habits", (("One habit", "Another habit"),)),
        EnglishBlock("In English", LINE, (STOP, CALL)),
        LabelledBlock((("A label", LINES), ("Another", LINES))),
        BreathBlock(heading="Tests", head=("", "Before", "Newest", "Gauge", "Act at"), rows=(BreathRow(name="A test", was="90", now="86", gauge=Gauge(now=0.6, was=0.7, marks=(0.5, 0.2), says="A test is 86"), act_at=("< 80", "< 50")),), notes=(LINE,)),
        TodayBlock(heading="Today", counts="two lines", head=("", "What", "Why", "Who"), none=LINE, lines=(TodayLine(number="1", grave=True, title="A problem", acts=LINES, why=LINE, who="somebody", next_step=LINE), TodayLine(number="2", grave=False, title="Another", acts=LINES, why=LINE, who="somebody"))),
        AskBlock(lists=(("A tick list", LINES),), heading="Single questions", questions=LINES, more=LINE),
        BesideBlock(((50, (ListBlock(heading="On the left", intro="", lines=LINES),)), (50, (ListBlock(heading="On the right", intro="", lines=LINES),)))),
    )  # fmt: skip


def _body(large: bool = False) -> str:
    return strength_map({"left_ankle": ("3", True), "neck": ("", False)}, ("Right", "Left"), LINE, large)


def icons(words: Words) -> tuple[Picture, ...]:
    """Every icon, with what it stands beside."""
    folder = resource("templates") / "icons"
    read = ((name, (folder / f"{name}.svg").read_text(encoding="utf-8")) for name in ICONS)
    return tuple(
        Picture(svg=icon_of(svg, words(f"figures.icons.{name}")), title=name, caption="") for name, svg in read
    )


def gallery_document(language: str = "en") -> Document:
    """Everything that a page can be made of, as one document."""
    words = load_words(language)
    found = samples(words)
    blocks: list[Block] = [found.pop("title")]
    for kind, block in sorted(found.items()):
        blocks += [HeadingBlock(words("gallery.kind", kind=kind)), block]
    drawings = tuple(picture(name, words) for name in poses())
    maps = tuple(body_map(side, told.spots, words) for side, told in body_maps().items())
    blocks += [
        PicturesBlock(words("gallery.drawings"), words("gallery.drawings_intro"), drawings),
        PicturesBlock(words("gallery.maps"), "", maps),
        PicturesBlock(words("gallery.icons"), "", icons(words)),
    ]
    furniture = Furniture(page_of=words("page.of"), document=words("gallery.title"))
    return Document(
        kind="gallery",
        language=words.language,
        direction=words.direction,
        title=words("gallery.title"),
        furniture=furniture,
        blocks=tuple(blocks),
    )
