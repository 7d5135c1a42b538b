"""One change at a time, in pages that no rule was written for: what is told, what is not."""
