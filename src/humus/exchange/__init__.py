"""Pages in and out: exports as Markdown, web page, Word and PDF; imports of the same, and of many at once."""
