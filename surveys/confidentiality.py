"""The office's rule on small numbers, in one place: the notice of consent promises it, hiding keeps it."""

from typing import Final

FEWEST: Final = 5
"""Of fewer people than that nothing is told (domain: k >= 5)."""
