"""`kelisim serve`: the sources watched, built in memory, and shown on this machine alone.

watching.py     which sources changed since the last look
building.py     one build as what a server can hand out
pages.py        what is put into pages: the reload script, and the problems where a build failed
server.py       requests to answers, and the news of a fresh build to open pages
"""
