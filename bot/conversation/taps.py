"""What a button under a card does to an interview. Pure."""

from bot.callbacks import AnswerTap, MoveTap
from bot.conversation.remarks import clip
from bot.texts import say
from bot.texts.interview import TEXTS
from surveys import interview as engine
from surveys.interview import Interview, Step
from surveys.interview.kinds import taps
from surveys.questionnaire import Item


def choose(interview: Interview, tap: AnswerTap) -> Step:
    """Set the choice of a button on or off."""
    item = _item_of(interview, tap)
    if item is None:
        return Step(interview, ())
    choices = taps(item) or tuple(choice.name for choice in interview.form.choices(item))
    if tap.choice >= len(choices):
        return Step(interview, ())
    return engine.choose(interview, item.name, choices[tap.choice], tap.on)


def standing_answer(interview: Interview, tap: AnswerTap) -> str:
    """What somebody hears who taps what is marked already: that it is; nothing, if there is nothing to say."""
    item = _item_of(interview, tap)
    if item is None or not interview.answers.get(item.name):
        return ""
    return say(TEXTS.stored_before, value=clip(engine.value_label(interview, item.name)))


def _item_of(interview: Interview, tap: AnswerTap) -> Item | None:
    """Return the item of the open screen that a button is about, if there is such a one."""
    place = interview.form.screen_index.get(interview.screen)
    items = () if place is None else interview.form.screens[place].items
    return items[tap.item] if tap.item < len(items) else None


def move(interview: Interview, tap: MoveTap) -> Step:
    """Go where a button leads."""
    moves = {
        "next": engine.proceed,
        "back": engine.back,
        "skip": engine.skip,
        "stop": engine.stop,
        "resume": engine.resume,
        "confirm": engine.confirm,
        "review": engine.review,
        "submit": engine.submit,
    }
    if tap.verb in moves:
        return moves[tap.verb](interview)
    if tap.verb == "jump" and tap.argument < len(interview.form.screens):
        return engine.jump(interview, interview.form.screens[tap.argument].name)
    return Step(interview, ())
