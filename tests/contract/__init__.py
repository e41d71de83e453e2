"""One contract for every channel: the same members, the same faults, over real HTTP to strict servers."""
