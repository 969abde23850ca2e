"""From a document to HTML and PDF, and files written whole or not at all."""
