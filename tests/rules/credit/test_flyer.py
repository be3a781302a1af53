"""Credit statements as they stand on flyers."""

from decimal import Decimal

import pytest

from opencme.rules.credit.flyer import read_flyer


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Lakeside Health designates this live activity for a maximum of 2.5 AMA PRA Category 1 Credit(s)™. Physicians should claim only the credit commensurate with the extent of their participation in the activity.",
            {"AMA_PRA_1": "2.5"},
        ),
        ("designates this enduring material for a maximum of 1.0 *AMA PRA Category 1 Credit*™", {"AMA_PRA_1": "1.0"}),
        ("a maximum of 12 AMA PRA Category I Credits", {"AMA_PRA_1": "12"}),
        ("has been reviewed and is acceptable for up to 4.00 Prescribed credits by the American Academy of Family Physicians", {"AAFP_P": "4.00"}),
        ("acceptable for up to 3 Elective credit(s) by the AAFP", {"AAFP_E": "3"}),
        ("has designated this live activity for a maximum of 6 AOA Category 1-A CME credits", {"AOA_1A": "6"}),
        ("This activity is designated for 1.25 AAPA Category 1 CME credits. Approval is valid until May 1.", {"AAPA_1": "1.25"}),
        ("The participant will be awarded up to 3.0 contact hour(s) of credit for attendance, nursing professional development, ANCC", {"ANCC": "3.0"}),
        ("accredited by the Accreditation Council for Pharmacy Education. 1.5 contact hours (0.15 CEU)", {"ACPE": "1.5"}),
        (
            "Physicians: a maximum of 2.0 AMA PRA Category 1 Credits. Nurses: 2.0 nursing contact hours. Pharmacists: ACPE, 1.5 contact hours.",
            {"AMA_PRA_1": "2.0", "ANCC": "2.0", "ACPE": "1.5"},
        ),
        ("A maximum of 1 AMA PRA Category 1 Credit a session, 6.0 AMA PRA Category 1 Credits in all", {"AMA_PRA_1": "6.0"}),
        ("earn up to 2 ABIM MOC points", {"MOC_ABIM": "2"}),
        ("6.0 contact hours", {}),
        ("On May 2, 2026, room 12, no credit is offered", {}),
        ("0 AMA PRA Category 1 Credits", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_read_flyer(text: str, found: dict[str, str]) -> None:
    assert {each.system: each.most for each in read_flyer(text)} == {key: Decimal(most) for key, most in found.items()}
