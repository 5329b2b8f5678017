"""One wave, for people and for programs."""

from typing import TYPE_CHECKING, Any

from bot.cli.printing import moment_json, print_line, print_table
from bot.texts import moment_text, say
from bot.texts.cli import TEXTS
from bot.texts.waves import OUTCOMES, STATES

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.office.progress import Progress
    from storage.records import WaveRecord


def wave_json(wave: "WaveRecord", progress: "Progress", zone: "ZoneInfo") -> dict[str, Any]:
    """Return a wave and how far it is, for other programs."""
    whole = progress.whole
    return {
        "wave": wave.id,
        "state": wave.state,
        "opens_at": moment_json(wave.opens_at, zone),
        "closes_at": moment_json(wave.closes_at, zone),
        "closed_at": moment_json(wave.closed_at, zone),
        "units_chosen": list(wave.unit_codes),
        "titles_chosen": list(wave.titles),
        "remind": wave.reminders,
        "any_hour": wave.any_hour,
        "officials": whole.total,
        "linked": whole.linked,
        "started": whole.started,
        "by_hand": progress.by_hand_count,
        **{outcome.value: count for outcome, count in progress.outcomes.items()},
        "response_rate": round(float(progress.rate), 4),
        "response_rate_with_partials": round(float(progress.rate_with_partials), 4),
        "units": [
            {
                "code": code,
                "name": name,
                "officials": counts.total,
                "linked": counts.linked,
                "started": counts.started,
                "completed": counts.completed,
                "unfinished": counts.unfinished,
            }
            for code, name, counts in progress.units
        ],
    }


def print_wave(wave: "WaveRecord", progress: "Progress", zone: "ZoneInfo") -> None:
    """Print a wave and how far it is, by unit, with its outcomes and rates."""
    from bot.office.progress import rate_text

    print_line(
        say(
            TEXTS.wave_head,
            number=wave.id,
            state=STATES[wave.state],
            opens_at=moment_text(wave.opens_at, zone),
            closes_at=moment_text(wave.closed_at or wave.closes_at, zone),
            plan=wave.reminders or "–",
        ),
        "bold",
    )
    rows = [
        (code, name, c.total, c.linked, c.started, c.completed, c.unfinished)
        for code, name, c in progress.units
    ]
    whole = progress.whole
    rows.append(
        ("", TEXTS.whole, whole.total, whole.linked, whole.started, whole.completed, whole.unfinished)
    )
    print_table(("Mã", "Đơn vị", "Số người", "Kết nối", "Bắt đầu", "Đã gửi", "Chưa xong"), rows)
    print_table(
        ("Kết quả", "Số người"), [(OUTCOMES[outcome], count) for outcome, count in progress.outcomes.items()]
    )
    print_line(
        say(
            TEXTS.wave_rates,
            completed=whole.completed,
            answered=whole.completed + whole.partial,
            total=whole.total,
            rate=rate_text(progress.rate),
            rate_partial=rate_text(progress.rate_with_partials),
        )
    )
    if progress.by_hand_count:
        print_line(say(TEXTS.wave_by_hand, count=progress.by_hand_count, number=wave.id))
