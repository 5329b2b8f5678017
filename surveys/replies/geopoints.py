"""A place that was typed or sent → the string that ODK stores (``21.02 105.84 0 0``), and how it is shown again."""

import re
from typing import Final

from surveys.replies.rejected import Rejected
from surveys.replies.values import quote
from surveys.replies.words import squeeze_polite

_NUMBER: Final = r"([+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?)"
_PAIR: Final = re.compile(rf"{_NUMBER}(?: ?[,;] ?| ){_NUMBER}", re.ASCII)
_FOUR: Final = re.compile(rf"{_NUMBER} {_NUMBER} (-?[0-9]+(?:\.[0-9]+)?) ([0-9]+(?:\.[0-9]+)?)", re.ASCII)
_COMMAS: Final = re.compile(r"([0-9]),([0-9]+)(?=\s*[;\s])", re.ASCII)


def read_geopoint(text: str) -> str | Rejected:
    """Read "21.0285, 105.8542", or what a phone sent: latitude, longitude, altitude, accuracy."""
    typed = squeeze_polite(text).strip(" .;()").removeprefix("vị trí:").strip()
    found = _FOUR.fullmatch(typed) or _PAIR.fullmatch(typed)
    if found is None:
        found = _PAIR.fullmatch(_COMMAS.sub(r"\1.\2", typed + " ").strip().replace(",", "."))
    if found is None:
        return Rejected("not_geopoint" if typed else "empty", parameters={"typed": quote(text)})
    latitude, longitude, *rest = found.groups()
    if abs(float(latitude)) > 90 or abs(float(longitude)) > 180:
        return Rejected("impossible_geopoint", parameters={"typed": quote(text)})
    altitude, accuracy = rest or ("0", "0")
    return " ".join((_plain(latitude), _plain(longitude), altitude, accuracy))


def _plain(number: str) -> str:
    sign = "-" if number.startswith("-") else ""
    whole, _, fraction = number.lstrip("+-").partition(".")
    kept = fraction.rstrip("0")
    shown = (whole.lstrip("0") or "0") + (f".{kept}" if kept else "")
    return shown if shown == "0" else sign + shown


def show_geopoint(value: str) -> str:
    """Write a stored place: 📍 21.0285, 105.8542 (±12 m)."""
    parts = value.split()
    if len(parts) != 4:
        return value
    accuracy = f" (±{round(float(parts[3]))} m)" if float(parts[3]) >= 1 else ""
    return f"📍 {parts[0]}, {parts[1]}{accuracy}"
