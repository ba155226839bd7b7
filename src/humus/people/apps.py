from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "humus.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from humus.people import gates, visitor

        visitor.teach_anonymous()
        assert gates.signed_in
