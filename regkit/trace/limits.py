"""How much of what is too much: limits on the requirements of a status, and on what hangs in the air."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from regkit.errors import SettingsError
from regkit.model.coverage import Coverage, CoverageStatus
from regkit.settings import LIMITED, Limit, check_limit, share


class Breach(Struct, frozen=True, kw_only=True):
    """A limit that is exceeded, as a sentence and an exit code."""

    name: str
    message: str
    exit: int


def breaches(counts: Mapping[str, int], total: int, limits: Mapping[str, Limit]) -> list[Breach]:
    """Return the limits that are exceeded, the worst status first. A share is of all requirements; of none at all, any is too much."""
    found = []
    for name in LIMITED:
        if name in limits:
            limit, count = limits[name], counts.get(name, 0)
            most = share(limit.most) if isinstance(limit.most, str) else None
            over = count * 100 > most * total if most is not None else count > int(limit.most)
            if over:
                asked = f"{most:g} %" if most is not None else str(limit.most)
                found.append(Breach(name=name, message=f"{count} {name}, at most {asked} {'is' if asked == '1' else 'are'} allowed", exit=limit.exit))
    return found


def with_options(limits: Mapping[str, Limit], most: Iterable[str], exits: Iterable[str]) -> dict[str, Limit]:
    """Return the limits with what the command line says: ``failing=0``, ``stale=5%``, and exit codes as ``failing=11``. Raises: SettingsError."""
    found = dict(limits)
    for option, pairs in (("--most", most), ("--exit-code", exits)):
        for pair in pairs:
            name, sign, value = (part.strip() for part in pair.partition("="))
            if not sign or name not in LIMITED:
                raise SettingsError(f"{option} {pair!r} is not NAME=VALUE", remedy=f"Names are: {', '.join(LIMITED)}")
            if option == "--most":
                limit: int | str = int(value) if value.isdecimal() else value
                found[name] = replace(found[name], most=limit) if name in found else Limit(most=limit)
            elif not value.isdecimal() or name not in found:
                why = "is no number" if name in found else "has no limit to exceed"
                raise SettingsError(f"{option} {pair!r} {why}", remedy=f"Write it as in: --most {name}=0 --exit-code {name}=11")
            else:
                found[name] = replace(found[name], exit=int(value))
            check_limit(name, found[name], option)
    return found


def lacking(found: Sequence[Coverage], allowed: Iterable[CoverageStatus]) -> list[Coverage]:
    """Return the requirements that have none of the statuses, in order."""
    kept = set(allowed)
    return [item for item in found if item.status not in kept]
