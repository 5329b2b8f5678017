"""Files of standards into ``Standards``, or everything that is wrong with them at once."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from typing import Final

from surveys.entries import Entry, Problems, read_entries
from surveys.problems import Problem
from surveys.standards.findings import Criterion
from surveys.standards.localities import (
    read_bodies,
    read_override,
    read_region_overrides,
    read_unit_regions,
)
from surveys.standards.problems import problem
from surveys.standards.regimes import LEVELS, Document, Regime, Standards
from surveys.standards.retirement import Growth, Retirement
from surveys.standards.rules import VERIFIED, RuleReader, Vocabulary, read_age_rule, read_verified
from surveys.titles import Titles, built_in_titles

_GENDERS: Final = ("nam", "nu")
_FIRST_KEYS: Final = (
    *("schema", "scales", "age_rules", "retirement", "regimes"),
    *("overrides", "regions"),
)
_MORE_KEYS: Final = ("schema", "age_rules", "regimes", "overrides", "regions")
_REGIME_KEYS: Final = (
    *("id", "basis", "applies", "effective", "transition", "verified", "region", "titles", "default"),
    *("region_override", "province_may_raise", "documents", "unconfirmed", "note"),
)
_EXTENSION_KEYS: Final = ("id", "basis", "verified", "titles", "default", "note")
_DOCUMENT_KEYS: Final = ("name", "says", "clause", "from", "confirmed", "source")
_TRANSITION_KEYS: Final = ("months", "deadline", "after", "verified", "note")


def read_standards(text: str, *more: str, titles: Titles | None = None) -> Standards | list[Problem]:
    """Read the standards, and local files laid over them. ``titles``: the office's, else the built-in ones.

    ``text`` is a file such as ``surveys/content/standards.yaml``. Each of ``more`` may fill in titles of a regime
    that has no rule for them, add regimes, raise standards (``overrides``) and name the regions of units
    (``regions``). A problem's place is the line, its sheet the file's number from the second on.
    """
    problems = Problems(problem)
    files = []
    for number, each in enumerate((text, *more), start=1):
        entry = read_entries(each, number)
        if isinstance(entry, Entry):
            files.append(entry)
        else:
            problems.found += entry
    if problems.found:
        return problems.found
    standards = _read(files, titles or built_in_titles(), problems)
    return problems.found or standards


def _read(files: list[Entry], titles: Titles, problems: Problems) -> Standards:
    raws = [
        problems.mapping(file, "schema", _MORE_KEYS if number else _FIRST_KEYS)
        for number, file in enumerate(files)
    ]
    for raw in raws:
        problems.one_of(raw.get("schema"), "schema", ("1",))
    scales = _scales(problems.needed(files[0], raws[0], "scales"), problems)
    retirement = _retirement(problems.needed(files[0], raws[0], "retirement"), problems)
    vocabulary = Vocabulary(scales, {}, titles)
    regimes: dict[str, Regime] = {}
    for raw in raws:
        vocabulary = _with_ages(vocabulary, raw.get("age_rules"), problems)
        for entry in problems.items(raw.get("regimes"), "regimes"):
            _add_regime(entry, regimes, vocabulary, problems)
    _see_overlaps(regimes, files[-1], problems)
    regions: dict[str, frozenset[str]] = {}
    for raw in raws:
        regions |= read_unit_regions(raw.get("regions"), regimes, problems)
    standards = Standards(scales, retirement, tuple(regimes.values()), unit_regions=regions, titles=titles)
    if problems.found:
        return standards  # overrides are compared with rules that can be read
    overrides = [
        read_override(entry, standards, problems)
        for raw in raws
        for entry in problems.items(raw.get("overrides"), "overrides")
    ]
    return replace(standards, overrides=tuple(each for each in overrides if each is not None))


def _scales(entry: Entry | None, problems: Problems) -> dict[Criterion, tuple[str, ...]]:
    if entry is None:
        return dict.fromkeys(LEVELS, ())
    raw = problems.mapping(entry, "scales", LEVELS)
    scales = {key: problems.texts(problems.needed(entry, raw, key), key) for key in LEVELS}
    for key, scale in scales.items():
        if key in raw and not scale:
            problems.report("entry_wrong_shape", raw[key], key=key)
    return scales


def _retirement(entry: Entry | None, problems: Problems) -> Retirement:
    if entry is None:
        return Retirement({}, {})
    raw = problems.mapping(entry, "retirement", ("until_2020", "from_2021", "verified"))
    verified = problems.one_of(raw.get("verified"), "verified", VERIFIED)
    flat, growing = (problems.needed(entry, raw, key) for key in ("until_2020", "from_2021"))
    return Retirement(
        {} if flat is None else _numbers(flat, "until_2020", _GENDERS, problems),
        {} if growing is None else _growths(growing, problems),
        is_unverified=verified != "corpus",
    )


def _growths(entry: Entry, problems: Problems) -> dict[str, Growth]:
    raw = problems.mapping(entry, "from_2021", _GENDERS)
    needed = {gender: problems.needed(entry, raw, gender) for gender in _GENDERS}
    rows = {
        gender: _numbers(each, gender, ("base", "step", "cap"), problems)
        for gender, each in needed.items()
        if each is not None
    }
    return {gender: Growth(**row) for gender, row in rows.items() if len(row) == 3}


def _numbers(entry: Entry, key: str, names: tuple[str, ...], problems: Problems) -> dict[str, int]:
    raw = problems.mapping(entry, key, names)
    found = {name: problems.number(problems.needed(entry, raw, name), name) for name in names}
    return {name: number for name, number in found.items() if number is not None}


def _with_ages(vocabulary: Vocabulary, entry: Entry | None, problems: Problems) -> Vocabulary:
    if entry is None:
        return vocabulary
    raw = problems.mapping(entry, "age_rules")
    read = {name: read_age_rule(each, problems, name) for name, each in raw.items()}
    ages = {name: rule for name, rule in read.items() if rule is not None}
    return replace(vocabulary, ages={**vocabulary.ages, **ages})


def _add_regime(entry: Entry, regimes: dict[str, Regime], vocabulary: Vocabulary, problems: Problems) -> None:
    """Read a regime, or fill in one that is there and says nothing yet of a title."""
    raw = problems.mapping(entry, "regimes")
    regime_id = problems.text(problems.needed(entry, raw, "id"), "id")
    if not regime_id:
        return
    known = regimes.get(regime_id)
    if known is None:
        regime = _regime(regime_id, entry, vocabulary, problems)
        if regime is not None:
            regimes[regime_id] = regime
    elif entry.place.sheet:
        regimes[regime_id] = _filled(known, entry, vocabulary, problems)
    else:
        problems.report("standards_regime_twice", entry, found=regime_id)


def _regime(regime_id: str, entry: Entry, vocabulary: Vocabulary, problems: Problems) -> Regime | None:
    raw = problems.mapping(entry, regime_id, _REGIME_KEYS)
    basis = problems.text(problems.needed(entry, raw, "basis"), "basis")
    bodies = read_bodies(problems.needed(entry, raw, "applies"), problems)
    period = problems.period(raw.get("effective"), entry)
    reader = _reader(vocabulary, basis, raw, problems)
    rules, default = reader.rules(raw.get("titles")), reader.default(raw.get("default"))
    transition = {}
    if "transition" in raw:
        transition = problems.mapping(raw["transition"], "transition", _TRANSITION_KEYS)
    may_raise = problems.one_of(raw.get("province_may_raise"), "province_may_raise", ("true", "false"))
    deadline = problems.day(transition.get("deadline"), "deadline")
    if bodies is None or period is None:
        return None
    return Regime(
        id=regime_id,
        basis=basis,
        bodies=bodies,
        starts_on=period[0],
        ends_on=period[1],
        deadline=deadline,
        rules=rules,
        default=default,
        regions=read_region_overrides(raw.get("region_override"), bodies, vocabulary.scales, problems),
        may_be_raised=may_raise != "false",
        documents=tuple(
            _document(each, problems) for each in problems.items(raw.get("documents"), "documents")
        ),
        suggested=RuleReader(vocabulary, basis, {}, problems).rules(raw.get("unconfirmed")),
    )


def _reader(vocabulary: Vocabulary, basis: str, raw: Mapping[str, Entry], problems: Problems) -> RuleReader:
    verified = read_verified(raw.get("verified"), vocabulary.titles, problems)
    return RuleReader(vocabulary, basis, verified, problems)


def _document(entry: Entry, problems: Problems) -> Document:
    """Read a text that the regime rests on. Only what says ``confirmed: true`` was seen."""
    raw = problems.mapping(entry, "documents", _DOCUMENT_KEYS)
    problems.needed(entry, raw, "name")
    confirmed = problems.one_of(raw.get("confirmed"), "confirmed", ("true", "false"))
    if confirmed == "true":
        problems.needed(entry, raw, "source")
    name, says, clause, source = (
        problems.text(raw.get(key), key) for key in ("name", "says", "clause", "source")
    )
    first_day = problems.day(raw.get("from"), "from")
    return Document(name, says, clause, first_day, is_confirmed=confirmed == "true", source=source)


def _filled(regime: Regime, entry: Entry, vocabulary: Vocabulary, problems: Problems) -> Regime:
    """Fill in rules of a regime from another file. What has a rule may only be raised, by an override."""
    raw = problems.mapping(entry, regime.id, _EXTENSION_KEYS)
    basis = problems.text(problems.needed(entry, raw, "basis"), "basis")
    reader = _reader(vocabulary, basis, raw, problems)
    rules, default = reader.rules(raw.get("titles")), reader.default(raw.get("default"))
    for title in rules:
        if regime.rule(title) is not None:
            problems.report("standards_rule_twice", raw["titles"], title=title, regime=regime.id)
    if default is not None and regime.default is not None:
        problems.report("standards_rule_twice", raw["default"], title="default", regime=regime.id)
    return replace(regime, rules={**rules, **regime.rules}, default=regime.default or default)


def _see_overlaps(regimes: Mapping[str, Regime], file: Entry, problems: Problems) -> None:
    """Refuse two regimes that rule the same people on the same day."""
    for one, other in combinations(regimes.values(), 2):
        later = max(one, other, key=lambda regime: regime.starts_on)
        earlier = other if later is one else one
        if one.bodies & other.bodies and earlier.covers(later.starts_on):
            problems.report("standards_regimes_overlap", file, found=later.id, other=earlier.id)
