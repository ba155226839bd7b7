"""Who takes part in an event: asking, confirming, seats and the waiting list, letters, attendance."""
