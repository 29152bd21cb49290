"""A result as files: CSV, JSON, Excel workbook, and a PDF about one resident."""
