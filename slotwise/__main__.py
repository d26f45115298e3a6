"""`python -m slotwise`: the same command line as `slotwise`, for callers that know only their interpreter."""

from slotwise.cli import main

if __name__ == "__main__":
    main()
