"""The two maps: importance–performance (Martilla & James 1977) and Locus for Focus (with Borich's score).

A crosshair divides each map at the means over the competencies; what lies on a line belongs to the upper side.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from surveys.aggregation.needs.pairs import Pairs
from surveys.aggregation.needs.ranking import mwds_ranks


@dataclass(frozen=True, slots=True)
class Crosshair:
    """Where a map is divided: the mean importance and the mean of the other axis (level, or gap)."""

    importance: Fraction
    other: Fraction


def ipa_crosshair(pairs: Mapping[str, Pairs]) -> Crosshair:
    """Return the grand means of Ī and C̄ over the competencies (at least one)."""
    return Crosshair(
        _mean([each.mean_importance for each in pairs.values()]),
        _mean([each.mean_level for each in pairs.values()]),
    )


def lf_crosshair(pairs: Mapping[str, Pairs]) -> Crosshair:
    """Return the means of Ī and of the gap Ī − C̄ over the competencies (at least one)."""
    return Crosshair(
        _mean([each.mean_importance for each in pairs.values()]),
        _mean([each.gap for each in pairs.values()]),
    )


def quadrants(pairs: Mapping[str, Pairs]) -> dict[str, str]:
    """Return each competency's quadrant.

    ``A`` important and weak (concentrate here), ``B`` important and good (keep up), ``C`` neither (low priority),
    ``D`` good and less important (possible overkill).
    """
    cross = ipa_crosshair(pairs)
    names = {(True, False): "A", (True, True): "B", (False, False): "C", (False, True): "D"}
    return {
        code: names[each.mean_importance >= cross.importance, each.mean_level >= cross.other]
        for code, each in pairs.items()
    }


def loci(pairs: Mapping[str, Pairs]) -> dict[str, str]:
    """Return each competency's locus: ``H`` or ``L`` in importance, then in gap. ``HH`` is to be trained first."""
    cross = lf_crosshair(pairs)
    return {
        code: ("H" if each.mean_importance >= cross.importance else "L")
        + ("H" if each.gap >= cross.other else "L")
        for code, each in pairs.items()
    }


def priorities(pairs: Mapping[str, Pairs]) -> dict[str, int | None]:
    """Return each competency's priority by Borich and Locus for Focus together.

    1: in HH and among Borich's first m, m being how many are in HH; 2: one of the two; ``None``: neither.
    """
    top = {code for code, locus in loci(pairs).items() if locus == "HH"}
    first = {code for code, rank in mwds_ranks(pairs).items() if rank <= len(top)}
    return {code: {2: 1, 1: 2, 0: None}[(code in top) + (code in first)] for code in pairs}


def _mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)
