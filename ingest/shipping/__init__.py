"""The ship agent: follows log files and sends their lines by the Forward protocol."""
