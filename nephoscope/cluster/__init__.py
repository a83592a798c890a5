"""What several nodes over one state database share: their numbers, one lease, one mask key."""
