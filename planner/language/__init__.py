"""Words for facts, reasons and advice, in one language."""
