"""Published forms, parsed once per wave: the version with the choices that the frame gave when the wave opened."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from storage import cases
from storage.records import WaveRecord
from surveys.questionnaire import Choice, Questionnaire


class FormShelf:
    """Keeps the forms of the waves in use. A published version never changes, so nothing is ever stale."""

    def __init__(self) -> None:
        self._by_wave: dict[int, Questionnaire] = {}

    async def form_of(self, conn: AsyncConnection, wave: WaveRecord) -> Questionnaire:
        """Return the wave's form with its choice lists from the sampling frame."""
        if wave.id not in self._by_wave:
            definition = await cases.form_definition(conn, wave.form_sha256)
            form = Questionnaire.from_json(definition)
            self._by_wave[wave.id] = form.with_choice_lists(read_choice_lists(wave.choice_lists))
        return self._by_wave[wave.id]


def read_choice_lists(stored: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, tuple[Choice, ...]]:
    """Read the choice lists that a wave stored as JSON: name and label of each choice."""
    return {
        name: tuple(Choice(str(choice["name"]), str(choice["label"])) for choice in choices)
        for name, choices in stored.items()
    }
