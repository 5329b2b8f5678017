"""A hand on a phone of the demo, in a real browser: it taps and types, until the form is sent if need be."""

import re
from dataclasses import dataclass
from typing import Final

from playwright.async_api import FrameLocator, Locator, Page, expect

from bot.texts.consent import TEXTS as CONSENT
from bot.texts.identity import TEXTS as IDENTITY
from bot.texts.interview import TEXTS as INTERVIEW

TAPPED_FIRST: Final = (
    IDENTITY.confirm_yes,
    CONSENT.agree,
    INTERVIEW.button_submit,
    INTERVIEW.button_all_correct,
    "✔ Đúng",
)
NUMBERED: Final = re.compile(r"^\d+\. ", re.MULTILINE)


@dataclass(frozen=True)
class Hand:
    """A hand on one phone: a page of its own, or one in the frame."""

    screen: Page | FrameLocator

    @property
    def live(self) -> Locator:
        """The last card that has buttons."""
        return self.screen.locator("#log .message").filter(has=self.screen.locator(".key")).last

    async def sees(self, words: str) -> None:
        """Wait until something can be read in the chat."""
        await expect(self.screen.locator("main").get_by_text(words).last).to_be_visible()

    async def taps(self, label: str) -> None:
        """Press a button of the last card whose label begins so."""
        await self.live.locator(".key").filter(has_text=re.compile(f"^{re.escape(label)}")).first.click()

    async def says(self, text: str) -> None:
        """Type and send."""
        await self.screen.locator("#text").fill(text)
        await self.screen.get_by_role("button", name="Gửi", exact=True).click()

    async def goes_to_the_end(self) -> None:
        """Follow the offer to see the newest message."""
        await self.screen.get_by_role("button", name="Có tin mới").click()

    async def answers_to_the_end(self) -> int:
        """Answer one card after the other, however they ask; returns how many there were."""
        count = 0
        while True:
            card = await self.live.inner_text()
            labels = await self.live.locator(".key").all_inner_texts()
            if INTERVIEW.button_correct_answers in labels:
                return count
            count += 1
            await self._answer(card, labels)
            await expect(self.live).not_to_have_text(card, use_inner_text=True)

    async def _answer(self, card: str, labels: list[str]) -> None:
        first = next((label for each in TAPPED_FIRST for label in labels if label.startswith(each)), None)
        if first is not None:
            await self.taps(first)
        elif INTERVIEW.button_skip in labels:
            await self.taps(INTERVIEW.button_skip)
        elif INTERVIEW.rate_all[:20] in card:
            await self.says("4 3")
        elif NUMBERED.search(card):
            await self.says("1")
        else:
            await self.taps(INTERVIEW.button_next)


async def take(page: Page, name: str) -> Hand:
    """Take somebody's phone out of the frame."""
    await page.locator(".person").filter(has_text=name).click()
    return Hand(page.frame_locator(f'iframe[title="Điện thoại của {name}"]'))
