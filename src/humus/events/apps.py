from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "humus.events"
    default_auto_field = "django.db.models.BigAutoField"
