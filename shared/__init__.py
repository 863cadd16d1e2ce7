"""What every service stands on: database, events, bus, web. No business word lives here but the contracts."""
