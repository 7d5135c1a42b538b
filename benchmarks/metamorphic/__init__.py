"""One change at a time, in pages that no rule was written for, and the decisions on them."""
