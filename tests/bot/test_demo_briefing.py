"""The briefing of the demo, in a house of its own."""

from pathlib import Path

import docx
import pytest

from bot.demo.briefing import ACTIONS, play_alone


@pytest.mark.usefixtures("warm_workers")
async def test_two_rounds_are_played_and_told_of(tmp_path: Path) -> None:
    """Both pulses with their figures, the second against the first; what was reported is done; the document."""
    first, second = await play_alone(tmp_path)
    counts = {name: (first[name], second[name]) for name in ("asked", "answered", "actions", "done")}
    assert counts == {"asked": (14, 14), "answered": (12, 12), "actions": (1, 1), "done": (1, 0)}
    assert [line["count"] for line in first["urgent"]] == [6, 6]
    assert [(line["count"], line["change"]) for line in second["urgent"]] == [(7, 8.3), (5, -8.3)]
    letter = docx.Document(str(tmp_path / "thong-bao-giao-ban.docx"))
    cells = [cell.text for table in letter.tables for row in table.rows for cell in row.cells]
    assert ACTIONS[1] in cells
