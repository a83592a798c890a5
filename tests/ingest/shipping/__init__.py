"""The ship agent against a real Forward receiver with a real spool."""
