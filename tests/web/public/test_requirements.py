"""The requirement explorer: every page from the pack alone (no test here may touch the database), stable addresses."""

import csv
import io
import json
import re
from html import unescape

import people
import pytest
import time_machine
from django.test import Client
from django.urls import NoReverseMatch, reverse

from opencme.catalog.requirement_sets import editions_of, pack, vocabulary
from opencme.catalog.requirement_sets.entries import names
from opencme.catalog.requirement_sets.places import places
from opencme.catalog.sources import sources
from opencme.rules.requirements import amounts
from opencme.rules.requirements.definitions import UNDECIDED
from opencme.rules.requirements.spoken import headline, in_words, mandates
from opencme.web.public.explorer.files import COLUMNS, table
from opencme.web.public.first_hour import EXAMPLE, PLANNING
from opencme.web.ui.first_steps import ABOUT, BASICS, COUNTS, MISTAKES, STEPS

#: Pages of one's own that an entry of the newcomer's path may name before they are there.
WALLET = {"wallet:standing", "wallet:plan", "wallet:allowance"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-25T09:00:00Z", tick=False):
        yield


def words(page: str) -> str:
    """Give what a reader sees, in one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?em>", "", page))))


@pytest.mark.parametrize("rule_id", sorted(pack()))
def test_every_edition_has_a_page_that_says_where_it_is_written_and_what_is_unknown(client: Client, rule_id: str):
    rule = pack()[rule_id]

    answer = client.get(f"/requirements/{rule.family}/{rule_id}/")

    shown = words(answer.text)
    assert answer.status_code == 200
    assert "Not legal advice." in shown
    assert "Checked Nov 22, 2026" in shown or "Checked Nov 25, 2026" in shown
    assert all(" ".join(source.title.split()) in shown for source in rule.sources)
    assert all(f'href="{source.url}"' in unescape(answer.text) for source in rule.sources if source.url)
    assert all(" ".join(in_words(other, names()).split()) in shown for _field, _kept, other in rule.conflicts)
    assert ("What is not known" in shown) is bool(rule.unverified or rule.cycle.unconfirmed or _is_open(rule_id))
    if rule.status in UNDECIDED:
        assert "annot be decided from the sources" in shown


#: What only the files of the pack say: names with underscores, mandates by their id, worked cases, values of YAML.
CODES = re.compile(r"\b[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+\b|\bRC ?\d+|\b(?:null|None|True|False)\b|worked case|this audit")
MANDATES = {topic.id for rule in pack().values() for topic in rule.topics}


def codes_in(page: str) -> set[str]:
    """Give the codes of the pack that a reader of the page would see."""
    shown = re.sub(r"https?://\S+", "", words(page.split("<main")[1].split("</main", maxsplit=1)[0]))
    return set(CODES.findall(shown)) | (MANDATES & set(re.findall(r"[\w-]+", shown.casefold())))


@pytest.mark.parametrize("rule_id", sorted(pack()))
def test_no_page_of_a_rule_speaks_in_codes(client: Client, rule_id: str):
    address = f"/requirements/{pack()[rule_id].family}/{rule_id}/"

    assert codes_in(client.get(address).text) == set()


def test_what_codes_said_is_said_in_words_and_the_file_keeps_them(client: Client):
    page = words(client.get("/requirements/us-fl-md/").text)
    file = client.get("/requirements/us-fl-md.json").text

    assert "Whether surplus moves into the next cycle" in page
    assert "The topic “HIV and AIDS”: how often first renewal only" in page
    assert "earlier in this pack: not confirmed " in page
    assert "RC22" in file
    assert "topics.fl-hiv.frequency" in file


def _is_open(rule_id: str) -> bool:
    rule = pack()[rule_id]
    return rule.status in UNDECIDED or rule.total is None or any(each.counts_in_total is None for each in rule.topics)


@pytest.mark.parametrize(
    ("address", "status", "leads_to"),
    [
        ("/requirements/us-ma-md/", 200, ""),
        ("/requirements/us-co-md/", 200, ""),
        ("/requirements/us-co-md/us-co-md/", 200, ""),
        ("/requirements/us-co-md-pre2026/", 301, "/requirements/us-co-md/us-co-md-pre2026/"),
        ("/requirements/us-ma-md/us-co-md/", 404, ""),
        ("/requirements/nobody/", 404, ""),
        ("/requirements/us-ma-md.json", 200, ""),
        ("/requirements/nobody.json", 404, ""),
        ("/requirements/nobody.csv", 404, ""),
        ("/requirements/pack.json", 200, ""),
        ("/requirements/pack.csv", 200, ""),
        ("/requirements/pack.schema.json", 200, ""),
        ("/requirements/topics/", 200, ""),
        ("/requirements/topics/opioid-prescribing/", 200, ""),
        ("/requirements/topics/vaccination/", 200, ""),
        ("/requirements/topics/nothing-of-the-kind/", 404, ""),
        ("/requirements/in/us-az/", 200, ""),
        ("/requirements/in/us/", 200, ""),
        ("/requirements/in/gb/", 200, ""),
        ("/requirements/in/xx/", 404, ""),
        ("/requirements/go/?place=us-ma&profession=md", 302, "/requirements/us-ma-md/"),
        ("/requirements/go/?place=us-az&profession=do", 302, "/requirements/us-az-do/"),
        ("/requirements/go/?place=us-nm&profession=do", 302, "/requirements/us-nm-md/"),
        ("/requirements/go/?place=us-ut&profession=pa", 302, "/requirements/in/us-ut/?profession=pa"),
        ("/requirements/go/?place=gb&profession=md", 302, "/requirements/in/gb/?profession=md"),
        ("/requirements/go/?place=moon", 302, "/requirements/"),
        ("/requirements/beside/", 200, ""),
        ("/requirements/beside/?rule=nobody&rule=us-ma-md", 200, ""),
        ("/start/", 200, ""),
    ],
)
def test_an_address_stays_what_it_is(client: Client, address: str, status: int, leads_to: str):
    answer = client.get(address)

    assert (answer.status_code, answer.headers.get("Location", "")) == (status, leads_to)


def test_the_page_of_a_rule_answers_what_a_state_wants(client: Client):
    shown = words(client.get("/requirements/us-ma-md/").text)

    assert "50 credits every 2 years A cycle is 2 years long. The cycle ends on the birthday." in shown
    assert "Implicit bias 2 credits once, with the first application on or after Jun 1, 2022" in shown
    assert "Only a clinician who actually prescribes controlled substances. Counts inside the total." in shown
    assert "What the first cycle after licensing asks for is not known." in shown


def test_an_amended_rule_says_what_changed_and_which_edition_holds(client: Client):
    current = words(client.get("/requirements/us-co-md/").text)
    old = words(client.get("/requirements/us-co-md/us-co-md-pre2026/").text)

    assert "What changed" in current
    assert "No general amount; topics only. 30 credits every 2 years." in current
    assert "This edition is not in force today." not in current
    assert "This edition is not in force today. It held through Dec 31, 2025. Open the edition in force" in old


def test_on_an_earlier_day_the_earlier_edition_is_the_one_in_force(client: Client):
    with time_machine.travel("2025-06-01T09:00:00Z", tick=False):
        shown = words(client.get("/requirements/us-co-md/").text)

    assert "Colorado physician license before the 2024 act took effect" in shown
    assert "This edition is not in force today." not in shown


@pytest.mark.parametrize(
    ("query", "count", "has", "lacks"),
    [
        ({}, "97 rules · Physician (MD)", "Massachusetts: 50 credits every 2 years", "AZ RN license"),
        (
            {"profession": "do"},
            "100 rules · Physician (DO)",
            "Arizona: 40 hours every 2 years",
            "Arizona Medical Board",
        ),
        ({"profession": "rn"}, "47 rules · Registered nurse", "Arizona: No set amount is asked for", "Kansas Medical"),
        ({"q": "texas"}, "1 rule · Physician (MD) · “texas”", "Texas: 48 credits every 2 years", "Ohio: 50"),
        ({"topic": "dementia"}, "· dementia", "Massachusetts: 1 credit, once", "Massachusetts: 50"),
        ({"profession": "all"}, "195 rules", "Arizona: 5 rules", "Physician (MD) ·"),
        ({"profession": "nobody", "topic": "zzz"}, "97 rules · Physician (MD)", "Massachusetts: 50", "zzz<"),
        ({"q": "zebra"}, "0 rules", "No rule of the pack fits all of this", "Massachusetts: 50"),
    ],
)
def test_the_explorer_filters_by_profession_topic_and_words(
    client: Client, query: dict[str, str], count: str, has: str, lacks: str
):
    answer = client.get("/requirements/", query)

    page = unescape(answer.text)
    assert count in words(answer.text)
    assert has in page
    assert lacks not in page.split('id="results"')[1]


def test_the_map_has_every_state_and_territory_as_a_link_that_says_what_it_opens(client: Client):
    page = client.get("/requirements/").text

    tiles = re.findall(r'<a href="([^"]+)" class="tile is-(\w+)" aria-label="([^"]+)">', page)
    assert len(tiles) == len([each for each in places.values() if each.column is not None]) == 55
    assert ("/requirements/us-ma-md/", "s4", "Massachusetts: 50 credits every 2 years") in tiles
    assert ("/requirements/us-mt-md/", "none", "Montana: No set amount is asked for") in tiles
    nurses = client.get("/requirements/", {"profession": "rn"}).text
    assert re.search(r'class="tile is-unsure" aria-label="Virginia: Cannot be decided from the sources"', nurses)
    assert re.search(r'<g class="tile is-absent" role="img" aria-label="Wisconsin: no rule in the pack"', nurses)


def test_the_list_is_grouped_by_kind_of_place_and_a_short_one_is_unfolded(client: Client):
    page = client.get("/requirements/").text
    few = client.get("/requirements/", {"q": "texas"}).text

    groups = re.findall(r'<h2 id="group-(\w+)"[^>]*>([^<]+) <span class="count">(\d+)', page)
    assert groups == [
        ("state", "States and the District of Columbia", "51"),
        ("territory", "US territories", "4"),
        ("nation", "United States: federal duties, boards and societies", "21"),
        ("country", "Outside the United States", "21"),
    ]
    assert page.count('<details class="phone-fold" open>') == 0
    assert few.count('<details class="phone-fold" open>') == 1


def test_the_explorer_says_how_sure_it_is(client: Client):
    shown = words(client.get("/requirements/").text)

    assert "confidence high 67 High: a regulation or a page of the authority was read" in shown
    assert "cannot be decided 8 " in shown


@pytest.mark.parametrize(
    "query",
    [
        {"page": "x"},
        {"page": "99"},
        {"sort": "-zzz"},
        {"export": "exe"},
        {"q": "'" * 50},
        {"q": "x" * 500},
        {"q": "\x00"},
        {"topic": "<b>"},
    ],
)
def test_a_question_that_makes_no_sense_breaks_nothing(client: Client, query: dict[str, str]):
    assert client.get("/requirements/", query).status_code == 200


def test_htmx_gets_map_and_table_alone(client: Client):
    part = client.get("/requirements/", headers={"HX-Request": "true", "HX-Target": "results"}).text

    assert part.lstrip().startswith('<section id="results"')
    assert "<h1" not in part


def test_a_topic_page_gives_amounts_and_where_it_counts_for_a_broader_topic(client: Client):
    shown = words(client.get("/requirements/topics/opioid-prescribing/").text)

    assert "Massachusetts Massachusetts Board of Registration in Medicine · MD, DO 3 credits every cycle" in shown
    asks, wider = shown.split("Where it counts for a broader topic")
    assert "South Carolina" not in asks
    assert "South Carolina" in wider


def test_every_topic_a_rule_asks_for_is_listed_and_has_its_page(client: Client):
    listed = re.findall(r'href="/requirements/topics/([\w-]+)/"', client.get("/requirements/topics/").text)

    assert set(listed) <= {code.replace("_", "-") for code in vocabulary().topics}
    assert len(listed) > 60
    assert all(client.get(f"/requirements/topics/{each}/").status_code == 200 for each in listed)


def test_every_jurisdiction_has_a_page_with_its_rules(client: Client):
    for place in places.values():
        page = unescape(client.get(f"/requirements/in/{place.slug}/").text)
        held = {rule.family for rule in pack().values() if rule.authority.jurisdiction == place.code}
        assert held
        assert all(f'href="/requirements/{family}/"' in page for family in held)


def test_rules_stand_side_by_side_in_the_order_asked_each_once(client: Client):
    page = client.get("/requirements/beside/?rule=us-nh-md&rule=us-ma-md&rule=us-nh-md&rule=nobody").text

    shown = words(page)
    heads = re.findall(r'<th scope="col">(?!<span)([^<]+)</th>', page)
    assert heads == ["New Hampshire", "Massachusetts"] * 2
    assert "Asks for 100 hours every 2 years 50 credits every 2 years" in shown
    assert "Dementia – 1 credit, once. Only a clinician who treats an adult population." in shown
    assert "Whether surplus moves into the next cycle is not known." in shown


def test_the_name_of_ama_credit_is_italic_and_keeps_its_mark(client: Client):
    page = client.get("/requirements/us-ma-md/").text

    assert "<em>AMA PRA Category 1 Credit</em>™" in page
    assert "AMA PRA Category 1 Credit" not in page.replace("<em>AMA PRA Category 1 Credit</em>™", "")
    assert "<em>AMA PRA Category 1 Credit</em>™" in client.get("/start/").text


# ── files ──


def test_the_json_of_a_rule_holds_all_its_editions(client: Client):
    answer = client.get("/requirements/us-co-md.json")

    held = json.loads(answer.content)
    assert answer["Content-Type"] == "application/json"
    assert held["schema"] == "opencme-requirement-pack/1"
    assert [rule["id"] for rule in held["rules"]] == [rule.id for rule in editions_of("us-co-md")]


@pytest.mark.parametrize("address", ["/requirements/pack.json", "/requirements/pack.csv", "/requirements/us-ma-md.csv"])
def test_a_file_is_kept_until_it_changes(client: Client, address: str):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    other = client.get(address, headers={"If-None-Match": '"of another deployment"'})

    assert first["Cache-Control"] == "public, max-age=3600"
    assert first["Access-Control-Allow-Origin"] == "*"
    assert (again.status_code, again.content) == (304, b"")
    assert other.content == first.content


def test_the_csv_reads_back_as_every_clause_and_runs_no_formula(client: Client):
    text = client.get("/requirements/pack.csv").content.decode("utf-8-sig")

    head, *rows = csv.reader(io.StringIO(text))
    wanted = [["" if value is None else str(value) for value in row] for row in table(pack().values())]
    assert head == list(COLUMNS)
    assert [[cell.removeprefix("'") for cell in row] for row in rows] == [
        [cell.removeprefix("'") for cell in row] for row in wanted[1:]
    ]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert {row[0] for row in rows} == set(pack())


def test_the_table_goes_out_as_it_is_filtered(client: Client):
    content = b"".join(client.get("/requirements/", {"profession": "pa", "export": "csv"}).streaming_content)

    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert head[0] == "Where and who"
    assert rows[0][:3] == ["Alabama: Alabama Board of Medical Examiners", "50 credits every 2 years", "25"]
    assert rows[0][-1] == "http://testserver/requirements/us-al-pa/"


# ── the newcomer's path ──


def test_the_newcomers_path_is_data_that_leads_somewhere(client: Client):
    entries = [*BASICS, *COUNTS, *EXAMPLE, *STEPS, *MISTAKES, *PLANNING]
    page = words(client.get("/start/").text)

    for part in (BASICS, COUNTS, EXAMPLE, STEPS, MISTAKES, PLANNING):
        assert len({each.key for each in part}) == len(part)
    assert {each.about for each in entries} <= ABOUT
    assert all(each.source in sources for each in entries if each.source)
    assert all(each.title in page and each.text in page for each in entries)
    for help_ in {help_ for each in entries for help_ in each.helps}:
        name, *where = help_.address.split(" ")
        try:
            reverse(name, args=where)
        except NoReverseMatch:
            assert name in WALLET


def test_the_example_of_the_newcomers_path_says_what_the_pack_says():
    told = {each.key: each.text for each in EXAMPLE}

    for key, family, topic in (("massachusetts", "us-ma-md", "3 credits"), ("new-hampshire", "us-nh-md", "3 hours")):
        rule = editions_of(family)[-1]
        asked = {
            str(each.much): str(each.often) for each in mandates(rule, names()) if "opioid_prescribing" in each.topics
        }
        assert str(headline(rule)) in told[key]
        assert asked == {topic: "every cycle"}
        assert topic in told[key]
    least = next(limit for limit in editions_of("us-nh-md")[-1].limits if limit.operator == "min")
    assert f"at least {amounts.text(least.amount)} must be Category 1" in told["new-hampshire"]


def test_a_visitor_of_the_newcomers_path_is_offered_no_page_that_is_closed(client: Client):
    page = client.get("/start/").text.split("<main")[1]

    assert 'href="/me/' not in page
    assert 'href="/sign-up/?next=%2Fme%2Ffirst-steps%2F"' in page


def test_a_person_finds_the_explorer_from_the_navigation_and_the_help(client: Client):
    assert 'href="/requirements/"' in client.get("/start/").text.split("<main")[0]
    assert 'href="/start/"' in client.get("/help/").text.split("<main")[1].split("</main")[0]


@pytest.mark.django_db
def test_somebody_signed_in_is_led_to_the_wallet_and_costs_no_query_of_the_page(
    client: Client, django_assert_num_queries
):
    client.force_login(people.dee())
    with django_assert_num_queries(2):  # the person, and all roles; none by the page
        page = client.get("/requirements/us-ma-md/").text

    assert 'href="/me/set-up/?pick=us-ma-md"' in page
    assert "My learning, with an account" not in words(client.get("/start/").text)
