"""Identity numbers in every place and every writing, and what the program leaves of them."""
