"""The initial content: whole in three languages, linked soundly, and equal to the stated facts. Needs no database."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from humus.kit.richtext import from_markdown, to_text
from humus.kit.richtext.terms import MOST_LETTERS
from humus.organisations.categories import CATEGORIES
from humus.pages.domain import templating
from humus.portal.loading.files import split
from humus.spaces.kinds import JOINING, VISIBILITIES
from humus.spaces.kinds import KINDS as SPACE_KINDS

FOLDER = Path(__file__).resolve().parents[1] / "initial"
LANGUAGES = {"en", "fr", "es"}
JSON_NAMES = ["events", "home", "organisations", "spaces", "strategy", "taxonomy"]
PAGE_PATHS = sorted((FOLDER / "pages").glob("*.md"))
FIELDS = ["key", "space", "parent", "title", "language", "kind"]
# An ordinary space before a high mark, or inside guillemets, lets the line break there.
BAD_FRENCH = re.compile(
    r"[ ][:;!?»%]|«[ ]|[^\W\d_][;!?](?=\s|$)|[^\W\d_]:(?=\s|$)|«(?![\u00a0\u202f])|(?<![\u00a0\u202f])»"
)


@cache
def data(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@cache
def page(path: Path) -> tuple[dict[str, str], str]:
    start, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    assert start == ""
    pairs = [line.split(":", 1) for line in head.splitlines()]
    assert [name for name, _value in pairs] in (FIELDS, [*FIELDS, "position"])
    return {name: value.strip() for name, value in pairs}, body


def translated(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if value.keys() & LANGUAGES:
            yield value
        for inner in value.values():
            yield from translated(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from translated(inner)


@pytest.mark.parametrize("name", JSON_NAMES)
def test_every_translated_text_is_whole_in_three_languages(name: str) -> None:
    texts = list(translated(data(name)))
    assert texts
    for text in texts:
        assert text.keys() == LANGUAGES
        assert all(words.strip() for words in text.values())


@pytest.mark.parametrize("name", JSON_NAMES)
def test_french_of_the_data_keeps_its_unbreakable_spaces(name: str) -> None:
    assert [text["fr"] for text in translated(data(name)) if BAD_FRENCH.search(text["fr"])] == []


def test_known_objectives_carry_the_codes_of_the_strategy() -> None:
    strategy = data("strategy")
    assert [goal["code"] for goal in strategy["goals"]] == ["A", "B", "C", "D", "E", "F"]
    codes = ["A1", "A2", "A3", "A4", "A5", "A6", "B1", "B2", "B3", "B4", "C1", "C2", "C3", "C4", "D1", "D2", "D4"]
    assert [objective["code"] for objective in strategy["objectives"]] == [*codes, None, "F3"]
    assert strategy["count_stated_by_source"]["value"] == 24
    assert [one["short_name"]["en"] for one in strategy["objectives"] if one["code_uncertain"]] == [
        "Resource Mobilization"
    ]
    assert [one["code"] for one in strategy["objectives"] if one["short_name"] is None] == ["B3", "B4", "C2"]


def test_objective_belongs_to_the_goal_of_its_code() -> None:
    for objective in data("strategy")["objectives"]:
        assert objective["code"] is None or objective["code"][0] == objective["goal"]


NUMBERS: dict[str | None, list[tuple[str, str, int, int]]] = {
    "A1": [
        ("baseline", "ndcs_tied_to_agricultural_action", 13, 2020),
        ("baseline", "ndcs_tied_to_peatlands_wetlands", 20, 2020),
        ("baseline", "ndcs_without_clear_target", 3, 2020),
        ("baseline", "ndcs_with_measures", 28, 2019),
        ("2030", "share_of_member_and_partner_countries", 100, 2030),
        ("2050", "share_of_unfccc_parties", 100, 2050),
    ],
    "A2": [
        ("baseline", "projects_min", 5, 2020),
        ("baseline", "projects_max", 10, 2020),
        ("2030", "projects_per_year_min", 30, 2030),
    ],
    "A5": [
        ("2030", "schemes_min", 3, 2030),
        ("2030", "schemes_max", 5, 2030),
        ("2050", "instruments_min", 3, 2050),
        ("2050", "instruments_max", 5, 2050),
    ],
    "B1": [
        ("2030", "share_of_member_and_partner_countries", 100, 2030),
        ("2050", "share_of_unfccc_parties", 100, 2050),
    ],
    "B2": [("2030", "further_regions", 2, 2030), ("2030", "reviews_per_year", 1, 2030)],
    "C1": [
        ("2030", "languages", 5, 2030),
        ("2030", "events_per_year_min", 10, 2030),
        ("2050", "events_per_year_min", 50, 2050),
    ],
    "C3": [("baseline", "institutions_contacted", 20, 2020), ("2030", "institutions_reached", 80, 2030)],
    "D1": [("2030", "regional_levels", 5, 2030)],
    "D2": [
        ("baseline", "regional_meetings_per_year_min", 1, 2020),
        ("baseline", "regional_meetings_per_year_max", 2, 2020),
    ],
    "D4": [("2030", "share_of_partners_engaged", 50, 2030), ("2050", "share_of_partners_engaged", 100, 2050)],
    None: [
        ("baseline", "budget_total_keur", 961, 2020),
        ("baseline", "budget_core_keur", 721, 2020),
        ("baseline", "budget_available_keur", 450, 2020),
        ("2030", "annual_growth", 10, 2030),
        ("2050", "multiple_of_2030", 2, 2050),
    ],
}


def test_target_values_equal_the_stated_numbers() -> None:
    fields = ("horizon", "measure", "value", "year")
    found = {
        one["code"]: [tuple(number[field] for field in fields) for number in one["numbers"]]
        for one in data("strategy")["objectives"]
        if one["numbers"]
    }
    assert found == NUMBERS


def test_every_target_value_has_a_source_and_only_the_first_wording_of_a1_is_superseded() -> None:
    rows = [(one["code"], number) for one in data("strategy")["objectives"] for number in one["numbers"]]
    assert all(number["source"] and number["unit"] for _code, number in rows)
    assert [(code, number["value"]) for code, number in rows if number["superseded"]] == [
        ("A1", 13),
        ("A1", 20),
        ("A1", 3),
    ]
    assert [(number["value"], number["out_of"]) for _code, number in rows if number["out_of"]] == [
        (13, 196),
        (20, 196),
        (3, 196),
        (28, 196),
    ]


def test_keys_are_unique() -> None:
    taxonomy = data("taxonomy")
    lists = [
        [one["key"] for one in data("events")["events"]],
        [one["key"] for one in data("organisations")["organisations"]],
        [one["key"] for one in data("spaces")["spaces"]],
        [country for region in taxonomy["regions"]["items"] for country in region["countries"]],
        *(
            [one["id"] for one in taxonomy[name]]
            for name in ("categories", "colleges", "expertise", "affiliations", "roles")
        ),
    ]
    for keys in lists:
        assert len(keys) == len(set(keys))
        assert all(re.fullmatch(r"[A-Za-z0-9_-]+", key) for key in keys)


def test_events_are_the_28_recorded_ones_and_the_first_to_show_keeps_its_hours() -> None:
    events = {event["key"]: event for event in data("events")["events"]}
    assert len(events) == 28
    first = events[data("events")["first_to_show"]]
    assert first["title"]["en"] == "Creating an Enabling Framework for Carbon Market Projects for Soil Protection"
    assert (first["start"]["date"], first["end"]["date"], first["online_tool"]) == (
        "2020-10-27",
        "2020-10-29",
        "MS Teams",
    )
    assert first["sessions"] == [
        {"date": f"2020-10-{day}", "start": "13:00", "end": "17:00", "zone": "Europe/Paris", "stated_zone": "CET"}
        for day in (27, 28, 29)
    ]


def test_event_dates_match_their_precision_and_kinds_and_zones_exist() -> None:
    kinds = {kind["id"] for kind in data("taxonomy")["event_kinds"]}
    spaces = {space["key"] for space in data("spaces")["spaces"]}
    shapes = {None: None, "day": 10, "month": 7}
    for event in data("events")["events"]:
        assert event["kind"] in kinds
        assert event["space"] is None or event["space"] in spaces
        for edge in (event["start"], event["end"]):
            assert shapes[edge["precision"]] == (len(edge["date"]) if edge["date"] else None)
        assert all(ZoneInfo(session["zone"]) for session in event["sessions"])
        assert bool(event["sessions"]) <= bool(event["stated_hours"])


def test_organisations_are_the_37_of_the_data_sheet_with_only_what_it_says() -> None:
    organisations = data("organisations")["organisations"]
    assert len(organisations) == 37
    assert {one["category"] for one in organisations} <= {None, *CATEGORIES}
    affiliated = {one["key"]: one["affiliation"][0]["kind"] for one in organisations if one["affiliation"]}
    members = dict.fromkeys(["ird", "cirad", "inrae", "cgiar", "grameen-credit-agricole"], "member")
    assert affiliated == members | dict.fromkeys(["red-diamond-compost", "ifoam", "organic-consumers"], "partner")
    assert sum(one["country"] is None for one in organisations) == 16
    assert sum(one["category"] is None for one in organisations) == 6


def test_taxonomy_agrees_with_the_categories_of_the_register() -> None:
    found = {one["id"]: (one["proof_needed"], one["may_be_member"]) for one in data("taxonomy")["categories"]}
    assert found == {name: (kind.proof_needed, kind.may_be_member) for name, kind in CATEGORIES.items()}


def test_five_regions_are_marked_as_assumed() -> None:
    regions = data("taxonomy")["regions"]
    assert regions["assumed"] is True
    assert len(regions["items"]) == 5
    assert sum(len(region["countries"]) for region in regions["items"]) == 248


def test_spaces_have_a_task_force_for_each_code_and_known_kinds_and_roles() -> None:
    spaces = data("spaces")["spaces"]
    codes = [one["code"] for one in data("strategy")["objectives"] if one["code"]]
    assert [space["code"] for space in spaces if space["kind"] == "task_force"] == codes
    for space in spaces:
        assert space["kind"] in SPACE_KINDS
        assert space["visibility"] in VISIBILITIES
        assert space["joining"] in JOINING
    for role in data("taxonomy")["roles"]:
        for kind in role["space_kinds"]:
            assert SPACE_KINDS[kind].roles[role["role"]].partner_only is role["partner_only"]


def test_stated_figures_are_dated_and_sourced() -> None:
    figures = [(one["value"], one["stated_on"]) for one in data("home")["stated_figures"]]
    assert figures == [(100, "2015-12"), (281, "2018-10"), (450, "2020-10"), (650, "2021-11"), (733, "2024")]
    assert all(one["source"] for one in data("home")["stated_figures"])
    by_category = data("home")["partners_by_category_2018"]
    assert sum(one["value"] for one in by_category["items"]) == by_category["total"] == 281


def test_every_page_exists_in_three_languages_with_the_same_place() -> None:
    places: dict[str, dict[str, tuple[str, ...]]] = {}
    for path in PAGE_PATHS:
        head, _body = page(path)
        assert path.name == f"{head['key']}.{head['language']}.md"
        places.setdefault(head["key"], {})[head["language"]] = (head["space"], head["parent"], head["kind"])
    assert places
    spaces = {space["key"] for space in data("spaces")["spaces"]}
    for in_languages in places.values():
        assert in_languages.keys() == LANGUAGES
        assert len(set(in_languages.values())) == 1
        space, parent, kind = in_languages["en"]
        assert space in spaces
        assert kind == "page"
        assert parent == "" or places[parent]["en"][0] == space


@pytest.mark.parametrize("path", PAGE_PATHS, ids=lambda path: path.name)
def test_page_is_read_as_rich_text_and_links_only_to_pages_that_exist(path: Path) -> None:
    head, body = page(path)
    assert head["title"]
    assert len(to_text(from_markdown(body))) > 30 or ":::children" in body
    assert set(re.findall(r"\]\(([^)]+)\)", body)) <= {f"page:{other.name.split('.')[0]}" for other in PAGE_PATHS}
    if head["language"] == "fr":
        prose = [line for line in body.splitlines() if not line.startswith((":::", "> [!"))]
        assert [line for line in [head["title"], *prose] if BAD_FRENCH.search(line)] == []


@pytest.mark.parametrize("key", sorted({path.name.split(".")[0] for path in PAGE_PATHS}))
def test_translations_have_the_same_headings_callouts_and_blocks(key: str) -> None:
    shapes = {
        language: re.findall(
            r"^(?:#+(?= )|:::\S*|> \[!\w+\]|\||- |\d\. )", page(FOLDER / "pages" / f"{key}.{language}.md")[1], re.M
        )
        for language in LANGUAGES
    }
    assert shapes["en"] == shapes["fr"] == shapes["es"]


@pytest.mark.parametrize("path", sorted((FOLDER / "templates").glob("*.md")), ids=lambda path: path.name)
def test_template_is_read_as_rich_text_and_has_its_facts(path: Path) -> None:
    facts, markdown = split(path.read_text(encoding="utf-8"))
    assert list(facts) == ["key", "title", "description", "language", "kind", "space_kind", "page_title"]
    assert path.name == f"{facts['key']}.{facts['language']}.md"
    assert facts["title"]
    assert facts["description"]
    assert facts["space_kind"] in ("", *SPACE_KINDS)
    body = from_markdown(markdown)
    assert len(to_text(body)) > 30
    assert set(re.findall(r"{(.+?)}", facts["page_title"])) <= {one.label for one in templating.prompts(body)}
    if facts["language"] == "fr":
        lines = markdown.replace(":fill[", "[").splitlines()
        prose = [line for line in lines if not line.startswith("> [!")]
        assert [line for line in [facts["title"], *prose] if BAD_FRENCH.search(line)] == []


def test_every_template_exists_in_three_languages() -> None:
    found = {path.name for path in (FOLDER / "templates").glob("*.md")}
    assert found == {f"{name.split('.')[0]}.{language}.md" for name in found for language in LANGUAGES}


def test_every_explanation_is_of_a_term_and_whole_in_three_languages() -> None:
    def table(name: str) -> list[dict[str, str]]:
        with (FOLDER / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    names = {row["en"].split("|")[0]: row for row in table("glossary.csv")}
    explained = table("explanations.csv")
    assert len({row["term"] for row in explained}) == len(explained) >= 40
    for row in explained:
        assert row.keys() == LANGUAGES | {"term"}
        for language in LANGUAGES:
            about = row[language]
            assert names[row["term"]][language], "explained in a language in which it has a name"
            assert 20 < len(about) <= MOST_LETTERS, about
            assert about[0].isupper() or about.startswith("«"), about
            assert about.endswith("."), about
        assert not BAD_FRENCH.search(row["fr"]), row["fr"]
