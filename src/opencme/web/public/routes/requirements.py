"""Addresses: the requirement explorer and its files. They are stable: a rule's id never changes."""

from django.urls import URLPattern, path

from opencme.web.public.views import requirement_files, requirements, start

urlpatterns: list[URLPattern] = [
    path("start/", start.first_steps, name="start"),
    path("requirements/", requirements.explorer, name="requirements"),
    path("requirements/go/", requirements.jump, name="requirements-go"),
    path("requirements/beside/", requirements.beside, name="requirements-beside"),
    path("requirements/pack.json", requirement_files.whole_pack, {"kind": "json"}, name="requirements-json"),
    path("requirements/pack.csv", requirement_files.whole_pack, {"kind": "csv"}, name="requirements-csv"),
    path("requirements/pack.schema.json", requirement_files.pack_schema, name="requirements-schema"),
    path("requirements/topics/", requirements.topics, name="requirement-topics"),
    path("requirements/topics/<slug:topic>/", requirements.topic, name="requirement-topic"),
    path("requirements/in/<slug:place>/", requirements.jurisdiction, name="requirement-place"),
    path("requirements/<slug:family>.json", requirement_files.one_rule, {"kind": "json"}, name="requirement-json"),
    path("requirements/<slug:family>.csv", requirement_files.one_rule, {"kind": "csv"}, name="requirement-csv"),
    path("requirements/<slug:family>/", requirements.requirement, name="requirement"),
    path("requirements/<slug:family>/<slug:rule_id>/", requirements.edition, name="requirement-edition"),
]
