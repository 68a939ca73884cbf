"""The counts as of a day are those of the results that were there by then."""

from regkit.model.check import Review, Waiver
from regkit.trace.reviews import Reviews
from regkit.trace.trend import days, trend


def counts(point):
    return {status.value: count for status, count in point.tally.counts.items() if count}


def test_results_count_from_their_day_on(graph):
    first, second = trend(graph)
    assert (first.date, second.date) == ("2026-03-31", "2026-06-30")
    assert counts(first)["failing"] == 1
    assert "covered" not in counts(first)
    assert counts(second)["covered"] == 4
    assert "failing" not in counts(second)


def test_until_a_day(graph):
    assert [point.date for point in trend(graph, until="2026-05-01")] == ["2026-03-31", "2026-05-01"]
    assert trend(graph, until="2025-01-01")[0].tally.covered == 0


def test_waivers_and_reviews_are_as_of_that_day(graph):
    waiver = Waiver(requirement="order/III.1", reason="elsewhere", owner="Legal", until="2026-04-30")
    review = Review(requirement="order/III-3.1", fingerprint="rk1:old", decision="approved", reviewer="A", date="2026-05-01")
    first, second = trend(graph, Reviews(waiver=(waiver,), review=(review,)))
    assert counts(first).get("waived") == 1
    assert "suspect" not in counts(first)
    assert "waived" not in counts(second)
    assert counts(second)["suspect"] == 1


def test_many_days_become_months_and_years():
    every = [f"{year}-{month:02}-{day:02}" for year in range(2020, 2024) for month in range(1, 13) for day in (1, 15)]
    assert days(every[:31]) == every[:31]
    assert days(every) == ["2020-12-15", "2021-12-15", "2022-12-15", "2023-12-15"]
    assert days(every[:48])[:2] == ["2020-01-15", "2020-02-15"]
