"""What surrounds every page: navigation, errors, form rendering."""
