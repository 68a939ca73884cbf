"""Make small Word files from the XML of their parts, as Word lays them out."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "settings": "settings",
    "header": "hdr",
    "footer": "ftr",
}


def docx(body, links=None, title="", **parts):
    """Return the bytes of a Word file; ``parts`` hold what stands within the root elements of the parts that they name."""
    spaces = f'xmlns:w="{W}" xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    spaces += ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    files = {"[Content_Types].xml": f'<Types xmlns="{_P}/content-types"/>'}
    files["_rels/.rels"] = (
        f'<Relationships xmlns="{_P}/relationships"><Relationship Id="a" Type="{_R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="b" Type="{_P}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>'
    )
    relations = "".join(f'<Relationship Id="{name}" Type="{_R}/{name}" Target="{name}.xml"/>' for name in parts)
    for name, target in (links or {}).items():
        relations += f'<Relationship Id="{name}" Type="{_R}/hyperlink" Target="{target}" TargetMode="External"/>'
    files["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{_P}/relationships">{relations}</Relationships>'
    files["word/document.xml"] = f"<w:document {spaces}><w:body>{body}</w:body></w:document>"
    for name, content in parts.items():
        files[f"word/{name}.xml"] = f"<w:{_ROOTS[name]} {spaces}>{content}</w:{_ROOTS[name]}>"
    if title:
        files["docProps/core.xml"] = f'<c:p xmlns:c="urn:c" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></c:p>'
    return packed(files)


def packed(files, method=zipfile.ZIP_DEFLATED):
    """Return a ZIP archive of {name: content}, the same bytes each time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 0, 0, 0)), content, method)
    return made.getvalue()


def p(*content, style="", num=None, properties="", mark=""):
    """Return a paragraph; strings that are no XML become runs, ``num`` is (list, level), ``mark`` goes to the paragraph's mark."""
    inner = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num is not None:
        inner += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    inner += properties + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    return f"<w:p><w:pPr>{inner}</w:pPr>{''.join(part if part.startswith('<') else r(part) for part in content)}</w:p>"


def r(text, dress="", tag="t"):
    """Return a run."""
    return f'<w:r><w:rPr>{dress}</w:rPr><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def ins(*content):
    """Return a tracked insertion."""
    return f'<w:ins w:id="1" w:author="A. Clerk">{"".join(r(part) for part in content)}</w:ins>'


def deleted(*content):
    """Return a tracked deletion."""
    return f'<w:del w:id="1" w:author="A. Clerk">{"".join(r(part, tag="delText") for part in content)}</w:del>'


def field(code, result):
    """Return a complex field with its result."""
    kinds = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{kinds[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{kinds[1]}{r(result)}{kinds[2]}"


def numbering(*levels, nums=((1, 0, ""),)):
    """Return a numbering part: levels of (format, text), or (format, text, more), and lists of (id, abstract list, overrides)."""
    made = ""
    for depth, level in enumerate(levels):
        format, text, more = (*level, "")[:3]
        made += f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    lists = "".join(f'<w:num w:numId="{id}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>' for id, abstract, more in nums)
    return f'<w:abstractNum w:abstractNumId="0">{made}</w:abstractNum>{lists}'


def cell(*paragraphs, properties=""):
    """Return a cell of a table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(part if part.startswith('<') else p(part) for part in paragraphs)}</w:tc>"


def table(*rows):
    """Return a table of rows, each a list of cells."""
    return f"<w:tbl>{''.join('<w:tr>' + ''.join(each if each.startswith('<') else cell(each) for each in row) + '</w:tr>' for row in rows)}</w:tbl>"
