"""How the form was answered: what was left empty, where people stopped, how long it took, after which reminder."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from surveys.aggregation.choosing import is_chosen_from, is_gated
from surveys.aggregation.fieldwork.cases import Cases, on_its_own
from surveys.aggregation.fieldwork.quantiles import quantile
from surveys.aggregation.material import Wave
from surveys.aggregation.table import (
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Measure,
    Note,
    Share,
    Source,
    Sum,
    Table,
    everybody,
    part,
)
from surveys.interview.rostered import EMPTY_IS_KNOWN
from surveys.projection.layout import GIVEN, NOT_ASKED
from surveys.projection.matrix import Matrix
from surveys.questionnaire import Item, Questionnaire
from surveys.repeats import first_instance_of, is_gate, written_name


def answering_tables(wave: Wave, whole: Cases) -> Iterator[Table]:
    """Make the tables of how the form was answered; ``whole`` are all cases of the wave."""
    yield from _item_nonresponse(wave)
    yield from _stops(wave, whole)
    yield from _answering_time(wave, whole.total)
    yield from _reminders(wave, whole.total)


def _item_nonresponse(wave: Wave) -> Iterator[Table]:
    """Tell what was left empty. The bases of other tables stay as they are, whatever is hidden here."""
    matrix = wave.responses.counted()
    if not len(matrix):
        return
    total = Count(len(matrix), everybody(f"wave:{wave.number}"))
    rows: list[tuple[Cell, ...]] = []
    sums: list[Sum] = []
    for item, names in _asked_once(wave.form):
        if item.name not in matrix or EMPTY_IS_KNOWN in item.appearance.split():
            continue  # of some, nothing is an answer
        is_sensitive = is_gated(wave.form, item.name)
        asked_count, given = _asked_and_given(matrix, names)
        asked = part(total, item.name, "asked", asked_count, is_sensitive=is_sensitive)
        rest = len(matrix) - asked_count
        not_asked = part(total, item.name, "not_asked", rest, is_sensitive=is_sensitive)
        missing = part(total, item.name, "unanswered", asked_count - given, is_sensitive=False)
        sums.append(Sum(total, (asked, not_asked)))
        sums.append(Sum(asked, (part(total, item.name, "answered", given), missing)))
        if asked_count:
            left_empty = on_its_own(missing)
            rows.append((Code("item", item.name), asked, left_empty, Share(left_empty, asked)))
    yield Table(
        "item_nonresponse",
        Source.ANSWERS,
        (
            Column("item", Kind.CODE),
            Column("asked", Kind.COUNT),
            Column("missing", Kind.COUNT),
            Column("share", Kind.SHARE),
        ),
        tuple(rows),
        base=total,
        sums=tuple(sums),
        notes=(Note("item_nonresponse"),),
    )


def _asked_once(form: Questionnaire) -> Iterator[tuple[Item, list[str]]]:
    """Yield every question with its names: one of a repeat has one for each instance, and is told once."""
    names: dict[str, list[str]] = {}
    for item in form.questions():
        if not is_gate(item):
            names.setdefault(written_name(item.name), []).append(item.name)
    for found in names.values():
        yield form.items[found[0]], found


def _asked_and_given(matrix: Matrix, items: Sequence[str]) -> tuple[int, int]:
    """Count who was asked an item and who answered it; what is no choice of the list is no answer.

    Of an item in a repeat these are people, too: asked in any instance, and answering in each in which they were.
    """
    if len(items) > 1:
        asked_in = [matrix.numbers(item) != NOT_ASKED for item in items]
        lacking = [(matrix.numbers(item) != NOT_ASKED) & (matrix.numbers(item) < GIVEN) for item in items]
        asked_at_all = sum(asked_in) > 0
        return int(asked_at_all.sum()), int((asked_at_all & (sum(lacking) == 0)).sum())
    (item,) = items
    numbers = matrix.numbers(item)
    asked = int((numbers != NOT_ASKED).sum())
    if is_chosen_from(matrix, item) and not matrix.slots[item].mask:
        return asked, sum(matrix.counts(item).values())
    return asked, int((numbers >= GIVEN).sum())


def _stops(wave: Wave, whole: Cases) -> Iterator[Table]:
    """Tell where those stand who answered partly or broke off; nothing if cases and responses do not agree."""
    stops, total = wave.fieldwork.stops, whole.unfinished.total
    if not stops or sum(stops.values()) != total.value:
        return
    places = wave.form.screen_index
    told: Counter[str] = Counter()
    for screen, count in stops.items():
        told[first_instance_of(screen)] += count
    ordered = sorted(told, key=lambda screen: (places.get(screen, len(places)), screen))
    counts = {screen: part(total, "stopped_at", screen, told[screen]) for screen in ordered}
    yield Table(
        "stops",
        Source.ANSWERS,
        (Column("screen", Kind.CODE), Column("count", Kind.COUNT)),
        tuple(
            (Code("screen", screen) if screen in places else Code("stop", "end"), count)
            for screen, count in counts.items()
        ),
        base=total,
        sums=(Sum(total, tuple(counts.values())), whole.unfinished, *whole.sums),
        notes=(Note("stops"),),
    )


def _answering_time(wave: Wave, cases: Count) -> Iterator[Table]:
    seconds = sorted(wave.fieldwork.answering_seconds)
    if not seconds:
        return
    n = part(cases, "timed", "yes", len(seconds), is_sensitive=False)
    quarters = (Measure(quantile(seconds, Fraction(k, 4)) / 60, n) for k in (1, 2, 3))
    yield Table(
        "answering_time",
        Source.ANSWERS,
        (
            Column("n", Kind.COUNT),
            *(Column(key, Kind.MEASURE, decimals=1) for key in ("q1", "median", "q3")),
        ),
        ((n, *quarters),),
        base=n,
        notes=(Note("answering_time"),),
    )


def _reminders(wave: Wave, cases: Count) -> Iterator[Table]:
    reminded, completed = wave.fieldwork.reminded, wave.fieldwork.completed_after
    if not reminded and not completed:
        return
    total = part(cases, "submitted", "yes", sum(completed.values()), is_sensitive=False)
    numbers = sorted({0, *reminded, *completed})
    after = {
        number: part(total, "after_reminder", str(number), completed.get(number, 0), is_sensitive=False)
        for number in numbers
    }
    yield Table(
        "reminders",
        Source.FIELDWORK,
        (
            Column("number", Kind.NUMBER),
            Column("sent", Kind.COUNT),
            Column("completed", Kind.COUNT),
            Column("share", Kind.SHARE),
        ),
        tuple(
            (
                number,
                part(cases, f"reminder={number}", "sent", reminded.get(number, 0), is_sensitive=False),
                after[number],
                Share(after[number], total),
            )
            for number in numbers
        ),
        base=total,
        sums=(Sum(total, tuple(after.values())),),
        notes=(Note("reminders"), *_repeated(wave.fieldwork.repeated)),
    )


def _repeated(count: int) -> tuple[Note, ...]:
    return (Note("invitations_repeated", {"count": count}),) if count else ()
