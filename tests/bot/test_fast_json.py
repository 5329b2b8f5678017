"""JSON with and without orjson: the same bytes, the same values, the same refusals."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import fast_json

SURROGATES = st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF)
STRINGS = st.text(st.characters() | SURROGATES)
INTEGERS = st.integers(-(2**63), 2**63 - 1)


def nested(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Lists and objects of the leaves."""
    return st.recursive(
        leaves, lambda inner: st.lists(inner) | st.dictionaries(STRINGS, inner), max_leaves=12
    )


EXACT = nested(st.none() | st.booleans() | INTEGERS | STRINGS)
ANY = nested(
    st.none() | st.booleans() | INTEGERS | STRINGS | st.floats(allow_nan=False, allow_infinity=False)
)


@given(EXACT)
def test_both_ways_write_the_same_bytes(value: Any) -> None:
    """Whether orjson is installed changes no byte of what is written."""
    assert fast_json.dumps(value) == fast_json.standard_dumps(value)


@given(ANY)
def test_what_was_written_one_way_is_read_the_other_way(value: Any) -> None:
    """Every value comes back as it was, whoever wrote it and whoever reads it, floats and lone surrogates too."""
    for write in (fast_json.dumps, fast_json.standard_dumps):
        for read in (fast_json.loads, fast_json.standard_loads):
            assert read(write(value)) == value


@given(EXACT)
def test_escapes_and_blanks_of_other_writers_are_read(value: Any) -> None:
    """A text written with escapes, indents and line ends means the same."""
    assert fast_json.loads(json.dumps(value, indent=1).encode()) == value


@given(st.binary() | st.text(alphabet='[]{}",:\\ud8e1-+.0 NaInfityul', max_size=15).map(str.encode))
def test_both_ways_refuse_the_same_texts(text: bytes) -> None:
    """What is no JSON is a ``ValueError`` with orjson and without, and nothing else."""
    outcomes = []
    for read in (fast_json.loads, fast_json.standard_loads):
        try:
            outcomes.append(repr(read(text)))
        except ValueError:
            outcomes.append("refused")
    assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize("text", [b"NaN", b"[Infinity]", b"-Infinity", b"", b"\xef\xbb\xbf1", b"[" * 100_000])
def test_what_only_the_standard_library_reads_is_refused(text: bytes) -> None:
    """Numbers that JSON has not, a mark of byte order and endless nesting raise ``ValueError`` both ways."""
    for read in (fast_json.loads, fast_json.standard_loads):
        with pytest.raises(ValueError, match=r"."):
            read(text)


@pytest.mark.parametrize("value", [datetime(2026, 1, 1, tzinfo=UTC), b"bytes", {1, 2}])
def test_what_json_does_not_know_is_refused(value: Any) -> None:
    """A moment, bytes or a set is a ``TypeError`` both ways: orjson's own ideas of them are not used."""
    for write in (fast_json.dumps, fast_json.standard_dumps):
        with pytest.raises(TypeError):
            write(value)
