"""Our engine beside ODK's, after every one of many random answers: ``make oracle``.

For each form (our own small ones, the built-in one, and those of ``--folder`` that are accepted here) the workbook
becomes an XForm by pyxform, which ODK's engine opens; then both are given the same answers. Compared after each answer:
whether an item with a condition is relevant, what a calculation came to, whether a constraint holds, whether something
is required, which choices are offered, and what every question holds. Differences that are on purpose stand in
``known.py``, each with the clause of the specification.
"""

import argparse
import math
import sys
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from surveys.expressions import text
from surveys.interview import Evaluation, begin
from surveys.interview.submission import store
from surveys.questionnaire import OFF_SCREEN, Item, ItemType, Questionnaire
from surveys.xlsform import read_form
from tests.oracle.answers import Answers
from tests.oracle.engine import ZONE, Engine, EngineError, Seen, State, missing
from tests.oracle.forms import OWN_FORMS
from tests.oracle.known import is_known
from tests.oracle.xform import xform_of

BUILT_IN: Final = Path(__file__).parents[2] / "surveys" / "content" / "tna_capxa.md"
COMPUTED: Final = frozenset({"calculate", "start", "end", "today", "username"})
UNASKED: Final = COMPUTED | {"note", "hidden", "image", "file", "audio", "video", "rank", "range"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the two engines see differently, after which answers."""

    form: str
    what: str
    item: str
    ours: str
    theirs: str
    source: str

    def __str__(self) -> str:
        """Write it as one line."""
        return f"{self.form}: {self.what} of {self.item}: ours {self.ours!r}, ODK's {self.theirs!r}  [{self.source}]"


@dataclass(slots=True)
class Comparison:
    """What was compared so far."""

    counts: Counter[str] = field(default_factory=Counter)
    differences: dict[tuple[str, str, str], Difference] = field(default_factory=dict)
    known: Counter[str] = field(default_factory=Counter)
    left_out: dict[str, str] = field(default_factory=dict)

    def note(self, difference: Difference) -> None:
        """Keep the first difference of each kind for each item."""
        if clause := is_known(difference.form, difference.what, difference.source):
            self.known[clause] += 1
        else:
            self.differences.setdefault((difference.form, difference.what, difference.item), difference)


@dataclass(slots=True)
class Oracle:
    """Gives forms to both engines and counts."""

    engine: Engine
    seeds: int
    steps: int
    comparison: Comparison = field(default_factory=Comparison)

    def compare(self, name: str, content: bytes, filename: str) -> None:
        """Give one form's answers to both engines."""
        found = read_form(content, filename)
        form = getattr(found, "form", found)
        if not isinstance(form, Questionnaire):
            self.comparison.left_out[name] = "refused here: " + ", ".join(sorted({p.code for p in form}))
            return
        try:
            xform, paths = xform_of(content, filename)
            for seed in range(self.seeds):
                self._play(_Pairing(name, form, paths, self.comparison), xform, seed)
        except EngineError as error:
            self.comparison.left_out[name] = f"ODK's engine: {str(error)[:200]}"

    def _play(self, pairing: "_Pairing", xform: str, seed: int) -> None:
        """Answer at random what is relevant on both sides."""
        moment, paths = datetime.now(ZoneInfo(ZONE)), pairing.paths
        state = self.engine.load(xform)
        interview = begin(pairing.form, {}, moment.date(), seed, moment=moment).interview
        items = [item for item in pairing.form.items.values() if paths.get(item.name) in state]
        askable = [
            item
            for item in items
            if item.type.value not in UNASKED and not state[paths[item.name]].is_read_only
        ]
        answers = Answers(pairing.form, moment.date(), seed)
        pairing.compare(items, interview.evaluation, state)
        for _ in range(self.steps):
            evaluation = interview.evaluation
            open_items = [
                item
                for item in askable
                if evaluation.is_relevant(item) and state[paths[item.name]].is_relevant
            ]
            if not open_items:
                return
            item = answers.pick(open_items)
            value = answers.draw(item, evaluation)
            interview = store(interview, {item.name: value}).interview
            state = self.engine.set(paths[item.name], value)
            pairing.compare(items, interview.evaluation, state)


@dataclass(slots=True)
class _Pairing:
    """One form on both sides."""

    name: str
    form: Questionnaire
    paths: Mapping[str, str]
    comparison: Comparison

    def compare(self, items: list[Item], evaluation: Evaluation, state: State) -> None:
        for item in items:
            seen = state[self.paths[item.name]]
            relevant = evaluation.is_relevant(item)
            if evaluation._outline.conditions[item.name]:
                self._check("relevance", item, str(relevant), str(seen.is_relevant), item.relevant)
            if relevant and seen.is_relevant:
                self._compare_relevant(item, evaluation, seen)

    def _compare_relevant(self, item: Item, evaluation: Evaluation, seen: Seen) -> None:
        if item.type is ItemType.CALCULATE:
            self._check("calculation", item, text(evaluation.value(item.name)), seen.value, item.calculation)
        if item.type in (*OFF_SCREEN, ItemType.NOTE):
            return
        self._check("value", item, text(evaluation.value(item.name)), seen.value, None)
        if item.required is not None:
            self._check(
                "required", item, str(evaluation.is_required(item)), str(seen.is_required), item.required
            )
        if item.choice_filter is not None and not item.shuffled and seen.options is not None:
            ours = " ".join(choice.name for choice in evaluation.options(item))
            self._check("choices", item, ours, " ".join(seen.options), item.choice_filter)
        if item.constraint is not None:
            holds = evaluation.satisfies(item, text(evaluation.value(item.name)))
            self._check("constraint", item, str(holds), str(seen.holds), item.constraint)

    def _check(self, what: str, item: Item, ours: str, theirs: str, expression: object) -> None:
        self.comparison.counts[what] += 1
        if ours != theirs and not _same_number(ours, theirs):
            source = getattr(expression, "source", item.type.value)
            self.comparison.note(Difference(self.name, what, item.name, ours, theirs, source))


def _same_number(ours: str, theirs: str) -> bool:
    """Whether both are one number, up to the last digits; how it is written is XPath 1.0, 4.2: without an exponent."""
    try:
        return math.isclose(float(ours), float(theirs), rel_tol=1e-12)
    except ValueError:
        return False


def report(comparison: Comparison) -> Iterator[str]:
    """Yield what is to be told."""
    for name, why in comparison.left_out.items():
        yield f"left out: {name}: {why}"
    yield from map(str, comparison.differences.values())
    for what, count in sorted(comparison.counts.items()):
        yield f"{count:7} {what}"
    for clause, count in comparison.known.most_common():
        yield f"known, {count} times: {clause}"
    yield f"{sum(comparison.counts.values())} comparisons, {len(comparison.differences)} differences not listed"


def main() -> int:
    """Compare, tell, and fail if there is a difference that is not listed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="forms of your own, too")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--only", default="", help="forms whose name holds this")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    if why_not := missing():
        sys.stdout.write(f"{why_not}\n")
        return 0
    forms = [(name, source.encode(), f"{name}.md") for name, source in OWN_FORMS.items()]
    forms.append(("tna_capxa", BUILT_IN.read_bytes(), BUILT_IN.name))
    if asked.folder:
        paths = sorted(p for p in asked.folder.iterdir() if p.suffix in (".xlsx", ".xls", ".md", ".csv"))
        forms += [(path.name, path.read_bytes(), path.name) for path in paths]
    with Engine() as engine:
        oracle = Oracle(engine, asked.seeds, asked.steps)
        for name, content, filename in forms:
            if asked.only in name:
                oracle.compare(name, content, filename)
    sys.stdout.write("\n".join(report(oracle.comparison)) + "\n")
    return 1 if oracle.comparison.differences else 0


if __name__ == "__main__":
    sys.exit(main())
