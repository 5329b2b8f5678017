"""Every Vietnamese sentence that the bot itself says, one module a room.

Each module holds one frozen dataclass of templates. ``say`` fills one: ``{dc}`` and ``{Dc}`` are the form
of address, so that an office may change it in one place.
"""

from typing import Final

ADDRESS: Final = "đồng chí"


def say(template: str, **values: object) -> str:
    """Fill a template's ``{names}``; ``{dc}`` is the form of address, ``{Dc}`` the same beginning a sentence."""
    return template.format(dc=ADDRESS, Dc=ADDRESS[0].upper() + ADDRESS[1:], **values)
