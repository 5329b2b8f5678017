"""Rules as JSON and back: what was understood when a workbook was imported stays what is judged by."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from surveys.standards.findings import Criterion
from surveys.standards.regimes import AgeKind, AgeRule, Demand, Moment, OfficeRule

_FORMAT: Final = 1


def rules_to_json(rules: Sequence[OfficeRule]) -> str:
    """Write rules down, the same rules always as the same text."""
    written = {"format": _FORMAT, "rules": [_rule(rule) for rule in rules]}
    return json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def rules_from_json(text: str) -> tuple[OfficeRule, ...]:
    """Read rules that were written down. Raises ``ValueError`` for those of another format."""
    raw = json.loads(text)
    if raw["format"] != _FORMAT:
        raise ValueError(f"rules of format {raw['format']}")
    return tuple(_read_rule(each) for each in raw["rules"])


def _rule(rule: OfficeRule) -> dict[str, Any]:
    return {
        "title": rule.title,
        "regime": rule.regime,
        "basis": rule.basis,
        "clause": rule.clause,
        "from": rule.starts_on.isoformat(),
        "to": rule.ends_on.isoformat() if rule.ends_on else None,
        "units": None if rule.units is None else sorted(rule.units),
        "place": rule.place,
        "demands": [_demand(each) for each in rule.demands],
    }


def _demand(demand: Demand) -> dict[str, Any]:
    written: dict[str, Any] = {"criterion": demand.criterion.value, "level": demand.level}
    if demand.age is not None:
        age = demand.age
        written["age"] = {"kind": age.kind.value, "at": age.at.value, "limits": dict(age.limits)}
    return written


def _read_rule(raw: dict[str, Any]) -> OfficeRule:
    first, last = date.fromisoformat(raw["from"]), date.fromisoformat(raw["to"]) if raw["to"] else None
    demands = tuple(
        Demand(
            Criterion(each["criterion"]),
            each["level"],
            _read_age(each.get("age")),
            basis=raw["basis"],
            clause=raw["clause"],
            starts_on=first,
            ends_on=last,
        )
        for each in raw["demands"]
    )
    units = None if raw["units"] is None else frozenset(raw["units"])
    return OfficeRule(
        raw["title"],
        raw["regime"],
        demands,
        raw["basis"],
        raw["clause"],
        first,
        last,
        units,
        raw["place"],
    )


def _read_age(raw: dict[str, Any] | None) -> AgeRule | None:
    if raw is None:
        return None
    return AgeRule(AgeKind(raw["kind"]), Moment(raw["at"]), raw["limits"])
