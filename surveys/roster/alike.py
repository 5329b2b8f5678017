"""Problems and notes that say the same of many rows are told once, with how many they are."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from surveys.problems import Problem

_BY_EXAMPLE: Final[Mapping[str, tuple[str, ...]]] = {
    "major_in_qual": (), "honorific": ("taken",), "sex_in_name": ("gender",)
}  # fmt: skip
"""Kinds of which the first is an example -> the parameters that must agree for it to be one."""


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
        told = _BY_EXAMPLE.get(each.code, tuple(each.parameters))
        words = {name: " ".join(each.parameters[name].casefold().split()) for name in told if name != "count"}
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
