"""A simulated official with a browser: answers on the page, where nobody can write to them, and comes again unasked."""

from datetime import datetime, timedelta
from typing import Final

from bot.demo.respondent import Finger
from bot.simulator import Browser
from storage.page import WEB

A_DAY: Final = timedelta(days=1)


class Visitor(Finger[Browser]):
    """Lives one field period on the page. ``comes_again_at``: when they look whether there is something to answer."""

    channel = WEB
    comes_again_at: datetime

    async def _begin(self) -> None:
        await self.phone.opens_link(self._code)

    async def _block(self) -> None:
        raise AssertionError("nobody is written to on the page: there is nothing to block")

    async def _react(self) -> None:
        """Answer, or come again later by the same link if nothing is asked yet."""
        if self.phone.buttons:
            await super()._react()
            return
        await self._clock.sleep_until(self.comes_again_at)
        self.comes_again_at = self._clock.now() + A_DAY
        await self.phone.opens_link(self._code)
