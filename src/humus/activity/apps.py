from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "humus.activity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from humus.activity import personal
        from humus.activity.record import write
        from humus.kit.happenings import listen

        listen(write)
        personal.furnish()
