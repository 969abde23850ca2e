"""From a plan to a document: which blocks stand on which page, in order."""
