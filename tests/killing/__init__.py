"""The sender of reminders is killed again and again; who was told what is counted afterwards."""
