"""Problems and notes that say the same of many rows are told once, with how many they are."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from surveys.problems import Problem

_BY_EXAMPLE: Final = frozenset({"major_in_qual", "honorific"})


def merge_alike(found: Iterable[Problem]) -> list[Problem]:
    """Keep the first of those that differ in nothing but their place, with the other places; add up their ``count``.

    Only of kinds that count: others stand at each cell. Capitals and spaces make no difference. Of some kinds the
    first is an example for all.
    """
    first: dict[object, int] = {}
    merged: list[Problem] = []
    for each in found:
        if "count" not in each.parameters:
            merged.append(each)
            continue
        told = () if each.code in _BY_EXAMPLE else each.parameters.items()
        words = {name: " ".join(value.casefold().split()) for name, value in told if name != "count"}
        key = (each.code, tuple(sorted(words.items())))
        if key not in first:
            first[key] = len(merged)
            merged.append(each)
            continue
        kept = merged[first[key]]
        count = int(kept.parameters["count"]) + int(each.parameters["count"])
        parameters = {**kept.parameters, "count": str(count)}
        merged[first[key]] = replace(kept, parameters=parameters, also=(*kept.also, each.place))
    return merged
