"""One report of a result: `content` says what stands in it, `html` and `pdf` set it."""
