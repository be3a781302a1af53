"""What codes of the pack are called in sentences. Labels of topics, systems and facts are in the vocabulary."""

from typing import Final

from opencme.kernel.i18n import gettext_noop as _

#: One and several of each unit.
UNITS: Final = {
    "": (_("%(n)s hour"), _("%(n)s hours")),
    "hour": (_("%(n)s hour"), _("%(n)s hours")),
    "credit": (_("%(n)s credit"), _("%(n)s credits")),
    "contact_hour": (_("%(n)s contact hour"), _("%(n)s contact hours")),
    "point": (_("%(n)s point"), _("%(n)s points")),
    "moc_point": (_("%(n)s MOC point"), _("%(n)s MOC points")),
    "action": (_("%(n)s action"), _("%(n)s actions")),
    "ceu": (_("%(n)s CEU"), _("%(n)s CEUs")),
    "qi_point": (_("%(n)s quality improvement point"), _("%(n)s quality improvement points")),
    "certification_point": (_("%(n)s certification point"), _("%(n)s certification points")),
    "question": (_("%(n)s question"), _("%(n)s questions")),
    "article": (_("%(n)s article"), _("%(n)s articles")),
    "module": (_("%(n)s module"), _("%(n)s modules")),
    "event": (_("%(n)s event"), _("%(n)s events")),
    "audit": (_("%(n)s audit"), _("%(n)s audits")),
    "activity": (_("%(n)s activity"), _("%(n)s activities")),
    "course": (_("%(n)s course"), _("%(n)s courses")),
    "assessment": (_("%(n)s assessment"), _("%(n)s assessments")),
    "document": (_("%(n)s document"), _("%(n)s documents")),
}

#: What is owed where a thing is asked for, not an amount.
COMPLETIONS: Final = {
    "course": _("one course"),
    "training": _("one training"),
    "document": _("one document"),
    "assessment": _("one assessment"),
    "activity": _("one activity"),
    "module": _("one module"),
    "enrolment": _("an enrollment"),
    "event": _("one event"),
    "audit": _("one audit"),
    "unquantified": _("no fixed amount"),
}

ORDINALS: Final = {1: _("first"), 2: _("second"), 3: _("third")}

EVENTS: Final = {
    "aapa_competence_programme": _("a competence program of the AAPA"),
    "abcc_pathway_passed": _("passing the article-based pathway (ABCC)"),
    "abms_added_qualification": _("an added qualification of an ABMS board"),
    "abms_initial_cert": _("initial certification by an ABMS board"),
    "abms_recert": _("recertification by an ABMS board"),
    "abpn_exam_passed": _("passing an ABPN examination"),
    "abs_secure_exam_passed": _("passing a secure examination of the ABS"),
    "advanced_degree": _("study for an advanced degree"),
    "ama_pra_award": _("the AMA Physician's Recognition Award"),
    "aoa_award": _("an award of the AOA"),
    "aoa_cert": _("certification by an AOA board"),
    "aoa_membership": _("membership of the AOA"),
    "board_peer_review": _("peer review for the board"),
    "cert_addiction_medicine_or_psychiatry": _("certification in addiction medicine or addiction psychiatry"),
    "competency_evaluation_service": _("service in evaluating competence"),
    "current_board_cert": _("a current board certification"),
    "fellowship_year": _("a year of fellowship"),
    "implemented_change": _("a change put into practice with its impact shown"),
    "lka_participation": _("the longitudinal assessment (LKA)"),
    "moc_exam_attempt": _("an attempt at the MOC examination"),
    "new_subspecialty_certificate": _("a new subspecialty certificate"),
    "publication": _("a publication"),
    "section3_hour": _("assessment in Section 3"),
    "grand_rounds_documented": _("documented grand rounds"),
    "masters_pa": _("a master's degree for physician assistants"),
    "medline_article": _("an article listed in MEDLINE"),
    "moc_activity": _("an activity of maintenance of certification"),
    "moc_participation": _("participation in maintenance of certification"),
    "national_nursing_certification": _("a national nursing certification"),
    "nccpa_current": _("a current certificate of the NCCPA"),
    "nccpa_recert_exam": _("the recertification examination of the NCCPA"),
    "other_abms_moc_participation": _("participation in the certification program of another ABMS board"),
    "rcpsc_cert": _("certification by the Royal College of Physicians and Surgeons of Canada"),
    "registry_participation": _("participation in a registry"),
    "research_fulltime": _("full-time research"),
    "residency_completed": _("a completed residency"),
    "residency_participation": _("residency or fellowship training"),
    "residency_year": _("a year of residency"),
    "specialty_org_cme": _("the CME of a recognized specialty organization"),
    "teaching_hours": _("hours of teaching"),
    "uncompensated_care_hours": _("uncompensated care"),
    "us_graduate_recent_with_8h_sud": _("a recent US degree whose program held eight hours on substance use disorders"),
    "volunteer_care_hours": _("volunteer care"),
    "mate_training": _("the one-time training of the federal MATE Act"),
    "mate_training_hours": _("hours of the one-time training of the federal MATE Act"),
    "state_csr_issue": _("the issue of the state controlled-substance registration"),
    "state_csr_application": _("the application for the state controlled-substance registration"),
    "initial_application": _("the first application for the license"),
    "dea_registration": _("the DEA registration"),
    "dea_submission": _("DEA registration or renewal submitted"),
    "licence_renewal": _("a renewal of the license"),
    "licence_issue_date": _("the license being issued"),
}

FORMATS: Final = {
    "live": _("live activities"),
    "online": _("online activities"),
    "self_claimed": _("self-claimed credit"),
    "self_assessment": _("self-assessment"),
    "pi_cme": _("performance improvement CME"),
    "teaching": _("teaching"),
    "publication": _("publications and other scholarly work"),
}

PERIODS: Final = {
    "cycle": _("in each cycle"),
    "calendar_year": _("in each calendar year"),
    "mainpro_year": _("in each Mainpro+ year"),
    "day": _("on one day"),
    "24_months": _("in any 24 months"),
    "first_60_months": _("in the first 60 months"),
    "lifetime": _("over a lifetime, once"),
}

#: How a share or a prorated amount is rounded.
ROUNDED: Final = {
    "nearest": _("It is rounded to the nearest whole."),
    "down": _("It is rounded down."),
    "up": _("It is rounded up."),
}

#: What becomes of topics where an exemption lifts the hours.
LIFTED: Final = {
    True: _("Topics are not owed either."),
    False: _("Topics stay owed."),
    None: _("Whether topics stay owed is not known."),
}

#: One and several of each stretch of work or time that earns credit.
STRETCHES: Final = {
    "hour": (_("each hour"), _("each %(n)s hours")),
    "day": (_("each day"), _("each %(n)s days")),
    "week": (_("each week"), _("each %(n)s weeks")),
    "month": (_("each month"), _("each %(n)s months")),
    "year": (_("each year"), _("each %(n)s years")),
}

ANCHORS: Final = {
    "licence_expiry": _("The cycle ends on the day the license expires."),
    "birth_month": _("The cycle ends in the month of birth."),
    "birth_date": _("The cycle ends on the birthday."),
    "calendar_year": _("The cycle follows calendar years."),
    "diplomate_specific": _("The board sets the dates for each diplomate."),
    "registration_date": _("The cycle follows the date of registration."),
    "rolling": _("There is no fixed end: the time is counted back from the day one asks."),
    "certificate_expiry": _("The cycle ends on the day the certificate expires."),
    "member_cycle": _("Each member has dates of their own."),
    "first_registration_or_certificate": _("The cycle follows the first registration or the last certificate."),
    "revalidation_date": _("The cycle ends on the day of revalidation."),
    "appraisal_date": _("The cycle ends with the yearly appraisal."),
    "practising_certificate": _("The cycle follows the practicing certificate."),
    "dea_registration_expiry": _("The cycle follows the DEA registration."),
    "none": _("There is no cycle."),
    "fixed_date": _("The cycle ends on a fixed day, which no source gives."),
}

PARITIES: Final = {
    "odd": _("The cycle ends in odd years."),
    "even": _("The cycle ends in even years."),
    "birth_year": _("Odd or even years, as the year of birth."),
    "licence_specific": _("Which years, depends on the license."),
}

PRORATED: Final = {
    "months_remaining/24": _("The first cycle asks for a share: the months that remained, out of 24."),
    "months_licensed/24": _("The first cycle asks for a share: the months licensed, out of 24."),
    "set by the board": _("The first cycle asks for a share that the board sets."),
    "from date of licensure": _("The first cycle asks for a share, counted from the date of licensure."),
}

AUDITS: Final = {
    "random": _("Licensees are picked for audit at random."),
    "selected": _("Some licensees are picked for audit."),
    "tracking_system": _("Completion is shown through a tracking system."),
    "none_currently": _("No routine audit is known at the moment."),
    "on_request": _("Proof is shown on request."),
    "all": _("Everybody is audited."),
    "random_post_renewal": _("Licensees are picked for audit at random after renewal."),
    "attestation": _("Completion is attested."),
}

COUNTED_FROM: Final = {
    "completion": _("from completion"),
    "renewal": _("from renewal"),
    "cycle_end": _("from the end of the cycle"),
    "end of calendar year of completion": _("from the end of the calendar year of completion"),
    "reporting": _("from reporting"),
}

CONFIDENCE: Final = {
    "high": _("High: a regulation or a page of the authority was read, and the sources agree."),
    "medium": _("Medium: one good compilation, or several secondary pages that agree."),
    "low": _("Low: an old source, a single weak one, or sources that disagree."),
}

#: What is not known, where the pack names a field; other entries are sentences of the pack itself.
OPEN: Final = {
    "records": _("How long proof must be kept"),
    "first_cycle": _("What the first cycle after licensing asks for"),
    "carry_over": _("Whether surplus moves into the next cycle"),
    "cycle dates": _("On which day the cycle begins and ends"),
    "cycle.anchor": _("What the cycle follows (birthday, fixed day or day of issue)"),
    "cycle.end": _("On which day the cycle ends"),
    "cycle.parity": _("Whether the cycle ends in odd or even years"),
    "audit": _("Whether and how completion is audited"),
    "general total": _("Whether there is a general total beside the topics"),
    "rounding": _("How credit is rounded"),
    "categories": _("Which categories of credit count"),
    "pro rata": _("Whether part of a cycle asks for a part of the amount"),
    "equivalences.amount": _("How much an event that stands in for credit counts"),
    "parity": _("Whether the cycle ends in odd or even years"),
    "2014 source": _("Everything here rests on a source of 2014"),
    "old undated list; amount not confirmed": _("The amount rests on an old list without a date"),
    "undated vendor list; not confirmed against the board": _(
        "It rests on an undated list of a vendor and was not confirmed against the board"
    ),
}

UNCONFIRMED: Final = {
    "anchor": _("what the cycle follows"),
    "end": _("the day it ends"),
    "parity": _("odd or even years"),
}
