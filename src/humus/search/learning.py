"""Learn the words that texts hold, from entries written since the last time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from humus.search.models import Entry, WordsRead

A_BATCH = 500
BEGINNING = datetime(1980, 1, 1, tzinfo=UTC)
# A transaction may have written before the last reading and been committed after it.
OVERLAP = timedelta(minutes=5)
LEARN = """
INSERT INTO search_word (word)
SELECT DISTINCT word FROM search_entry,
  regexp_split_to_table(lower(unaccent(title || ' ' || body)), '[^[:alpha:]]+') AS word
WHERE search_entry.id = ANY(%s) AND length(word) BETWEEN 4 AND 40
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def learn_words() -> int:
    """Read what was written since the last time, and the minutes before once more; the number of entries read."""
    mark, _new = WordsRead.objects.select_for_update().get_or_create(pk=1, defaults={"until": BEGINNING})
    began = timezone.now()
    new = Entry.objects.filter(indexed_at__gt=mark.until - OVERLAP).values_list("pk", flat=True)
    read = 0
    for batch in batched(new.iterator(A_BATCH), A_BATCH):
        with connection.cursor() as cursor:
            cursor.execute(LEARN, [batch])
        read += len(batch)
    mark.until = began
    mark.save()
    return read


def batched(numbers: Iterable[int], size: int) -> Iterator[list[int]]:
    source = iter(numbers)
    while batch := list(islice(source, size)):
        yield batch
