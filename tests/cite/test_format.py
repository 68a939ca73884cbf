from __future__ import annotations

import pytest

from regkit.cite import format as form


@pytest.mark.parametrize(
    ("target", "long", "short"),
    [
        ("17 CFR 240.15c3-3(a)(1)", "17 C.F.R. § 240.15c3-3(a)(1)", "§ 240.15c3-3(a)(1)"),
        ("12 CFR part 1022, subpart C", "12 C.F.R. pt. 1022, subpt. C", "pt. 1022, subpt. C"),
        ("15 U.S.C. 1601 et seq.", "15 U.S.C. § 1601 et seq.", "§ 1601 et seq."),
        ("50 U.S.C. App. 595", "50 U.S.C. app. § 595", "§ 595"),
        ("76 FR 79276, 79280", "76 Fed. Reg. 79,276, 79,280", "76 Fed. Reg. 79,276, 79,280"),
        ("Public Law 111-203", "Pub. L. No. 111-203", "Pub. L. No. 111-203"),
        ("124 Stat. 1376", "124 Stat. 1376", "124 Stat. 1376"),
        ("Executive Order 12866 § 3(a)", "Exec. Order No. 12,866, § 3(a)", "Exec. Order No. 12,866, § 3(a)"),
        ("11 U.S.C.", "11 U.S.C.", "11 U.S.C."),
        ("31 U.S.C. chapter 53, subchapter II", "31 U.S.C. ch. 53, subch. II", "ch. 53, subch. II"),
        ("5 F.3d 12, 14", "5 F.3d 12, 14", "5 F.3d at 14"),
        ("5 F.3d 12", "5 F.3d 12", "5 F.3d 12"),
        ("GSD Rule 4, Section 2(a)", "GSD Rule 4, Section 2(a)", "Rule 4, Section 2(a)"),
        ("SR-FICC-2025-025", "SR-FICC-2025-025", "SR-FICC-2025-025"),
    ],
)
def test_long_and_short_forms(target, long, short):
    assert (form.long(target), form.short(target)) == (long, short)


def test_links_are_escaped():
    assert form.html("15 U.S.C. 78o", "<b>") == '<a href="https://www.govinfo.gov/link/uscode/15/78o">&lt;b&gt;</a>'
    assert form.markdown("17 CFR 240.15c3-3(a)") == (
        "[17 C.F.R. § 240.15c3-3(a)](https://www.ecfr.gov/current/title-17/section-240.15c3-3#p-240.15c3-3%28a%29)"
    )
    assert form.markdown("SR-FICC-2025-025", "a_[b]") == r"a\_\[b\]"
