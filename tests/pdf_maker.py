"""Small PDFs drawn word by word, for tests: each text stands exactly where the test says, in the order in which the test draws it.

The ``conftest.py`` of each folder that wants it loads it by its path, since tests are no package.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

FONTS = {"regular": "Times-Roman", "bold": "Times-Bold", "italic": "Times-Italic", "mono": "Courier"}
_NAMES = {name: f"/F{index}" for index, name in enumerate(FONTS)}


@dataclass
class Page:
    """A page of letter size; ``draw`` puts text at a place in points from the lower left corner."""

    width: float = 612
    height: float = 792
    turned: int = 0
    operators: list[str] = field(default_factory=list)

    def draw(self, x: float, y: float, text: str, size: float = 10, font: str = "regular", angle: float = 0) -> Page:
        data = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").decode("latin-1")
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        self.operators.append(f"BT {_NAMES[font]} {size} Tf {c:.6f} {s:.6f} {-s:.6f} {c:.6f} {x:.2f} {y:.2f} Tm ({data}) Tj ET")
        return self

    def column(self, x: float, y: float, lines: list[str], size: float = 10, leading: float = 12, font: str = "regular") -> Page:
        for number, line in enumerate(lines):
            if line:
                self.draw(x, y - number * leading, line, size, font)
        return self

    def rule(self, x0: float, x1: float, y: float) -> Page:
        self.operators.append(f"0.5 w {x0} {y} m {x1} {y} l S")
        return self

    def image(self) -> Page:
        self.operators.append("q 500 0 0 700 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q")
        return self


def pdf(pages: list[Page], *, outline: list[str] = (), title: str = "", encrypted: bool = False, extra: bytes = b"", unmapped: bool = False) -> bytes:
    """Return the bytes of a PDF with these pages. Nothing in it is compressed."""
    objects: list[bytes] = [b"", b""]
    fonts = []
    meaning = ""
    if unmapped:
        ranges = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <20> <7E> <E020> endbfrange"
        cmap = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap " + ranges + b" endcmap end end"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap))
        meaning = f"/ToUnicode {len(objects)} 0 R"
    for name in FONTS.values():
        objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding {meaning} >>".encode())
        fonts.append(len(objects))
    resources = " ".join(f"{label} {number} 0 R" for label, number in zip(_NAMES.values(), fonts, strict=True))
    kids = []
    for page in pages:
        content = "\n".join(page.operators).encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] /Rotate {page.turned} "
            f"/Resources << /Font << {resources} >> >> /Contents {len(objects)} 0 R >>".encode()
        )
        kids.append(len(objects))
    root = ""
    if outline:
        first = len(objects) + 2
        objects.append(f"<< /Type /Outlines /First {first} 0 R /Last {first + len(outline) - 1} 0 R /Count {len(outline)} >>".encode())
        root = f"/Outlines {len(objects)} 0 R"
        for number, entry in enumerate(outline):
            following = f"/Next {first + number + 1} 0 R" if number + 1 < len(outline) else ""
            objects.append(f"<< /Title ({entry}) /Parent {first - 1} 0 R {following} /Dest [{kids[0]} 0 R /Fit] >>".encode())
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R {root} >>".encode()
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(kids)} >>".encode()
    trailer = ""
    if title:
        objects.append(f"<< /Title ({title}) >>".encode())
        trailer += f" /Info {len(objects)} 0 R"
    if encrypted:
        objects.append(b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"ab" * 32 + b"> /U <" + b"cd" * 32 + b"> >>")
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<{'00' * 16}> <{'00' * 16}>]"
    if extra:
        objects.append(extra)
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R{trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
