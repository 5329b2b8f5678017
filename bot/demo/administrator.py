"""The simulated administrator: claims the bot, looks at the progress, asks for the answers and the report."""

from datetime import timedelta
from functools import partial
from typing import Final

from bot.clock import Clock
from bot.demo.scenes import Scene
from bot.simulator import Phone
from bot.texts.office import TEXTS
from bot.texts.reports import PROFILES
from bot.texts.reports import TEXTS as REPORTS

PROFILE: Final = "nd30"
DOCUMENTS: Final = 4  # the answers; the report in Word and Excel, the restricted lists
READING: Final = timedelta(seconds=20)


class SimulatedAdministrator:
    """An officer of the office with a phone."""

    def __init__(self, phone: Phone, clock: Clock, code: str, scene: Scene) -> None:
        self.phone = phone
        phone.patience = 86_400.0
        self._clock = clock
        self._code = code
        self._scene = scene

    async def live(self) -> None:
        """Claim, look, and at the end have the answers and the report sent."""
        await self._clock.sleep_until(self._scene.curtain + timedelta(minutes=5))
        await self.phone.presses_start(self._code)
        await self.phone.hears()
        await self._clock.sleep_until(self._scene.looks_at)
        await self._press(TEXTS.progress_button)
        await self._clock.sleep_until(self._scene.asks_at)
        await self._press(TEXTS.export_button)
        await self._press(REPORTS.report_button, PROFILES[PROFILE], REPORTS.publish_yes)
        await self.phone.waits_until(lambda phone: len(phone.documents) == DOCUMENTS)

    async def _press(self, *labels: str) -> None:
        """Open the menu and press buttons, each on the card that the one before brought."""
        await self.phone.says("/quantri")
        for label in labels:
            await self.phone.waits_until(partial(_shows, label))
            await self._clock.sleep_until(self._clock.now() + READING)
            await self.phone.taps(_button(self.phone, label) or label)
            await self.phone.waits_until(partial(_shows, label, is_there=False))


def _shows(label: str, phone: Phone, *, is_there: bool = True) -> bool:
    return (_button(phone, label) is not None) is is_there


def _button(phone: Phone, label: str) -> str | None:
    """The button whose words begin with ``label``, as it stands."""
    return next((button for button in phone.buttons if button.startswith(label)), None)
