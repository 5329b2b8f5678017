"""A simulated official who only types, on a channel without buttons: answers what the card's own words ask for."""

import re
from typing import Final

from bot.channels.building import ZALO
from bot.demo.character import Character
from bot.demo.respondent import CHOICE_LINE, SUGGESTION
from bot.simulator.zalo import ZaloPhone
from bot.texts.either import choose_wording
from bot.texts.fieldwork import TEXTS as FIELDWORK
from bot.texts.interview import TEXTS as INTERVIEW

EACH_IN_TURN: Final = choose_wording(INTERVIEW.each_in_turn, has_buttons=False)
RATE_ALL: Final = "số cách nhau, mỗi câu một số"
SEVERAL: Final = "nhắn các số cách nhau"
RIGHT: Final = re.compile(r"nhắn “(Đúng(?: cả)?)”")
MAY_TYPE: Final = re.compile(r"^Có thể nhắn: (.*)\.$", re.MULTILINE)
WRITES_FIRST: Final = FIELDWORK.invitation.split("\n")[1][:20]  # how an invitation begins


class Typist(Character[ZaloPhone]):
    """Lives one field period on Zalo."""

    channel = ZALO

    async def _begin(self) -> None:
        await self.phone.says(self._code)

    async def _react(self) -> None:
        text = self.phone.last.text
        words = MAY_TYPE.search(text)
        offered = words[1] if words else ""
        if "Phiếu đã được gửi" in text:
            self.ledger.has_finished = self.ledger.is_through = True
        elif "“đúng”" in offered:
            await self.phone.says("đúng")
        elif "“tôi đồng ý”" in offered:
            await self.phone.says("tôi đồng ý")
        elif WRITES_FIRST in text or FIELDWORK.reminder_footer in text:
            await self.phone.says("/start")
        elif "“gửi”" in offered:
            await self.phone.says("gửi")
        elif offered:
            await self.phone.says(self._reply_to(text, offered))

    def _reply_to(self, text: str, offered: str) -> str:
        """Return what is typed: numbers where there are any, else words."""
        right = RIGHT.search(text)
        numbers = [int(number) for number in CHOICE_LINE.findall(text)]
        if right is not None:
            return right[1]
        if EACH_IN_TURN in text:
            return str(self._chance.randint(1, 4))
        if RATE_ALL in text:
            return " ".join(str(self._opinions.rating(text, row, 2) or 3) for row in range(2))
        if SEVERAL in text:
            return " ".join(
                map(str, self._chance.sample(numbers, k=min(len(numbers), self._chance.randint(1, 2))))
            )
        if numbers:
            return str(self._opinions.choice(text, numbers))
        if INTERVIEW.type_integer in text:
            return str(self._chance.randint(0, 4))
        if "“bỏ qua”" in offered:
            return "bỏ qua" if self._chance.random() < 0.6 else SUGGESTION
        return "Đường đến lớp còn xa." if INTERVIEW.type_text in text else "tiếp"
