"""Who plays whom: every official of the stage gets a phone of the simulated Telegram and a temper."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.clock import Clock
from bot.demo.character import AnyCharacter
from bot.demo.respondent import Respondent
from bot.demo.scenes import Scene
from bot.demo.setting import Stage
from bot.demo.tempers import TYPING, deal_tempers, link_moment, places_on_page, visit_moment
from bot.demo.typist import Typist
from bot.demo.visitor import Visitor
from bot.simulator import Browsers, Simulator
from bot.simulator.zalo import ZaloSimulator
from storage.records import OfficialRecord

SEED: Final = 2015
FIRST_PHONE: Final = 700_000_001
TYPICAL_BIRTH_YEAR: Final = 1962


@dataclass(frozen=True, slots=True)
class Role:
    """An official who answers by themselves, from ``links_at`` on."""

    official: OfficialRecord
    respondent: AnyCharacter
    links_at: datetime


def cast(
    simulator: Simulator,
    clock: Clock,
    stage: Stage,
    scene: Scene,
    seed: int = SEED,
    *,
    zalo: ZaloSimulator | None = None,
    browsers: Browsers | None = None,
) -> Iterator[Role]:
    """Give every official a phone and a temper. Everything random hangs on the seed.

    Who types everything is on ``zalo``, if it is there; some of the others open the page, with one of ``browsers``.
    """
    tempers = deal_tempers(len(stage.officials), seed)
    on_page = places_on_page(tempers) if browsers is not None else set()
    for number, (official, temper) in enumerate(zip(stage.officials, tempers, strict=True)):
        chance = random.Random(f"{seed}:{official.roster_key}")  # noqa: S311 - a play, not a secret
        code = stage.codes[official.roster_key]
        born = official.birth_year or TYPICAL_BIRTH_YEAR
        respondent: AnyCharacter
        if zalo is not None and temper.name == TYPING:
            chat = zalo.phone(FIRST_PHONE + number, official.full_name)
            respondent = Typist(chat, temper, clock, chance, code=code.short, birth_year=born)
        elif browsers is not None and number in on_page:
            browser = browsers.browser(FIRST_PHONE + number, official.full_name)
            respondent = Visitor(browser, temper, clock, chance, code=code.long, birth_year=born)
            again = random.Random(f"{seed}:{official.roster_key}:again")  # noqa: S311 - a play, not a secret
            respondent.comes_again_at = visit_moment(again, scene.opens_at)
        else:
            phone = simulator.phone(FIRST_PHONE + number, official.full_name)
            respondent = Respondent(phone, temper, clock, chance, code=code.long, birth_year=born)
        yield Role(official, respondent, link_moment(chance, scene.links_from, scene.links_until))
