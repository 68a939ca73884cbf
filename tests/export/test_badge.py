"""A badge is well-formed SVG that says in text what it shows."""

import pytest
from lxml import etree

from regkit.export.badge import BLUE, GREEN, RED, badge

SVG = "{http://www.w3.org/2000/svg}"


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("met", "colour"), [(None, BLUE), (True, GREEN), (False, RED)])
def test_text_and_colour(met, colour):
    root = etree.fromstring(badge("38.8 %", met=met))
    assert root.get("role") == "img"
    assert root.get("aria-label") == root.findtext(f"{SVG}title") == "coverage: 38.8 %"
    assert [text.text for text in root.iter(f"{SVG}text")] == ["coverage", "38.8 %"]
    fills = [rect.get("fill") for rect in root.iter(f"{SVG}rect") if rect.get("fill")]
    assert fills[1] == colour
    assert all(1.05 / (luminance(fill) + 0.05) >= 4.5 for fill in fills), "white on it must be readable"


def test_hostile_labels_are_text():
    root = etree.fromstring(badge("1 %", label='<script>"&'))
    assert root.get("aria-label") == '<script>"&: 1 %'
    assert len(root.findall(f".//{SVG}text")) == 2
