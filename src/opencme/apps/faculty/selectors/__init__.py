"""Reading people in control: where they stand, what waits for the reviewer, what a link opens, what learners read."""

from opencme.apps.faculty.selectors.cases import Before, CasePage, activity_with_people, case_page, first_case
from opencme.apps.faculty.selectors.learners import disclosure_to_learners
from opencme.apps.faculty.selectors.people import (
    PersonRow,
    Tie,
    edition_for,
    in_control_to_change,
    is_required,
    people_in_control,
    people_of,
    person_row,
    standing_exception,
)
from opencme.apps.faculty.selectors.queue import QueueItem, disclosure_queue, first_waiting, queue_size
from opencme.apps.faculty.selectors.tasks import LinkTask, Reusable, TaskPage, reusable, task_page, tasks_of
from opencme.rules.independence.learners import LearnerDisclosure

__all__ = [
    "Before",
    "CasePage",
    "LearnerDisclosure",
    "LinkTask",
    "PersonRow",
    "QueueItem",
    "Reusable",
    "TaskPage",
    "Tie",
    "activity_with_people",
    "case_page",
    "disclosure_queue",
    "disclosure_to_learners",
    "edition_for",
    "first_case",
    "first_waiting",
    "in_control_to_change",
    "is_required",
    "people_in_control",
    "people_of",
    "person_row",
    "queue_size",
    "reusable",
    "standing_exception",
    "task_page",
    "tasks_of",
]
