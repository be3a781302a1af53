"""Sending mail: queued with the change that causes it, sent by a job."""

from opencme.apps.messaging.services.queueing import queue_mail

__all__ = ["queue_mail"]
