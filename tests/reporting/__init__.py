"""What tests of reports share: a year of entries, and a count of it that knows nothing of how reports are made."""
