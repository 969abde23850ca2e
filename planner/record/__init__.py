"""What a paper carries as data, and reading it back."""
