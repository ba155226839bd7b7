"""The words of this mail without those it answers and without its signature, in five languages, line by line.

No expression here may look at more than a few short lines at once, so that no mail can make it slow.
"""

from __future__ import annotations

import re
from itertools import pairwise

DELIMITER = "##-"
LONGEST = 400
MARKS = dict.fromkeys([0x200B, 0x200E, 0x200F, 0xFEFF, 0xAD, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])

# "On 3 May 2026, Awa wrote:" may be broken over three lines.
WROTE = re.compile(
    r"(?:On\s.{4,}\swrote|Le\s.{4,}\sa\sécrit|El\s.{4,}\sescribi[óo]|(?:Em|A|No\sdia|Na)\s.{4,}\sescreveu"
    r"|(?:في|وفي|بتاريخ|يوم)\s.{3,}(?:كتب|كتابة)\S{0,5}\s.*|.{3,120}\sكتب\S{0,2}"
    r"|Am\s.{4,}\sschrieb.*)\s*[:：]",
    re.IGNORECASE,
)  # fmt: skip
BARE = re.compile(r"(?=.*\d{4}).{6,120}\s<\S+@\S+>\s?[:：]")
ORIGINAL = re.compile(
    r"[-_*\s]{3,}(?:original message|message d['’]origine|message original|mensaje original|mensagem original"
    r"|forwarded message|message transféré|mensaje reenviado|mensagem encaminhada"
    r"|الرسالة الأصلية|رسالة أصلية|رسالة معاد توجيهها)[-_*\s]*",
    re.IGNORECASE,
)
RULE = re.compile(r"_{10,}|-{20,}")
LABEL = re.compile(
    r"[*\s]*(from|sent|date|to|cc|subject|de|envoyé|date|à|objet|enviado(?: el)?|fecha|para|asunto|enviada(?: em)?"
    r"|data|assunto|من|إلى|الى|تاريخ|التاريخ|الموضوع|مرسل|نسخة)[*\s]*[:：]",
    re.IGNORECASE,
)
ITEM = re.compile(r"\s{0,12}(?:[-*+•]|\d{1,3}[.)])\s")
FIRST = {"from", "de", "من"}

SENT_FROM = re.compile(
    r"(?:sent from|sent via|get outlook|envoyé (?:de|depuis|à partir)|obtenir outlook|télécharger outlook"
    r"|enviado (?:desde|do|de|a partir|por)|obtener outlook|obter o outlook|descarga outlook"
    r"|(?:أُرسلت|أرسلت|أرسل|مرسل|تم الإرسال) من|الحصول على outlook).{0,80}",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:(?:with )?(?:best|kind|warm|many)(?: regards| wishes| thanks)?|regards|sincerely(?: yours)?"
    r"|yours sincerely|cheers"
    r"|(?:bien |très )?cordialement|(?:bien )?(?:à|a) (?:vous|toi)|(?:meilleures|sincères|cordiales) salutations"
    r"|bonne (?:journée|soirée|réception)|salutations(?: distinguées)?|amicalement"
    r"|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|un abrazo|cordialmente"
    r"|atenciosamente|(?:com os )?(?:melhores )?cumprimentos|um abraço|abraços|att"
    r"|(?:مع )?(?:خالص |أطيب |فائق )?(?:التحية|التحيات|تحياتي|الاحترام|الشكر)(?: والتقدير)?"
    r"|وتفضلوا بقبول فائق الاحترام)[\s,.!،]*",
    re.IGNORECASE,
)


def cut(text: str, *, wrapped: bool = True) -> str:
    """What was written this time; empty where only quotes are left. ``wrapped``: lines may be broken by the program."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n")
    bare = [line.translate(MARKS).replace("\xa0", " ").strip() for line in lines]
    end = _delimiter(bare)
    lines, bare = lines[:end], bare[:end]
    start, stop = _answered(bare)
    own = list(zip(lines, bare, strict=True))
    head, tail = own[:start], own[stop:]
    if _quoting(tail) and _own_words(tail):
        own = head + _trimmed(tail) if _said(head) or _between(tail) else [pair for pair in tail if not quoted(pair[1])]
    else:
        own = head
        while own and (quoted(own[-1][1]) or not own[-1][1]):
            own.pop()
    kept = [line for line, _bare in _unsigned(own)]
    return (joined(kept) if wrapped else "\n".join(kept)).strip()


def unnamed(text: str, name: str) -> str:
    """Without the writer's own name, or the first word of it, alone in the last line."""
    head, _newline, last = text.rstrip().rpartition("\n")
    mine = {name.strip().casefold(), *name.casefold().split()[:1]} - {""}
    return head.rstrip() if head.strip() and last.strip(" ,.-–—").casefold() in mine else text


def quoted(line: str) -> bool:
    return line.startswith((">", "|>")) or line == "|"


def _delimiter(bare: list[str]) -> int:
    """Where our own line begins below which nothing was written by the sender."""
    return next((number for number, line in enumerate(bare) if DELIMITER in line), len(bare))


def _answered(bare: list[str]) -> tuple[int, int]:
    """From which line on the answered letter begins, and where its own words do."""
    for number, line in enumerate(bare):
        if not line or quoted(line):
            continue
        for more in range(1, 4):
            words = " ".join(bare[number : number + more])
            if len(words) > LONGEST:
                break
            if not words.endswith((":", "：")):
                continue
            if WROTE.fullmatch(words) or (more == 1 and BARE.fullmatch(words)):
                return number, number + more
        if ORIGINAL.fullmatch(line[:LONGEST]) or _heading(bare, number):
            return number, len(bare)
        if RULE.fullmatch(line[:LONGEST]) and _heading(bare, number + 1):
            return number, len(bare)
    return len(bare), len(bare)


def _heading(bare: list[str], number: int) -> bool:
    """Whether the lines from, sent, to and subject of an answered letter begin here."""
    while number < len(bare) and not bare[number]:
        number += 1
    labels = [match.group(1).lower() for line in bare[number : number + 6] if (match := LABEL.match(line[:LONGEST]))]
    first = LABEL.match(bare[number][:LONGEST]) if number < len(bare) else None
    return bool(first) and labels[0] in FIRST and len(labels) >= 3


Pairs = list[tuple[str, str]]


def _quoting(pairs: Pairs) -> bool:
    return any(quoted(bare) for _line, bare in pairs)


def _own_words(pairs: Pairs) -> bool:
    return _said(_unsigned([pair for pair in pairs if not quoted(pair[1])]))


def _said(pairs: Pairs) -> bool:
    return any(bare for _line, bare in pairs)


def _between(pairs: Pairs) -> bool:
    """Whether words stand between quotes, so that the quotes are needed to understand them."""
    kinds = [quoted(bare) for _line, bare in pairs if bare]
    return sum(1 for one, next_ in pairwise(kinds) if one and not next_) > 1


def _trimmed(pairs: Pairs) -> Pairs:
    while pairs and (quoted(pairs[-1][1]) or not pairs[-1][1]):
        pairs = pairs[:-1]
    return pairs


def _unsigned(pairs: Pairs) -> Pairs:
    """Without the signature: all below two dashes, a telephone's boast, a greeting with a few short lines."""
    first = next((number for number, (_line, bare) in enumerate(pairs) if bare), len(pairs))
    for number in range(first + 1, len(pairs)):
        if pairs[number][1] in ("--", "—") or pairs[number][0] == "-- ":
            pairs = pairs[:number]
            break
    return pairs[: _greeting(pairs, first)]


def _greeting(pairs: Pairs, first: int) -> int:
    """Where the greeting begins below which only a few short lines stand; the end where there is none."""
    below, found = 0, len(pairs)
    for number in range(len(pairs) - 1, first, -1):
        bare = pairs[number][1]
        if below > 8 or len(bare) >= 90 or quoted(bare):
            break
        if SENT_FROM.fullmatch(bare) or CLOSING.fullmatch(bare):
            found = number
        below += bool(bare)
    return found


def unflowed(text: str) -> str:
    """RFC 3676: a line that ends with a space goes on in the next."""
    out: list[str] = []
    going_on = False
    for line in text.replace("\r\n", "\n").split("\n"):
        words = line.removeprefix(" ") if line.startswith(" ") else line
        if going_on and not words.startswith(">"):
            out[-1] += words
        else:
            out.append(words)
        going_on = words.endswith(" ") and words != "-- " and not words.startswith(">")
    return "\n".join(out)


def joined(lines: list[str]) -> str:
    """Lines that a person ended keep their end; those that a program broke at its margin flow together."""
    out = []
    for line, after in pairwise([*lines, ""]):
        apart = not ITEM.match(line) and not ITEM.match(after) and not quoted(line.strip())
        ended = line.strip() and after.strip() and len(line) < 60 and apart
        out.append(line.rstrip() + ("  " if ended else ""))
    return "\n".join(out)
