from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "humus.pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from humus.pages import blocks, personal, rules

        blocks.register()
        personal.furnish()
        assert rules.may_edit
