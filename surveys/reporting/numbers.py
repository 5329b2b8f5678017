"""Numbers and dates as Vietnamese documents write them: decimal comma, thousands dot, half rounded up."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

Number = int | float | Fraction | Decimal


def rounded(value: Number, places: int) -> Decimal:
    """Return a number rounded half up (2.25 → 2.3; Python's round gives 2.2). Never minus zero.

    A float counts as what it prints: 0.285 is 0.285. Raises ``ValueError`` for one that is not finite.
    """
    with localcontext() as context:
        context.prec = 60
        if isinstance(value, Fraction):
            exact = Decimal(value.numerator) / Decimal(value.denominator)
        else:
            exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if not exact.is_finite():
            raise ValueError(f"{value} is no number that can be written")
        result = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def number_text(value: Number, places: int = 0, *, drops_zeros: bool = False) -> str:
    """Write a number: ``1.234.567,9``; ``drops_zeros`` writes 44,0 as 44 (and 2,50 as 2,5)."""
    written = f"{rounded(value, places):,.{places}f}".translate(str.maketrans(",.", ".,"))
    if drops_zeros and "," in written:
        written = written.rstrip("0").rstrip(",")
    return written


def percent_text(share: Number, places: int = 1) -> str:
    """Write a share of one as a percentage: ``44%``, ``1,3%`` (no space, no ``,0``)."""
    exact = share if isinstance(share, Fraction | Decimal | int) else Decimal(repr(share))
    return number_text(exact * 100, places, drops_zeros=True) + "%"


def date_text(day: date) -> str:
    """Write a date as documents do, a nought before days under 10 and months 1 and 2: ``05/02/2026``, ``08/5/2015``."""
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"{day.day:02}/{month}/{day.year:04}"
