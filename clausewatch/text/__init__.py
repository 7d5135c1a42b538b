"""Written language, as extract and compare need it: tokens, sentences, dates, statements."""
