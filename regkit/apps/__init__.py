"""What people start: the command line, and later the web page, the Sphinx extension and the plugins."""
