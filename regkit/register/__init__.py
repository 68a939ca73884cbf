"""The register of checks as a workbook, and back: for people who work in Excel or LibreOffice.

``rows`` says what a row is and decides what becomes of an edited one, ``workbook`` writes and reads the file, ``check_files`` carries edits into the
YAML of the checks. Nothing is lost without a word: every row that is not taken over is reported with the reason.
"""
