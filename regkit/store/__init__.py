"""What lies on disk: the project's folders (`workspace`), atomic writes (`atomic`), cached analyses (`cache`), the last build (`manifest`)."""
