import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.extract.term_uses import TermTrie, folded, forms
from regkit.extract.term_uses_sense import Inside, in_compound, in_name, is_verb
from regkit.model.span import Span


def matches(terms, text):
    lower = folded(text)
    return [lower[start:end] for start, end, _ in TermTrie((term, term) for term in terms).find(lower)]


@pytest.mark.parametrize(
    ("terms", "text", "expected"),
    [
        (["account"], "The account’s owner", ["account"]),
        (["account", "account number"], "An account number of the account", ["account number", "account"]),
        (["account"], "accounting, an accountant", []),
        (["open-end credit"], "open end credit and open-end credit", ["open end credit", "open-end credit"]),
        (["state law"], "in a State\nlaw applies", []),
        (["a b c", "b"], "a b d", ["b"]),
        (["necessary to effect, administer"], "It is necessary to effect, administer or move.", ["necessary to effect, administer"]),
        (["xm customer positions", "xm customer"], "XM Customer Positions of an XM Customer.", ["xm customer positions", "xm customer"]),
        ([], "nothing", []),
        (["—"], "a — b", []),
    ],
)
def test_longest_whole_words(terms, text, expected):
    assert matches(terms, text) == expected


def test_values_of_one_term_come_together():
    trie = TermTrie([("berth", 1), ("berth", 2), ("berth fee", 3)])
    assert [values for _, _, values in trie.find("berth, berth fee")] == [[1, 2], [3]]


words = st.sampled_from(["a", "b", "ab", "c"])
phrases = st.lists(words, min_size=1, max_size=4).map(" ".join)


@given(terms=st.lists(phrases, max_size=6), text=st.lists(words, max_size=30).map(" ".join))
def test_finds_what_a_slow_search_finds(terms, text):
    tokens = text.split()
    expected, at = [], 0
    while at < len(tokens):
        sizes = [len(term.split()) for term in terms if tokens[at : at + len(term.split())] == term.split()]
        expected += [" ".join(tokens[at : at + max(sizes)])] if sizes else []
        at += max(sizes, default=1)
    assert matches(terms, text) == expected


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=12), max_size=5))
def test_spans_are_inside_and_in_order(text, terms):
    lower = folded(text)
    last = 0
    for start, end, _ in TermTrie((term, term) for term in terms).find(lower):
        assert last <= start < end <= len(lower)
        last = end


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("party", {"party", "parties"}),
        ("parties", {"parties", "party"}),
        ("bonus", {"bonus", "bonuses"}),
        ("business day", {"business day", "business days"}),
        ("good faith", {"good faith", "good faiths"}),
        ("basis", {"basis", "basises"}),
        ("branch", {"branch", "branches"}),
        ("address", {"address", "addresses"}),
        ("key", {"key", "keys"}),
        ("gsd rules", {"gsd rules", "gsd rule"}),
        ("bearer of bonds", {"bearer of bonds", "bearer of bond", "bearers of bonds"}),
    ],
)
def test_numbers(term, expected):
    assert set(forms(term)) == expected
    assert forms(term)[0] == term


def test_verbs():
    assert forms("tow a ship", verb=True) == ("tow a ship", "tows a ship", "towed a ship", "towing a ship")
    assert forms("carry", verb=True) == ("carry", "carries", "carried", "carrying")


def place(text, word):
    start = text.index(word)
    return text, start, start + len(word)


@pytest.mark.parametrize(
    ("text", "word", "cased", "expected"),
    [
        ("under the Truth in Lending Act", "Act", True, True),
        ("under the Act and this part", "Act", True, False),
        ("in the United States of the union", "States", False, True),
        ("the Consumer Credit Code", "Consumer Credit", False, True),
        ("the consumer credit code", "consumer credit", False, False),
        ("every Eligible Customer Account", "Eligible Customer", True, False),
        ("the Bureau of Harbour Works", "Bureau", True, True),
        ("Dear Applicant: we write", "Applicant", False, False),
        ("the State law", "State", False, False),
        ("In State waters", "State", False, False),
    ],
)
def test_parts_of_longer_names(text, word, cased, expected):
    assert in_name(*place(text, word), cased=cased, first=False) is expected


@pytest.mark.parametrize(
    ("text", "word", "plural", "first", "expected"),
    [
        ("it shall state the rate", "state", False, False, True),
        ("to state the rate", "state", False, False, True),
        ("an advertisement states a rate", "states", True, False, True),
        ("State the rate at once", "State", False, True, True),
        ("in the states that object", "states", True, False, False),
        ("by state law", "state", False, False, False),
        ("disclose to consumers the date", "consumers", True, False, False),
        ("offering consumers an interest", "consumers", True, False, False),
        ("existing leases that are covered", "leases", True, False, False),
        ("must lease a tank", "lease", False, False, True),
        ("a notice that states an amount", "states", True, False, True),
        ("terminates credit accounts that have low limits", "accounts", True, False, False),
        ("a notice states that the fee", "states", True, False, True),
        ("guarantors are not lessees for this part", "lessees", True, False, False),
        ("such bonuses are not interest for this part", "interest", False, False, False),
        ("the port need not state the fee", "state", False, False, True),
        ("it is in the account.", "account", False, False, False),
    ],
)
def test_verbs_are_no_uses(text, word, plural, first, expected):
    assert is_verb(*place(text, word), plural=plural, first=first) is expected


def test_compounds():
    assert in_compound("a self-applicant", 7)
    assert not in_compound("a non-applicant", 6)
    assert not in_compound("a dwelling-related loan", 2)
    assert not in_compound("applicant", 0)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10))), st.integers(0, 60))
def test_inside(pairs, offset):
    spans = [Span(start, start + length) for start, length in pairs]
    assert (offset in Inside(spans)) is any(span.start <= offset < span.end for span in spans)
