"""The dashboard: `streamlit run app.py`."""

from contextlib import suppress

import streamlit as st

from allocator.ui import address, work
from allocator.ui.frame import pages, render_shell
from allocator.ui.icon import icon
from allocator.ui.parts import PageEnd
from allocator.ui.protection import middleware
from allocator.ui.state import words

app = st.App(__file__, middleware=middleware())


if __name__ == "__main__":  # drawn for a user; the server only takes `app` from here
    left_on = address.follow()
    st.set_page_config(page_title=words()("frame.name"), page_icon=icon(), layout="wide")
    there = pages()
    page = st.navigation(list(there.values()))
    if left_on in there and page is not there[left_on] and not page.url_path:
        st.switch_page(there[left_on])
    render_shell(page.url_path)
    work.keep(page.url_path)  # now, too: a calculation may outlast the window
    with suppress(PageEnd):
        page.run()
    work.keep(page.url_path)
    address.write(page.url_path)
