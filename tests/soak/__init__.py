"""Many members on three channels for a long time, with faults and hard stops, checked by a ledger of its own."""
