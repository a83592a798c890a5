"""Addresses that machines use."""
