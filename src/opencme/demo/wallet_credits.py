"""The demo's wallet: proof of a credit, and a society's transcript brought in."""

import io

from opencme.apps.credit.selectors import awards_of
from opencme.apps.wallet.models import OutsideCredit
from opencme.apps.wallet.services.credit_imports import bring_file, import_credits
from opencme.apps.wallet.services.documents import keep_document
from opencme.demo.wallet_owner import Owner
from opencme.documents.certificate import CertificateFacts, Issuer, Line, certificate_pdf
from opencme.kernel.text import RichText
from opencme.rules.credit.reading import written


def proofs(owner: Owner) -> None:
    """The certificate of one of them, as its provider sent it."""
    row = OutsideCredit.objects.get(person_id=owner.by.person_id or 0, title="Care of the Older Adult")
    provider = row.provider_name
    unit = RichText.parse("*AMA PRA Category 1 Credits*™")
    sentence = RichText.parse(
        f"Amina Patel, MD was awarded {row.amount} *AMA PRA Category 1 Credits*™ for participation."
    )
    facts = CertificateFacts(
        number="GS-2291",
        version=1,
        issuer=Issuer(name=provider),
        participant="Amina Patel, MD",
        title=row.title,
        learning_format="live activity",
        location="Boston, MA",
        first_day=row.completed_on,
        last_day=row.completed_on,
        is_live=True,
        completed_on=row.completed_on,
        issued_at=owner.now,
        lines=(Line(is_awarded=True, amount=written(row.amount), unit=unit, sentence=sentence),),
        statements=(),
        address="https://geriatric-society.example/verify/GS-2291",
    )
    name, content = "certificate GS-2291.pdf", certificate_pdf(facts)
    keep_document(by=owner.by, name=name, content=content, now=owner.now, credit_id=row.public_id)


def transcript(owner: Owner) -> None:
    """A society's table brought in: something known, something new, a line that cannot be read, and a credit twice."""
    rows = [
        ("Title", "Provider", "Date", "Credits", "Credit type", "Notes"),
        (
            "Antibiotics on the Wards",
            "Hospital Medicine Society",
            owner.day(-330),
            "2",
            "AMA PRA Category 1 Credit",
            "",
        ),
        ("Reducing Readmissions", "Hospital Medicine Society", owner.day(-200), "1.5", "AMA PRA Category 1 Credit", ""),
        ("Committee meeting", "Hospital Medicine Society", "spring", "1", "AMA PRA Category 1 Credit", ""),
    ]
    award = awards_of(owner.by.person_id or 0).filter(basis="awarded").first()
    if award is not None:
        title, provider = award.activity.title, award.activity.provider.name
        rows.append(
            (title, provider, award.completed_on, str(award.amount), "AMA PRA Category 1 Credit", "from Lakeside")
        )
    content = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()
    made = bring_file(by=owner.by, name="society transcript.csv", content=io.BytesIO(content), now=owner.now)
    import_credits(by=owner.by, import_id=made.public_id, now=owner.now)
