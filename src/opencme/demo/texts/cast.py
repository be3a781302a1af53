"""The people of the demo: all invented, in many scripts."""

from dataclasses import dataclass
from typing import Final

PASSWORD: Final = "lakeside-demo"  # noqa: S105 -- printed by the demo for everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """Somebody in the demo: how they sign in, what they are (as the welcome says it), and what reports need of them."""

    email: str
    given_name: str
    family_name: str
    is_what: str = ""
    credentials: str = ""
    degree: str = ""
    profession: str = ""
    roles: tuple[str, ...] = ()
    npi: str = ""
    license: str = ""
    birthday: tuple[int, int] | None = None
    affiliation: str = ""

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}"


def _of(kind: str, email: str, given: str, family: str, **more: object) -> DemoPerson:
    """Give a person of one of the usual kinds: credentials, degree and profession go together."""
    credentials, degree, profession = _KINDS[kind]
    known = {"credentials": credentials, "degree": degree, "profession": profession}
    return DemoPerson(email=email, given_name=given, family_name=family, **{**known, **more})  # type: ignore[arg-type]  # its own fields


_KINDS: Final = {
    "MD": ("MD", "MD", "physician"),
    "DO": ("DO", "DO", "physician"),
    "MBBS": ("MBBS", "MD_equivalent_foreign", "physician"),
    "RN": ("RN", "nursing", "nurse"),
    "NP": ("MSN, NP-C", "nursing", "nurse_practitioner"),
    "PA": ("PA-C", "PA", "physician_assistant"),
    "PharmD": ("PharmD", "PharmD", "pharmacist"),
    "office": ("", "", ""),
}

SARA: Final = _of("office", "sara@lakeside.example", "Sara", "Lindqvist", is_what="program manager", roles=("manager",))
FATIMA: Final = _of(
    "office", "fatima@lakeside.example", "Fatima", "Haddad", is_what="CME coordinator", roles=("coordinator",)
)
JAMES: Final = _of(
    "office", "james@lakeside.example", "James", "Whitfield", is_what="instructional designer", roles=("designer",)
)
BO: Final = _of("MD", "bo@lakeside.example", "Bo", "Karlsen", is_what="reviewer", roles=("reviewer",))
GRACE: Final = _of(
    "MD",
    "grace@lakeside.example",
    "Grace",
    "Chen",
    is_what="committee chair",
    roles=("chair",),
    credentials="MD, MEd",
)
STAFF: Final = (SARA, FATIMA, JAMES, BO, GRACE)

AMINA: Final = _of(
    "MD",
    "amina@clinic.example",
    "Amina",
    "Patel",
    is_what="physician",
    npi="1234567893",
    license="MN",
    birthday=(4, 17),
)
TOMAS: Final = _of(
    "DO",
    "tomas@clinic.example",
    "Tomás",
    "Ruiz",
    is_what="physician (DO)",
    npi="1456780125",
    birthday=(11, 2),
)
NGOZI: Final = _of("RN", "ngozi@ward.example", "Ngozi", "Okafor", is_what="nurse")
HANH: Final = _of("PA", "hanh@ward.example", "Hạnh", "Nguyễn Thị", is_what="physician assistant")
ALI: Final = _of("MBBS", "ali@clinic.example", "محمد", "العلي", is_what="physician; his identifiers are missing")
LEARNERS: Final = (AMINA, TOMAS, NGOZI, HANH, ALI)

OUTSIDER: Final = _of(
    "office",
    "olga@northfield.example",
    "Olga",
    "Brandt",
    is_what="program manager of another provider, who sees nothing of Lakeside",
    roles=("manager",),
)
CAST: Final = (*STAFF, *LEARNERS, OUTSIDER)

ELENA: Final = _of("MD", "elena.petrova@lakeside.example", "Elena", "Petrova", affiliation="Lakeside Health System")
MARCUS: Final = _of("MD", "marcus.boateng@lakeside.example", "Marcus", "Boateng", affiliation="Lakeside Health System")
KARIN: Final = _of("PharmD", "karin.holm@lakeside.example", "Karin", "Holm", affiliation="Lakeside Health System")
RAVI: Final = _of("MBBS", "ravi.menon@harbor.example", "Ravi", "Menon", affiliation="Harbor University")
LUCIA: Final = _of("RN", "lucia.ferreira@duluthclinic.example", "Lúcia", "Ferreira", affiliation="Duluth Family Clinic")

WARD: Final = (
    _of("MD", "j.andersen@lakeside.example", "Jonas", "Andersen", npi="1678012349", license="MN", birthday=(1, 30)),
    _of("MD", "yuki.tanaka@lakeside.example", "優希", "田中", npi="1890123452", birthday=(7, 8)),
    _of("MD", "claire.dubois@lakeside.example", "Claire", "Dubois", npi="1502345675", birthday=(9, 23)),
    _of("DO", "samuel.oyelaran@lakeside.example", "Samuel", "Oyèlàràn", npi="1765432103", birthday=(3, 5)),
    _of("NP", "maria.kowalska@lakeside.example", "Maria", "Kowalska"),
    _of("RN", "dilnoza.karimova@lakeside.example", "Dilnoza", "Karimova"),
    _of("RN", "peter.whitehorse@lakeside.example", "Peter", "Whitehorse"),
    _of("RN", "anjali.rao@lakeside.example", "अंजलि", "राव"),
    _of("PharmD", "ivan.horvat@lakeside.example", "Ivan", "Horvat"),
    _of("PA", "leila.haidari@lakeside.example", "Leila", "Haidari"),
    _of("MD", "dimitra.pappa@lakeside.example", "Δήμητρα", "Παππά", npi="1938475617", birthday=(12, 12)),
    _of("MD", "noah.cohen@lakeside.example", "Noah", "Cohen"),
)
"""Participants who come by the office's list, without an account before."""
