"""Unit lists: read from a file, planned as a whole, and stored only when nothing in them is wrong."""
