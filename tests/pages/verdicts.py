"""What the tests of pages say, a line for each case, and how they end."""
import sys

failed = []


def verdict(name, problem):
    """A case: passed when there is no problem."""
    print(f"not ok {name}\n    {problem}" if problem else f"ok {name}", flush=True)
    if problem:
        failed.append(name)


def differ(got, expected):
    """The problem when they are not the same; else None."""
    return None if got == expected else f"got      {got}\n    expected {expected}"


def leave():
    """Ends the program, with 1 when a case failed."""
    sys.exit(len(failed) > 0)
