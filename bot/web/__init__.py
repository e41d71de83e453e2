"""The web page: who is there, what they said and what they are told, over HTTP."""
