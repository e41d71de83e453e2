"""The only room with network, database, environment and clock."""
