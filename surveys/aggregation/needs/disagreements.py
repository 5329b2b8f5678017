"""Where the methods say different things of one competency."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from surveys.aggregation.needs.discrepancy import rds
from surveys.aggregation.needs.pairs import Pairs
from surveys.aggregation.needs.quadrants import loci, priorities, quadrants
from surveys.aggregation.needs.ranking import mwds_ranks, rds_ranks


def disagreements(pairs: Mapping[str, Pairs]) -> tuple[tuple[str, str], ...]:
    """Return (competency, what the methods disagree on), by Borich's rank; a competency may come several times.

    ``keep_or_train``: good enough by the importance–performance map (B), to be trained first by Locus for Focus
    (HH). With m competencies in HH: ``only_mwds_top``, ``only_rds_top``: among the first m of one score and not of
    the other (equal scores count as the better rank); ``only_lf_top``, ``only_borich_top``: in HH and not among
    Borich's first m, or the other way round. ``order``: the two ranks lie a quarter of the list or more apart.
    """
    if not pairs:
        return ()
    tied, locus = _tied_ranks(pairs), loci(pairs)
    quadrant, priority = quadrants(pairs), priorities(pairs)
    m = sum(each == "HH" for each in locus.values())
    far = max(1, -(-len(pairs) // 4))
    found: list[tuple[str, str]] = []
    for code, rank in mwds_ranks(pairs).items():
        is_top = locus[code] == "HH"
        if is_top and quadrant[code] == "B":
            found.append((code, "keep_or_train"))
        if priority[code] == 2:
            found.append((code, "only_lf_top" if is_top else "only_borich_top"))
        found += [(code, what) for what in _of_ranks(rank, *tied[code], m, far)]
    return tuple(found)


def _of_ranks(rank: int, best: int, worst: int, m: int, far: int) -> Iterator[str]:
    """Compare Borich's rank with the other, which lies between ``best`` and ``worst`` of equal scores."""
    if rank <= m < best:
        yield "only_mwds_top"
    elif worst <= m < rank:
        yield "only_rds_top"
    elif max(best - rank, rank - worst) >= far:
        yield "order"


def _tied_ranks(pairs: Mapping[str, Pairs]) -> dict[str, tuple[int, int]]:
    """Return the best and the worst rank among the competencies with the same ranked discrepancy score."""
    by_score: dict[Fraction, list[int]] = {}
    for code, rank in rds_ranks(pairs).items():
        by_score.setdefault(rds(pairs[code]), []).append(rank)
    return {code: (min(by_score[rds(each)]), max(by_score[rds(each)])) for code, each in pairs.items()}
