"""Three simulated years of reminders, compared with an independent model of what has to be told."""
