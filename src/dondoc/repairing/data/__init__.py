"""Tables of encodings, rhymes and symbols, and the trained model."""
