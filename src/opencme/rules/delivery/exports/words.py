"""The words by which columns are recognised, folded, by what they mean."""

from collections.abc import Mapping
from typing import Final

# The words of the header, folded, by what they mean. Other languages of Teams are told by content where missing here.
HEADERS: Final[Mapping[str, frozenset[str]]] = {
    "name": frozenset(
        {
            "name (original name)", "user name (original name)", "name", "full name", "user name", "participant",
            "participant name", "display name", "vollständiger name", "nom complet", "nombre completo",
            "nome completo", "volledige naam", "nom", "nombre", "nome", "naam",
        }
    ),
    "first": frozenset({"first name", "vorname", "prénom"}),
    "last": frozenset({"last name", "nachname"}),
    "email": frozenset(
        {
            "user email", "email", "e-mail", "email address", "e-mail address", "e-mail-adresse", "adresse e-mail",
            "courriel", "correo electrónico", "e-mailadres", "endereço de email",
        }
    ),
    "upn": frozenset({"participant id (upn)", "upn"}),
    "join": frozenset(
        {
            "join time", "joined", "joined at", "beitrittszeit", "zeitpunkt des beitritts", "heure d'arrivée",
            "heure de participation", "hora de unión", "hora de entrada", "ora di accesso", "deelnametijd",
        }
    ),
    "leave": frozenset(
        {
            "leave time", "left", "left at", "verlassen um", "zeitpunkt des verlassens", "austrittszeit",
            "heure de départ", "hora de salida", "hora de saída", "ora di uscita", "tijd van vertrek",
        }
    ),
    "first_join": frozenset({"first join", "first join time", "erster beitritt", "première connexion"}),
    "last_leave": frozenset({"last leave", "last leave time", "letztes verlassen", "dernier départ"}),
    "duration": frozenset(
        {
            "duration (minutes)", "total duration (minutes)", "duration", "in-meeting duration",
            "time in session (minutes)", "dauer", "durée", "duración", "duração", "durata", "duur",
        }
    ),
    "action": frozenset({"user action", "benutzeraktion", "action de l'utilisateur", "acción del usuario"}),
    "timestamp": frozenset({"timestamp", "zeitstempel", "horodatage", "marca de tiempo"}),
    "attended": frozenset({"attended"}),
}  # fmt: skip
