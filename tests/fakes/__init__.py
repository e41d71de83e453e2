"""Stand-ins for the services of others, strict as those are, over real HTTP."""
