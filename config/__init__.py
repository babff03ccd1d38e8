"""What the portal is put together from: settings, addresses, servers' entry points."""
