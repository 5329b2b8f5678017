"""The simulated administrator: claims the bot, looks at the progress, asks for the answers."""

from datetime import datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.demo.setting import CLOSES_AT, CURTAIN, ZONE
from bot.simulator import Phone
from bot.texts.office import TEXTS

LOOKS_AT: Final = datetime(2015, 4, 22, 10, 0, tzinfo=ZONE)
ASKS_AT: Final = CLOSES_AT + timedelta(minutes=20)
READING: Final = timedelta(seconds=20)


class SimulatedAdministrator:
    """An officer of the office with a phone."""

    def __init__(self, phone: Phone, clock: Clock, code: str) -> None:
        self.phone = phone
        phone.patience = 86_400.0
        self._clock = clock
        self._code = code

    async def live(self) -> None:
        """Claim, look, and at the end have the answers sent."""
        await self._clock.sleep_until(CURTAIN + timedelta(minutes=5))
        await self.phone.presses_start(self._code)
        await self.phone.hears()
        await self._clock.sleep_until(LOOKS_AT)
        await self._press(TEXTS.progress_button)
        await self._clock.sleep_until(ASKS_AT)
        await self._press(TEXTS.export_button)
        await self.phone.waits_until(lambda phone: bool(phone.documents))

    async def _press(self, button: str) -> None:
        """Open the menu and press one of its buttons; with several waves, the first is meant."""
        await self.phone.says("/quantri")
        await self.phone.waits_until(lambda phone: button in phone.buttons)
        await self._clock.sleep_until(self._clock.now() + READING)
        await self.phone.taps(button)
        await self.phone.waits_until(lambda phone: button not in phone.buttons)
