"""Which notices go to which devices, and when: written with the notices, in their transaction."""

from __future__ import annotations

from collections import defaultdict

from humus.notifications.models import Notice, Push, PushDevice, Telling
from humus.notifications.notices.dues import Plan


def write(telling: Telling, notices: list[Notice], plans: dict[int, Plan]) -> None:
    """For people who have a device, and want this there: three statements, one where nobody has."""
    reasons = {notice.person_id: notice.reason for notice in notices}
    devices: dict[int, list[int]] = defaultdict(list)
    for person, device in PushDevice.objects.filter(person__in=reasons).values_list("person_id", "pk"):
        if plans[person].push_due(reasons[person]) is not None:
            devices[person].append(device)
    if not devices:
        return
    written = Notice.objects.filter(telling=telling, person__in=devices).values_list("pk", "person_id")
    rows = [
        Push(device_id=device, notice_id=notice, due_at=plans[person].push_due(reasons[person]))
        for notice, person in written
        for device in devices[person]
    ]
    Push.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
