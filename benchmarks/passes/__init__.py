"""A pass over as many documents as a catalogue has, by the real processes over a real network."""
