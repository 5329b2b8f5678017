"""The built-in catalogue of courses and the rule of the yearly refresher. It is an example, and says so."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import yaml

from surveys.content import read
from surveys.planning.courses import Catalogue, Course, CourseKind, Fulfils
from surveys.standards import Criterion

_FILE: Final = "courses_example.yaml"


@dataclass(frozen=True, slots=True)
class Refresher:
    """What everybody is to learn each year, in periods, and the text that says so."""

    periods: int
    basis: str
    is_unverified: bool = True


@cache
def example_catalogue() -> Catalogue:
    """Return the built-in catalogue for the competencies of the built-in form."""
    courses = tuple(_course(code, raw) for code, raw in _raw()["courses"].items())
    return Catalogue(courses, is_example=True)


@cache
def yearly_refresher() -> Refresher:
    """Return the rule of the yearly refresher."""
    raw = _raw()["refresher"]
    return Refresher(raw["periods"], raw["basis"], raw["verified"] != "corpus")


def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load(read(_FILE))
    return raw


def _course(code: str, raw: dict[str, Any]) -> Course:
    served = raw.get("serves", ())
    return Course(
        code,
        raw["name"],
        CourseKind(raw["kind"]),
        raw["days"],
        raw["periods"],
        competencies=tuple(each for each in served if not each.startswith("s_")),
        situations=tuple(each for each in served if each.startswith("s_")),
        fulfils=tuple(Fulfils(Criterion(name), level) for name, level in raw.get("fulfils", {}).items()),
        groups=tuple(raw.get("groups", ())),
        weeks=raw.get("weeks", 0),
        forms=tuple(raw["forms"]),
        smallest=raw["smallest"],
        largest=raw["largest"],
        cost_per_class=raw.get("per_class", 0),
        cost_per_person=raw["per_person"],
        providers=tuple(raw["providers"]),
        counts_as_refresher=raw.get("refresher", False),
        is_elsewhere=raw.get("elsewhere", False),
    )
