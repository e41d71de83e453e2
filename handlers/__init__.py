"""What to do with one message: pure decisions on plain values."""
