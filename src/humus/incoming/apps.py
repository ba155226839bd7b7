from importlib import import_module

from django.apps import AppConfig


class IncomingConfig(AppConfig):
    name = "humus.incoming"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for part in ("personal", "room", "doors"):
            import_module(f"humus.incoming.{part}").furnish()
