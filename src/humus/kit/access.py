"""Every view declares who may call each of its methods; the access matrix reads the same declaration."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from humus.kit.tidy import refuse_nul_in_form

Gate = Callable[[HttpRequest], HttpResponse | None]
Rule = Callable[[Any, Any], bool]

# Filled from below: a gate answers None (come in) or the response that turns the caller away.
GATES: dict[str, Gate] = {"anyone": lambda request: None, "object": lambda request: None}
# Predicates over (person, thing); they live beside the thing they guard.
RULES: dict[str, Rule] = {}


def access(**methods: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Name a gate per HTTP method, e.g. ``@access(GET="anyone", POST="person")``.

    ``object`` means: the view finds its thing through the person (404 without the right to see) and asks
    ``require`` for the right to act (403). HEAD follows GET; a method not named is answered with 405.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            gate = methods.get("GET" if request.method == "HEAD" else str(request.method))
            if gate is None:
                return HttpResponseNotAllowed(sorted(methods))
            turned_away = GATES[gate](request)
            if turned_away is not None:
                return turned_away
            refuse_nul_in_form(request)
            return view(request, *args, **kwargs)

        guarded.access_rule = methods  # type: ignore[attr-defined]
        return guarded

    return decorate


def gate(name: str) -> Callable[[Gate], Gate]:
    def register(function: Gate) -> Gate:
        GATES[name] = function
        return function

    return register


def rule(name: str) -> Callable[[Rule], Rule]:
    """Register a predicate, e.g. ``@rule("page.edit")``, and call it by its name through ``may`` or ``require``."""

    def register(function: Rule) -> Rule:
        RULES[name] = function
        return function

    return register


def may(name: str, person: Any, thing: Any) -> bool:
    return RULES[name](person, thing)


def require(name: str, person: Any, thing: Any) -> None:
    """Raise PermissionDenied (403) where the person may see the thing but not do this to it."""
    if not may(name, person, thing):
        raise PermissionDenied(name)
