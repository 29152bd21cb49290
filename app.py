"""The dashboard: `streamlit run app.py`."""

import streamlit as st

from allocator.ui.frame import pages, render_shell
from allocator.ui.icon import icon
from allocator.ui.protection import middleware
from allocator.ui.state import words

app = st.App(__file__, middleware=middleware())

if __name__ == "__main__":  # drawn for a user; the server only takes `app` from here
    st.set_page_config(page_title=words()("frame.name"), page_icon=icon(), layout="wide")
    page = st.navigation(pages())
    render_shell()
    page.run()
