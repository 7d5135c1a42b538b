"""The nouns of the domain as frozen values: what the packages pass to each other."""
