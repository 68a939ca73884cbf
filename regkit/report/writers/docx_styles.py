"""The styles of a Word report: built in where no template is given, added where a template lacks them, never replaced where it has them.

A style is known by its name. The names are the contract with templates and stand in the documentation. Source: ECMA-376, 17.7 (styles).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, TypeAlias

from lxml import etree

from regkit.report.writers.common import MARKS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Kind: TypeAlias = Literal["paragraph", "character", "table"]


class Style(NamedTuple):
    """A style: its name, its kind, the style it is based on, and its properties as WordprocessingML. ``ours``: no other program knows the name."""

    name: str
    kind: Kind
    base: str
    inner: str
    ours: bool = True


def _paragraph(name: str, run: str = "", paragraph: str = "", base: str = "Normal", *, ours: bool = True) -> Style:
    inner = (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "") + (f"<w:rPr>{run}</w:rPr>" if run else "")
    return Style(name, "paragraph", base, inner, ours)


def _heading(level: int, size: int, before: int) -> Style:
    place = f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="80"/><w:outlineLvl w:val="{level - 1}"/>'
    return _paragraph(
        f"heading {level}", f'<w:rFonts {_FONT}/><w:b/><w:color w:val="1F3A5F"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>', place, ours=False
    )


def _box(line: str, ground: str) -> str:
    left = f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="6" w:color="{line}"/></w:pBdr>'
    return f'{left}<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/><w:spacing w:before="80" w:after="120"/>'


_FONT = 'w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" w:eastAsia="Calibri"'
_MARGINS = (
    '<w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    '<w:bottom w:w="50" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
)
_LINES = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C8CDD3"/>' for side in ("top", "bottom", "insideH"))
_TABLE = (
    f'<w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr><w:tblPr><w:tblBorders>{_LINES}</w:tblBorders>{_MARGINS}</w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr>'
    '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="1F3A5F"/></w:tcPr></w:tblStylePr>'
)
_FACTS = f'<w:tblPr><w:tblBorders>{_LINES}</w:tblBorders>{_MARGINS}</w:tblPr><w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr>'
_CELL = '<w:spacing w:before="0" w:after="20" w:line="240" w:lineRule="auto"/>'


def layer_style(layer: str) -> str:
    """Return the name of the character style of a layer of marks."""
    return f"Regkit {layer.capitalize()}"


def _marks() -> Iterator[Style]:
    for layer, mark in MARKS.items():
        if mark.line:
            yield Style(layer_style(layer), "character", "", f'<w:rPr><w:u w:val="{mark.line}" w:color="{mark.colour}"/></w:rPr>')
        else:
            yield Style(layer_style(layer), "character", "", f'<w:rPr><w:b/><w:shd w:val="clear" w:color="auto" w:fill="{mark.colour}"/></w:rPr>')


STYLES: tuple[Style, ...] = (
    _paragraph(
        "Normal",
        f'<w:rFonts {_FONT}/><w:sz w:val="20"/><w:szCs w:val="20"/>',
        '<w:spacing w:after="120" w:line="259" w:lineRule="auto"/>',
        "",
        ours=False,
    ),
    _paragraph(
        "Title", f'<w:rFonts {_FONT}/><w:b/><w:color w:val="1F3A5F"/><w:sz w:val="44"/><w:szCs w:val="44"/>', '<w:spacing w:after="60"/>', ours=False
    ),
    _paragraph("Subtitle", '<w:color w:val="565B66"/><w:sz w:val="24"/><w:szCs w:val="24"/>', '<w:spacing w:after="160"/>', ours=False),
    _heading(1, 30, 360),
    _heading(2, 25, 280),
    _heading(3, 22, 220),
    _heading(4, 20, 180),
    _paragraph(
        "TOC Heading", '<w:b/><w:color w:val="1F3A5F"/><w:sz w:val="26"/>', '<w:keepNext/><w:spacing w:before="240" w:after="80"/>', ours=False
    ),
    *(_paragraph(f"toc {level}", "", f'<w:spacing w:after="40"/><w:ind w:left="{(level - 1) * 240}"/>', ours=False) for level in (1, 2, 3)),
    _paragraph("header", '<w:color w:val="565B66"/><w:sz w:val="17"/>', '<w:spacing w:after="0"/>', ours=False),
    _paragraph("footer", '<w:color w:val="565B66"/><w:sz w:val="17"/>', '<w:spacing w:after="0"/>', ours=False),
    _paragraph("caption", '<w:color w:val="565B66"/><w:sz w:val="18"/>', '<w:keepNext/><w:spacing w:after="80"/>', ours=False),
    _paragraph("Regkit Caution", "<w:b/>", _box("C98A16", "FDF3DC")),
    _paragraph("Regkit Note", "", _box("8A9099", "F2F4F6")),
    _paragraph("Regkit Quote", "", '<w:ind w:left="400" w:right="400"/>'),
    _paragraph("Regkit Source", "", '<w:spacing w:after="100"/>'),
    _paragraph("Regkit Bullet", "", '<w:spacing w:after="40"/><w:ind w:left="360" w:hanging="200"/>'),
    _paragraph("Regkit Cell", '<w:sz w:val="17"/><w:szCs w:val="17"/>', _CELL),
    _paragraph("Regkit Cell Head", '<w:sz w:val="17"/><w:szCs w:val="17"/>', f"<w:keepNext/>{_CELL}"),
    Style("Hyperlink", "character", "", '<w:rPr><w:color w:val="0A5470"/><w:u w:val="single"/></w:rPr>', ours=False),
    Style("Regkit Strong", "character", "", "<w:rPr><w:b/></w:rPr>"),
    Style("Regkit Emphasis", "character", "", "<w:rPr><w:i/></w:rPr>"),
    Style(
        "Regkit Code",
        "character",
        "",
        '<w:rPr><w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/><w:noProof/><w:color w:val="565B66"/></w:rPr>',
    ),
    Style("Regkit Small", "character", "", '<w:rPr><w:color w:val="565B66"/></w:rPr>'),
    Style("Regkit Added", "character", "", '<w:rPr><w:b/><w:color w:val="19693A"/><w:u w:val="single"/></w:rPr>'),
    Style("Regkit Removed", "character", "", '<w:rPr><w:strike/><w:color w:val="AB1F1A"/></w:rPr>'),
    *_marks(),
    Style("Regkit Table", "table", "", _TABLE),
    Style("Regkit Facts", "table", "", _FACTS),
)


def set_styles(root: Any, *, replace: bool) -> dict[str, str]:
    """Put the styles into ``w:styles`` and return the id of each by its name, lower case.

    ``replace`` says that ours stand in for those that are there under the names of Word's own; a template keeps its own.
    """
    known = {_name(style): style for style in root.iter(f"{W}style")}
    for style in STYLES:
        name = style.name.lower()
        old = known.get(name)
        if old is not None and not replace:
            continue
        id = old.get(f"{W}styleId") if old is not None else "".join(style.name.title().split())
        made = etree.fromstring(_xml(style, id, {key: value.get(f"{W}styleId") for key, value in known.items()}))
        if old is not None:
            root.replace(old, made)
        else:
            root.append(made)
        known[name] = made
    return {name: style.get(f"{W}styleId") for name, style in known.items()}


def _name(style: Any) -> str:
    found = style.find(f"{W}name")
    return "" if found is None else str(found.get(f"{W}val")).lower()


def _xml(style: Style, id: str, ids: dict[str, str]) -> str:
    default = ' w:default="1"' if style.name == "Normal" else ""
    custom = ' w:customStyle="1"' if style.ours else ""
    base_id = ids.get(style.base.lower(), "") if style.base else ""
    base = f'<w:basedOn w:val="{base_id}"/>' if base_id else ""
    after = f'<w:next w:val="{ids.get("normal", "Normal")}"/>' if style.kind == "paragraph" and style.name.startswith("heading") else ""
    head = f'<w:style {_NAMESPACE} w:type="{style.kind}"{default}{custom} w:styleId="{id}"><w:name w:val="{style.name}"/>'
    return f"{head}{base}{after}<w:qFormat/>{style.inner}</w:style>"
