"""The register of establishments (SIRENE): imported, searched, and opened as structures when somebody joins."""
