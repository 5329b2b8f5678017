"""The report's sentences, built from figures: one room a section. Pure: tables in, blocks of text out."""

from surveys.reporting.word.blocks import Block
from surveys.reporting.word.sentences.background import tell_background
from surveys.reporting.word.sentences.barriers import tell_barriers
from surveys.reporting.word.sentences.demand import tell_demand
from surveys.reporting.word.sentences.needs import tell_needs
from surveys.reporting.word.sentences.proposals import tell_proposals
from surveys.reporting.word.sentences.standing import tell_standing
from surveys.reporting.word.story import Story


def tell_report(story: Story) -> list[Block]:
    """Tell the whole report, section by section. Without a wave only what the roster says."""
    if story.facts.wave_number is None:
        return [*tell_background(story), *tell_standing(story), *tell_proposals(story)]
    return [
        *tell_background(story),
        *tell_standing(story),
        *tell_needs(story),
        *tell_demand(story),
        *tell_barriers(story),
        *tell_proposals(story),
    ]
