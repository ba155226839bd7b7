"""Which block of the old version became which block of the new one."""

from __future__ import annotations

from rapidfuzz import fuzz

from ..blocks import Node
from .sequence import steps
from .tokens import plain, same_content

Pair = tuple[int, int]

ALIKE = 55.0
MAX_TRIES = 40


def by_identity(old: list[Node], new: list[Node]) -> dict[int, int]:
    """New index to old index for top-level blocks: by id, then by equal content, then by likeness."""
    places = {node["attrs"]["id"]: index for index, node in enumerate(old)}
    found = {at: places[node["attrs"]["id"]] for at, node in enumerate(new) if node["attrs"]["id"] in places}
    _by_content(old, new, found)
    _by_likeness(old, new, found)
    return found


def _left(old: list[Node], new: list[Node], found: dict[int, int]) -> tuple[list[int], list[int]]:
    used = set(found.values())
    return [i for i in range(len(old)) if i not in used], [j for j in range(len(new)) if j not in found]


def _by_content(old: list[Node], new: list[Node], found: dict[int, int]) -> None:
    olds, news = _left(old, new, found)
    free: dict[str, list[int]] = {}
    for index in reversed(olds):
        free.setdefault(same_content(old[index]), []).append(index)
    for at in news:
        places = free.get(same_content(new[at]))
        if places:
            found[at] = places.pop()


def _by_likeness(old: list[Node], new: list[Node], found: dict[int, int]) -> None:
    olds, news = _left(old, new, found)
    texts = {index: plain(old[index]) for index in olds[:MAX_TRIES]}
    for at in news[:MAX_TRIES]:
        text = plain(new[at])
        scores = [(likeness(old[index], new[at], texts[index], text), -index) for index in texts]
        best, negative = max(scores, default=(0.0, 0))
        if best >= ALIKE:
            found[at] = -negative
            del texts[-negative]


def likeness(old: Node, new: Node, old_text: str, new_text: str) -> float:
    if not old_text or not new_text:
        return 0.0
    bonus = 10.0 if old["type"] == new["type"] else -10.0
    return fuzz.ratio(old_text, new_text) + bonus


def in_sequence(old: list[Node], new: list[Node]) -> list[tuple[int | None, int | None]]:
    """Children of a block, which have no ids: equal ones first, between them the most alike, never crossing."""
    found: list[tuple[int | None, int | None]] = []
    for step in steps([same_content(node) for node in old], [same_content(node) for node in new]):
        if step.same:
            found += zip(range(step.a, step.b), range(step.c, step.d), strict=True)
        else:
            found += _pair_up(old, new, range(step.a, step.b), range(step.c, step.d))
    return found


def _pair_up(old: list[Node], new: list[Node], olds: range, news: range) -> list[tuple[int | None, int | None]]:
    if len(olds) == len(news) or len(olds) * len(news) > MAX_TRIES**2:
        pairs = list(zip(olds, news, strict=False))
    else:
        pairs = _best_pairs(old, new, olds, news)
    found: list[tuple[int | None, int | None]] = []
    i, j = olds.start, news.start
    for a, b in [*pairs, (olds.stop, news.stop)]:
        found += [(index, None) for index in range(i, a)]
        found += [(None, index) for index in range(j, b)]
        if a < olds.stop and b < news.stop:
            found.append((a, b))
        i, j = a + 1, b + 1
    return found


def _best_pairs(old: list[Node], new: list[Node], olds: range, news: range) -> list[Pair]:
    """The set of pairs that do not cross with the greatest sum of likeness."""
    left, right = [plain(old[i], 200) for i in olds], [plain(new[j], 200) for j in news]
    best: list[list[tuple[float, list[Pair]]]] = [[(0.0, [])] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for i, a in enumerate(olds):
        for j, b in enumerate(news):
            score = likeness(old[a], new[b], left[i], right[j])
            choice = max(best[i][j + 1], best[i + 1][j], key=lambda one: one[0])
            if score >= ALIKE and best[i][j][0] + score > choice[0]:
                choice = (best[i][j][0] + score, [*best[i][j][1], (a, b)])
            best[i + 1][j + 1] = choice
    return best[-1][-1][1]
