from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "humus.activity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from humus.activity import personal
        from humus.activity.record import write
        from humus.kit.happenings import listen
        from humus.people import sections

        listen(write)
        personal.furnish()
        sections.PROFILE.append(
            sections.Section(template="activity/profile.html", context=lambda viewer, of: {"of": of})
        )
