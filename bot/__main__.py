"""`python -m bot`: the same as `clausewatch`."""

from bot.cli.program import main

if __name__ == "__main__":
    main()
