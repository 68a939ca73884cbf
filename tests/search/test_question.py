"""Whatever is typed is a question without an error in it, or none with a word."""

import sqlite3

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from regkit.errors import RegkitError
from regkit.search import read

TEXTS = [
    "A bank shall hold customer property in a segregated account.",
    "The creditor’s notice states the reasons; a bank's disclosure names the account.",
    "Under § 240.15c3-3(a)(1) a broker keeps records near Café Müller.",
    "Lenders disclose the annual percentage yield. The yield may change.",
]


@pytest.fixture(scope="module")
def base():
    found = sqlite3.connect(":memory:")
    found.execute('CREATE VIRTUAL TABLE words USING fts5 (title, body, tokenize="unicode61 remove_diacritics 2")')
    found.executemany("INSERT INTO words (rowid, title, body) VALUES (?, '', ?)", enumerate(TEXTS))
    yield found
    found.close()


def ask(base, typed):
    return [row for (row,) in base.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid", (read(typed).query,))]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bank", [0, 1]),
        ("BANK account", [0, 1]),
        ("bank notice", [1]),
        ('"customer property"', [0]),
        ('"property customer"', []),
        ("“customer property”", [0]),
        ("‘bank’", [0, 1]),
        ("bank’s", [1]),
        ("creditor's notice", [1]),
        ("disclos*", [1, 3]),
        ("disclos", []),
        ('"annual percent*"', [3]),
        ("bank OR yield", [0, 1, 3]),
        ("bank | yield", [0, 1, 3]),
        ("account -property", [1]),
        ("account NOT property", [1]),
        ("account NOT (property OR records)", [1]),
        ('account -"customer property"', [1]),
        ("account -(property OR records)", [1]),
        ("(bank OR lenders) (yield OR segregated)", [0, 3]),
        ("15c3-3", [2]),
        ("240.15c3-3(a)(1)", [2]),
        ("§ 240.15c3-3", [2]),
        ("(15c3-3(a)(1))", [2]),
        ("15c3-4", []),
        ("cafe muller", [2]),
        ("CAFÉ", [2]),
        ("near", [2]),  # a word like any other
        ("NEAR", [2]),
        ("not a question: bank", []),
        ("AND bank", [0, 1]),
        ("bank AND", [0, 1]),
        ("bank OR", [0, 1]),
        ("OR OR bank", [0, 1]),
        ("bank NOT", [0, 1]),
        ("bank NOT OR lenders", [0, 1, 3]),
        ("((bank", [0, 1]),
        ("bank))) account", [0, 1]),
        ("(a) (1)", [2]),
        ('"customer', [0]),
        ("title:bank", []),
        ("^bank", [0, 1]),
        ("{title body}: bank", []),
        ("+bank", [0, 1]),
        ("b*", []),
        ("ban*", [0, 1]),
        ("bank -", [0, 1]),
        ("bank\0account", [0, 1]),
        ("bank\ud800", [0, 1]),
    ],
)
def test_what_is_found(base, typed, found):
    assert ask(base, typed) == found


@pytest.mark.parametrize("typed", ["", "  ", "§", '""', "*", "-bank", "NOT bank", "()", "OR", "\x00", "(-bank)", "“”", "¶ — …"])
def test_nothing_to_look_for(typed):
    with pytest.raises(RegkitError, match="no word to look for"):
        read(typed)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("bank  account", "bank account"),
        ("“customer   property” disclos*", '"customer property" disclos*'),
        ("a OR b c -d", "a OR b c -d"),
        ("a -(b OR c)", "a -(b OR c)"),
        ("NOT x bank", "-x bank"),
    ],
)
def test_how_it_was_understood(typed, understood):
    assert read(typed).understood == understood


def test_notes_say_what_was_left_out():
    assert read("a* bank").notes == ("a* is too short for a beginning, and was looked for as a word",)
    assert read("bank OR -x").notes == ("what is only excluded finds nothing: name a word that is wanted",)
    assert read(" ".join(f"w{number}" for number in range(100))).notes == ("only the first 64 words were read",)
    assert "only the first 2,000 characters were read" in read("bank " * 1000).notes
    assert read("bank").notes == ()


HOSTILE = st.text(st.sampled_from('"“”‘’*^+-():{}~|&<>=%_\\/;,.\0\n\t§ aàß15NOTRAEDW\ud800\ufffe\ue000'), max_size=60)


@settings(max_examples=300, deadline=None)
@example('"')
@example('a" OR "b')
@example("NEAR(a b, 3)")
@example("a NOT NOT b")
@example("-(-(a))")
@example("(" * 500 + "a")
@example("a " * 500)
@example("(a OR " * 100)
@example("\u0301a \u0301")
@given(HOSTILE | st.text(max_size=40))
def test_no_question_is_an_error_of_sqlite(base, typed):
    try:
        question = read(typed)
    except RegkitError:
        return
    base.execute("SELECT count(*) FROM words WHERE words MATCH ?", (question.query,)).fetchone()
    assert read(typed) == question
