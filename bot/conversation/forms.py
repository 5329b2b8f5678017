"""Published forms, parsed once per wave: the version with the choices that the frame gave when the wave opened."""

from sqlalchemy.ext.asyncio import AsyncConnection

from storage import form_media, instruments
from storage.records import WaveRecord
from surveys.questionnaire import Questionnaire


class FormShelf:
    """Keeps the forms of the waves in use. A published version never changes, so nothing is ever stale."""

    def __init__(self) -> None:
        self._by_wave: dict[int, Questionnaire] = {}
        self._pictures: dict[str, bytes] = {}  # by their hashes

    async def form_of(self, conn: AsyncConnection, wave: WaveRecord) -> Questionnaire:
        """Return the wave's form with its choice lists from the sampling frame."""
        if wave.id not in self._by_wave:
            form = await instruments.form_of(conn, wave)
            for name, content in (await form_media.pictures_of(conn, form)).items():
                self._pictures[form.pictures[name]] = content
            self._by_wave[wave.id] = form
        return self._by_wave[wave.id]

    def picture(self, form: Questionnaire, name: str) -> bytes | None:
        """Return a picture of a form that was taken off the shelf."""
        return self._pictures.get(form.pictures.get(name, ""))
