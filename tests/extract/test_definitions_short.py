import pytest

from regkit.extract.definitions_short import stands_for


@pytest.mark.parametrize(
    ("before", "term", "many", "expected"),
    [
        ("under the Small Ports Relief Act of 1931", "SPRA", False, "Small Ports Relief Act of 1931"),
        ("pilots of the harbour fund", "Fund", False, "harbour fund"),
        ("Rules bind North Quay Ltd. and South Quay Inc.", "Quays", False, "North Quay Ltd. and South Quay Inc."),
        ('North Quay Ltd. ("NQ") and South Quay Inc. ("SQ")', "Quays", True, 'North Quay Ltd. ("NQ") and South Quay Inc. ("SQ")'),
        ('The Pilot Board ("PB"), the Port Board ("TB"), and Toll Inc.', "Boards", True, 'Pilot Board ("PB"), the Port Board ("TB"), and Toll Inc.'),
        ("As a result of these rules, Quay A and Quay B", "Quays", True, "Quay A and Quay B"),
        ("A port must keep books, logs, and accounts", "records", True, "books, logs, and accounts"),
        ("any master or mate who signs", "Signer", True, "master or mate who signs"),
        ("the first and the second toll", "Toll", False, "second toll"),
        ("tolls set by the Board", "Tolls", False, "tolls set by the Board"),
    ],
)
def test_what_a_short_form_stands_for(before, term, many, expected):
    span = stands_for(before, term, len(before), 0, many=many)
    assert span.of(before) == expected


def test_it_never_reads_before_the_floor():
    assert stands_for("(a) Tolls and fees", "Sums", 18, 4, many=True).of("(a) Tolls and fees") == "Tolls and fees"
    assert not len(stands_for("", "Sum", 0, 0))
