"""One word as an answer: yes or no, in the languages people write in."""

from __future__ import annotations

import re

YES = {
    "yes", "y", "ok", "okay", "accept", "i accept", "agreed", "confirm", "i confirm", "yes please",
    "oui", "d'accord", "d’accord", "j'accepte", "j’accepte", "accepter", "je confirme", "oui merci", "volontiers",
    "sí", "si", "acepto", "aceptar", "de acuerdo", "vale", "confirmo", "sí gracias",
    "sim", "aceito", "aceitar", "concordo", "de acordo", "sim obrigado", "sim obrigada",
    "نعم", "موافق", "موافقة", "أوافق", "اوافق", "أقبل", "اقبل", "أجل",
}  # fmt: skip
NO = {
    "no", "n", "decline", "i decline", "reject", "no thanks", "no thank you",
    "non", "je refuse", "refuser", "non merci", "je décline",
    "rechazo", "rechazar", "no gracias", "no acepto",
    "não", "nao", "recuso", "recusar", "não obrigado", "não obrigada", "não aceito",
    "لا", "أرفض", "ارفض", "لا شكرا", "غير موافق",
}  # fmt: skip
EDGES = re.compile(r"^[\W_]+|[\W_]+$")
COMMA = re.compile(r"[,،.!;]\s*")


def read(text: str) -> tuple[str, str]:
    """``yes``, ``no`` or an empty string, and what was written besides."""
    first, _newline, rest = text.strip().partition("\n")
    if len(first) > 200:
        return "", text.strip()
    whole = EDGES.sub("", first).casefold()
    for words, more in ((whole, rest), _parted(first, rest)):
        plain = " ".join(COMMA.sub(" ", words).split())
        if plain in YES:
            return "yes", more.strip()
        if plain in NO:
            return "no", more.strip()
    return "", text.strip()


def _parted(first: str, rest: str) -> tuple[str, str]:
    """The word before the first comma or stop; what follows it is what was written besides."""
    parts = COMMA.split(first.strip(), maxsplit=1)
    more = parts[1] if len(parts) > 1 else ""
    return EDGES.sub("", parts[0]).casefold(), f"{more}\n{rest}"
