"""Contact hours of nursing continuing professional development."""

from datetime import date
from decimal import Decimal
from typing import Final

from opencme.kernel.credits import HUNDREDTH, Credits
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.professions import Degree
from opencme.kernel.text import RichText
from opencme.rules.credit.systems import Ask, Basis, CreditSystem, Edition, FormatRule, Gives, Rounding


def _by_time(key: str, learning_format: str) -> FormatRule:
    return FormatRule(
        key=key,
        learning_format=learning_format,
        basis=Basis.ESTIMATE,
        asks=(Ask.CONTENT,),
        source="ancc-rounding",
        grade="U",
    )


SYSTEM: Final = CreditSystem(
    key="ancc",
    label=_("ANCC contact hours"),
    owner="ANCC",
    editions=(
        Edition(
            in_force_from=date(2011, 7, 1),
            source="ancc-contact-hours",
            grade="B",
            name=RichText.parse("Nursing contact hours"),
            unit=RichText.parse("contact hour"),
            units=RichText.parse("contact hours"),
            gives=Gives.AWARDED,
            step=HUNDREDTH,
            claim_step=HUNDREDTH,
            rounding=Rounding.DOWN,
            minimum=Credits(Decimal("0.01")),
            degrees=frozenset({Degree.NURSING}),
            excluded=frozenset({"teaching"}),
            rules=(
                FormatRule(
                    key="live",
                    learning_format="live activity",
                    basis=Basis.SESSIONS,
                    asks=(Ask.ATTENDANCE,),
                    source="ancc-contact-hours",
                    grade="B",
                ),
                _by_time("enduring", "enduring material"),
                _by_time("journal", "journal-based CME activity"),
                _by_time("other", "Other activity"),
            ),
            counted=frozenset({"education", "evaluation"}),
            needs_ancc=True,
            designation="ancc_designation",
            provider_statement="ancc_provider",
            timing_source="opencme-credit",
            degrees_source="opencme-credit",
            unverified=(
                _("Rounding down to the hundredth of an hour: ANCC's own text was not seen; it is never rounded up."),
                _("Contact hours for independent study stand on the estimated time: not verified."),
                _("The first day of this edition is not known."),
            ),
        ),
    ),
)
