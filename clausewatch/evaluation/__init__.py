"""Evaluation of the judgements on stored pages: pairs, sequences, explanations."""
