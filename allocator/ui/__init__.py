"""The dashboard in Streamlit: pages, charts, tables and the state of a session."""
