"""The server: takes in whole requests without waiting for any client, and hands them to the application one by one.

gunicorn starts, watches and replaces the processes and parses HTTP; what is here decides what a process waits for.
A client that sends or reads slowly costs memory that is bounded, and never the time of anybody else.
"""
