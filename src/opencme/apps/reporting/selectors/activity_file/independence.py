"""The sections of the activity file about independence: people in control, the form, disclosure to learners, review."""

from collections.abc import Iterator
from datetime import datetime

from opencme.apps.activities.models import Activity
from opencme.apps.delivery.models import DisclosureImpression
from opencme.apps.faculty.selectors import disclosure_to_learners, people_in_control
from opencme.apps.faculty.selectors.people import PersonRow, Tie, edition_for, is_required
from opencme.apps.review.models import ContentReview
from opencme.catalog.content_standards import review_items
from opencme.documents.activity_file import Block, Bullets, Missing, Section, Table, Text
from opencme.documents.certificate import in_words
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.lifecycle import State, has_passed
from opencme.rules.activity.support import supporters


def sections(activity: Activity, now: datetime) -> Iterator[Section]:
    """Give the sections in the order of the abstract."""
    people = people_in_control(activity, now)
    yield _people(activity, people, now)
    yield _form(activity, people, now)
    yield _to_learners(activity, now)
    yield _review(activity)
    yield _support(activity)


def _day(activity: Activity, moment: datetime) -> str:
    return in_words(moment.astimezone(activity.zone).date())


def _people(activity: Activity, people: tuple[PersonRow, ...], now: datetime) -> Section:
    missing: list[Missing] = []
    if not people:
        missing.append(Missing(words=_("Nobody in control of the content is named."), fix="people"))
    for each in people if is_required(activity, now) else ():
        missing += [
            Missing(words=str(finding), fix="disclosures", is_required=finding.blocking)
            for finding in each.status.findings
        ]
    rows = [row for each in people for row in _rows(activity, each)]
    table = Table(
        label="",
        head=("Person and role", "Disclosed", "Company and relationship", "Relevant", "Mitigation"),
        rows=rows,
        widths=(5, 4, 5, 3, 5),
    )
    return Section(
        key="people",
        title=_("Everybody in control of content"),
        criterion=_("Standard 3: identify, mitigate, disclose"),
        blocks=[table] if rows else (),
        missing=missing,
    )


def _rows(activity: Activity, person: PersonRow) -> Iterator[tuple[str, ...]]:
    name = f"{person.row.name}{', ' + person.row.credentials if person.row.credentials else ''}"
    who = f"{name} – {person.role_name}, from {_day(activity, person.row.starts_at)}"
    if not person.is_standing:
        who += f"; left {_day(activity, person.row.withdrawn_at or person.row.starts_at)}"
    if person.disclosure is None:
        yield who, "no", "–", "–", "–"
        return
    signed = _day(activity, person.disclosure.signed_at)
    if not person.ties:
        yield who, signed, "None, stated expressly", "–", "–"
    for place, tie in enumerate(person.ties):
        yield (
            who if place == 0 else "",
            signed if place == 0 else "",
            f"{tie.row.company}: {tie.kind_name}{' (ended)' if tie.row.has_ended else ''}",
            _relevance(tie),
            _mitigation(activity, tie),
        )


def _relevance(tie: Tie) -> str:
    if tie.excludes and tie.exception is None:
        return "excluded from control"
    if tie.is_relevant is None:
        return "undecided"
    reason = tie.decision.reason if tie.decision else ""
    return f"{'yes' if tie.is_relevant else 'no'}{': ' + reason if reason else ''}"


def _mitigation(activity: Activity, tie: Tie) -> str:
    if tie.mitigation is not None:
        by = f", reviewed by {tie.mitigation.peer_reviewer}" if tie.mitigation.peer_reviewer else ""
        return f"{tie.method_name}{by}; {_day(activity, tie.mitigation.completed_at)}"
    if tie.exception is not None:
        return f"Exception {tie.exception_name}"
    return "–" if not tie.is_relevant else "not yet"


def _form(activity: Activity, people: tuple[PersonRow, ...], now: datetime) -> Section:
    edition = people[0].edition if people else edition_for(now.astimezone(activity.zone).date())
    words = edition.words
    since = _("the day reckoned for each person")
    asked = words.request % {"months": str(edition.lookback_months), "from": since}
    return Section(
        key="form",
        title=_("How disclosures were collected"),
        criterion=_("Standard 3.1: the form with the definition and the look-back"),
        blocks=(
            Text(label=_("Definition on the form"), words=words.definition),
            Text(label=_("What was asked"), words=f"{asked} {words.no_minimum}".strip()),
            Text(label=_("Edition of the form"), words=f"{edition.key}, {edition.lookback_months} months"),
        ),
    )


def _to_learners(activity: Activity, now: datetime) -> Section:
    told = disclosure_to_learners(activity, now)
    blocks: list[Block] = [Text(label="", words=paragraph) for paragraph in told.paragraphs]
    shown = DisclosureImpression.objects.of(activity.provider_id).filter(registration__activity=activity)
    count, first = shown.values("registration").distinct().count(), shown.order_by("shown_at").first()
    if first is not None:
        words = (
            f"{count} participants were shown it before they engaged, the first on {_day(activity, first.shown_at)}."
        )
        blocks.append(Text(label=_("Proof"), words=words))
    missing: list[Missing] = []
    if not told.is_complete:
        missing.append(Missing(words=_("The disclosure to learners is not complete yet."), fix="disclosures"))
    if first is None and has_passed(State(activity.state), State.DELIVERED):
        no_proof = _("Nobody was shown the disclosure here; add what was shown in another way.")
        missing.append(Missing(words=no_proof, fix="learners"))
    return Section(
        key="to_learners",
        title=_("Disclosure to learners"),
        criterion=_("Standard 3.5: before learners engage"),
        blocks=blocks,
        missing=missing,
    )


def _review(activity: Activity) -> Section:
    review = ContentReview.objects.of(activity.provider_id).filter(activity=activity).first()
    if review is None or not review.is_passed:
        missing = Missing(words=_("No content review has passed."), fix="review")
        return _section_of_review((), (missing,))
    questions = {item.key: item.question for item in review_items(review.reviewed_at.date())}
    rows = [
        (questions.get(key, key), "yes" if answer.get("ok") else "no", str(answer.get("comment", "")))
        for key, answer in review.answers.items()
    ]
    blocks: list[Block] = [
        Text(label=_("Reviewed"), words=f"{review.by_label}, {_day(activity, review.reviewed_at)}"),
        Table(label="", head=("Asked", "Met", "Comment"), rows=rows, widths=(8, 2, 5)),
    ]
    if review.comment:
        blocks.append(Text(label=_("Comment"), words=review.comment))
    return _section_of_review(tuple(blocks), ())


def _section_of_review(blocks: tuple[Block, ...], missing: tuple[Missing, ...]) -> Section:
    return Section(
        key="review",
        title=_("Content review"),
        criterion=_("Standards 1 and 2: valid and free of commercial bias"),
        blocks=blocks,
        missing=missing,
    )


def _support(activity: Activity) -> Section:
    words = {None: "", False: _("None was received."), True: _("Commercial support was received.")}
    blocks: list[Block] = []
    missing: list[Missing] = []
    if activity.commercial_support is None:
        missing.append(Missing(words=_("Say whether commercial support was received."), fix="plan"))
    else:
        blocks.append(Text(label="", words=words[activity.commercial_support]))
    if activity.commercial_support:
        given = [each.line.replace(";", ":", 1) for each in supporters(activity.support_sources)]
        if given:
            blocks.append(Bullets(label=_("Supporters"), items=given))
        else:
            missing.append(Missing(words=_("Name each commercial supporter, and what was given."), fix="plan"))
        agreements = _("The executed agreements are kept outside OpenCME; add them to the file.")
        missing.append(Missing(words=agreements, fix="reports"))
    joint = [str(each) for each in activity.joint_providers.select_related("partner")]
    if joint:
        blocks.append(Bullets(label=_("Joint providers"), items=joint))
    return Section(
        key="support",
        title=_("Commercial support and joint providers"),
        criterion=_("Standard 4"),
        blocks=blocks,
        missing=missing,
    )
