"""What a turn of a long form costs: ``python -m tests.bench.turns [questions]``.

Every third question has a condition on the one before, every fourth a constraint; after ten questions a sum is worked
out, and one of ten has a filtered list. Measured is what a typed reply costs the engine, from the stored answers to
the card (``Interview``, ``reply``, ``view``), in time of the processor.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date
from typing import Final

import surveys.interview as engine
from surveys.questionnaire import Questionnaire
from surveys.xlsform import read_form

HEADER: Final = "type | name | label | relevant | constraint | calculation | choice_filter"
TODAY: Final = date(2026, 11, 28)


def long_form(questions: int) -> Questionnaire:
    """Return a form of so many questions."""
    lines = ["| survey |", *(f"| | {row} |" for row in (HEADER, *_rows(questions)))]
    lines += ["| choices |", "| | list_name | name | label | kind |"]
    lines += [f"| | x | c{at} | Lựa chọn {at} | {at % 3} |" for at in range(12)]
    lines += ["| settings |", "| | form_id | form_title |", "| | dai | Phiếu dài |"]
    found = read_form("\n".join(lines).encode(), "dai.md")
    form = getattr(found, "form", found)
    assert isinstance(form, Questionnaire), form
    return form


def _rows(questions: int) -> Iterator[str]:
    for at in range(questions):
        before = f"${{q{at - 1}}}" if at else ""
        relevant = f"{before} != '' or ${{q0}} > 0" if at % 3 == 2 else ""
        constraint = ". >= 0 and . <= 1000" if at % 4 == 0 else ""
        if at % 10 == 7:
            kind, constraint, chosen = "select_one x", "", "kind = ${total0} mod 3" if at > 20 else ""
            yield f"{kind} | q{at} | Câu {at} | {relevant} | {constraint} | | {chosen}"
        else:
            yield f"integer | q{at} | Câu {at} | {relevant} | {constraint} | |"
        if at % 10 == 9:
            total = " + ".join(
                f"coalesce(${{q{other}}}, 0)" for other in range(at - 9, at) if other % 10 != 7
            )
            yield f"calculate | total{at // 10} | | | | {total} |"


def main() -> None:
    """Measure and print."""
    questions = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    form = long_form(questions)
    step = engine.begin(form, {}, TODAY, 1)
    costs: list[float] = []
    while step.interview.screen not in (engine.REVIEW, engine.DONE):
        now = step.interview
        began = time.process_time()
        restored = engine.Interview(
            form, dict(now.answers), now.screen, now.visit, today=TODAY, facts={}, seed=now.seed
        )
        step = engine.reply(restored, "1")
        engine.view(step.interview)
        costs.append(1000 * (time.process_time() - began))
    costs.sort()
    sys.stdout.write(
        f"{questions} questions, {len(costs)} turns: median {statistics.median(costs):.2f} ms, "
        f"95 % within {costs[int(len(costs) * 0.95)]:.2f} ms, slowest {costs[-1]:.2f} ms\n"
    )


if __name__ == "__main__":
    main()
