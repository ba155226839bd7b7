from importlib import import_module

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "humus.notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("humus.notifications.numbers")
        import_module("humus.notifications.personal").furnish()
        import_module("humus.notifications.room").furnish()
        import_module("humus.notifications.notices.furnishing").furnish()
