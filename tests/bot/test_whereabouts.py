"""Whether a process still exists on this machine is read, not guessed."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.process import whereabouts
from bot.process.whereabouts import is_gone, this_process

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only with /proc")


@needs_proc
def test_this_process_is_not_gone() -> None:
    """What a lease tells of us is recognised, also after it was stored."""
    assert not is_gone(this_process())


@needs_proc
def test_a_process_that_ended_is_gone() -> None:
    """Its number is free, or it is only waiting to be counted by its parent."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        told = this_process() | {"pid": child.pid, "began": whereabouts._began(child.pid)}
        assert not is_gone(told)
        child.kill()
        child.wait()
        assert is_gone(told)


@needs_proc
def test_a_number_given_to_another_process_does_not_deceive() -> None:
    """The same number with another beginning is another process."""
    assert is_gone(this_process() | {"began": "1"})


@needs_proc
def test_a_process_that_is_hidden_is_not_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service (ProtectProc=invisible) does not see other accounts' processes: a bot may still work there."""
    (tmp_path / "sys/kernel/random").mkdir(parents=True)
    (tmp_path / "self/ns").mkdir(parents=True)
    (tmp_path / "sys/kernel/random/boot_id").write_text("a boot\n", encoding="ascii")
    (tmp_path / "self/ns/pid").symlink_to("pid:[1]")
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        began = whereabouts._began(child.pid)
        monkeypatch.setattr(whereabouts, "PROC", tmp_path)
        told = this_process() | {"pid": child.pid, "began": began}
        assert told["machine"]
        assert not is_gone(told)
        child.kill()
        child.wait()
        assert is_gone(told)


@pytest.mark.parametrize("change", [{"machine": "elsewhere"}, {"machine": ""}, {"pid": "?"}])
def test_of_another_machine_nothing_is_known(change: dict[str, str]) -> None:
    """Then the lease has to run out."""
    assert not is_gone(this_process() | {"began": "1"} | change)


def test_without_proc_nothing_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """On Windows and macOS a lease runs out; nothing raises."""
    monkeypatch.setattr(whereabouts, "PROC", tmp_path)
    told = this_process()
    assert told["machine"] == told["began"] == ""
    assert not is_gone(told)
