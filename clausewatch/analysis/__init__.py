"""A version as a whole: its provisions, companies and deadlines, and how it differs."""
