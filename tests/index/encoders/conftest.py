"""No test of the encoders may ask the hub: it is set before anything imports the hub's client."""

import os

os.environ["HF_HUB_OFFLINE"] = "1"
