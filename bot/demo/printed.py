"""The figures of the demo, printed: the wave's outcomes, what its report says, the briefings."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.demo.reckoning import OUTCOMES, Summary
from bot.demo.scenes import ZONE, Scene
from bot.texts import day_text, moment_text, say
from bot.texts.demo import CHANNELS, OUTCOME_WORDS, QUALITY_HEADS, QUALITY_WORDS, REGIME_WORDS, TEXTS
from surveys.disposition import Outcome, Rate, rates
from surveys.reporting.numbers import number_text
from surveys.reporting.numbers import percent_text as share_text


def rate_text(rate: Rate) -> str:
    """A rate as people read it: "74,7% (56/75)"."""
    return "–" if rate.fraction is None else f"{share_text(rate.fraction)} ({rate.count}/{rate.total})"


def show_figures(console: Console, summary: Summary, folder: Path, scene: Scene) -> None:
    """Print the wave's figures and where the files are."""
    counts: Mapping[str, int] = {name: getattr(summary, name) for name in OUTCOMES}
    table = Table(
        title=TEXTS.figures.format(opens=_short(scene.opens_at), closes=day_text(scene.closes_at.date()))
    )
    table.add_column(TEXTS.outcome)
    table.add_column(TEXTS.persons, justify="right")
    for name, count in counts.items():
        table.add_row(OUTCOME_WORDS[name], str(count))
    table.add_row(TEXTS.officials.format(units=summary.units), str(summary.officials), style="bold")
    console.print(table)
    parts = [
        say(TEXTS.on_channel, channel=name, count=summary.channels.get(key, 0))
        for key, name in CHANNELS.items()
    ]
    console.print(say(TEXTS.by_channel, parts="; ".join(parts)))
    found = rates([Outcome(name) for name, count in counts.items() for _ in range(count)])
    for name, rate in ((TEXTS.response_rate, found.rr2), (TEXTS.refusal_rate, found.refusal)):
        console.print(f"{name}: {rate_text(rate)}")
    console.print(
        TEXTS.counted.format(
            answers=summary.answers,
            reminders=summary.reminders_sent,
            outside=summary.sent_outside_office_hours,
            duplicates=summary.duplicate_answers,
            lost=summary.lost_answers,
        )
    )
    console.print(
        TEXTS.effort.format_map(
            {name: number_text(each, 1, drops_zeros=True) for name, each in summary.effort.items()}
        )
    )
    show_findings(console, summary)
    if summary.plan:
        uncovered = sum(summary.plan["uncovered"].values())
        told = {**summary.plan, "cost": number_text(summary.plan["cost"]), "uncovered": uncovered}
        console.print(TEXTS.planned.format_map({**told, "gap": share_text(summary.plan["gap"], 2)}))
    for each in summary.briefings:
        console.print(
            TEXTS.briefed.format_map({**each, "at": moment_text(datetime.fromisoformat(each["at"]), ZONE)})
        )
    if summary.situation:
        console.print(TEXTS.situated.format_map(summary.situation))
    console.print(TEXTS.files.format(folder=folder))


def _short(moment: datetime) -> str:
    return f"{moment.day}/{moment.month}"


def show_findings(console: Console, summary: Summary) -> None:
    """Print the figures of the article that the project starts from, as the tables have them now."""
    total = summary.quality["all"]["total"]
    for attribute, words in QUALITY_WORDS.items():
        parts = [
            TEXTS.part.format(label=label, count=count, share=share_text(Fraction(count, total)))
            for value, label in words.items()
            if (count := summary.quality[attribute].get(value, 0))
        ]
        console.print(
            TEXTS.quality.format(what=QUALITY_HEADS[attribute], total=total, parts="; ".join(parts))
        )
    for regime, below in summary.below_standard.items():
        name = REGIME_WORDS[regime]
        console.print(TEXTS.below.format(regime=name, qual=below["qual"], pol=below["pol"], total=total))
    best = ", ".join(each["competency"].upper() for each in summary.needs_ranking[:3])
    console.print(TEXTS.needs.format(best=best))
