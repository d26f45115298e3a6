"""Drills: a real server is treated badly, and then it is counted whether it kept its promises."""
