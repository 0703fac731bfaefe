"""What people see: one folder per capability, French, working without JavaScript."""
