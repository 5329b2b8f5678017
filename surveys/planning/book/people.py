"""Who a row means: by key, name, birth and unit, as a list of officials tells them. Whoever is unclear is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from surveys.planning.book.cells import nearest
from surveys.planning.book.rows import Row
from surveys.planning.book.surroundings import Surroundings
from surveys.roster import Official, RosterRow, fold_words, spell
from surveys.roster.dates import BIRTH_YEARS, LooseDate, read_date
from surveys.roster.people import agree_in_birth
from surveys.roster.person_names import read_person_name
from surveys.roster.resemblance import are_alike
from surveys.roster.unit_names import parse_name
from surveys.spelling import fold
from surveys.titles import read_title
from surveys.workbooks import CellValue

_SHOWN: Final = 5


@dataclass(frozen=True)
class People:
    """The people who may be meant, to be looked up by key and by name."""

    around: Surroundings
    by_key: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        keys = {official.roster_key: number for number, official in self.around.people.items()}
        object.__setattr__(self, "by_key", keys)

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        for number, official in self.around.people.items():
            for name in {spell(official.full_name), fold_words(official.full_name)}:
                found[name] = (*found.get(name, ()), number)
        return found

    def find(self, row: Row) -> int | None:
        """Return the number of whom a row means; ``None`` with a problem if nobody, or nobody alone."""
        told = self._told(row)
        if not told.roster_key and not told.full_name:
            row.report("plan_missing", "full_name")
            return None
        number = self._by_its_key(row, told) if told.roster_key else self._by_its_name(row, told)
        if number is not None:
            self._see_title(row, self.around.people[number])
        return number

    def _told(self, row: Row) -> RosterRow:
        """Return what a row says of somebody, as a row of a list would."""

        def born(value: CellValue) -> LooseDate | None:
            return read_date(value, BIRTH_YEARS, has_1904_dates=self.around.has_1904_dates)

        name = read_person_name(row.text("full_name")).name
        birth = row.read("birth", born, None)
        return RosterRow(
            row.text("key"),
            name,
            "",
            "",
            row.text("unit"),
            birth_year=birth.year if birth else None,
            birth_date=birth.exact_day if birth else None,
        )

    def _by_its_key(self, row: Row, told: RosterRow) -> int | None:
        number = self.by_key.get(told.roster_key)
        if number is None:
            row.report("plan_key_unknown", "key", found=told.roster_key[:80])
            return None
        held = self.around.people[number]
        if told.full_name and not are_alike(told, held):
            row.report(
                "plan_key_of_another", "key", key=told.roster_key, held=shown(held), found=told.full_name[:80]
            )
            return None
        return number

    def _by_its_name(self, row: Row, told: RosterRow) -> int | None:
        named = self._by_name.get(spell(told.full_name)) or self._by_name.get(fold_words(told.full_name), ())
        if not named:
            near = nearest(told.full_name, (each.full_name for each in self.around.people.values()))
            row.report("plan_person_unknown", "full_name", found=told.full_name[:80], nearest=near)
            return None
        fitting = [number for number in named if self._fits(told, self.around.people[number])]
        if not fitting:
            held = self._shown(named)
            row.report("plan_person_contradicts", "full_name", found=told.full_name[:80], held=held)
            return None
        if len(fitting) > 1:
            row.report(
                "plan_person_unclear", "full_name", found=told.full_name[:80], candidates=self._shown(fitting)
            )
            return None
        official = self.around.people[fitting[0]]
        if not told.unit_name and told.birth_year is None:
            row.note("plan_person_by_name", "full_name", found=told.full_name, meant=shown(official))
        return fitting[0]

    def _fits(self, told: RosterRow, held: Official) -> bool:
        """Say whether neither birth nor unit tells that somebody else is meant."""
        return agree_in_birth(told, held) and self._is_of(told.unit_name, held)

    def _is_of(self, unit: str, held: Official) -> bool:
        return not unit or unit == held.unit_code or is_unit(unit, held.unit_name)

    def _shown(self, numbers: Iterable[int]) -> str:
        named = [shown(self.around.people[number]) for number in numbers]
        return "; ".join(named[:_SHOWN]) + ("; …" if len(named) > _SHOWN else "")

    def _see_title(self, row: Row, held: Official) -> None:
        """Tell of a title that is not the one on record: the record counts."""
        text = row.text("title") if "title" in row.table.columns else ""
        if not text:
            return
        titles = self.around.titles
        read = read_title(titles, text)
        said = {titles.label(code) for code in read.titles}
        if said and titles.label(held.title) not in said:
            row.note(
                "plan_title_differs", "title", found=held.full_name, held=titles.label(held.title), told=text
            )


def shown(official: Official) -> str:
    """Return how somebody is named where several may be meant."""
    return f"{official.roster_key} – {official.full_name} ({official.unit_name})"


def is_unit(text: str, name: str) -> bool:
    """Say whether a text names a unit: "Lương Tài", "xã Lương Tài", "UBND xã Lương Tài"."""
    return parse_name(text).agrees(parse_name(name)) or fold(text) == fold(name)
