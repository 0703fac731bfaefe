"""The commission between landlords: its dates, its agenda, what it decides, its minutes."""
