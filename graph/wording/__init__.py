"""Words as people read and write them: the catalogue of sentences, the one folding, unfit marks."""
