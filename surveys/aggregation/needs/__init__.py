"""Training needs, competency by competency: Borich, ranked discrepancy, the two maps, and where they disagree."""

from surveys.aggregation.needs.borich import mwds
from surveys.aggregation.needs.discrepancy import rds
from surveys.aggregation.needs.pairs import Pairs, is_telling
from surveys.aggregation.needs.ranking import mwds_ranks, rds_ranks
from surveys.aggregation.needs.tables import needs_tables

__all__ = ["Pairs", "is_telling", "mwds", "mwds_ranks", "needs_tables", "rds", "rds_ranks"]
