"""Charts as pure functions: frames and words in, a plotly figure out. No Streamlit here."""
