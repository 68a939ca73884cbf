"""Helpers on plain strings: folding of typography, fingerprints, finding a quote again, numbering. No document, no regkit type but Span."""
