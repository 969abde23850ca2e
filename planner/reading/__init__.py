"""Our own files and a person's file, read strictly into the model."""
