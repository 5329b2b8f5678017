"""The health check of the container image, on a real bot."""

import json
import re
import sys

from tests.process.premises import ROOT, Premises


async def test_the_images_health_check_tells_a_living_bot_from_a_dead_one(
    sqlite_premises: Premises, unused_tcp_port: int
) -> None:
    """The command of HEALTHCHECK ends with 0 beside a bot that fetches, and with another code when it is gone."""
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    words = json.loads(re.findall(r"^HEALTHCHECK .*?CMD (.*)$", dockerfile, re.MULTILINE)[0])
    port = re.findall(r"KHAOSAT_HEALTH_PORT=(\d+)", dockerfile)[0]
    command = [sys.executable, words[1], words[2].replace(port, str(unused_tcp_port))]
    assert command[2] != words[2]
    await sqlite_premises.furnish(1)
    sqlite_premises.settings["KHAOSAT_HEALTH_PORT"] = str(unused_tcp_port)
    async with sqlite_premises.running():
        assert await sqlite_premises.ends(*command) == 0
    assert await sqlite_premises.ends(*command) != 0
