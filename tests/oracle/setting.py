"""Values that nobody types, beside ODK's engine: defaults, hidden items, triggers, read_only; part of make oracle.

Unlike ``compare`` this goes through ``store``, which sets what a trigger or a calculation sets.
"""

import sys
import warnings
from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from surveys import interview as engine
from surveys.expressions import text
from surveys.interview import Interview
from surveys.interview.submission import store
from surveys.questionnaire import ItemType, Questionnaire
from surveys.xlsform import read_form
from tests.oracle.answers import Answers
from tests.oracle.engine import ZONE, Engine, State, missing
from tests.oracle.xform import xform_of

SEEDS: Final = 6
STEPS: Final = 40
ANSWERED: Final = (
    "kind",
    "number",
    "later",
    "triple",
    "fourfold",
    "worked_out",
    "asked",
    "told",
    "kind_other",
)
FORM: Final = """
| survey |
| | type | name | label | default | trigger | calculation | read_only | relevant |
| | hidden | source | | chat | | | | |
| | hidden | next | | | | ${number} + 1 | | |
| | hidden | noted | | | ${number} | concat('n', ${number}) | | |
| | select_one kind or_other | kind | Loại nào? | a | | | | |
| | select_multiple kind | kinds | Những loại nào? | a b | | | | |
| | integer | number | Bao nhiêu? | 5 | | | | |
| | integer | worked_out | Mấy? | 2 + 3 | | | | |
| | text | of_hidden | Gì? | concat('a', ${source}) | | | | |
| | text | of_default | Gì? | ${number} * 2 | | | | |
| | text | of_later | Gì? | ${later} | | | | |
| | integer | later | Sau? | | | | | |
| | text | double | Gấp đôi | | | ${number} * 2 | yes | |
| | integer | triple | Gấp ba? | | ${number} | ${number} * 3 | | |
| | integer | sixfold | Gấp sáu? | | ${triple} | ${triple} * 2 | | |
| | calculate | both | | | ${number}, ${kind} | concat(${kind}, ${number}) | | |
| | integer | fourfold | Gấp bốn? | | | ${number} * 4 | | |
| | integer | through | Gấp tám và một? | | | ${eightfold} + 1 | | |
| | calculate | eightfold | | | | ${number} * 8 | | |
| | text | asked | Nếu b? | x | | | | ${kind} = 'b' |
| | text | of_asked | Nếu x? | | | | | ${asked} = 'x' |
| | text | told | Nếu b? | | ${number} | ${number} | | ${kind} = 'b' |
| choices |
| | list_name | name | label |
| | kind | a | Loại A |
| | kind | b | Loại B |
| settings |
| | form_id |
| | set_values |
"""


def differences() -> Iterator[str]:
    """Yield where the two engines see an item differently, after random answers."""
    form = read_form(FORM.encode(), "set_values.md")
    assert isinstance(form, Questionnaire), form
    xform, paths = xform_of(FORM.encode(), "set_values.md")
    with Engine() as odk:
        for seed in range(SEEDS):
            chance, state, moment = Random(seed), odk.load(xform), datetime.now(ZoneInfo(ZONE))
            interview = engine.begin(form, {}, moment.date(), seed, moment=moment).interview
            answers = Answers(form, interview.today, seed)
            for _ in range(STEPS):
                yield from _seen_otherwise(interview, state, paths)
                item = form.items[chance.choice(ANSWERED)]
                if interview.evaluation.is_relevant(item) and state[paths[item.name]].is_relevant:
                    value = answers.draw(item, interview.evaluation)
                    interview = store(interview, {item.name: value}).interview
                    state = odk.set(paths[item.name], value)


def _seen_otherwise(interview: Interview, state: State, paths: dict[str, str]) -> Iterator[str]:
    evaluation = interview.evaluation
    for item in interview.form.items.values():
        if item.type is ItemType.NOTE:
            continue
        theirs = state[paths[item.name]]
        ours = text(evaluation.value(item.name))
        if evaluation.is_relevant(item) != theirs.is_relevant:
            yield f"relevance of {item.name}: ODK's {theirs.is_relevant}"
        elif theirs.is_relevant and ours != theirs.value:
            yield f"value of {item.name}: ours {ours!r}, ODK's {theirs.value!r}"


def main() -> int:
    """Compare and tell; fail if there is a difference."""
    warnings.simplefilter("ignore")
    if why_not := missing():
        sys.stdout.write(f"{why_not}\n")
        return 0
    found = list(dict.fromkeys(differences()))
    sys.stdout.write("\n".join([*found, f"values that are set: {len(found)} differences"]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
