"""Rule types as timelines."""
