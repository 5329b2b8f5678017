"""When the bot last fetched, and last met another program with its token: noted for ``khaosat doctor``."""

from datetime import datetime

from bot.process.house_facts import CONFLICT, HEARTBEAT


class Heartbeat:
    """The two moments as this process knows them, and which of them are written down already."""

    def __init__(self) -> None:
        self.fetched_at: datetime | None = None
        self.conflict_at: datetime | None = None
        self._written: dict[str, datetime] = {}

    def note_fetch(self, at: datetime) -> None:
        """Updates were fetched."""
        self.fetched_at = at

    def note_conflict(self, at: datetime) -> None:
        """Another program fetched with the same token."""
        self.conflict_at = at

    def news(self) -> dict[str, datetime]:
        """Return what is to be written down, by key: not what was before, for another process may know better since."""
        known = {HEARTBEAT: self.fetched_at, CONFLICT: self.conflict_at}
        return {key: at for key, at in known.items() if at is not None and at != self._written.get(key)}

    def note_written(self, news: dict[str, datetime]) -> None:
        """It is committed."""
        self._written |= news
