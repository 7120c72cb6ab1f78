"""The gallery, `dist/preview/`: every language × layout × state × scheme on one page, every text with its id."""

from kelisim.preview.listing import texts_of as texts_of
from kelisim.preview.page import render_preview as render_preview
from kelisim.preview.tiles import Drawing as Drawing
