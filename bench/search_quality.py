"""How well search finds: nDCG@10 over judged questions in three languages, and how equal the languages are.

``.venv/bin/python bench/search_quality.py [--quick] [--show]``: texts and questions are those of `search_judged.json`,
asked through the platform's own search with the initial glossary. Exits 1 where nDCG@10 is below 0.8 or two languages
are further apart than 0.05. ``--show`` prints each question that is not answered perfectly. Both forms ask everything.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from pathlib import Path
from typing import Any

import _measuring as measuring

JUDGED = json.loads((Path(__file__).parent / "search_judged.json").read_text(encoding="utf-8"))
TOPICS: dict[str, dict[str, dict[str, str]]] = JUDGED["topics"]
BAR, SPREAD = 0.8, 0.05
LANGUAGES = ("en", "fr", "es")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="the same: it takes seconds")
    options.add_argument("--show", action="store_true", help="print what was not answered perfectly")
    given = options.parse_args()
    with measuring.database(HUMUS_LOG_LEVEL="error"):
        return measure(given.show)


def measure(show: bool) -> int:
    reader, places = prepare()
    from django.utils.translation import override

    scores: dict[str, list[float]] = {language: [] for language in LANGUAGES}
    for question in JUDGED["questions"]:
        language, words, judged = question["language"], question["words"], question["grades"]
        with override(language):
            found = asked(reader, words, places)
        score = ndcg([grade(language, judged, topic, of) for topic, of in found], ideal(language, judged))
        scores[language].append(score)
        if show and score < 0.999:
            print(f"  {score:.2f} {language} {words!r}: {[f'{topic}/{of}' for topic, of in found]}")
    return judge(scores)


def judge(scores: dict[str, list[float]]) -> int:
    means = {language: sum(every) / len(every) for language, every in scores.items()}
    count = sum(len(every) for every in scores.values())
    whole = sum(sum(every) for every in scores.values()) / count
    print(f"{count} questions, {len(TOPICS) * 3} texts")
    for language, mean in means.items():
        print(f"{language}: nDCG@10 {mean:.3f} over {len(scores[language])} questions")
    apart = max(means.values()) - min(means.values())
    reached = whole >= BAR and apart <= SPREAD
    print(f"all: nDCG@10 {whole:.3f} (at least {BAR}); languages apart {apart:.3f} (at most {SPREAD})")
    print("ok" if reached else "MISSED")
    return 0 if reached else 1


def grade(language: str, judged: dict[str, int], topic: str, of: str) -> int:
    """The grade of one text: that of its topic, or one less (at least 1) where it is in another language."""
    own = judged.get(topic, 0)
    return own if of == language else max(own - 1, min(own, 1))


def ndcg(grades: list[int], best: list[int]) -> float:
    """Gain 2^grade - 1 (Burges et al. 2005), discounted by log2 of the place plus one, against the best order."""
    return gain(grades[:10]) / gain(best[:10])


def gain(grades: list[int]) -> float:
    return sum((2**one - 1) / math.log2(place + 2) for place, one in enumerate(grades))


def ideal(language: str, judged: dict[str, int]) -> list[int]:
    every = [grade(language, judged, topic, of) for topic in TOPICS for of in LANGUAGES]
    return sorted(every, reverse=True)


def prepare() -> tuple[Any, dict[int, tuple[str, str]]]:
    """A site with the judged texts and the initial glossary; who asks is a visitor."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "humus.settings"
    import django

    django.setup()
    from django.contrib.auth.models import AnonymousUser
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from humus.kit import richtext
    from humus.pages import domain
    from humus.people.models import Person, SiteRole
    from humus.portal.loading import glossary
    from humus.search.learning import learn_words
    from humus.spaces.models import Space

    glossary.load()
    actor = Person.objects.create_user("someone@example.org", name="Someone")
    SiteRole.objects.create(person=actor, role="secretariat", granted_by=actor)
    space = Space.objects.create(slug="library", kind="community", name={"en": "Library"})
    places: dict[int, tuple[str, str]] = {}
    front = domain.create(actor=actor, space=space, title="Front", language="en")
    domain.publish(actor=actor, page=front, language="en", title="Front", body=richtext.paragraphs("Welcome."))
    for topic, texts in TOPICS.items():
        for language, one in texts.items():
            page = domain.create(actor=actor, space=space, title=one["title"], language=language)
            body = richtext.paragraphs(one["text"])
            domain.publish(actor=actor, page=page, language=language, title=one["title"], body=body)
            places[page.pk] = (topic, language)
    learn_words()
    return AnonymousUser(), places


def asked(reader: Any, words: str, places: dict[int, tuple[str, str]]) -> list[tuple[str, str]]:
    from humus.search import finding

    return [places[entry.page_id] for entry in finding.search(reader, words).entries if entry.page_id in places]


if __name__ == "__main__":
    sys.exit(main())
