"""What became of a class: entered by an administrator, person by person or at once; what the roster learns of it.

Callback data: ``q.pl.e.<plan>.<class>`` shows a class, ``.g`` notes that all have completed it,
``.x.<plan>.<seat>.<c or m>`` that one has, or has missed it, ``.o`` asks for the class's QR, ``.u`` asks whether the
roster follows, ``.U`` lets it.
"""

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office.actor import Actor
from bot.office.menu import PAGE, Card, labelled, message, to_menu, turns
from bot.office.plans.changes import courses_of
from bot.office.rights import Right
from bot.texts import day_text, say
from bot.texts.plans import TEXTS
from storage import planning
from storage.planning import PlanRecord, Raise, SeatRecord
from storage.planning.results import OPEN
from storage.planning.seats import COMPLETED, DECLINED, MISSED
from surveys.planning import Course
from surveys.roster.vocabularies import VOCABULARIES
from surveys.standards import CERTIFICATES

LEVELS: Final = ("qual", "pol", "qlnn")
"""What the roster holds on a scale, the lowest level first."""
CERT: Final = "cert"
_WANTED: Final = {"c": COMPLETED, "m": MISSED}
_SHOWN: Final = {COMPLETED: TEXTS.person_done, MISSED: TEXTS.person_missed}
_ATTRIBUTES: Final = dict(TEXTS.attributes)


class Results:
    """One tap about what became of a class of a plan."""

    def __init__(self, turn: Turn, actor: Actor, record: PlanRecord) -> None:
        self._turn = turn
        self._actor = actor
        self._record = record
        self._scope = actor.units(Right.PLAN)

    async def show(self, number: int, page: int = 0) -> Card:
        """Show the people of a class with what became of each."""
        seats = await self._seats(number)
        if not seats:
            return message(say(TEXTS.not_approved))
        if seats[0].last > self._turn.today:
            return message(say(TEXTS.too_early, number=number, last=day_text(seats[0].last)))
        raises = await self._raises(seats)
        return _card(self._record.id, seats, len(raises), page)

    async def complete_all(self, number: int) -> Card:
        """Note that everybody has completed a class of whom nothing else was said."""
        seats = await self._seats(number)
        if seats and seats[0].last <= self._turn.today:
            came = [each for each in seats if each.state in OPEN and each.state != DECLINED]
            await self._settle(came, COMPLETED)
        return await self.show(number)

    async def note(self, seat_id: int, wanted: str, page: int) -> Card | None:
        """Note what became of one person, unless it stands so already; ``wanted``: which of the two it is.

        A button says what is to stand, so two who tap the same one at once do not turn it back.
        """
        seat = await planning.find_seat(self._turn.conn, seat_id, scope=self._scope)
        if seat is None or seat.plan_id != self._record.id or seat.last > self._turn.today:
            return None
        state = _WANTED.get(wanted)
        if state not in (None, seat.state):
            await self._settle([seat], state)
        return await self.show(seat.class_number, page)

    async def ask_raise(self, number: int) -> Card:
        """Show what the roster would hold of those who have completed a class."""
        raises = await self._raises(await self._seats(number))
        lines = [
            say(
                TEXTS.raise_line,
                name=each.full_name,
                attribute=_ATTRIBUTES[each.attribute],
                held=_labels(each.attribute, each.held),
                level=_labels(each.attribute, each.level),
            )
            for each in raises[: PAGE * 2]
        ]
        more = len(raises) - len(lines)
        lines += [say(TEXTS.and_more, count=more)] if more else []
        yes = Button(TEXTS.raise_yes, f"q.pl.U.{self._record.id}.{number}", style="primary")
        back = Button(TEXTS.back_button, f"q.pl.e.{self._record.id}.{number}")
        return Card(say(TEXTS.ask_raise, number=number, lines="\n".join(lines)), ((yes,), (back,)))

    async def raise_levels(self, number: int) -> Card:
        """Let the roster hold what was reached."""
        raises = await self._raises(await self._seats(number))
        count = await planning.raise_levels(self._turn.conn, raises, self._actor.name, self._turn.now)
        return message(say(TEXTS.raised, count=count))

    async def _seats(self, number: int) -> list[SeatRecord]:
        return await planning.seats_of(
            self._turn.conn, self._record.id, class_number=number, scope=self._scope
        )

    async def _settle(self, seats: Sequence[SeatRecord], state: str) -> None:
        if not seats:
            return
        course = self._courses().get(seats[0].course)
        told = {"number": seats[0].class_number, "plan": self._record.id, "year": self._record.year}
        await planning.settle_seats(
            self._turn.conn,
            seats,
            state,
            self._actor.name,
            self._turn.now,
            evidence=say(TEXTS.evidence, **told),
            periods=course.periods if course else 0,
        )

    def _courses(self) -> Mapping[str, Course]:
        return {course.code: course for course in courses_of(self._record)}

    async def _raises(self, seats: Sequence[SeatRecord]) -> list[Raise]:
        """Return what the roster does not hold yet of those who have completed their course."""
        done = [each for each in seats if each.state == COMPLETED]
        held = await planning.held_of(self._turn.conn, [each.official_id for each in done])
        courses = self._courses()
        return [
            Raise(each.official_id, each.full_name, attribute, before, after, each.id)
            for each in done
            if each.course in courses
            for attribute, before, after in _raised(courses[each.course], held[each.official_id])
        ]


def _raised(course: Course, held: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return attribute, what is held and what a course leads to, where that is more."""
    found = []
    certificates = held[CERT].split()
    for each in course.fulfils:
        name = each.criterion.value
        if name in LEVELS:
            scale = list(VOCABULARIES[name])
            before = held[name]
            if each.level in scale and (before not in scale or scale.index(before) < scale.index(each.level)):
                found.append((name, before, each.level))
        elif each.criterion in CERTIFICATES and name not in certificates:
            certificates = [*(code for code in certificates if code != "none"), name]
    if certificates != held[CERT].split():
        found.append((CERT, held[CERT], " ".join(certificates)))
    return found


def _labels(attribute: str, codes: str) -> str:
    vocabulary = VOCABULARIES[attribute]
    return ", ".join(str(vocabulary.get(code, code)) for code in codes.split()) or "…"


def _card(plan_id: int, seats: Sequence[SeatRecord], raises: int, page: int) -> Card:
    number = seats[0].class_number
    counted = Counter(each.state for each in seats)
    counts = "; ".join(f"{label}: {counted[state]}" for state, label in TEXTS.states if counted[state])
    rows: list[tuple[Button, ...]] = [
        (
            Button(TEXTS.all_done_button, f"q.pl.g.{plan_id}.{number}"),
            Button(TEXTS.code_button, f"q.pl.o.{plan_id}.{number}"),
        )
    ]
    rows += [
        (
            labelled(
                say(_SHOWN.get(each.state, TEXTS.person_open), name=each.full_name),
                f"q.pl.x.{plan_id}.{each.id}.{'m' if each.state == COMPLETED else 'c'}.p{page}",
            ),
        )
        for each in seats[page * PAGE : (page + 1) * PAGE]
    ]
    rows += turns(page, len(seats), f"q.pl.e.{plan_id}.{number}", "p")
    if raises:
        label = say(TEXTS.raise_button, count=raises)
        rows.append((Button(label, f"q.pl.u.{plan_id}.{number}"),))
    rows += [(Button(TEXTS.back_button, f"q.pl.i.{plan_id}.{number}"),), to_menu()]
    text = say(TEXTS.results, number=number, course=seats[0].course_name, counts=counts)
    return Card(text, tuple(rows))


def draw_code(link: str) -> bytes:
    """Draw a QR (PNG), for a worker process."""
    import segno  # noqa: PLC0415 - only for codes

    drawn = io.BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="png", scale=12, border=4)
    return drawn.getvalue()
