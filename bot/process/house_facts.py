"""The keys of the moments that the running bot notes for others to read: each value is a moment in ISO form."""

from typing import Final

HEARTBEAT: Final = "last_fetch.telegram"
"""When updates were last fetched."""
CONFLICT: Final = "conflict.telegram"
"""When the platform last said that another program fetches with the same token."""
RETAINED: Final = "retention.done"
"""When whatever had to be erased or unlinked by then was."""
ALIVE: Final = "last_alive.telegram"
"""When a process was last ready for what a webhook delivers: also while nobody writes."""
