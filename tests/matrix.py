"""Who may open what: one line per URL. A new URL without a line here fails ``test_permission_matrix``.

A line says for GET and for POST who is let in; everybody else must be turned away as the kind of ``Who`` says:

- ``ANYBODY``: visitors too.
- a link holder came in by the link of a person in control and has no account: what the address of that link opens, and
  elsewhere no more than a visitor.
- ``SIGNED_IN``: visitors are sent to sign in.
- ``STAFF``: people with a role at the provider in the address; visitors sign in, others find nothing (404).
- ``may(Permission.X)``: as STAFF, and staff whose roles lack it are told so (403).
- ``NOT_HERE``: a page of the demo, or one that needs more than its address: 404 to everybody.
- ``NOBODY``: the method does not exist (405).
- ``only("participant")``: the named roles; other signed-in people find nothing (404), visitors sign in.

``where`` names values for the address beside those every address may use (see ``Scene.places``); a value that begins
with "@" stands for a place of the scene under that name ("@offered_id": an activity that participants reach);
``data`` is what a POST sends. "Let in" is any of 200, 204, 302 or 303 (not to sign-in), 409 and 422.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from opencme.rules.access.roles import ROLE_TABLE, Permission, Role

STAFF_ROLES = tuple(str(role) for role in Role)
LINK_HOLDER = "link holder"
ROLES = ("visitor", LINK_HOLDER, "participant", "elsewhere", *STAFF_ROLES)


@dataclass(frozen=True)
class Who:
    """Roles that are let in, and what the others get."""

    let_in: frozenset[str]
    turned_away: Mapping[str, str] = field(default_factory=dict)

    def expected(self, role: str) -> str:
        """Give "ok", "sign in", "403", "404" or "405"."""
        as_told = "visitor" if role == LINK_HOLDER else role
        return "ok" if role in self.let_in else self.turned_away.get(as_told, "404")


def may(permission: Permission) -> Who:
    """Let in staff whose role has the permission."""
    able = frozenset(str(role) for role in Role if permission in ROLE_TABLE[role])
    return Who(able, {"visitor": "sign in", **{role: "403" for role in STAFF_ROLES if role not in able}})


def only(*roles: str) -> Who:
    """Let in the named roles."""
    return Who(frozenset(roles), {"visitor": "sign in"})


ANYBODY = Who(frozenset(ROLES))
SIGNED_IN = Who(frozenset(ROLES) - {"visitor", LINK_HOLDER}, {"visitor": "sign in"})
STAFF = only(*STAFF_ROLES)
NOT_HERE = Who(frozenset())
NOBODY = Who(frozenset(), dict.fromkeys(ROLES, "405"))


@dataclass(frozen=True)
class Line:
    """One URL."""

    get: Who = NOBODY
    post: Who = NOBODY
    where: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    is_page: bool = True  # False for parts and files, which no browser shows as a page


P = Permission
RUNNING = {
    "activity_id": "@running_id",
    "session_id": "@running_session_id",
    "registration_id": "@running_registration_id",
}
OFFERED = {"activity_id": "@offered_id", "item_id": "@item_id", "question_id": "@question_id"}
IMPORTED = {**RUNNING, "import_id": "@attendance_import_id"}
OFFERED = {"activity_id": "@offered_id"}
PARTICIPANT = only("participant")
MATRIX: dict[str, Line] = {
    # public
    "health": Line(get=ANYBODY, is_page=False),
    "public:front": Line(get=ANYBODY),
    "public:sign-in": Line(get=ANYBODY, post=ANYBODY),
    "public:link-sent": Line(get=ANYBODY),
    "public:confirm-address": Line(get=ANYBODY, post=ANYBODY),
    "public:link": Line(get=ANYBODY, post=ANYBODY),
    "public:sign-up": Line(get=ANYBODY, post=ANYBODY),
    "public:sign-out": Line(post=ANYBODY),
    "public:workplaces": Line(get=SIGNED_IN),
    "public:demo-people": Line(get=NOT_HERE),
    "public:demo-be": Line(post=NOT_HERE),
    "set-up": Line(get=SIGNED_IN, post=SIGNED_IN, is_page=False),  # leads on: a provider is there
    "public:help": Line(get=ANYBODY),
    "public:privacy": Line(get=ANYBODY),
    "public:verify": Line(get=ANYBODY),
    "public:verify-file": Line(get=ANYBODY, post=ANYBODY, is_page=False),
    "public:certificate": Line(get=NOT_HERE, where={"number": "0000-0000-0000"}),  # no such number, said on a page
    "public:catalogue": Line(get=ANYBODY),
    "public:start": Line(get=ANYBODY),
    "public:requirements": Line(get=ANYBODY),
    "public:requirements-go": Line(get=ANYBODY, is_page=False),
    "public:requirements-beside": Line(get=ANYBODY),
    "public:requirements-json": Line(get=ANYBODY, is_page=False),
    "public:requirements-csv": Line(get=ANYBODY, is_page=False),
    "public:requirements-schema": Line(get=ANYBODY, is_page=False),
    "public:requirement-topics": Line(get=ANYBODY),
    "public:requirement-topic": Line(get=ANYBODY, where={"topic": "opioid-prescribing"}),
    "public:requirement-place": Line(get=ANYBODY, where={"place": "us-az"}),
    "public:requirement-json": Line(get=ANYBODY, where={"family": "us-ma-md"}, is_page=False),
    "public:requirement-csv": Line(get=ANYBODY, where={"family": "us-ma-md"}, is_page=False),
    "public:requirement": Line(get=ANYBODY, where={"family": "us-ma-md"}),
    "public:requirement-edition": Line(get=ANYBODY, where={"family": "us-co-md", "rule_id": "us-co-md-pre2026"}),
    "public:activity": Line(get=ANYBODY, where=OFFERED),
    "public:activity-counts": Line(get=ANYBODY, where=OFFERED),
    "public:activity-calendar": Line(get=ANYBODY, where=OFFERED, is_page=False),
    # learn: participants reach their own; somebody not registered is led to the public page
    "learn:home": Line(get=SIGNED_IN),
    "learn:activity": Line(get=SIGNED_IN, where=OFFERED),
    "learn:begin": Line(get=SIGNED_IN, post=SIGNED_IN, where=OFFERED, is_page=False),
    "learn:consent": Line(post=PARTICIPANT, where=OFFERED),
    "learn:withdraw": Line(post=PARTICIPANT, where=OFFERED),
    "learn:item": Line(get=PARTICIPANT, post=PARTICIPANT, where=OFFERED),
    "learn:item-place": Line(post=PARTICIPANT, where=OFFERED, data={"seconds": "5"}),
    "learn:assessment": Line(get=PARTICIPANT, post=PARTICIPANT, where=OFFERED),
    "learn:assessment-draft": Line(post=PARTICIPANT, where=OFFERED),
    "learn:baseline": Line(get=PARTICIPANT, post=PARTICIPANT, where=OFFERED),
    "learn:baseline-draft": Line(post=PARTICIPANT, where=OFFERED),
    "learn:claim": Line(get=SIGNED_IN, post=PARTICIPANT, where=OFFERED, is_page=False),
    "learn:certificate": Line(get=only(), where=OFFERED, is_page=False),  # nothing is claimed yet
    "learn:check-in": Line(get=SIGNED_IN, post=SIGNED_IN),
    "learn:check-in-confirm": Line(get=SIGNED_IN, post=SIGNED_IN, is_page=False),
    "learn:check-in-code": Line(get=ANYBODY, post=ANYBODY, where={"code": "AAAAAA"}, is_page=False),
    # style guide
    "ui:components": Line(get=ANYBODY),
    "ui:theme": Line(post=ANYBODY),
    # wallet
    "wallet:profile": Line(get=SIGNED_IN, post=SIGNED_IN),
    "wallet:profile-check": Line(post=SIGNED_IN),
    "wallet:address": Line(get=SIGNED_IN, post=SIGNED_IN),
    "wallet:password": Line(get=SIGNED_IN, post=SIGNED_IN),
    "wallet:transcript": Line(get=SIGNED_IN),
    "wallet:end-sessions": Line(post=SIGNED_IN),
    # standing: the participant's own; to everybody else it is not there
    "wallet:standing": Line(get=SIGNED_IN),
    "wallet:set-up": Line(get=SIGNED_IN, post=SIGNED_IN),
    "wallet:set-up-profession": Line(get=SIGNED_IN, post=SIGNED_IN),
    "wallet:set-up-dates": Line(get=SIGNED_IN, post=SIGNED_IN),
    "wallet:questions": Line(get=SIGNED_IN, post=SIGNED_IN),
    "wallet:rules-new": Line(get=SIGNED_IN, post=SIGNED_IN),
    "wallet:rules-amend": Line(get=PARTICIPANT, post=PARTICIPANT, where={"obligation_id": "@hospital_id"}),
    "wallet:first-steps": Line(get=SIGNED_IN),
    "wallet:timeline": Line(get=SIGNED_IN),
    "wallet:reminders": Line(get=SIGNED_IN, post=SIGNED_IN),
    "wallet:calendar-address": Line(post=SIGNED_IN),
    "wallet:calendar-feed": Line(get=ANYBODY, where={"word": "@calendar_word"}, is_page=False),
    "wallet:reminders-stop": Line(get=ANYBODY, post=ANYBODY, where={"word": "@stop_word"}),
    "wallet:ended": Line(get=SIGNED_IN),
    "wallet:authority": Line(get=PARTICIPANT),
    "wallet:renewal": Line(get=PARTICIPANT),
    "wallet:change": Line(get=PARTICIPANT, post=PARTICIPANT),
    "wallet:renew": Line(post=PARTICIPANT),
    "wallet:end": Line(post=PARTICIPANT),
    "wallet:restore": Line(post=PARTICIPANT),
    "wallet:note": Line(post=PARTICIPANT),
    "wallet:unnote": Line(post=PARTICIPANT),
    "wallet:consents": Line(get=SIGNED_IN, post=SIGNED_IN),
    "wallet:consent-withdraw": Line(post=PARTICIPANT),
    "wallet:shares": Line(get=SIGNED_IN),
    "wallet:share-new": Line(get=SIGNED_IN, post=SIGNED_IN),
    "wallet:share": Line(get=PARTICIPANT),
    "wallet:share-look": Line(get=PARTICIPANT),
    "wallet:share-withdraw": Line(post=PARTICIPANT),
    # shared: the secret is the right
    "shared:page": Line(get=ANYBODY),
    "shared:record": Line(get=ANYBODY, where={"ending": "csv"}, is_page=False),
    "shared:document": Line(get=ANYBODY, is_page=False),
    "wallet:account": Line(get=SIGNED_IN),
    "wallet:account-export": Line(post=SIGNED_IN),
    "wallet:account-progress": Line(get=PARTICIPANT),
    "wallet:account-delete": Line(get=SIGNED_IN, post=SIGNED_IN),
    "wallet:transcript-file": Line(get=SIGNED_IN, where={"ending": "pdf"}, is_page=False),
    # credit from elsewhere: the participant's own; to everybody else it is not there
    "wallet:credit-add": Line(get=SIGNED_IN, post=SIGNED_IN),
    "wallet:credit-certificate": Line(get=SIGNED_IN, post=SIGNED_IN),
    "wallet:credit-repeats": Line(get=SIGNED_IN),
    "wallet:credit": Line(get=PARTICIPANT),
    "wallet:credit-change": Line(get=PARTICIPANT, post=PARTICIPANT),
    "wallet:credit-attach": Line(post=PARTICIPANT),
    "wallet:credit-keep-both": Line(post=PARTICIPANT),
    "wallet:credit-compare": Line(post=PARTICIPANT),
    "wallet:credit-merge": Line(post=PARTICIPANT),
    "wallet:credit-remove": Line(post=PARTICIPANT),
    "wallet:credit-restore": Line(post=PARTICIPANT),
    "wallet:credit-award": Line(get=PARTICIPANT, post=PARTICIPANT, where={"number": "@award_number"}),
    "wallet:credit-award-attach": Line(post=PARTICIPANT, where={"number": "@award_number"}),
    "wallet:credit-document-delete": Line(post=PARTICIPANT),
    "wallet:credit-import": Line(get=SIGNED_IN, post=SIGNED_IN),
    "wallet:credit-import-file": Line(get=PARTICIPANT, post=PARTICIPANT, where={"import_id": "@credit_import_id"}),
    "wallet:credit-import-again": Line(post=PARTICIPANT, where={"import_id": "@credit_import_id"}),
    "wallet:credit-import-undo": Line(post=PARTICIPANT, where={"import_id": "@credit_import_id"}),
    "wallet:credit-import-drop": Line(post=PARTICIPANT, where={"import_id": "@credit_import_id"}),
    # the plan: the participant's own
    "wallet:plan": Line(get=SIGNED_IN),
    "wallet:plan-add": Line(post=SIGNED_IN, where=OFFERED),
    "wallet:plan-leave-out": Line(post=SIGNED_IN, where=OFFERED),
    "wallet:plan-drop": Line(post=PARTICIPANT),
    "wallet:plan-restore": Line(post=PARTICIPANT),
    "wallet:counts": Line(get=SIGNED_IN, post=SIGNED_IN),
    # allowance: the participant's own; to everybody else it is not there
    "wallet:allowance": Line(get=SIGNED_IN),
    "wallet:allowance-new": Line(get=SIGNED_IN, post=SIGNED_IN),
    "wallet:allowance-one": Line(get=PARTICIPANT),
    "wallet:allowance-change": Line(get=PARTICIPANT, post=PARTICIPANT),
    "wallet:allowance-remove": Line(post=PARTICIPANT),
    "wallet:allowance-restore": Line(post=PARTICIPANT),
    "wallet:allowance-paid-back": Line(post=PARTICIPANT),
    "wallet:allowance-statement": Line(get=PARTICIPANT, where={"kind": "all", "ending": "csv"}, is_page=False),
    "wallet:allowance-expense-new": Line(get=SIGNED_IN, post=SIGNED_IN),
    "wallet:allowance-expense": Line(get=PARTICIPANT, post=PARTICIPANT),
    "wallet:allowance-expense-remove": Line(post=PARTICIPANT),
    "wallet:allowance-expense-restore": Line(post=PARTICIPANT),
    # console
    "console:board": Line(get=STAFF),
    "console:activities": Line(get=STAFF),
    "console:start": Line(get=may(P.ACTIVITY_PLAN), post=may(P.ACTIVITY_PLAN)),
    "console:provider": Line(get=STAFF, post=may(P.PROVIDER_CHANGE)),
    "console:staff": Line(get=STAFF, post=may(P.STAFF_CHANGE)),
    "console:staff-end": Line(post=may(P.STAFF_CHANGE)),
    "console:partners": Line(get=STAFF),
    "console:partner-new": Line(get=may(P.ACTIVITY_PLAN), post=may(P.ACTIVITY_PLAN)),
    "console:partner": Line(get=may(P.ACTIVITY_PLAN), post=may(P.ACTIVITY_PLAN)),
    "console:activity-readiness": Line(get=STAFF),
    "console:activity-plan": Line(get=STAFF),
    "console:activity-plan-section": Line(post=may(P.ACTIVITY_PLAN), where={"section": "basics"}),
    "console:activity-evidence-add": Line(post=may(P.ACTIVITY_PLAN)),
    "console:activity-joint-add": Line(post=may(P.ACTIVITY_PLAN)),
    "console:activity-joint": Line(get=may(P.ACTIVITY_PLAN), post=may(P.ACTIVITY_PLAN)),
    "console:activity-joint-remove": Line(post=may(P.ACTIVITY_PLAN)),
    "console:activity-agenda": Line(get=STAFF),
    "console:activity-agenda-add": Line(post=may(P.ACTIVITY_PLAN)),
    "console:activity-agenda-paste": Line(post=may(P.ACTIVITY_PLAN)),
    "console:activity-agenda-put-back": Line(post=may(P.ACTIVITY_PLAN)),
    "console:activity-session": Line(get=may(P.ACTIVITY_PLAN), post=may(P.ACTIVITY_PLAN)),
    "console:activity-session-remove": Line(post=may(P.ACTIVITY_PLAN)),
    "console:activity-copy": Line(get=may(P.ACTIVITY_PLAN), post=may(P.ACTIVITY_PLAN)),
    "console:activity-announcement": Line(get=STAFF),
    "console:activity-calendar": Line(get=STAFF, is_page=False),
    "console:activity-history": Line(get=may(P.AUDIT_READ)),
    "console:activity-step": Line(get=STAFF, post=may(P.ACTIVITY_RUN), where={"name": "close"}, data={"note": "Over"}),
    "console:activity-reports": Line(get=STAFF, post=may(P.ACTIVITY_PLAN), data={"version": "1"}),
    "console:activity-report-make": Line(post=may(P.REPORTS_MAKE), where={"kind": "activity_file_pdf"}),
    "console:activity-left-out": Line(get=may(P.LEARNERS_SEE)),
    "console:activity-left-out-ask": Line(post=may(P.REPORTS_MAKE)),
    "console:activity-file": Line(get=STAFF),
    "console:activity-certificates": Line(get=may(P.LEARNERS_SEE)),
    "console:activity-certificate-issue": Line(post=may(P.LEARNERS_SEE)),
    "console:activity-certificate-reissue": Line(
        get=may(P.LEARNERS_SEE), post=may(P.CREDIT_CORRECT), data={"reason": "Name corrected", "version": "1"}
    ),
    "console:standing": Line(get=may(P.STANDING_SEE)),
    "console:standing-what-if": Line(get=may(P.STANDING_SEE)),
    "console:standing-person": Line(get=may(P.STANDING_SEE)),
    "console:reports": Line(get=may(P.REPORTS_MAKE)),
    "console:reports-of-year": Line(get=may(P.REPORTS_MAKE), where={"year": "2026"}, is_page=False),
    "console:report-of-year-make": Line(post=may(P.REPORTS_MAKE), where={"year": "2026", "kind": "pars_activity_xml"}),
    "console:report-progress": Line(get=STAFF, is_page=False),
    "console:report-cancel": Line(post=may(P.REPORTS_MAKE)),
    "console:report-submitted": Line(post=may(P.REPORTS_MAKE)),
    "console:report-take-back": Line(post=may(P.REPORTS_MAKE)),
    "console:activity-credit": Line(get=STAFF, post=may(P.ACTIVITY_DESIGNATE), data={"act": "designate"}),
    "console:credit-application": Line(
        post=may(P.ACTIVITY_DESIGNATE), where={"system": "aafp"}, data={"filed_on": "2026-03-01"}
    ),
    "console:activity-credit-ledger": Line(get=may(P.LEARNERS_SEE)),
    "console:credit-award": Line(get=may(P.LEARNERS_SEE)),
    "console:credit-replace": Line(
        get=may(P.LEARNERS_SEE), post=may(P.CREDIT_CORRECT), where={"act": "revoke"}, data={"reason": "x"}
    ),
    "console:activity-credit-waiting": Line(get=may(P.LEARNERS_SEE)),
    # people in control
    "console:activity-people": Line(get=STAFF),
    "console:invite-people": Line(get=may(P.PEOPLE_INVITE), post=may(P.PEOPLE_INVITE)),
    "console:remind-people": Line(post=may(P.PEOPLE_INVITE)),
    "console:person-in-control": Line(get=STAFF, post=may(P.PEOPLE_INVITE)),
    "console:end-role": Line(post=may(P.PEOPLE_INVITE)),
    "console:activity-disclosures": Line(get=STAFF),
    "console:activity-review": Line(get=STAFF, post=may(P.CONTENT_REVIEW)),
    "console:join-review": Line(post=may(P.CONTENT_REVIEW)),
    "console:disclosures": Line(get=STAFF),
    "console:disclosure-case": Line(get=STAFF, post=may(P.DISCLOSURES_JUDGE)),
    "console:activity-content": Line(get=STAFF),
    "console:content-add": Line(get=may(P.CONTENT_EDIT), post=may(P.CONTENT_EDIT), where={"kind": "article"}),
    "console:content-preview": Line(post=may(P.CONTENT_EDIT), is_page=False),
    "console:content-change": Line(get=may(P.CONTENT_EDIT), post=may(P.CONTENT_EDIT), where=OFFERED),
    "console:content-act": Line(post=may(P.CONTENT_EDIT), where=OFFERED, data={"act": "up"}),
    "console:content-look": Line(get=STAFF, where=OFFERED),
    "console:activity-assessment": Line(get=STAFF, post=may(P.CONTENT_EDIT), where=OFFERED),
    "console:question-add": Line(get=may(P.CONTENT_EDIT), post=may(P.CONTENT_EDIT), where={"kind": "single"}),
    "console:question-change": Line(get=may(P.CONTENT_EDIT), post=may(P.CONTENT_EDIT), where=OFFERED),
    "console:question-act": Line(post=may(P.CONTENT_EDIT), where=OFFERED, data={"act": "up"}),
    "console:questions-bring": Line(get=may(P.CONTENT_EDIT), post=may(P.CONTENT_EDIT)),
    "console:questions-file": Line(
        get=may(P.CONTENT_EDIT), post=may(P.CONTENT_EDIT), where={"file_id": "@people_file_id"}
    ),
    "console:assessment-pair": Line(post=may(P.CONTENT_EDIT), where=OFFERED),
    "console:assessment-export": Line(get=may(P.CONTENT_EDIT), is_page=False),
    "console:assessment-preview": Line(get=STAFF, where=OFFERED),
    "console:assessment-statistics": Line(get=may(P.LEARNERS_SEE), where=OFFERED),
    "console:activity-evaluation": Line(get=STAFF, post=may(P.CONTENT_EDIT)),
    "console:evaluation-results": Line(get=may(P.LEARNERS_SEE)),
    "console:activity-learners": Line(get=may(P.LEARNERS_SEE), where=RUNNING),
    "console:learners-add": Line(get=may(P.ATTENDANCE_RECORD), post=may(P.ATTENDANCE_RECORD), where=RUNNING),
    "console:learners-bring": Line(get=may(P.ATTENDANCE_RECORD), post=may(P.ATTENDANCE_RECORD), where=RUNNING),
    "console:learners-list": Line(
        get=may(P.ATTENDANCE_RECORD), post=may(P.ATTENDANCE_RECORD), where={**RUNNING, "file_id": "@people_file_id"}
    ),
    "console:learners-undo": Line(post=may(P.ATTENDANCE_RECORD), where={**RUNNING, "import_id": "@people_import_id"}),
    "console:activity-learner": Line(get=may(P.LEARNERS_SEE), post=may(P.ATTENDANCE_RECORD), where=RUNNING),
    "console:learner-withdraw": Line(post=may(P.ATTENDANCE_RECORD), where=RUNNING),
    "console:learner-unit-back": Line(
        post=may(P.ATTENDANCE_RECORD),
        where={"activity_id": "@project_id", "registration_id": "@improver_id", "cycle_id": "@cycle_id"},
        data={"note": "Wrong person"},
    ),
    "console:activity-attendance": Line(get=may(P.LEARNERS_SEE), where=RUNNING),
    "console:attendance-import": Line(get=may(P.ATTENDANCE_RECORD), post=may(P.ATTENDANCE_RECORD), where=RUNNING),
    "console:attendance-file": Line(
        get=may(P.ATTENDANCE_RECORD), post=may(P.ATTENDANCE_RECORD), where={**RUNNING, "file_id": "@attendance_file_id"}
    ),
    "console:attendance-import-result": Line(get=may(P.LEARNERS_SEE), where=IMPORTED),
    "console:attendance-import-cancel": Line(post=may(P.ATTENDANCE_RECORD), where=IMPORTED),
    "console:attendance-import-undo": Line(post=may(P.ATTENDANCE_RECORD), where=IMPORTED),
    "console:attendance-import-accept": Line(post=may(P.ATTENDANCE_RECORD), where=IMPORTED),
    "console:attendance-queue": Line(get=may(P.ATTENDANCE_RECORD), where=RUNNING),
    "console:attendance-row": Line(
        get=may(P.ATTENDANCE_RECORD),
        post=may(P.ATTENDANCE_RECORD),
        where={**RUNNING, "row_id": "@attendance_row_id"},
        data={"act": "ignore"},
    ),
    "console:attendance-session": Line(get=may(P.LEARNERS_SEE), post=may(P.ATTENDANCE_RECORD), where=RUNNING),
    "console:attendance-take-back": Line(post=may(P.ATTENDANCE_RECORD), where=RUNNING),
    "console:check-in-start": Line(post=may(P.ATTENDANCE_RECORD), where=RUNNING),
    "console:activity-check-in": Line(get=may(P.ATTENDANCE_RECORD), where=RUNNING),
    # faculty: the token is the right
    "faculty:task": Line(get=ANYBODY),
    "faculty:disclose": Line(get=ANYBODY, post=ANYBODY),
    "faculty:confirm": Line(post=ANYBODY),
    "faculty:attest": Line(post=ANYBODY),
    "faculty:hand-in": Line(post=ANYBODY),
    "faculty:take-back": Line(post=ANYBODY),
    "faculty:review": Line(get=NOT_HERE, post=NOT_HERE),  # Cy teaches; the link of a reviewer opens it
    # files
    "file": Line(get=NOT_HERE, where={"name": "slides.pdf"}),
}
