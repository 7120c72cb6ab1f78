"""Many sites in one build: shared assets once, a small folder a site, and only what changed made anew.

records.py   a line of sites.ndjson as a source with places
members.py   the sites of a folder or of a file of lines, one after another
keys.py      what a site is made from, as a digest: equal digests, equal files
making.py    one site → its files, without the disk
workshop.py  sites between disk and maker: read, left alone, written beside the output
working.py   chunks of sites in several processes
cluster.py   the same on a Dask cluster; remote.py is what travels, sameness.py what must be the same everywhere
switching.py the folders beside the output → in it: whole, or finished by the next run
index.py     `index.json` over all sites
building.py  the order of all that
"""
