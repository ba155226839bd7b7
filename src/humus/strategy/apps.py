from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "humus.strategy"
    default_auto_field = "django.db.models.BigAutoField"
