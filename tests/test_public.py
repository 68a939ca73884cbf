"""The public names: all there, none of them a package's, whatever was imported before."""

import importlib

import regkit


def test_every_public_name_is_there_and_stays_what_it_is() -> None:
    names = [name for name in regkit.__all__ if name != "__version__"]
    before = {name: getattr(regkit, name) for name in names}
    for module in ("read", "extract", "graph", "report", "resolve", "workflow"):
        importlib.import_module(f"regkit.{module}")
    assert all(callable(value) for value in before.values())
    assert {name: getattr(regkit, name) for name in names} == before
    assert set(names) <= set(dir(regkit))
