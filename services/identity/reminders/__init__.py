"""What people forgot: their password, or their identifier."""
