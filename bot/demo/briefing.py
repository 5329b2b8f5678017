"""The demo's regular briefing: two monthly rounds of the communes' secretaries and the office, on simulated phones.

It follows the field period: whoever answered it has a phone. Nothing is told to the bot but by tapping and typing; the
figures come from its tables.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from bot.app import App
from bot.demo.acting import Acting, Settle
from bot.demo.scenes import ARTICLE, ZONE, Scene
from bot.demo.setting import demo_settings, sample_roster
from bot.simulator import Phone, Simulator
from bot.simulator.virtual_clock import NeverClock, VirtualClock
from bot.texts import day_text, say
from bot.texts.briefings import AGENDA, OWN, TEXTS
from bot.texts.consent import TEXTS as CONSENT
from bot.texts.fieldwork import TEXTS as FIELDWORK
from bot.texts.identity import TEXTS as IDENTITY
from bot.texts.interview import TEXTS as INTERVIEW
from bot.texts.office import TEXTS as OFFICE
from storage import briefings, frame
from surveys.briefing import Pulse, times_of

ROUNDS: Final = 2
SPEAKING: Final = ("bt", "ct_ubnd", "pbt_tt", "pct_ubnd")
ENOUGH: Final = 16
"""The titles whose holders speak for the communes, in this order, until there are enough people."""
LETTER: Final = "thong-bao-giao-ban"
SILENT: Final = 2
"""So many of the communes do not answer a pulse."""
_DIGITAL, _THEORY = ("4", "2", "1"), ("1", "1", "2")
OPINIONS: Final = ((_DIGITAL, _THEORY) * 6, ((_DIGITAL, _THEORY) * 5 + (_DIGITAL, _DIGITAL)))
"""What is typed to the three questions, round by round: the next person says the next line."""
PROPOSAL: Final = "Xin mở lớp chuyển đổi số ngay tại cụm xã."
DECISION: Final = "Mỗi xã cử một đầu mối theo dõi việc cử cán bộ đi học."
ACTIONS: Final = ("Lập danh sách cử đi học quý tới", "Góp ý dự thảo kế hoạch đào tạo")
REPORTED: Final = "Đã gửi danh sách 5 người."


def speaking_titles(titles: Iterable[str]) -> tuple[str, ...]:
    """Return the titles whose holders speak for the communes, of those that officials hold."""
    counts, chosen = Counter(titles), list[str]()
    for title in SPEAKING:
        if counts[title] and sum(counts[each] for each in chosen) < ENOUGH:
            chosen.append(title)
    return tuple(chosen)


@dataclass(frozen=True, slots=True)
class Briefed:
    """Who plays: whoever prepares the briefing, and who answers of the communes by name, each linked already.

    ``titles``: all who hold one of them are asked.
    """

    chief: Phone
    communes: Mapping[str, Phone]
    titles: tuple[str, ...]


class BriefingPlay(Acting):
    """One performance, by those who are ``cast``."""

    def __init__(self, app: App, clock: VirtualClock, cast: Briefed, settle: Settle) -> None:
        super().__init__(app, clock, settle)
        self._chief = cast.chief
        self._communes = dict(cast.communes)
        self._titles = cast.titles

    async def perform(self) -> list[dict[str, Any]]:
        """Play the rounds; return what the tables say of each."""
        await self._prepare()
        for number in range(ROUNDS):
            held = await self._next()
            times = times_of(held.at, self._app.calendar)
            await self.until(times.pulse_opens_at + timedelta(minutes=30))
            await self._answer(OPINIONS[number % len(OPINIONS)])
            await self.until(times.agenda_at + timedelta(minutes=30))
            if not number:
                await self._propose()
            await self.until(held.at + timedelta(hours=1))
            await self._conclude(held.at, ACTIONS[number % len(ACTIONS)])
            if number == ROUNDS - 1:
                await self.taps(self._chief, TEXTS.letter_button)
            await self.until(held.at + timedelta(hours=2))
            if not number:
                await self._report()
        async with self._app.database.read() as conn:
            rounds = await briefings.rounds_of(conn, 1)
            return [await self._told(each) for each in reversed(rounds) if each.at < self._clock.now()]

    # --- acts -----------------------------------------------------------------------------------------

    async def _prepare(self) -> None:
        """Make a monthly briefing with the communes' secretaries and the office."""
        first = self._app.calendar.working_day_from(self._clock.now().astimezone(ZONE).date(), 8)
        await self._menu()
        await self.taps(self._chief, TEXTS.new_button, TEXTS.every["month"])
        await self.says(self._chief, f"{first:%d/%m/%Y} 14:00")
        await self.taps(self._chief, self._party("communes", 0))
        for title in self._titles:
            await self.taps(self._chief, TEXTS.by_title_button)
            await self._picks(f".{title}")
        await self.taps(self._chief, TEXTS.back, self._party("cadre", 0), TEXTS.by_role_button)
        await self._chief.taps(self._chief.card.buttons[0][0]["callback_data"])
        await self._settle()

    async def _answer(self, opinions: Sequence[tuple[str, str, str]]) -> None:
        """Let all but a few of the communes answer the pulse."""
        for place, phone in enumerate([*self._communes.values()][SILENT:]):
            await self.taps(phone, FIELDWORK.button_begin)
            if CONSENT.agree in phone.buttons:
                await self.taps(phone, CONSENT.agree)
            for reply in opinions[place % len(opinions)]:
                await self.says(phone, reply)
            await self.taps(phone, INTERVIEW.button_submit)

    async def _propose(self) -> None:
        phone = next(iter(self._communes.values()))
        await self.taps(phone, AGENDA.propose_button)
        await self.says(phone, PROPOSAL)

    async def _conclude(self, at: datetime, action: str) -> None:
        """Enter a decision and an action of the first commune, send them, and let the document be made."""
        local = at.astimezone(ZONE)
        await self._menu()
        await self.taps(self._chief, f"{day_text(local.date())}, {local:%H:%M}", TEXTS.decide_button)
        await self.says(self._chief, DECISION)
        await self.taps(self._chief, TEXTS.act_button)
        await self.says(self._chief, action)
        await self._picks(next(iter(self._communes)))
        due = self._app.calendar.working_day_from(local.date(), 5)
        await self.says(self._chief, f"{due:%d/%m/%Y}")
        await self.taps(self._chief, TEXTS.back_round, TEXTS.send_button)

    async def _report(self) -> None:
        phone = next(iter(self._communes.values()))
        await self.taps(phone, OWN.done_button)
        await self.says(phone, REPORTED)

    # --- phones and time ------------------------------------------------------------------------------

    async def _menu(self) -> None:
        await self.says(self._chief, "/quantri")
        await self.taps(self._chief, TEXTS.button)

    @staticmethod
    def _party(party: str, count: int) -> str:
        return say(TEXTS.party_button, party=TEXTS.parties[party], count=count)

    async def _picks(self, words: str) -> None:
        """Press the button whose label contains words, or whose data ends with them, on whatever page it stands."""
        while True:
            for row in self._chief.card.buttons:
                for button in row:
                    data = str(button["callback_data"])
                    if words in button["text"] or data.endswith(words):
                        await self.taps(self._chief, data)
                        return
            await self.taps(self._chief, OFFICE.later_button)

    # --- what the tables say --------------------------------------------------------------------------

    async def _next(self) -> briefings.RoundRecord:
        """Return the round that lies ahead; a tick plans it."""
        await self.until(self._clock.now() + timedelta(minutes=5))
        await self.until(self._app.calendar.next_office_moment(self._clock.now()))
        async with self._app.database.read() as conn:
            return (await briefings.rounds_of(conn, 1))[0]

    async def _told(self, held: briefings.RoundRecord) -> dict[str, Any]:
        """Return what became of a round."""
        async with self._app.database.read() as conn:
            actions = await briefings.actions_of_round(conn, held.id)
            decisions = await briefings.notes_of(conn, held.id, briefings.DECISION)
            proposals = await briefings.notes_of(conn, held.id, briefings.PROPOSAL)
        pulse = Pulse.from_json((held.figures or {})["pulse"])
        first = pulse.questions[0] if pulse.questions else None
        return {
            "at": held.at.astimezone(ZONE).isoformat(timespec="minutes"),
            "asked": pulse.asked,
            "answered": pulse.answered,
            "urgent": [
                {"label": line.label, "count": line.count, "percent": line.percent, "change": line.change}
                for line in (first.told if first else ())
            ],
            "proposals": len(proposals),
            "decisions": len(decisions),
            "actions": len(actions),
            "done": sum(each.done_at is not None for each in actions),
        }


async def play_alone(folder: Path, scene: Scene = ARTICLE, people: int = 14) -> list[dict[str, Any]]:
    """Play the briefing in a house of its own, without a field period before it; its document stays in ``folder``."""
    clock = VirtualClock(scene.opens_at + timedelta(hours=1))
    async with Simulator(clock, poll_clock=NeverClock(scene.curtain)) as simulator:
        app = App(demo_settings(simulator, folder, scene), clock, look_every=None, is_durable=False)

        async def settle() -> None:
            looks = 0
            while looks < 3:
                await asyncio.sleep(0 if looks else 0.0005)
                is_quiet = clock.is_settled and simulator.is_quiet() and app.is_idle()
                looks = looks + 1 if is_quiet else 0

        today = clock.now().astimezone(ZONE).date()
        await app.database.upgrade()
        async with app.database.begin() as conn:
            await frame.import_roster(conn, sample_roster(scene), scene.roster_day, clock.now())
            codes = await frame.issue_codes(conn, clock.now(), scene.closes_at, today)
            admin = await frame.issue_admin_code(conn, clock.now(), scene.closes_at)
        app.start()
        await settle()
        chief = simulator.phone(700_000_000, "Quản trị")
        await chief.presses_start(admin.long)
        await settle()
        titles = SPEAKING[:1]
        speaking = [code for code in codes if code.official.title in titles][:people]
        communes = {}
        for number, code in enumerate(speaking, start=700_000_001):
            phone = communes[code.official.full_name] = simulator.phone(number, code.official.full_name)
            await phone.presses_start(code.long)
            await settle()
            await phone.taps(IDENTITY.confirm_yes)
            await settle()
        told = await BriefingPlay(app, clock, Briefed(chief, communes, titles), settle).perform()
        leave_letter(folder, chief)
        await app.stop()
    return told


def leave_letter(folder: Path, chief: Phone) -> None:
    """Keep the document of the last round."""
    letters = [content for name, content in chief.documents if name.startswith(LETTER)]
    (folder / f"{LETTER}.docx").write_bytes(letters[-1])
