"""Groups that several tables split people by."""

from typing import Final

MISSING: Final = "missing"
"""The value of an attribute that is not on record."""

_BANDS: Final = ((30, "to30"), (40, "31to40"), (50, "41to50"), (55, "51to55"))

AGE_BANDS: Final = (*(band for _, band in _BANDS), "over55")
"""The age bands, youngest first; their labels are the vocabulary ``age_band``."""


def age_band(age: int | None) -> str:
    """Return the band of an age (that reached in the year in question), ``missing`` if it is unknown."""
    if age is None:
        return MISSING
    return next((band for last, band in _BANDS if age <= last), AGE_BANDS[-1])
