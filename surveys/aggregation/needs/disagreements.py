"""Where the methods say different things of one competency."""

from collections.abc import Iterator, Mapping

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
    ranks = mwds_ranks(pairs)
    return tuple((code, what) for code in ranks for what in _of(code, pairs))


def _of(code: str, pairs: Mapping[str, Pairs]) -> Iterator[str]:
    locus = loci(pairs)
    m = sum(each == "HH" for each in locus.values())
    rank = mwds_ranks(pairs)[code]
    best, worst = _tied_ranks(code, pairs)
    is_top = locus[code] == "HH"
    if is_top and quadrants(pairs)[code] == "B":
        yield "keep_or_train"
    if priorities(pairs)[code] == 2:
        yield "only_lf_top" if is_top else "only_borich_top"
    if rank <= m < best:
        yield "only_mwds_top"
    elif worst <= m < rank:
        yield "only_rds_top"
    elif max(best - rank, rank - worst) >= max(1, -(-len(pairs) // 4)):
        yield "order"


def _tied_ranks(code: str, pairs: Mapping[str, Pairs]) -> tuple[int, int]:
    """Return the best and the worst rank among the competencies with the same ranked discrepancy score."""
    ranks = rds_ranks(pairs)
    tied = [ranks[each] for each in pairs if rds(pairs[each]) == rds(pairs[code])]
    return min(tied), max(tied)
