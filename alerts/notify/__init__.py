"""Notifications: telling others about alerts, and the log of what was told and what was not."""
