"""The demo's weekly situation: a bank is sent and used, some officials get the card, answer, and see what others chose.

Both situations and their keys are made up for the show and say so; no key comes with the programme.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from bot.app import App
from bot.demo.acting import Acting, Settle
from bot.demo.scenes import ZONE
from bot.simulator import Phone
from bot.simulator.virtual_clock import VirtualClock
from bot.texts.situations_office import TEXTS
from bot.texts.uploads import SITUATIONS
from storage import situations
from surveys.situations import Bank, Option, Situation, Wish, first_window
from surveys.situations.book.words import LETTERS

PLAYERS: Final = 12
LATE: Final = 2
"""So many answer when the others have, and see what those chose."""
WISH: Final = Wish(1, 9)
WRONG: Final = (1, 3, 5, 7, 9)
"""Who chooses another way than the key, by their place."""
FILE: Final = "ngan-hang-tinh-huong.xlsx"


def played_bank(day: date) -> Bank:
    """Return the bank of the show, reviewed on a day by somebody made up."""
    reviewed: dict[str, Any] = {
        "author": "Trường Chính trị (mô phỏng)",
        "reviewer": "Người duyệt (mô phỏng)",
        "reviewed_on": day,
        "valid_until": day.replace(year=day.year + 1),
        "basis": "Luật Tiếp công dân 2013, Điều 4 (mô phỏng, cần xác minh)",
    }
    queue = Situation(
        "MP-01",
        "Còn mười lăm phút là nghỉ trưa, bốn người dân chờ nộp hồ sơ ở bộ phận một cửa. Việc đồng chí làm trước?",
        (
            Option("Mời bốn người quay lại đầu giờ chiều để được tiếp nhận đúng thứ tự đã lấy số", ""),
            Option(
                "Nhận, kiểm tra nhanh từng hồ sơ và hẹn rõ giờ trả giấy biên nhận cho cả bốn người",
                "Người dân đến trong giờ làm việc thì được tiếp nhận; hẹn rõ để không ai phải đi lại nhiều lần.",
            ),
            Option("Chỉ nhận hồ sơ của người ở xa nhất, những người còn lại hẹn sang buổi chiều", ""),
        ),
        key=1,
        competency="c06",
        **reviewed,
    )
    rumour = Situation(
        "MP-02",
        "Trên mạng xã hội có tin chưa kiểm chứng về một dự án của xã, nhiều người hỏi. Việc đồng chí làm đầu tiên?",
        (
            Option("Chờ cấp trên có văn bản chỉ đạo rồi mới trả lời người dân đang hỏi", ""),
            Option("Viết ngay lời bác bỏ trên trang cá nhân để tin sai không lan rộng thêm", ""),
            Option(
                "Kiểm tra với bộ phận phụ trách, rồi trả lời bằng kênh chính thức của xã",
                "Thông tin phải đúng và đi từ nơi có trách nhiệm; trả lời sớm bằng kênh chính thức thì tin sai tự hết.",
            ),
        ),
        key=2,
        competency="c07",
        **reviewed,
    )
    return Bank((queue, rumour))


class SituationPlay(Acting):
    """One performance: ``chief`` keeps the bank, ``players`` have agreed to the notice and finished the survey."""

    def __init__(
        self, app: App, clock: VirtualClock, chief: Phone, players: Sequence[Phone], settle: Settle
    ) -> None:
        super().__init__(app, clock, settle)
        self._chief = chief
        self._players = tuple(players[:PLAYERS])

    async def perform(self) -> dict[str, Any]:
        """Play one card; return what the tables say of it."""
        await self._use_bank()
        for phone in self._players:
            await self.says(phone, f"/tinhhuong ngay {WISH.weekday + 2} {WISH.hour}")
        window = first_window(self._app.calendar, self._clock.now(), WISH)
        await self.until(window.start + timedelta(minutes=1))
        early = len(self._players) - LATE
        for place, phone in enumerate(self._players[:early]):
            await self._answer(phone, place)
        await self.until(self._clock.now() + timedelta(minutes=5))
        for place, phone in enumerate(self._players[early:], early):
            await self._answer(phone, place)
        await self.says(self._chief, "/quantri")
        await self.taps(self._chief, TEXTS.button, TEXTS.results_button)
        await self.until(self._clock.now())
        return await self._told()

    async def _use_bank(self) -> None:
        from surveys.reporting.situations_workbooks import situations_template  # noqa: PLC0415 - libraries of workbooks
        from surveys.situations.example import competency_labels  # noqa: PLC0415

        day = self._clock.now().astimezone(ZONE).date()
        content = situations_template(played_bank(day), self._app.titles(), competency_labels(), day)
        await self.sends(self._chief, FILE, content)
        await self.until(self._clock.now())
        await self.taps(self._chief, SITUATIONS.apply_button)
        await self.until(self._clock.now())

    async def _answer(self, phone: Phone, place: int) -> None:
        """Choose the key, or the first other way, by what the card says."""
        situation = played_bank(self._clock.now().date()).situations[0]
        assert situation.key is not None
        wanted = 0 if place in WRONG else situation.key
        text = phone.heard[-1].text
        line = next(each for each in text.splitlines() if each.endswith(situation.options[wanted].text))
        await self.taps(phone, line.partition(".")[0])

    async def _told(self) -> dict[str, Any]:
        async with self._app.database.read() as conn:
            used = await situations.bank_in_use(conn)
            assert used is not None
            counts = await situations.answered_counts(conn, used.bank)
            told = await situations.find_telling(conn, used.bank.situations[0])
        answered = sum(each[-1] for each in counts)
        return {
            "asked": len(self._players),
            "answered": answered,
            "right": sum(each[-1] for each in counts if each[-2]),
            "told": {} if told is None else dict(zip(LETTERS, told.chosen, strict=False)),
        }
