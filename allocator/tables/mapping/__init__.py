"""Lists from record systems, made into the contract's tables by a mapping file beside them."""
