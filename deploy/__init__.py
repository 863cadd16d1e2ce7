"""How the platform is put together and run. The only code that names the six services."""
