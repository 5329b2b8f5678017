"""The doctor asks Zalo about each token."""

import logging

import pytest
from pydantic import SecretStr

from bot.cli.zalo import examine_zalo
from bot.clock import SystemClock
from bot.messages import FailureKind, SendError
from bot.process.intakes import CONNECT_AGAIN_AFTER, _explain_no_connection
from bot.settings import Settings
from bot.simulator.zalo import TOKENS, ZaloSimulator


def set_up(simulator: ZaloSimulator, *tokens: str, webhook: str = "") -> Settings:
    """Return settings with these tokens."""
    return Settings(
        _env_file=None,
        zalo_tokens=SecretStr(",".join(tokens)),
        zalo_base_url=simulator.base_url,
        zalo_webhook_url=webhook,
    )


async def test_each_token_is_asked_and_the_wrong_one_is_named() -> None:
    """All good is said so; a refused one is named by its place, and its secret is told to nobody."""
    async with ZaloSimulator(SystemClock(), TOKENS) as zalo:
        assert (await examine_zalo(set_up(zalo, *TOKENS))).state == "good"
        finding = await examine_zalo(set_up(zalo, TOKENS[0], "77:sai"))
    assert finding.state == "bad"
    assert "mã thứ 2 (bot 77)" in finding.detail
    assert "mã thứ 1" not in finding.detail
    assert "sai" not in str(finding.data)


async def test_what_is_no_token_is_not_told() -> None:
    """A secret pasted without the bot's number is refused, and stands in no output."""
    async with ZaloSimulator(SystemClock(), TOKENS) as zalo:
        finding = await examine_zalo(set_up(zalo, "bimat123"))
    assert finding.state == "bad"
    assert "bimat123" not in finding.detail + str(finding.data)


async def test_twins_and_a_webhook_without_secret_are_told() -> None:
    """One bot with two tokens and a webhook that anybody may call are faults."""
    async with ZaloSimulator(SystemClock(), TOKENS) as zalo:
        twins = await examine_zalo(set_up(zalo, TOKENS[0], TOKENS[0]))
        open_door = await examine_zalo(set_up(zalo, TOKENS[0], webhook="https://ks.example/zalo"))
    assert "nhiều hơn một mã" in twins.detail
    assert "KHAOSAT_ZALO_WEBHOOK_SECRET" in open_door.detail


async def test_a_zalo_that_does_not_answer_is_a_warning() -> None:
    """Nothing is known of a token then."""
    async with ZaloSimulator(SystemClock(), TOKENS) as zalo:
        settings = set_up(zalo, TOKENS[0])
    assert (await examine_zalo(settings)).state == "warning"


def test_the_log_names_the_setting_that_holds_the_tokens(caplog: pytest.LogCaptureFixture) -> None:
    """A refused token of Zalo is to be looked for in KHAOSAT_ZALO_TOKENS."""
    caplog.set_level(logging.WARNING)
    refused = SendError(FailureKind.UNAUTHORIZED, retryable=True)
    _explain_no_connection("zalo", refused, CONNECT_AGAIN_AFTER)
    assert "check KHAOSAT_ZALO_TOKENS;" in caplog.text
