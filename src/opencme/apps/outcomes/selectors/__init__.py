"""Reading evaluations: the form, who answered, what was said. Reactions and intentions, never outcomes (TRAP-56)."""

from dataclasses import dataclass

from opencme.apps.activities.models import Activity
from opencme.apps.delivery.models import Registration
from opencme.apps.outcomes.models import EvaluationForm, EvaluationResponse
from opencme.rules.outcomes import evaluation as rules


@dataclass(frozen=True, slots=True)
class Summary:
    """The counted answers of an activity's evaluation."""

    responses: int
    registered: int
    results: tuple[rules.Result, ...]


def form_row(activity: Activity) -> EvaluationForm | None:
    """Give the activity's evaluation form; None when none was set up."""
    rows = EvaluationForm.objects.across_providers(why="the activity was found by its reader's own way")
    found: EvaluationForm | None = rows.filter(activity=activity).first()
    return found


def questions_of(form: EvaluationForm | None) -> tuple[rules.Question, ...]:
    """Give the questions of a form: the standing ones and the provider's own."""
    return rules.form_of(form.questions if form else ())


def answered_keys(form: EvaluationForm) -> frozenset[str]:
    """Give the keys of the questions somebody has answered; none for a form not saved yet."""
    if form._state.adding:  # noqa: SLF001 -- Django's documented word for a row not saved yet
        return frozenset()
    return frozenset(key for answers in form.responses.values_list("answers", flat=True) for key in answers)


def has_answered(registration: Registration) -> bool | None:
    """Say whether the participant answered the evaluation; None when the activity does not ask for it first."""
    rows = EvaluationForm.objects.across_providers(why="the form of a registration already found")
    required = rows.filter(activity_id=registration.activity_id).values_list("is_required", flat=True).first()
    if not required:
        return None
    return response_of(registration) is not None


def answered_by(activity: Activity) -> frozenset[int]:
    """Give the registrations (by id) that answered the evaluation: one query."""
    rows = EvaluationResponse.objects.of(activity.provider_id).filter(form__activity=activity)
    return frozenset(rows.values_list("registration_id", flat=True))


def response_of(registration: Registration) -> EvaluationResponse | None:
    """Give the participant's evaluation."""
    rows = EvaluationResponse.objects.across_providers(why="the participant's own evaluation")
    found: EvaluationResponse | None = rows.filter(registration=registration).first()
    return found


def summary(activity: Activity) -> Summary:
    """Count the answers, without names."""
    form = form_row(activity)
    answers = list(form.responses.order_by("answered_at", "id").values_list("answers", flat=True)) if form else []
    return Summary(
        responses=len(answers),
        registered=activity.registrations.filter(withdrawn_at=None).count(),
        results=rules.count_answers(rules.form_of(form.questions if form else (), with_retired=True), answers),
    )
