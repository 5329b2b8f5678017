"""What stands around a document: whose it is, its number, place and date, who signs, who receives it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head and the foot of a document. Whatever is empty is left blank for writing by hand.

    ``parent``: the body above the issuer. ``symbol``: of the issuer in the number (``UBND``, ``SNV``, ``HU``, ``ĐU``).
    ``authority``: the line above the signer's ``position`` (``TM. ỦY BAN NHÂN DÂN``). ``signer``: a name.
    ``recipients`` without the filing line; ``filing`` replaces the profile's own ("Lưu: VT").
    """

    parent: str = ""
    issuer: str = ""
    number: str = ""
    symbol: str = ""
    place: str = ""
    day: date | None = None
    authority: str = ""
    position: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()
    filing: str = ""
