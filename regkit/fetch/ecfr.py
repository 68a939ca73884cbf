"""The Code of Federal Regulations as of a day, from the versioner of ecfr.gov.

``/api/versioner/v1/full/DATE/title-N.xml?part=…&section=…`` gives one part, subpart, section or appendix; DATE may be any day up to the title's
``up_to_date_as_of`` (``titles.json``). The versioner answers 404 both for a day past that one and for what is not there on a day; ``versions``
then says on which days it is. History begins in January 2017; a version of that time says only that the text is no younger. A request for a
chapter gives the whole title, so chapters are refused. Source: the API's documentation on ecfr.gov.
"""

from __future__ import annotations

import contextlib
import re
from urllib.parse import quote, urlencode

from msgspec import Struct, field

from regkit.cite.target import Target
from regkit.errors import FetchError
from regkit.fetch.client import Client, NotThere
from regkit.fetch.found import Fetched, ask, official, unknown
from regkit.text.forms import nearest

BASE = "https://www.ecfr.gov/api/versioner/v1"
_BASELINE = "2017-01-31"  # versions up to here say when the record begins, not when the text was made
_BELOW = re.compile(r", (subpart|appendix|supplement) ([A-Za-z0-9-]+)")
_PART_REST = re.compile(r"(?:, (?:subpart|appendix|supplement) [A-Za-z0-9-]+)?(?: et seq\.)?")


class _Title(Struct, frozen=True):
    number: int
    name: str = ""
    up_to_date_as_of: str | None = None
    latest_issue_date: str | None = None
    reserved: bool = False


class _Meta(Struct, frozen=True):
    import_in_progress: bool = False


class _Titles(Struct, frozen=True):
    titles: tuple[_Title, ...]
    meta: _Meta = _Meta()


class _Version(Struct, frozen=True):
    identifier: str
    date: str = ""
    issue_date: str = ""
    name: str = ""
    removed: bool = False


class _Versions(Struct, frozen=True):
    content_versions: tuple[_Version, ...] = ()


class _Ancestor(Struct, frozen=True):
    type: str = ""
    label_description: str | None = None


class _Ancestry(Struct, frozen=True):
    ancestors: tuple[_Ancestor, ...] = field(default=())


def fetch(target: Target, on: str, client: Client) -> Fetched:
    """Return the part, subpart, section or appendix that ``target`` is in, as of ``on`` (empty: the newest day there is).

    Raises: FetchError of kind ``date`` where it is not there on that day, with the nearest days on which it is; ``not-found`` where it never was.
    """
    number = int(target.source.split(" ")[0])
    query = _query(target)
    whole = str(Target(family="cfr", source=target.source, unit=target.unit, number=target.number, rest=target.rest.removesuffix(" et seq.")))
    title = _title(number, on, client, whole)
    newest = title.up_to_date_as_of or title.latest_issue_date or ""
    day = on or newest
    if newest and day > newest:
        raise _past(whole, day, newest)
    address = f"{BASE}/full/{day}/title-{number}.xml?{urlencode(query, quote_via=quote)}"
    try:
        page = client.get(address, expect={"xml"}, accept="application/xml")
    except NotThere as error:
        if "most recent issue date" in error.body and (said := re.search(r"date of (\d{4}-\d\d-\d\d)", error.body)):
            raise _past(whole, day, said[1]) from None
        raise _absent(number, query, day, whole, client) from None
    authority = official(
        title=whole if len(query) > 1 else "",  # a part's own heading names it better
        issuer=_issuer(number, query, day, client),
        instrument=f"{number} CFR part {target.part}",
        citation=whole,
        short=target.source,
        version=day,
        effective=_effective(number, query, day, client),
        url=page.entry.url,
    )
    notes = () if on else (f"as of {day}, the newest day that ecfr.gov has",)
    return Fetched(citation=whole, page=page, authority=authority, notes=notes)


def _query(target: Target) -> dict[str, str]:
    if target.unit == "chapter" or not target.part:
        raise unknown(str(target), "a whole chapter or title is not fetched", "Ask for its parts, as in 17 CFR part 240")
    if target.unit == "subpart":  # "48 CFR subpart 9.4" of the FAR
        return {"part": target.part, "subpart": target.number}
    query = {"part": target.part}
    if target.unit == "part":
        if not _PART_REST.fullmatch(target.rest):
            raise unknown(str(target), "it is not said which unit of the part this is", f"Ask for {target.source} part {target.number}")
        if below := _BELOW.match(target.rest):
            key, value = (
                ("subpart", below[2]) if below[1] == "subpart" else ("appendix", f"{below[1].capitalize()} {below[2]} to Part {target.number}")
            )
            query[key] = value
        return query
    # the SEC's rules on transfer agents and clearing agencies are spelled in lower case in the current edition
    return query | {"section": target.number.replace(".17Ad-", ".17ad-")}


def _title(number: int, on: str, client: Client, whole: str) -> _Title:
    if client.offline and on:
        return _Title(number=number)  # a day that was fetched once is in the cache, whatever the list of titles said then
    answer = ask(client, f"{BASE}/titles.json", _Titles)
    title = next((title for title in answer.titles if title.number == number), None)
    if title is None or title.reserved:
        raise unknown(whole, f"the CFR has no title {number}" if title is None else f"title {number} of the CFR is reserved", "Check the citation")
    if answer.meta.import_in_progress and not on:
        raise FetchError("ecfr.gov is taking in a new issue", kind="busy", place=whole, remedy="Try again in a few minutes, or name a day with --on")
    return title


def _past(whole: str, day: str, newest: str) -> FetchError:
    return FetchError(f"ecfr.gov does not have {day} yet", kind="date", place=whole, remedy=f"The nearest day is {newest}: --on {newest}")


def _versions(number: int, query: dict[str, str], client: Client) -> tuple[_Version, ...]:
    asked = {key: value for key, value in query.items() if key in ("part", "section")}
    return ask(client, f"{BASE}/versions/title-{number}.json", _Versions, **asked).content_versions


def _absent(number: int, query: dict[str, str], day: str, whole: str, client: Client) -> FetchError:
    """Return the error that says why the versioner has nothing: never there, not yet, or no longer, with the nearest days."""
    wanted = query.get("section") or query.get("appendix")
    try:
        versions = _versions(number, {"part": query["part"]}, client)
    except FetchError:
        versions = ()
    mine = sorted(
        (version.issue_date or version.date, version.removed)
        for version in versions
        if wanted is None or version.identifier.lower() == wanted.lower()
    )
    if not mine:
        near = nearest(wanted or "", sorted({version.identifier for version in versions if not version.removed}))
        remedy = f"Did you mean {number} CFR {near[0]}?" if near else "Check the title, part and section"
        return FetchError("ecfr.gov has no such part or section", kind="not-found", place=whole, remedy=remedy)
    before = [entry for entry in mine if entry[0] <= day]
    after = next((date for date, removed in mine if date > day and not removed), "")
    if before and before[-1][1]:
        last = next((date for date, removed in reversed(before) if not removed), "")
        why, days = f"it was removed on {before[-1][0]}", [last, after]
    elif before:
        why, days = f"ecfr.gov has no text of it on {day}", [before[-1][0], after]
    else:
        why, days = f"it is not there on {day}", [after]
    named = " and ".join(date for date in days if date)
    remedy = f"The nearest days with a version are: {named}" if named else "Look for it in an earlier edition on govinfo.gov"
    return FetchError(why, kind="date", place=whole, remedy=remedy)


def _effective(number: int, query: dict[str, str], day: str, client: Client) -> str:
    """Return the day from which a section reads as it does on ``day``; empty where the record does not go back so far, or the API is silent."""
    if "section" not in query:
        return ""
    with contextlib.suppress(FetchError):
        dates = [version.date for version in _versions(number, query, client) if version.identifier == query["section"] and version.date <= day]
        return max((date for date in dates if date > _BASELINE), default="")
    return ""


def _issuer(number: int, query: dict[str, str], day: str, client: Client) -> str:
    """Return the agency whose chapter it is: chapters of the CFR bear their agency's name."""
    with contextlib.suppress(FetchError):
        found = ask(client, f"{BASE}/ancestry/{day}/title-{number}.json", _Ancestry, part=query["part"])
        return next((step.label_description or "" for step in found.ancestors if step.type == "chapter"), "")
    return ""
