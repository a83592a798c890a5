"""Notifications against real local servers."""
