"""Published forms, parsed once per wave: the version with the choices that the frame gave when the wave opened."""

from sqlalchemy.ext.asyncio import AsyncConnection

from storage import instruments
from storage.records import WaveRecord
from surveys.questionnaire import Questionnaire


class FormShelf:
    """Keeps the forms of the waves in use. A published version never changes, so nothing is ever stale."""

    def __init__(self) -> None:
        self._by_wave: dict[int, Questionnaire] = {}

    async def form_of(self, conn: AsyncConnection, wave: WaveRecord) -> Questionnaire:
        """Return the wave's form with its choice lists from the sampling frame."""
        if wave.id not in self._by_wave:
            self._by_wave[wave.id] = await instruments.form_of(conn, wave)
        return self._by_wave[wave.id]
