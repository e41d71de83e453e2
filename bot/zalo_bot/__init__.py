"""What the Zalo Bot channel is made of: calls, events, arrivals, pictures, letters, the month's plan."""
