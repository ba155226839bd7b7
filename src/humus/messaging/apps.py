from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "humus.messaging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from humus.messaging import personal, reading, rules
        from humus.people import sections

        personal.furnish()
        reading.furnish()
        sections.PROFILE.append(sections.Section(template="messaging/profile.html", context=rules.on_profile))
