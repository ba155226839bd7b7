"""What can be found, the field's terms in several languages, and what people sought."""

from humus.search.models.bet import BestBet
from humus.search.models.entry import Entry
from humus.search.models.fileread import FileRead
from humus.search.models.glossary import Concept, ConceptForm
from humus.search.models.heading import Heading
from humus.search.models.rebuilding import Rebuilding
from humus.search.models.saved import Fitting, SavedSearch
from humus.search.models.sought import Sought
from humus.search.models.word import Word, WordsRead

__all__ = [
    "BestBet",
    "Concept",
    "ConceptForm",
    "Entry",
    "FileRead",
    "Fitting",
    "Heading",
    "Rebuilding",
    "SavedSearch",
    "Sought",
    "Word",
    "WordsRead",
]
