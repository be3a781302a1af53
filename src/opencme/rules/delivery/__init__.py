"""Attendance: files it comes in, minutes inside a session, matching names to people."""
