"""Sheets to hand over without an intake."""
