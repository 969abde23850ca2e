"""`start` from a user's chair: from nothing to an intake and a plan, and the next visit of the same person."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import interrupts
import pytest
from click.testing import CliRunner, Result
from folders import ROOT, STAGES

from planner import read_intake
from planner.commands import dialogue, paper_commands, start
from planner.commands.cli import cli
from planner.model.knowledge import Knowledge
from planner.reading.intake_added import with_entries
from planner.reading.strict_yaml import read_text

DAY = date(2026, 11, 30)
ASKED = re.compile(r"^\d+ of \d+\. (.*)$")
NEW = {"A short name": "ben-1", "Walking": "with help", "walk indoors": "rolla", "lifting the foot (left)": "3/5"}

Answer = str | list[str]
Run = Callable[..., tuple[Result, list[str]]]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs `start` here, answering each question by a part of its words; Enter where nothing is named."""
    monkeypatch.chdir(tmp_path)

    def run(answers: Mapping[str, Answer], *arguments: str) -> tuple[Result, list[str]]:
        left = {part: list(said) if isinstance(said, list) else [said] for part, said in answers.items()}
        lines: list[str] = []

        def said(text: object, **_: Any) -> None:
            lines.extend(str(text).splitlines())

        def next_line() -> str:
            question = next((found[1] for line in reversed(lines) if (found := ASKED.match(line))), "")
            asked = lines[-2] if lines[-2].startswith("Make the plan") else question
            part = next((part for part, own in left.items() if part in asked and own), None)
            answer = left[part].pop(0) if part is not None else ""
            if answer == "(nothing more)":
                raise dialogue.Stopped
            if answer == "(Ctrl-C)":
                raise KeyboardInterrupt
            return answer

        for module in (dialogue, start):
            monkeypatch.setattr(module, "say", said)
            monkeypatch.setattr(module, "next_line", next_line)
        result = CliRunner().invoke(cli, ["start", *arguments, "--today", DAY.isoformat()])
        return result, lines

    return run


def facts(file: Path, knowledge: Knowledge) -> dict[str, Any]:
    return {seen.fact: seen.value for seen in read_intake(file, knowledge, DAY).observations if seen.on == DAY}


# --- a new person ---------------------------------------------------------------------------------------------


def test_a_new_person_is_asked_in_the_order_of_a_visit_and_written(answering: Run, knowledge: Knowledge) -> None:
    result, lines = answering(
        NEW | {"Country": "usa", "Who pays": "va", "Things": "cane, power chair ordered", "clinic's": "555-0142"}
    )
    assert result.exit_code == 0, result.output
    found = read_intake(Path("ben-1.yaml"), knowledge, DAY)
    assert {
        "alsfrs_walking": 2,
        "walking_help": "rollator",
        "mrc_ankle_dorsiflexion_left": 3,
        "country": "US",
    }.items() <= facts(Path("ben-1.yaml"), knowledge).items()
    assert [(one.item, one.status) for one in found.equipment] == [("cane", "in_use"), ("power_wheelchair", "ordered")]
    assert found.team[0].phone == "555-0142"
    text = Path("ben-1.yaml").read_text(encoding="utf-8")
    assert "alsfrs_walking: 2  # Walking (0 to 4 points)" in text and "alsfrs_speech: null  # Speech" in text
    shown = "\n".join(lines)
    assert "= 2 (with help (brace, stick or person counts))" in shown, "it shows what it understood"
    assert "Understood: 'va' as veterans_affairs." in shown and "als-planner plan ben-1.yaml" in shown
    heads = [
        line for line in lines if line in ("About you", "What you can do (ALSFRS-R)", "Breathing", "Home and helpers")
    ]
    assert list(dict.fromkeys(heads)) == ["About you", "What you can do (ALSFRS-R)", "Breathing", "Home and helpers"]


def test_help_back_and_an_answer_that_does_not_do(answering: Run, knowledge: Knowledge) -> None:
    _, lines = answering(NEW | {"Speech": ["?", "9", "speech", "3"], "Saliva": ["<", "4"], "Falls": "two or three"})
    shown = "\n".join(lines)
    assert "(alsfrs_speech)" in shown and "9 is not possible for 'alsfrs_speech'" in shown
    assert "'two or three' is no answer to this. 0 to 200 falls. Enter where it is not known." in shown
    asked = [found[1] for line in lines if (found := ASKED.match(line))]
    assert asked.count("Speech") == 2 and asked.count("Saliva") == 2, "one back, and on again"


def test_an_answer_that_does_not_do_is_told_in_words_of_the_question(answering: Run) -> None:
    """Nobody at a terminal writes null, true or a name with underscores."""
    _, lines = answering(
        NEW
        | {"Date of this": ["?", "November 2026", ""], "A short name": ["?", "ben-1"], "The name for": ["?", ""]}
        | {
            "Speech": ["normal", ""],
            "Turning": ["alone", "slow"],
            "Climbing": "handrail",
            "toe catch": ["maybe", "TRUE"],
        }
        | {"telephone": ["?", ""], "Worst pain": ["11", "3/10"], "tiredness": "No", "Breathing mask": "in use"}
    )
    shown = "\n".join(lines)
    assert "'normal' is no answer to this. Answers: 4 as before illness, 3 change heard," in shown
    assert "'alone' may be several answers: 3 slow alone; 2 alone with great difficulty. Say more" in shown
    assert "'maybe' is no answer to this. Answers: yes, no." in shown and "= 1 (needs help (handrail counts))" in shown
    assert "11 is not possible for 'pain_worst_0_10' (0 to 10). Correct it, or use Enter where" in shown
    assert "= 3 Worst pain this week: 3/10 was entered and is used as 3." in shown
    assert "A visit has its day." in shown and "20 Nov 2026" in shown, "a month is no visit, and ? says what is read"
    assert "'No' as no" not in shown and "in_use" not in shown, "of what was said as it is, nothing more is told"
    assert "null" not in shown and "No more is known of this question." not in shown


def test_a_visit_whose_day_is_written_in_words_is_the_same_visit(answering: Run, knowledge: Knowledge) -> None:
    Path("ann.yaml").write_text(
        "patient: {id: ann}\nvisits: [{on: 30 Oct 2026, facts: {alsfrs_walking: 2, foot_drop_left: true}}]\n"
    )
    _, lines = answering({"Date of this": "2026-10-30", "Saliva": "3"}, "ann.yaml")
    assert [day.isoformat() for day in read_intake(Path("ann.yaml"), knowledge, DAY).visits] == ["2026-10-30"]
    Path("ann.yaml").write_text(
        "patient: {id: ann}\nvisits: [{on: 30 Oct 2026, facts: {alsfrs_walking: 2, foot_drop_left: true}}]\n"
    )
    _, lines = answering({"What became of": "done", "Saliva": "3"}, "ann.yaml")
    assert any("foot drop?" in line for line in lines if "What became of" in line), (
        "the plan of that day knows its facts"
    )


def test_of_a_month_no_day_is_made_up(answering: Run, knowledge: Knowledge) -> None:
    _, lines = answering(NEW | {"Date of birth": "May 1961", "first weakness": "June 2025", "diagnosis": "3 Jan 2026"})
    text = Path("ben-1.yaml").read_text(encoding="utf-8")
    assert "  = 1961-05 Understood: 'May 1961' as 1961-05." in lines
    assert "birth_date: 1961-05  #" in text and "symptom_onset_date: 2025-06  #" in text
    assert facts(Path("ben-1.yaml"), knowledge)["diagnosis_date"] == date(2026, 1, 3)


def test_what_is_of_no_use_is_not_asked(answering: Run) -> None:
    _, lines = answering(NEW)
    shown = "\n".join(lines)
    assert "Sex, for lung test limits" not in shown, "only limits of tests that nobody did go by it"
    assert "Help to move between bed and chair" in shown, "where it is not known whether it is of use, it is asked"


@pytest.mark.parametrize(("end", "status"), [("stop", 0), ("(nothing more)", 0), ("(Ctrl-C)", 130)])
def test_interrupted_it_keeps_what_was_answered(answering: Run, knowledge: Knowledge, end: str, status: int) -> None:
    try:
        result, _ = answering(NEW | {"Speech": "3", "Swallowing": end})
        assert result.exit_code == (0 if status == 0 else 1)
    except KeyboardInterrupt:
        assert status == 130
    assert facts(Path("ben-1.yaml"), knowledge) == {"alsfrs_speech": 3}
    result, lines = answering({"Swallowing": "2"}, "ben-1.yaml")
    assert result.exit_code == 0 and not [line for line in lines if ". Speech" in line], "only the rest is asked"
    assert facts(Path("ben-1.yaml"), knowledge) == {"alsfrs_speech": 3, "alsfrs_swallowing": 2}


def test_nothing_is_written_over_and_a_name_is_needed(answering: Run) -> None:
    Path("ben-1.yaml").write_text("mine", encoding="utf-8")
    result, lines = answering({"A short name": ["", "a b", "ben-1", "stop"]})
    shown = "\n".join(lines)
    assert result.exit_code == 0 and Path("ben-1.yaml").read_text(encoding="utf-8") == "mine"
    for said in ("One is needed", "without a blank", "ben-1.yaml exists.", "Nothing was written."):
        assert said in shown


def test_the_plan_is_made_where_it_is_wanted(answering: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    monkeypatch.setattr(start, "write_plan", lambda *told: made.append(told))
    answering(NEW | {"Make the plan": "no"})
    answering(NEW | {"A short name": "ben-2", "Make the plan": "Yes"})
    ((source, _, today, options),) = made
    assert (source, today, options.output) == ("ben-2.yaml", DAY, Path(f"ben-2-{DAY}"))
    assert paper_commands.write_plan is not start.write_plan


def test_what_cannot_be_used_is_kept_and_told(answering: Run) -> None:
    result, lines = answering(NEW | {"first weakness": "2026-11-29", "Date of this visit": "2026-11-01"})
    assert "It is kept, but cannot be used yet:" not in lines, "a day after the visit is refused when it is said"
    assert any("lies in the future (today is 2026-11-01)" in line for line in lines) and result.exit_code == 0


# --- the next visit -------------------------------------------------------------------------------------------


@pytest.fixture
def rosa(answering: Run) -> Path:
    file = Path("rosa.yaml")
    text = (STAGES / "demo.yaml").read_text(encoding="utf-8").replace("invented-rosa", "rosa-1")
    file.write_text(text.replace("visits:\n", "visits:  # my own remark\n"), encoding="utf-8")
    return file


def test_a_next_visit_asks_what_became_of_the_last_lines_first(
    answering: Run, rosa: Path, knowledge: Knowledge
) -> None:
    before = rosa.read_text(encoding="utf-8")
    result, lines = answering(
        {
            "Ankle-foot": ["perhaps", "done"],
            "Home safety": "not for us",
            "Walking": "2",
            "Speech": "=",
        },
        "rosa.yaml",
    )
    assert result.exit_code == 0, result.output
    assert ASKED.match(next(line for line in lines if "What became of" in line))
    found = read_intake(rosa, knowledge, DAY)
    assert [(one.id, one.on, one.became) for one in found.followed] == [
        ("light_ankle_brace_leaf_spring", DAY, "done"),
        ("clear_trip_hazards_and_fit_rails", DAY, "not_for_us"),
    ]
    assert facts(rosa, knowledge).items() >= {"alsfrs_walking": 2, "alsfrs_speech": 4}.items()
    shown = "\n".join(lines)
    assert "last time: 3 (early change), 20 Nov 2026" in shown and "Say done, later or not for us." in shown
    assert "Date of birth" not in shown, "what does not change is asked once"
    after = rosa.read_text(encoding="utf-8")
    assert "# my own remark" in after and after.startswith(before[: before.index("equipment:")]), "only added to"


def test_of_a_body_that_stands_up_alone_no_help_is_asked(answering: Run, rosa: Path) -> None:
    _, lines = answering({}, "rosa.yaml")
    assert not [line for line in lines if "Help to move between bed and chair" in line]


def test_the_lines_are_those_of_the_last_visit_day(answering: Run, rosa: Path, knowledge: Knowledge) -> None:
    _, lines = answering({}, "rosa.yaml")
    from planner import assess, make_plan

    last = date(2026, 11, 20)
    plan = make_plan(assess(read_intake(rosa, knowledge, last), knowledge, today=last), knowledge)
    acts = sum(len(line.acts) for line in plan.agenda.today)
    assert acts and sum("What became of" in line for line in lines) == acts


def test_a_test_done_since_the_last_visit_is_no_hindrance(answering: Run, rosa: Path, knowledge: Knowledge) -> None:
    text = rosa.read_text(encoding="utf-8").replace("snip_cmh2o: 71", "snip_cmh2o: {value: 71, on: 2026-11-25}")
    rosa.write_text(text.replace("2026-09-01}", "2026-11-26}"), encoding="utf-8")
    result, lines = answering({"Walking": "2"}, "rosa.yaml")
    assert result.exit_code == 0 and any("What became of" in line for line in lines)
    assert facts(rosa, knowledge)["alsfrs_walking"] == 2


def test_a_next_visit_without_an_answer_changes_nothing(answering: Run, rosa: Path) -> None:
    before = rosa.read_text(encoding="utf-8")
    _, lines = answering({}, "rosa.yaml")
    assert rosa.read_text(encoding="utf-8") == before and "Nothing was written." in lines


def test_a_thing_that_is_listed_is_changed_in_its_line(answering: Run, rosa: Path, knowledge: Knowledge) -> None:
    _, lines = answering({"Things": ["grab bars, cane", "cane"]}, "rosa.yaml")
    assert any("grab_bars stand in the file already" in line for line in lines)
    assert [one.item for one in read_intake(rosa, knowledge, DAY).equipment] == ["grab_bars", "cane"]


def test_the_same_day_again_is_one_visit_and_the_old_text_is_kept(
    answering: Run, rosa: Path, knowledge: Knowledge
) -> None:
    answering({"Walking": "2"}, "rosa.yaml")
    before = rosa.read_text(encoding="utf-8")
    _, lines = answering({"Saliva": "3"}, "rosa.yaml")
    assert facts(rosa, knowledge).items() >= {"alsfrs_walking": 2, "alsfrs_salivation": 3}.items()
    assert len(read_intake(rosa, knowledge, DAY).visits) == 3
    assert Path("rosa.yaml.old").read_text(encoding="utf-8") == before
    assert any("Your remarks are in rosa.yaml.old" in line for line in lines)


def test_an_intake_in_json_stays_json(answering: Run, knowledge: Knowledge) -> None:
    answering(NEW, "ben.json")
    answering({"Saliva": "3"}, "ben.json")
    assert facts(Path("ben.json"), knowledge)["alsfrs_salivation"] == 3


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("patient: {id: x}\nvisits:\n- on: 2026-01-01\n  facts: {falls_1mo: 0}\n\n# end\nteam: []\n", True),
        ("patient: {id: x}\nvisits:\n    - on: 2026-01-01\n      facts: {falls_1mo: 0}\n", True),
        ("patient: {id: x}\n", True),
        ("patient: {id: x}\nvisits: []\n", False),
        ("visits: [{on: 2026-01-01, facts: {falls_1mo: 0}}]\npatient: {id: x}\n", False),
        ("{patient: {id: x}}\n", False),
    ],
)
def test_a_visit_is_put_in_beside_what_is_there_or_not_at_all(text: str, fits: bool) -> None:
    visit = {"on": "2026-11-30", "facts": {"alsfrs_walking": 3, "what_matters": "no: yes"}}
    new = with_entries(text, {"visits": [visit], "followed": []})
    assert (new is not None) == fits
    if new is not None:
        old = read_text(text, "x").value
        assert read_text(new, "x").value == {**old, "visits": [*old.get("visits", ()), visit]}


# --- a real terminal, and a pipe ------------------------------------------------------------------------------


def planner(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "planner", *arguments, "--today", DAY.isoformat()]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb"}


def test_through_a_pipe_it_asks_in_plain_lines(tmp_path: Path) -> None:
    typed = "\nben-1\n\n\n1961-05-03\n" + "\n" * 60
    ran = subprocess.run(planner("start"), input=typed.encode(), capture_output=True, cwd=tmp_path, env=environment())
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert re.fullmatch(rb"[\x20-\x7e\n\xc2-\xf4\x80-\xbf]*", ran.stdout), "no sign that moves a cursor"
    assert "birth_date: 1961-05-03" in (tmp_path / "ben-1.yaml").read_text(encoding="utf-8")


def test_ctrl_c_keeps_the_answers_and_ends_as_interrupted(tmp_path: Path) -> None:
    ran = subprocess.Popen(
        planner("start", "x.yaml"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, env=environment(),
        preexec_fn=interrupts.hear_them,
    )  # fmt: skip
    assert ran.stdin is not None and ran.stdout is not None
    ran.stdin.write(b"\nben-1\n\n\n1961-05-03\n")
    ran.stdin.flush()
    seen = b""
    while b"= 1961-05-03" not in seen:
        seen += os.read(ran.stdout.fileno(), 4096)
    ran.send_signal(signal.SIGINT)
    ran.communicate(timeout=30)
    assert ran.returncode == 130
    assert "birth_date: 1961-05-03" in (tmp_path / "x.yaml").read_text(encoding="utf-8")


def test_an_answer_that_is_no_text_is_asked_for_again_and_the_rest_is_kept(tmp_path: Path) -> None:
    told = b"\nben-1\n\n\n1961-05-03 \xff\n1961-05-03\nstop\n"
    done = subprocess.run(
        planner("start", "x.yaml"), input=told, capture_output=True, cwd=tmp_path, env=environment() | {"LC_ALL": "C"}
    )
    assert done.returncode == 0 and done.stderr == b""
    assert done.stdout.count(b"This is not text in UTF-8, and is not kept. Answer once more.") == 1
    assert "birth_date: 1961-05-03" in (tmp_path / "x.yaml").read_text(encoding="utf-8")


def test_start_writes_no_file_called_by_a_dash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["start", "-"])
    assert done.exit_code == 2 and "Name a file, or leave it out." in done.output and not list(tmp_path.iterdir())


@pytest.mark.slow
def test_from_nothing_to_four_papers_on_a_terminal(tmp_path: Path) -> None:
    """A scripted terminal session; nobody opens a YAML file."""
    master, slave = pty.openpty()
    ran = subprocess.Popen(planner("start"), stdin=slave, stdout=slave, stderr=slave, cwd=tmp_path, env=environment())
    os.close(slave)
    seen, done = "", 0
    until = time.monotonic() + 120
    while time.monotonic() < until and select.select([master], [], [], 60)[0]:
        try:
            seen += os.read(master, 4096).decode()
        except OSError:  # the terminal is closed
            break
        while (at := seen.find("> ", done)) >= 0 and seen.endswith("> "):
            question = seen[done:at]
            done = at + 2
            answer = next((said for part, said in {**NEW, "Make the plan": "yes"}.items() if part in question), "")
            os.write(master, f"{answer}\n".encode())
    assert ran.wait(timeout=60) == 0, seen
    made = sorted(path.name for path in (tmp_path / f"ben-1-{DAY}").iterdir())
    assert made == [f"ben-1-{kind}.pdf" for kind in ("equipment", "family", "fridge", "therapist")]
