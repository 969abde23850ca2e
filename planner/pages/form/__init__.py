"""The intake form on paper."""
