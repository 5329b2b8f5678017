"""Disclosure control: ``hide`` is the one function that every output made from answers passes through.

**What is hidden for itself.** A count of 1 to 4 people (``threshold`` 5) if it is sensitive; 0 and 5 or more are
shown. Of a group of 1 to 4 every answer, 0 too: that none of three said yes is what each of them said (unless nobody
at all said it, which a total of 0 tells). Of a wave that 1 to 4 answered nothing at all. A share with its part or its
base: of a known base it would give the part away, rounded or not. A figure (mean, score) with its base, or of fewer
than 5 people, or with a count that it would give away (``Measure.parts``), or if it gives away what all of its base
said (``Measure.is_telling``: a mean at, or one person's step from, the end of its scale). An answer that everybody of
a group of 5 or more gave (domain: "unanimous sensitive answers"), if a table shows it: not that nobody ticked a
choice of a list, since an answer not given tells little and "0" is what an office must be able to read; not by unit,
title, age band or gender, which are no answers. The counts that no table shows (who did *not* tick) are protected
like those that it does: 73 of 75 tells of two.

**What is hidden for others' sake.** All tables given are one system of linear equations: the same people (``Count.of``)
are one unknown wherever they are counted, each ``Sum`` is an equation. More is hidden, over all tables together, until

1. every protected count, hidden or never shown, has at least one other possible value: there are other whole numbers,
   none below 0, that would have given the very same publication. Each proof is such an example (``search.Move``), so
   this covers rank, subtraction, bounds and whole numbers at once. The same holds of the mean of a small group, even
   if how many they are is no secret: a mean times its n adds up like the n;
2. what remains of a sum when everything shown is subtracted is not itself a small count (hidden 1 and 2 are three
   people): it is 0, at least 5, or the whole of a total that is known anyway.

Beyond that, wherever it can be had: (3) the proofs do not touch what somebody will know, how many serve in a unit, hold
a title or took part; (4) if it costs no total, they hold also against a reader who guesses which marks stand for
1 to 4: two hidden cells that make 8 might be 4 and 4 only, so a third goes with them. The mark is the same for all.

**What is given up for it.** Small inner counts first, totals hardly ever, a nought last: that it is 0 is often known
without any table (no Bí thư Đoàn is over 55), and such a partner protects nobody. Tables of ``Source.FIELDWORK``
and, by the office's logged exception, of ``Source.ROSTER`` are shown as they stand and taken as known. The search is
local, the result depends on the counts alone, not on the order of tables or rows, and hiding again changes nothing. If
no proof is found within a set number of tries (which is not to say that there is none), what stands around the count is
hidden: its rows and columns and those beside them, but no grand total.

**What is not guaranteed.** If tables shown as they stand leave but one possibility, it cannot be helped. Not kept out
of reach: *about* how large a hidden count is (its interval may be narrow); sums of hidden cells over several
equations; what one reader knows of himself and his friends (a group of 5 with 4 in league); a reader who runs this
very program on every candidate ("minimality attack", Wong et al. 2007); what two reports tell together (give them in
one call, or do not publish cuts that differ by few); the rank of a hidden row, where all other ranks are shown; a
count for which no proof was found in time (rare: five who all answered alike and were asked the same further
questions for it). What handlers do not say in ``sums`` is not known here: two names for the same people need a
``table.same``.

Sources: Hundepool et al., *Statistical Disclosure Control* (Wiley 2012), ch. 4 (primary and secondary cell
suppression, linked tables, the feasibility interval); Fischetti & Salazar, Management Science 47 (2001); Cox, JASA 75
(1980), on suppression by moves along cycles. The threshold and the rule for unanimous answers are the office's.
"""

from collections.abc import Container, Sequence

from surveys.aggregation.hiding.masking import emptied, masked
from surveys.aggregation.hiding.protection import protect
from surveys.aggregation.hiding.reckoning import (
    is_about,
    is_exempt,
    populations_of_few,
    system_of_counts,
    system_of_figures,
)
from surveys.aggregation.table import Source, Table
from surveys.confidentiality import FEWEST

__all__ = ["hide"]


def hide(
    tables: Sequence[Table], *, published: Container[Source] = frozenset(), threshold: int = FEWEST
) -> tuple[Table, ...]:
    """Return the tables of one report with everything hidden that would tell of fewer than ``threshold`` people.

    Give all tables that the same reader gets, together. ``published`` may hold ``Source.ROSTER``, by which the
    office publishes statutory statistics of the roster (to be logged by the caller). Raises ``ValueError`` for a
    table of persons, and for tables that contradict each other.
    """
    few = populations_of_few(tables, threshold)
    kept = [table for table in tables if not (is_about(table, few) and table.subject is not None)]
    solved = [table for table in kept if not is_about(table, few)]
    counts = system_of_counts(solved, published, threshold)
    protect(counts, threshold)
    figures = system_of_figures(solved, published, threshold, counts)
    protect(figures, threshold)
    hidden = {counts.names[place] for place in counts.hidden}
    hidden_figures = {figures.names[place] for place in figures.hidden}

    def out(table: Table) -> Table:
        if is_exempt(table, published):
            return table
        if is_about(table, few):
            return emptied(table, threshold)
        return masked(table, hidden, hidden_figures, threshold)

    return tuple(map(out, kept))
