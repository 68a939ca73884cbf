"""The types of regkit's ReqIF: what each kind of object, document and relation has for attributes, and how they are written.

Names that tools know from the ReqIF Implementation Guide (``ReqIF.ForeignID``, ``ReqIF.Name``, ``ReqIF.ChapterName``, ``ReqIF.Text``) are used for
what they mean; all else begins with ``regkit.``. Attribute names are unique within a type, and one name has one data type in all of them.

Source: OMG ReqIF 1.2 (formal/2016-07-01), 10.8 and annex A; its file namespace is that of 1.0 and its version element is fixed to "1.0".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct

from regkit.export.content import compact, uuid
from regkit.model.annotation import Modality
from regkit.model.check import Method, Result
from regkit.model.coverage import CoverageStatus
from regkit.model.document import Status
from regkit.model.requirement import RequirementKind
from regkit.text.visible import storable

STRING, XHTML, INTEGER, ENUMERATION = "STRING", "XHTML", "INTEGER", "ENUMERATION"


class YesNo(StrEnum):
    """Whether: an enumeration, since strictdoc 0.30 stops at an attribute that is BOOLEAN."""

    YES = "yes"
    NO = "no"


_ENUMS = {
    "Modality": Modality,
    "Status": CoverageStatus,
    "Kind": RequirementKind,
    "Standing": Status,
    "Method": Method,
    "Result": Result,
    "YesNo": YesNo,
}
_LONGEST, _MOST = 1_048_576, 2_147_483_647


class Field(Struct, frozen=True):
    """An attribute: its name in ReqIF, the graph's attribute that it is filled from, its data type, and the enumeration of one that has one."""

    name: str
    source: str
    type: str = STRING
    enum: str = ""


class Kind(Struct, frozen=True):
    """A type of objects, documents or relations."""

    tag: str
    name: str
    fields: tuple[Field, ...] = ()

    @property
    def id(self) -> str:
        """The identifier of the type."""
        return identifier("type", self.name)


_ID = Field("ReqIF.ForeignID", "id")
_PLACE = (Field("regkit.Pinpoint", "pinpoint"), Field("regkit.Start", "start", INTEGER), Field("regkit.End", "end", INTEGER))
# The words around as JSON: strictdoc stops at a value that begins with a space, and other tools trim it.
_ANCHOR = (*_PLACE, Field("regkit.Context", "context"), Field("regkit.Fingerprint", "fingerprint"))

HEADING = Kind(
    "SPEC-OBJECT-TYPE",
    "Provision",
    (
        _ID,
        Field("ReqIF.ChapterName", "chapter"),
        Field("ReqIF.Text", "text", XHTML),
        *_PLACE,
        Field("regkit.ProvisionType", "type"),
        Field("regkit.Marker", "marker"),
    ),
)
REQUIREMENT = Kind(
    "SPEC-OBJECT-TYPE",
    "Requirement",
    (
        _ID,
        Field("ReqIF.Name", "title"),
        Field("ReqIF.Text", "quote", XHTML),
        Field("regkit.Status", "coverage", ENUMERATION, "Status"),
        Field("regkit.Modality", "modality", ENUMERATION, "Modality"),
        Field("regkit.Kind", "requirement_kind", ENUMERATION, "Kind"),
        Field("regkit.Bearer", "bearer"),
        Field("regkit.Conditions", "conditions"),
        Field("regkit.Exceptions", "exceptions"),
        Field("regkit.Deadlines", "deadlines"),
        Field("regkit.Thresholds", "thresholds"),
        Field("regkit.Rule", "rule"),
        Field("regkit.Certain", "certain", ENUMERATION, "YesNo"),
        Field("regkit.Review", "review"),
        *_ANCHOR,
    ),
)
DEFINITION = Kind(
    "SPEC-OBJECT-TYPE",
    "Definition",
    (_ID, Field("ReqIF.Name", "term"), Field("ReqIF.Text", "body", XHTML), Field("regkit.Rule", "rule"), *_ANCHOR),
)
CHECK = Kind(
    "SPEC-OBJECT-TYPE",
    "Check",
    (
        _ID,
        Field("ReqIF.Name", "title"),
        Field("ReqIF.Text", "procedure", XHTML),
        Field("regkit.Method", "method", ENUMERATION, "Method"),
        Field("regkit.Owner", "owner"),
        Field("regkit.Frequency", "frequency"),
        Field("regkit.NextDue", "next_due"),
        Field("regkit.EvidenceWanted", "evidence_wanted", XHTML),
        Field("regkit.Risk", "risk"),
        Field("regkit.Result", "result", ENUMERATION, "Result"),
        Field("regkit.ResultDate", "result_date"),
        Field("regkit.ResultNote", "result_note", XHTML),
    ),
)
AUTHORITY = Kind("SPEC-OBJECT-TYPE", "Authority", (_ID, Field("ReqIF.Name", "target"), Field("regkit.Family", "family"), Field("regkit.URL", "url")))
DOCUMENT = Kind(
    "SPECIFICATION-TYPE",
    "Document",
    (
        _ID,
        Field("ReqIF.Name", "title"),
        Field("ReqIF.Text", "text", XHTML),
        Field("regkit.Standing", "status", ENUMERATION, "Standing"),
        Field("regkit.Issuer", "issuer"),
        Field("regkit.Instrument", "instrument"),
        Field("regkit.Citation", "citation"),
        Field("regkit.Version", "version"),
        Field("regkit.Effective", "effective"),
        Field("regkit.URL", "url"),
        Field("regkit.Source", "source"),
        Field("regkit.SourceSHA256", "sha256"),
        Field("regkit.TextSHA256", "text_sha256"),
        Field("regkit.Retrieved", "retrieved"),
    ),
)
LOGIC = (Field("regkit.Operator", "op"), Field("regkit.Group", "group"), Field("regkit.Quote", "quote"), Field("regkit.Also", "also"))
RELATIONS = {
    name: Kind("SPEC-RELATION-TYPE", name, LOGIC) for name in ("VERIFIES", "CONDITION_OF", "EXCEPTION_OF", "READ_WITH", "USES_TERM", "CITES")
}
KINDS = (HEADING, REQUIREMENT, DEFINITION, CHECK, AUTHORITY, *RELATIONS.values(), DOCUMENT)


def identifier(*names: str) -> str:
    """Return an identifier: ``_`` before a UUID, since XML's ids begin with no digit."""
    return f"_{uuid('reqif', *names)}"


def attribute(text: str) -> str:
    """Return text as a quoted XML attribute, on one line: readers make a space of a line feed in an attribute, so none is written."""
    return quoteattr(" ".join(storable(text).split()))


def opening(tag: str, id: str, moment: str, name: str = "") -> str:
    """Return the start tag, but for its ``>``, of something that has an identity."""
    long = f" LONG-NAME={attribute(name)}" if name else ""
    return f'<{tag} IDENTIFIER="{id}" LAST-CHANGE="{moment}"{long}'


def definitions(moment: str) -> Iterator[str]:
    """Yield the data types and the types."""
    yield "<DATATYPES>"
    yield f'{opening("DATATYPE-DEFINITION-STRING", identifier("data", STRING), moment, "Text")} MAX-LENGTH="{_LONGEST}"/>'
    yield f"{opening('DATATYPE-DEFINITION-XHTML', identifier('data', XHTML), moment, 'Formatted text')}/>"
    yield f'{opening("DATATYPE-DEFINITION-INTEGER", identifier("data", INTEGER), moment, "Offset")} MAX="{_MOST}" MIN="0"/>'
    for name, enum in _ENUMS.items():
        yield f"{opening('DATATYPE-DEFINITION-ENUMERATION', identifier('data', ENUMERATION, name), moment, name)}><SPECIFIED-VALUES>"
        for key, value in enumerate(enum):
            yield f"{opening('ENUM-VALUE', identifier('value', name, value.value), moment, value.value)}>"
            yield f'<PROPERTIES><EMBEDDED-VALUE KEY="{key}" OTHER-CONTENT=""/></PROPERTIES></ENUM-VALUE>'
        yield "</SPECIFIED-VALUES></DATATYPE-DEFINITION-ENUMERATION>"
    yield "</DATATYPES>\n<SPEC-TYPES>"
    for kind in KINDS:
        yield f"{opening(kind.tag, kind.id, moment, kind.name)}><SPEC-ATTRIBUTES>"
        for field in kind.fields:
            several = ' MULTI-VALUED="false"' if field.type == ENUMERATION else ""
            data = identifier("data", field.type, field.enum) if field.enum else identifier("data", field.type)
            tag = f"ATTRIBUTE-DEFINITION-{field.type}"
            yield f"{opening(tag, _defined(kind, field), moment, field.name)}{several}>"
            yield f"<TYPE><DATATYPE-DEFINITION-{field.type}-REF>{data}</DATATYPE-DEFINITION-{field.type}-REF></TYPE></{tag}>"
        yield f"</SPEC-ATTRIBUTES></{kind.tag}>\n"
    yield "</SPEC-TYPES>\n"


def values(kind: Kind, data: dict[str, Any]) -> str:
    """Return the values of an object's attributes; what has none is left out, and what no enumeration knows. Only XHTML has several lines."""
    return f"<VALUES>{''.join(_values(kind, data))}</VALUES>"


def formatted(text: str) -> str:
    """Return text as XHTML: a paragraph a line."""
    lines = [line for line in storable(text).replace("\r", "\n").split("\n") if line.strip()] or [""]
    return f"<xhtml:div>{''.join(f'<xhtml:p>{escape(line)}</xhtml:p>' for line in lines)}</xhtml:div>"


def _values(kind: Kind, data: dict[str, Any]) -> Iterable[str]:
    for field in kind.fields:
        value = compact({end: data.get(end, "") for end in ("prefix", "suffix")}) if field.source == "context" else data.get(field.source, "")
        if isinstance(value, bool):
            value = YesNo.YES if value else YesNo.NO
        if value == "":
            continue
        tag = f"ATTRIBUTE-VALUE-{field.type}"
        reference = f"<DEFINITION><ATTRIBUTE-DEFINITION-{field.type}-REF>{_defined(kind, field)}</ATTRIBUTE-DEFINITION-{field.type}-REF></DEFINITION>"
        if field.type == XHTML:
            yield f"<{tag}>{reference}<THE-VALUE>{formatted(str(value))}</THE-VALUE></{tag}>"
        elif field.type == ENUMERATION:
            if value in list(_ENUMS[field.enum]):
                chosen = identifier("value", field.enum, str(value))
                yield f"<{tag}>{reference}<VALUES><ENUM-VALUE-REF>{chosen}</ENUM-VALUE-REF></VALUES></{tag}>"
        else:
            yield f"<{tag} THE-VALUE={attribute(str(value))}>{reference}</{tag}>"


def _defined(kind: Kind, field: Field) -> str:
    return identifier("attribute", kind.name, field.name)
