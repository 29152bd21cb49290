"""Mutation testing: small faults put into the program, and whether a test notices.

    python -m benchmarks.mutation [--sample 200] [--seed N] [--only allocator/model] [--limit 60]

An own tool because the kept ones do not serve: mutmut mutates functions only, draws no sample and
knows no YAML, where the guidance's numbers, dates and precedence lie; cosmic-ray starts a new
Python for every mutant, draws no sample by a seed and knows no YAML either.
"""
