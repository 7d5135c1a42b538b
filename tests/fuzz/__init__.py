"""Every parser of foreign input, given bytes that nobody would write.

`make test` tries each parser a few times, with the same bytes in each run. `make fuzz` tries new
bytes for long, and stores whatever breaks a parser in `tests/fuzz/seeds/`, in the folder of its
target: from then on each run tries it.
"""
