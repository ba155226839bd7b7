from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "humus.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from humus.people import gates, room, rules, signals, visitor

        visitor.teach_anonymous()
        room.furnish()
        assert all((gates.signed_in, rules.may_edit, signals.address_changed))
