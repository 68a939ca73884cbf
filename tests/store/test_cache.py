"""The cache gives back what was put in, under what it was made from, or nothing."""

import pytest

from regkit.store.cache import AnalysisCache


@pytest.fixture
def cache(tmp_path):
    return AnalysisCache(tmp_path / "cache", "recipe", "rules")


def test_what_was_put_in_comes_back(cache, analyses):
    for analysis in analyses:
        key = cache.key(analysis.document.text.encode(), b"about")
        assert cache.get(key) is None
        cache.put(key, analysis)
        assert cache.get(key) == analysis


def test_the_key_depends_on_everything(cache, tmp_path):
    base = cache.key(b"source", b"about")
    others = [
        cache.key(b"source2", b"about"),
        cache.key(b"source", b"about2"),
        cache.key(b"sourcea", b"bout"),
        AnalysisCache(tmp_path, "recipe2", "rules").key(b"source", b"about"),
        AnalysisCache(tmp_path, "recipe", "rules2").key(b"source", b"about"),
    ]
    assert base == cache.key(b"source", b"about")
    assert len({base, *others}) == 6


@pytest.mark.parametrize(
    "harm",
    [lambda data: data[:-7], lambda data: data[:60] + b"x" + data[61:], lambda data: b"", lambda data: b"other" + data],
    ids=["cut", "flip", "empty", "head"],
)
def test_a_damaged_entry_is_as_good_as_missing(cache, analyses, harm):
    cache.put("ab12", analyses[0])
    path = cache.folder / "ab" / "ab12"
    path.write_bytes(harm(path.read_bytes()))
    assert cache.get("ab12") is None
    cache.put("ab12", analyses[0])
    assert cache.get("ab12") == analyses[0]


def test_a_cache_that_cannot_be_written_does_not_stop(tmp_path, analyses):
    (tmp_path / "file").write_text("")
    cache = AnalysisCache(tmp_path / "file", "recipe")
    cache.put("ab12", analyses[0])
    assert cache.get("ab12") is None


def test_old_entries_go(cache, analyses):
    cache.put("ab12", analyses[0])
    cache.put("cd34", analyses[1])
    cache.keep_only({"cd34"})
    assert cache.get("ab12") is None
    assert cache.get("cd34") == analyses[1]
