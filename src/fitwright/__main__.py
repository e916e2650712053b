"""`python -m fitwright` is the same as `fitwright`."""

from fitwright.cli.main import main

if __name__ == "__main__":
    main()
