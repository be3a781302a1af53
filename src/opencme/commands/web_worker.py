"""What each process of the web server runs: the application, until the server that started it is gone."""

import os
from typing import Final

from opencme.commands.family import stay_with
from opencme.config.wsgi import application

__all__ = ["application"]

SERVER: Final = "_OPENCME_SERVER"  # the server's process id, set before it starts its workers

stay_with(int(os.environ[SERVER]))
