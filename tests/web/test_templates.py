"""Every word a template shows can be translated; nothing in a template runs or is styled inline."""

import re
from html.parser import HTMLParser
from pathlib import Path

import opencme

ROOT = Path(opencme.__file__).parent
TEMPLATES = sorted(path for path in ROOT.rglob("templates/**/*.html") if "ui/guide" not in str(path))
# What stands in <pre> is a sample of a file, in the file's own language.
HIDDEN = re.compile(
    r"<pre.*?</pre>|\{% block width %\}.*?\{% endblock %\}|\{#.*?#\}|\{% comment.*?%\}.*?\{% endcomment %\}|\{% blocktrans.*?%\}.*?\{% endblocktrans(?:late)? %\}|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
SPOKEN = {"aria-label", "placeholder", "title", "alt", "data-label", "data-copied"}
NAMES = {
    "OpenCME",
    "CSV",
    "XLSX",
    "PDF",
    "ZIP",
    "JSON",
    "XML",
    "QR",
    "NPI",
    "GIFT",
    "Aiken",
    "Moodle",
    "PARS",
    "html",
    "lt",
    "gt",
    "amp",
}
WORD = re.compile(r"[^\W\d_]{2,}")


class Words(HTMLParser):
    """Collects what stands in a template in plain words."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in SPOKEN and value:
                self._keep(value)
            if name == "style" or name.startswith("on"):
                self.found.append(f"{name}={value}")
        if tag in {"script", "style"}:
            self.inside.append(tag)
            if tag == "style" or not dict(attrs).get("src"):
                self.found.append(f"inline <{tag}>")

    def handle_endtag(self, tag):
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data):
        if not self.inside:
            self._keep(data)

    def _keep(self, text):
        self.found += [word for word in WORD.findall(text) if word not in NAMES]


def test_templates_hold_no_word_outside_translation_and_nothing_inline():
    assert TEMPLATES
    wrong = {}
    for path in TEMPLATES:
        words = Words()
        # An address inside an attribute is a tag of its own; a placeholder keeps the HTML well formed.
        words.feed(re.sub(HIDDEN, "", path.read_text(encoding="utf-8").replace('src="{', 'src="x{')))
        if words.found:
            wrong[str(path.relative_to(ROOT))] = words.found

    assert wrong == {}


def test_components_say_what_they_need():
    for path in TEMPLATES:
        if path.parent.name in {"components", "forms"} and "ui" in path.parts:
            assert path.read_text(encoding="utf-8").startswith("{% comment %}"), path.name
