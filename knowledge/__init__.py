"""What is known: YAML data and the pure code that reads, searches and reckons with it."""
