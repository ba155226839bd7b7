"""From a happening to the people who want to hear of it: in the notification centre and by letter."""
