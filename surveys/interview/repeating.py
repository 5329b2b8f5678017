"""Adding and removing instances of a repeat: what is typed to the question for more, and an instance taken out."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from surveys.interview.evaluation import Evaluation
from surveys.interview.state import InstanceRemoved, Interview, Step, reject
from surveys.interview.submission import advance, amended
from surveys.questionnaire import Item, Questionnaire, Screen
from surveys.repeats import (
    ADD,
    DONE,
    REMOVE,
    Indices,
    chain_of,
    indices_of,
    instance_name,
    is_gate,
    is_repeated,
    written_name,
)
from surveys.replies import Rejected, fold, read_assent

_ADDING: Final = frozenset({"them", "them nua", "tiep tuc", "con", "con nua"})
_DONE: Final = frozenset(
    {"xong", "xong roi", "het", "het roi", "du", "du roi", "khong them", "khong them nua"}
)
_REMOVING: Final = frozenset({"xoa", "xoa lan nay", "xoa di", "bo lan nay"})


def gate_of(interview: Interview, screen: Screen) -> Item | None:
    """Return the question for one more instance that a screen is, if it is one."""
    return next((item for item in interview.evaluation.questions(screen) if is_gate(item)), None)


def read_gate(interview: Interview, gate: Item, text: str) -> str | None:
    """Return what a typed text says to the question for one more instance; ``None``: nothing by these words."""
    typed = fold(text).strip(" .!")
    assent = read_assent(text)
    said = None if assent is None else ADD if assent else DONE
    for words, value in ((_ADDING, ADD), (_DONE, DONE), (_REMOVING, REMOVE)):
        if typed in words:
            said = value
    return said if said in {choice.name for choice in interview.evaluation.options(gate)} else None


def take_out(interview: Interview, gate: Item) -> Step:
    """Take out the instance behind which a question stands; the first time it is only asked whether it is meant."""
    outer, number = indices_of(gate.name)[:-1], indices_of(gate.name)[-1] - 1
    name = written_name(gate.name)
    heading = interview.evaluation.render(
        interview.form.sections.get(instance_name(name, (*outer, number)), name)
    )
    if not interview.tries:
        return reject(interview, Rejected("remove_repeat", gate.name, {"heading": heading}))
    moved = _without(interview.form, interview.answers, name, (*outer, number))
    before = interview.answers
    evaluation = Evaluation(interview.form, moved, interview.today, interview.seed)
    removed = InstanceRemoved(
        heading,
        tuple(
            (key, moved.get(key))
            for key in sorted({*before, *moved})
            if before.get(key) != moved.get(key) and is_repeated(key)
        ),
    )
    return advance(amended(replace(interview.with_answers(evaluation), screen=""), (removed,)))


def _without(form: Questionnaire, answers: Mapping[str, str], repeat: str, gone: Indices) -> dict[str, str]:
    """Return the answers without an instance: those of later instances move up by one."""
    depths = _depths(form, repeat)
    left: dict[str, str] = {}
    for name, value in answers.items():
        depth, indices = depths.get(written_name(name)), indices_of(name)
        if depth is None or indices[:depth] != gone[:-1] or indices[depth] < gone[-1]:
            left[name] = value
        elif indices[depth] > gone[-1]:
            left[_renumbered(name, depth)] = value
    return left


def _depths(form: Questionnaire, repeat: str) -> dict[str, int]:
    """Return of every name within a repeat which of its numbers counts the repeat's instances."""
    written = form.written or form
    by_name = {each.name: each for each in form.repeats}
    inside = {item.name: screen.repeat for screen in written.screens for item in screen.items}
    inside |= {item.name: item.repeat for item in written.calculations}
    inside |= {name: name for name in by_name}
    chains = {name: [each.name for each in chain_of(by_name, found)] for name, found in inside.items()}
    return {name: chain.index(repeat) for name, chain in chains.items() if repeat in chain}


def _renumbered(name: str, depth: int) -> str:
    """Return a name with one of its numbers smaller by one."""
    places = list(re.finditer(r"[#~](\d+)", name))
    start, end = places[depth].span(1)
    return f"{name[:start]}{int(name[start:end]) - 1}{name[end:]}"
