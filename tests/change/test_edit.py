"""Values change where they stand; every other byte stays."""

from __future__ import annotations

import pytest

from regkit.change.edit import edit_checks, edit_reviews
from regkit.errors import CheckError
from regkit.model.check import Target
from regkit.trace.checks import parse_checks

QUOTE = Target(document="new", quote="""It's "so": a lamp, at # dusk""")


def check(verifies, tail="\n  owner: X  # end\n"):
    return f"# head\n- id: C-1\n  title: T\n  verifies:{verifies}{tail}"


@pytest.mark.parametrize(
    ("verifies", "new", "wanted"),
    [
        (" old/1.1", Target(id="new/2.1"), " new/2.1"),
        (" [old/1.1, other/3.1]", Target(id="new/2.1"), " [new/2.1, other/3.1]"),
        ("\n    - old/1.1  # why", Target(id="new/2.1"), "\n    - new/2.1  # why"),
        ("\n    - 'old/1.1'", Target(id="new/2.1"), "\n    - 'new/2.1'"),
        (" {document: old, quote: a lamp}", QUOTE, ' {document: new, quote: "It\'s \\"so\\": a lamp, at # dusk"}'),
        ("\n    - document: old   # a\n      quote: 'a lamp' # b", QUOTE,
         "\n    - document: new   # a\n      quote: 'It''s \"so\": a lamp, at # dusk' # b"),
        ("\n    - document: old\n      quote: >-\n        a lamp\n        burns\n    # after", QUOTE,
         "\n    - document: new\n      quote: >-\n        It's \"so\": a lamp, at # dusk\n    # after"),
        ("\n    - document: old\n      quote: |\n        a lamp\n", QUOTE,
         '\n    - document: new\n      quote: "It\'s \\"so\\": a lamp, at # dusk"\n'),
        ("\n    - document: old\n      quote: a lamp  # b\n    # after", Target(id="new/2.1"), "\n    - new/2.1  # b\n    # after"),
        (" [{document: old, quote: a lamp}]", Target(id="new/2.1"), " [new/2.1]"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_target_changes_where_it_stands(verifies, new, wanted, ends):
    old = check(verifies).replace("\n", ends).encode()
    made = edit_checks(old, "checks.yaml", {("C-1", 0): new})
    assert made.decode() == check(wanted).replace("\n", ends)
    assert parse_checks(made, "checks.yaml")[0].verifies[0] == new


def test_the_second_target_and_no_other():
    old = check("\n    - old/1.1\n    - old/1.1")
    assert edit_checks(old.encode(), "c", {("C-1", 1): Target(id="new/1.1")}).decode() == check("\n    - old/1.1\n    - new/1.1")
    assert edit_checks(old.encode(), "c", {("C-2", 0): Target(id="new/1.1")}) == old.encode()


@pytest.mark.parametrize("quote", ["a\u2028b", "tab\tin", "\x07bell", "“curly” — dash", "\U0001f514", "back\\slash", "null", " padded "])
def test_any_words_survive(quote):
    target = Target(document="null", quote=quote)
    for verifies in (" {document: old, quote: a}", " {document: 'old', quote: 'a'}", ' {document: "old", quote: "a"}'):
        assert parse_checks(edit_checks(check(verifies).encode(), "c", {("C-1", 0): target}), "c")[0].verifies == (target,)


def test_a_table_of_checks():
    old = "checks:\n  - {id: C-1, title: T, verifies: old/1.1}\n"
    assert edit_checks(old.encode(), "c", {("C-1", 0): Target(id="new/1.1")}).decode() == old.replace("old/", "new/")


REVIEWS = '# ours\n[[review]]\nrequirement = "old/1.1" # one\nfingerprint = "rk1:1"\ndecision="approved"\nreviewer = \'A\'\ndate = "2026-01-31"\n'


def test_reviews_keep_their_comments():
    made = edit_reviews(REVIEWS.encode(), "reviews.toml", {("review", 0): {"requirement": "new/1.1"}})
    assert made.decode() == REVIEWS.replace('"old/1.1"', '"new/1.1"')


def test_what_was_meant_is_proved(monkeypatch):
    from regkit.change import edit

    monkeypatch.setattr(edit, "_scalar", lambda value, style: "elsewhere")
    with pytest.raises(CheckError, match="cannot be changed in place"):
        edit_checks(check(" old/1.1").encode(), "c", {("C-1", 0): Target(id="new/2.1")})
