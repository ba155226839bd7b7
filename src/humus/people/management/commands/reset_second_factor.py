"""For an administrator who lost the second factor while no other administrator can help."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from humus.kit.errors import DeedError
from humus.people.models import Person
from humus.people.recovering import reset_on_the_server


class Command(BaseCommand):
    help = "Take the second factor of an account away and end its sessions; logged, and told to the person by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address of the account")
        parser.add_argument("--reason", required=True, help="why; it stays in the records")

    def handle(self, *, email: str, reason: str, **options: Any) -> None:
        person = Person.objects.active().filter(email__iexact=email.strip()).first()
        if person is None:
            raise CommandError(f"No open account has the address {email}.")
        try:
            reset_on_the_server(person=person, reason=reason)
        except DeedError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"The second factor of {person.email} is gone and every session has ended.")
