from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "humus.exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from humus.exchange import personal

        personal.furnish()
