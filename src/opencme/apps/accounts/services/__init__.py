"""Opening accounts, keeping profiles, and letting people in."""

from opencme.apps.accounts.selectors import person_for_email
from opencme.apps.accounts.services.addresses import address_asked, ask_new_address, confirm_address
from opencme.apps.accounts.services.passwords import end_all_sessions, set_password
from opencme.apps.accounts.services.persons import (
    Typed,
    change_profile,
    create_person,
    findings_on_profile,
    sign_up,
)
from opencme.apps.accounts.services.sign_in import invitation_link, person_of_link, send_sign_in_link, sign_in
from opencme.apps.accounts.services.tries import sweep_tries

__all__ = [
    "Typed",
    "address_asked",
    "ask_new_address",
    "change_profile",
    "confirm_address",
    "create_person",
    "end_all_sessions",
    "findings_on_profile",
    "invitation_link",
    "person_for_email",
    "person_of_link",
    "send_sign_in_link",
    "set_password",
    "sign_in",
    "sign_up",
    "sweep_tries",
]
