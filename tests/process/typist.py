"""An official on Zalo who types what the card asks for, and keeps a journal of it."""

import random
import time
from typing import Final

from bot.simulator.zalo import ZaloPhone
from tests.process.form import QUESTIONS, Question, Reply
from tests.process.official import STORED, Journal
from tests.process.watching import FOREVER

THANKS: Final = "Phiếu đã được gửi"


class Typist:
    """Answers until the thank-you; says the same again when nobody answers (``repeats``)."""

    def __init__(self, phone: ZaloPhone, payload: str, chance: random.Random) -> None:
        self.phone = phone
        self.journal = Journal()
        self._payload = payload
        self._chance = chance
        self._read_count = 0
        self._said_at = 0.0
        self._said: tuple[str, list[tuple[Question, Reply]]] = ("", [])
        phone.patience = FOREVER

    @property
    def waits(self) -> bool:
        """Whether the last word in the chat is their own."""
        story = self.phone.chat.story
        return bool(story) and not story[-1].is_from_bot

    def has_waited_for(self, seconds: float) -> bool:
        """Whether their own last word stands unanswered for so long."""
        return time.monotonic() - self._said_at >= seconds

    async def finishes(self) -> None:
        """Write first, then answer whatever was said last, until the thank-you."""
        await self._says(f"/start {self._payload}")
        while True:
            await self.phone.waits_until(lambda _: not self.waits)
            text = self._reads()
            if THANKS in text:
                return
            await self._reacts(text)

    async def repeats(self) -> None:
        """Say the last words once more."""
        await self._says(*self._said)

    def _reads(self) -> str:
        story = self.phone.chat.story
        fresh, self._read_count = story[self._read_count :], len(story)
        for line in (line for moment in fresh if moment.is_from_bot for line in moment.text.splitlines()):
            if line.startswith(STORED):
                self.journal.saw(line)
        return story[-1].text

    async def _reacts(self, text: str) -> None:
        lines = text.splitlines()
        asked = [question for question in QUESTIONS if question.label in lines]
        if asked:
            await self._answers(asked)
        elif "Có phải đồng chí không" in text:
            await self._says("đúng")
        elif "“tôi đồng ý”" in text:
            await self._says("tôi đồng ý")
        else:
            await self._says("gửi" if "“gửi”" in text else "/start" if "/start" in text else "tiếp")

    async def _answers(self, asked: list[Question]) -> None:
        if not asked[0].required and self._chance.random() < 0.3:
            self.journal.gave(asked[0].item, "")
            await self._says("bỏ qua")
            return
        if asked[0].kind == "many":
            chosen = [(asked[0], reply) for reply in asked[0].replies[:2]]
        else:
            chosen = [(question, self._chance.choice(question.replies)) for question in asked]
        await self._says(" ".join(reply.typed for _, reply in chosen), chosen)

    async def _says(self, text: str, given: list[tuple[Question, Reply]] | None = None) -> None:
        self._said = text, given or []
        for question, reply in self._said[1]:
            self.journal.gave(question.item, reply.stored)
        self._said_at = time.monotonic()
        await self.phone.says(text)
