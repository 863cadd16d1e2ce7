"""Who belongs to which structure: joining, leaving, and what each says of themselves there."""
