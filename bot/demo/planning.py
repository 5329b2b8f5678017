"""The demo's plan: sent, drafted, tried with less money, approved, released, answered; figures from the tables."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from bot.app import App
from bot.demo.acting import Acting, Settle
from bot.demo.planned_office import sample_book
from bot.demo.scenes import ZONE
from bot.office.plans.making import read_plan
from bot.office.plans.year import planned_year
from bot.simulator import Phone
from bot.simulator.virtual_clock import VirtualClock
from bot.texts import say
from bot.texts.plans import TEXTS
from bot.texts.seats import TEXTS as SEATS
from bot.texts.uploads import PLAN as UPLOAD
from storage import frame, planning

BOOK: Final = "so-lieu-ke-hoach.xlsx"
DECLINES: Final = 7
"""One in so many cannot come."""
FILES: Final[Mapping[str, str]] = {
    ".docx": "ke-hoach.docx",
    ".xlsx": "ke-hoach.xlsx",
    ".ics": "lich.ics",
    ".png": "ke-hoach.png",
}
"""What is kept of the plan's files, by how their names end."""


@dataclass(frozen=True, slots=True)
class PlanPlayed:
    """What the tables say of the plan, and the files that the administrator's phone received."""

    figures: dict[str, Any]
    files: dict[str, bytes]


class PlanPlay(Acting):
    """One performance. ``officials`` are the phones that may hear of a course."""

    def __init__(
        self, app: App, clock: VirtualClock, chief: Phone, officials: Sequence[Phone], settle: Settle
    ) -> None:
        super().__init__(app, clock, settle)
        self._chief = chief
        self._officials = officials

    async def perform(self) -> PlanPlayed:
        """Play from the workbook to the answers of those who hear of their course."""
        book = await self._book()
        await self.sends(self._chief, BOOK, book)
        await self.asks(self._chief, UPLOAD.apply_button)
        await self._open()
        await self.asks(self._chief, TEXTS.draft_button)
        await self.asks(self._chief, TEXTS.changes_button, TEXTS.less_button)
        await self._show_first()
        documents, pictures = len(self._chief.documents), len(self._chief.pictures)
        await self.asks(self._chief, TEXTS.files_button)
        files = dict([*self._chief.documents[documents:], *self._chief.pictures[pictures:]])
        await self._show_first()
        await self.asks(self._chief, TEXTS.approve_button, TEXTS.approve_yes)
        await self.taps(self._chief, TEXTS.release_button, TEXTS.release_yes)
        await self.until(self._app.calendar.next_office_moment(self._clock.now() + timedelta(minutes=10)))
        await self.until(self._clock.now() + timedelta(minutes=5))
        await self._answer()
        return PlanPlayed(await self._figures(), _kept(files) | {BOOK: book})

    async def _book(self) -> bytes:
        day = self._clock.now().astimezone(ZONE).date()
        async with self._app.database.read() as conn:
            officials = await frame.list_officials(conn, day)
        return sample_book(officials, self._app.titles(), planned_year(day))

    async def _open(self) -> None:
        await self.says(self._chief, "/quantri")
        await self.taps(self._chief, TEXTS.button)

    async def _show_first(self) -> None:
        await self._open()
        await self.asks(self._chief, say(TEXTS.show_draft_button, number=1))

    async def _answer(self) -> None:
        asked = [phone for phone in self._officials if SEATS.yes_button in phone.buttons]
        for number, phone in enumerate(asked, start=1):
            if number % DECLINES:
                await self.taps(phone, SEATS.yes_button)
            else:
                await self.taps(phone, SEATS.no_button, SEATS.reasons[0][1])

    async def _figures(self) -> dict[str, Any]:
        async with self._app.database.read() as conn:
            (record,) = [each for each in await planning.list_plans(conn) if each.state == "approved"]
            seats = await planning.seats_of(conn, record.id)
        plan = read_plan(record.plan)
        states = Counter(each.state for each in seats)
        return {
            "year": plan.year,
            "classes": len(plan.classes),
            "people": len(plan.people),
            "covered": plan.covered,
            "uncovered": dict(sorted(Counter(each.why.value for each in plan.uncovered).items())),
            "deadlines_met": plan.quality.deadlines,
            "deadlines_possible": plan.quality.deadlines_bound,
            "cost": plan.cost,
            "gap": round(plan.quality.gap, 4),
            "answers": dict(sorted(states.items())),
        }


def _kept(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that are left for whoever watches the demo."""
    found = {}
    for name, content in files.items():
        ending = name[name.rindex(".") :]
        if name.startswith("danh-sach"):
            found["danh-sach-lop-han-che.docx"] = content
        elif ending in FILES:
            found[FILES[ending]] = content
    return found
