"""Mail on its way out: written in the transaction that causes it, sent by a job."""
