"""Whatever a person's file holds, it is read or it is a clear error."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import Struct

from regkit.errors import CheckError, RegkitError, SettingsError
from regkit.text.forms import convert, listed, nearest, parse_yaml, read_toml


class Inner(Struct, frozen=True):
    name: str = ""
    size: int = 0


class Outer(Struct, frozen=True):
    title: str = ""
    inner: Inner = Inner()
    many: tuple[Inner, ...] = ()
    maybe: Inner | None = None


PIECES = st.sampled_from(
    [
        "- ",
        "a: ",
        "title = ",
        "[inner]",
        "[[many]]",
        "name: x",
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        "\n",
        "  ",
        "#",
        "&a ",
        "*a",
        "!!int ",
        "|",
        ">",
        "?",
        "2026-02-31",
        "1e999",
        "\t",
        "é",
        "\x00",
        "---",
        "<<: ",
        "=",
        ",",
        ".",
    ]
)
SOUP = st.lists(PIECES, max_size=30).map("".join)


@given(SOUP)
@example("!!int ")
@example("!!timestamp x")
@example("[._, 0b_, 1:99]")
def test_yaml_is_read_or_refused(text):
    try:
        value, lines = parse_yaml(text.encode(), "f.yaml", error=CheckError)
        assert lines(()) >= 0
        convert(value, Outer, "f.yaml", lines=lines, error=CheckError)
    except CheckError as error:
        assert str(error).startswith("f.yaml")


@given(SOUP | st.text())
def test_toml_is_read_or_refused(text):
    try:
        assert isinstance(read_toml(text.encode("utf-8", "surrogatepass"), Outer, "f.toml"), Outer)
    except SettingsError as error:
        assert str(error).startswith("f.toml")


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[maybe]\nnmae = 'x'", "f.toml, line 2: unknown field 'nmae' in maybe. Did you mean 'name'?"),
        ("[[many]]\nname = 'x'\n[[many]]\nsize = 'y'", "f.toml, line 4: expected 'int', got 'str' at many[1].size. Correct the value"),
        ("zzz = 1", "f.toml, line 1: unknown field 'zzz'. Known are: inner, many, maybe, title"),
        ("inner.nome = 'x'", "f.toml, line 1: unknown field 'nome' in inner. Did you mean 'name'?"),
    ],
)
def test_the_place_and_the_remedy(toml, message):
    with pytest.raises(SettingsError) as caught:
        read_toml(toml.encode(), Outer, "f.toml")
    assert str(caught.value) == message


def test_nearest_and_lists_of_problems():
    assert nearest("order/III-1.2", ["order/III-1.1", "rule/2.1"], 1) == ["order/III-1.1"]
    assert nearest("zzz", ["order"]) == []
    one = RegkitError("a", place="f")
    assert listed([one], "the checks", CheckError) is one
    assert str(listed([one, one], "the checks", CheckError)) == "2 problems in the checks:\n  f: a\n  f: a"
