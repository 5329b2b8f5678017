"""The functions of numbers that are those of the schoolbook; what is not defined is NaN."""

import math
from collections.abc import Callable
from typing import Final

from surveys.expressions.nodes import Value
from surveys.expressions.values import NAN, number


def _of(function: Callable[..., float]) -> Callable[..., float]:
    """Apply a function to values read as numbers; NaN where it is not defined, infinity where it is too large."""

    def applied(*values: Value) -> float:
        figures = [number(value) for value in values]
        if any(map(math.isnan, figures)):
            return NAN
        try:
            return float(function(*figures))
        except OverflowError:
            return math.inf
        except ValueError:
            return NAN

    return applied


def _logarithm(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda figure: -math.inf if figure == 0 else function(figure)


def _power(base: float, exponent: float) -> float:
    """Raise to a power as IEEE 754 does: 0 to a negative one is infinite."""
    if base == 0 and exponent < 0:
        return math.inf
    return math.pow(base, exponent)


def _whole(rounding: Callable[[float], int]) -> Callable[[float], float]:
    return lambda figure: float(rounding(figure)) if math.isfinite(figure) else figure


_ONE: Final = (1, 1)
_TWO: Final = (2, 2)

MATHEMATICS: Final[dict[str, tuple[tuple[int, int | None], Callable[..., Value]]]] = {
    "ceiling": (_ONE, _of(_whole(math.ceil))),
    "floor": (_ONE, _of(_whole(math.floor))),
    "pow": (_TWO, _of(_power)),
    "exp": (_ONE, _of(math.exp)),
    "exp10": (_ONE, _of(lambda figure: _power(10.0, figure))),
    "log": (_ONE, _of(_logarithm(math.log))),
    "log10": (_ONE, _of(_logarithm(math.log10))),
    "sqrt": (_ONE, _of(math.sqrt)),
    "sin": (_ONE, _of(math.sin)),
    "cos": (_ONE, _of(math.cos)),
    "tan": (_ONE, _of(math.tan)),
    "asin": (_ONE, _of(math.asin)),
    "acos": (_ONE, _of(math.acos)),
    "atan": (_ONE, _of(math.atan)),
    "atan2": (_TWO, _of(math.atan2)),
    "pi": ((0, 0), lambda: math.pi),
}
