"""What was typed becomes what is asked: phrases, exclusions and fields apart, terms of the field in every language."""

from humus.search.asking.expand import Question, any_of, question, with_word
from humus.search.asking.typed import FIELDS, Asked, parse

__all__ = ["FIELDS", "Asked", "Question", "any_of", "parse", "question", "with_word"]
