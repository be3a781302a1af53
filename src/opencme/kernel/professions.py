"""Professions and degrees, as data: eligibility is judged by degree, never by a title someone displays.

Source of the profession names: the target professions of JA-PARS (reporting.md 3.3); degrees: accreditation.md CERT-3.
"""

from enum import StrEnum
from typing import Final


class Profession(StrEnum):
    """What a participant practises as."""

    PHYSICIAN = "physician"
    PHYSICIAN_ASSISTANT = "physician_assistant"
    NURSE_PRACTITIONER = "nurse_practitioner"
    NURSE = "nurse"
    PHARMACIST = "pharmacist"
    PHARMACY_TECHNICIAN = "pharmacy_technician"
    PSYCHOLOGIST = "psychologist"
    SOCIAL_WORKER = "social_worker"
    DENTIST = "dentist"
    OPTOMETRIST = "optometrist"
    DIETITIAN = "dietitian"
    ATHLETIC_TRAINER = "athletic_trainer"
    STUDENT = "student"
    OTHER = "other"


class Degree(StrEnum):
    """The degree that decides which credit may be awarded."""

    MD = "MD"
    DO = "DO"
    MD_EQUIVALENT = "MD_equivalent_foreign"
    PA = "PA"
    NURSING = "nursing"
    PHARMD = "PharmD"
    PHD = "PhD"
    PSYD = "PsyD"
    DENTAL = "dental"
    OPTOMETRY = "OD"
    PODIATRY = "DPM"
    THERAPY = "therapy"
    OTHER = "other"
    NONE = "none"


PROFESSION_NAMES: Final = {
    Profession.PHYSICIAN: "Physician",
    Profession.PHYSICIAN_ASSISTANT: "Physician assistant / associate",
    Profession.NURSE_PRACTITIONER: "Nurse practitioner",
    Profession.NURSE: "Nurse",
    Profession.PHARMACIST: "Pharmacist",
    Profession.PHARMACY_TECHNICIAN: "Pharmacy technician",
    Profession.PSYCHOLOGIST: "Psychologist",
    Profession.SOCIAL_WORKER: "Social worker",
    Profession.DENTIST: "Dentist",
    Profession.OPTOMETRIST: "Optometrist",
    Profession.DIETITIAN: "Dietitian",
    Profession.ATHLETIC_TRAINER: "Athletic trainer",
    Profession.STUDENT: "Student",
    Profession.OTHER: "Other",
}

DEGREE_NAMES: Final = {
    Degree.MD: "MD",
    Degree.DO: "DO",
    Degree.MD_EQUIVALENT: "Medical degree equivalent to MD or DO (MBBS, MBChB, …)",
    Degree.PA: "Physician assistant degree",
    Degree.NURSING: "Nursing degree (ADN, BSN, MSN, DNP)",
    Degree.PHARMD: "Pharmacy degree (PharmD, RPh)",
    Degree.PHD: "PhD",
    Degree.PSYD: "PsyD",
    Degree.DENTAL: "Dental degree (DDS, DMD)",
    Degree.OPTOMETRY: "OD",
    Degree.PODIATRY: "DPM",
    Degree.THERAPY: "Therapy degree (DPT, OTD)",
    Degree.OTHER: "Another degree",
    Degree.NONE: "No degree listed here",
}
