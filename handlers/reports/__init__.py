"""The official report: what was logged, as an outline wants it told."""
