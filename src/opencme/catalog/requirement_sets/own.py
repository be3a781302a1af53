"""Rules a person wrote in a form: read by the same reader as the pack, bound to the same topic tree."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from opencme.catalog.requirement_sets.located import BadFile
from opencme.catalog.requirement_sets.reading import read_rules
from opencme.catalog.requirement_sets.vocabulary import vocabulary
from opencme.rules.requirements.definitions import Rule
from opencme.rules.requirements.prepare import Prepared, prepare

#: The user-assigned code of ISO 3166 for "no country": a hospital's rules hold inside the hospital.
NOWHERE: Final = "ZZ"


def read_own(name: str, definition: Mapping[str, Any]) -> Rule:
    """Read one rule written by a person; ``name`` is who asks. Raises BadFile with every problem as "line N: …"."""
    return prepared_own(name, json.dumps(definition, indent=1, sort_keys=True, ensure_ascii=False)).rule


@lru_cache(maxsize=512)
def prepared_own(name: str, definition: str) -> Prepared:
    """Read one rule written by a person, as JSON text, and bind it; what was read before is not read again."""
    words = vocabulary()
    problems: list[str] = []
    head = {"authority": {"name": name, "jurisdiction": NOWHERE}, "rules": [json.loads(definition)]}
    found = read_rules(json.dumps(head, indent=1, ensure_ascii=False), words, problems)
    if problems:
        raise BadFile(*problems)
    return prepare(found[0], words.narrower)
