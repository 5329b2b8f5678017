"""The roster: who is surveyed, as an office keeps them in a workbook, and the vocabularies to read it."""

from surveys.roster.columns import COLUMNS, REQUIRED
from surveys.roster.matching import match, match_certificates, nearest_label
from surveys.roster.people import Official
from surveys.roster.problems import NOTE_PARAMETERS, PROBLEM_PARAMETERS
from surveys.roster.reading import read_roster
from surveys.roster.values import Roster, RosterRow, RosterUnit
from surveys.roster.vocabularies import (
    CERT,
    EDU,
    GENDER,
    POL,
    QLNN,
    QUAL,
    VOCABULARIES,
)
from surveys.spelling import fold, fold_words, name_sort_key, spell

__all__ = [
    "CERT",
    "COLUMNS",
    "EDU",
    "GENDER",
    "NOTE_PARAMETERS",
    "POL",
    "PROBLEM_PARAMETERS",
    "QLNN",
    "QUAL",
    "REQUIRED",
    "VOCABULARIES",
    "Official",
    "Roster",
    "RosterRow",
    "RosterUnit",
    "fold",
    "fold_words",
    "match",
    "match_certificates",
    "name_sort_key",
    "nearest_label",
    "read_roster",
    "spell",
]
