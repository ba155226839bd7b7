"""Pages that were read before stay readable without a line: the worker in the browser, and its screens."""
