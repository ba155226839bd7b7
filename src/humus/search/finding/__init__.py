"""Finding: words in any language against texts stemmed in their own, always through the reader's right to see."""

from humus.search.finding.facets import COUNTED
from humus.search.finding.filters import Filters
from humus.search.finding.searching import A_PAGE, Found, search
from humus.search.finding.suggesting import suggest

__all__ = ["A_PAGE", "COUNTED", "Filters", "Found", "search", "suggest"]
