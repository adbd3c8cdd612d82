"""The web server: the application, who may ask, bodies and connections, the journal."""
