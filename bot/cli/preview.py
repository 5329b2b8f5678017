"""The terminal as a phone: shows cards, reads lines."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.cli.house import settings_or_wrong
from bot.cli.printing import console, print_line
from bot.conversation.preview import play
from bot.texts import say
from bot.texts.cli import TEXTS
from bot.texts.either import choose_wording

if TYPE_CHECKING:
    from bot.messages import Outbound
    from surveys.questionnaire import Questionnaire


def play_here(form: "Questionnaire", seed: int) -> None:
    """Play a form on this terminal, or from the lines that are piped in."""
    zone = settings_or_wrong().zone
    print_line(say(TEXTS.preview_head, title=form.title), "bold")
    target = console()
    try:
        play(
            form, read_line, lambda card: show_card(target, card), now=datetime.now(UTC), zone=zone, seed=seed
        )
    except KeyboardInterrupt:
        print_line("")
    print_line(say(TEXTS.preview_left), "dim")


def read_line() -> str | None:
    """Return the next non-empty line, or ``None`` at the end of the input."""
    while True:
        if sys.stdin.isatty():
            sys.stdout.write("» ")
            sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            return None
        if line.strip():
            return line.strip()


def show_card(target: Console, card: "Outbound") -> None:
    """Print a card: in a frame on a terminal, plain otherwise. Buttons are named below it."""
    text = Text()
    words = choose_wording(card.text, has_buttons=True)
    for index, part in enumerate(words.split("**")):
        text.append(part, style="bold" if index % 2 else "")
    labels = " ".join(f"[{button.label}]" for row in card.buttons for button in row)
    if labels:
        text.append("\n\n" + say(TEXTS.preview_buttons, labels=labels), style="dim")
    if target.is_terminal:
        target.print(Panel(text, expand=False, padding=(0, 1)))
    else:
        target.print(text, soft_wrap=True)
        target.print()
