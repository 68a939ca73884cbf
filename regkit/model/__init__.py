"""The types that every part shares: frozen msgspec Structs, no behaviour beyond what follows from their own fields.

One file a word of the domain: ``span``, ``document``, ``annotation``, ``analysis``, ``requirement``, ``check``, ``coverage``, ``finding``.
All are frozen and refer to no mutable thing, so no cycle can form, and the garbage collector need not look at them (``gc=False``): a large
build holds millions. Structs, not dataclasses, because the same types are validated where untrusted files enter (TOML, YAML, JSON) and are
stored by the cache; one declaration serves all three. Nothing here imports anything of regkit but ``errors``.
"""
