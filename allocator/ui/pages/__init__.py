"""The pages, one file each; Streamlit runs them from top to bottom."""
