"""Papers handed to her: tagged PDF by Typst. What is typed is data, never markup."""

from havre.adapters.printing.papers import Paper, PrintingFailed, print_paper

__all__ = ["Paper", "PrintingFailed", "print_paper"]
