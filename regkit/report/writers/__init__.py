"""Writers: one file a format. A writer turns a report and its view into bytes; entry points (``regkit.writers``) name them.

The contract: ``write(page: Page) -> bytes``, and the same page gives the same bytes. Text in the view is untrusted; a writer escapes it.
"""
