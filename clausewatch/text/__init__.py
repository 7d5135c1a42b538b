"""What extract and compare both know of written language: tokens, sentences, dates, statements."""
