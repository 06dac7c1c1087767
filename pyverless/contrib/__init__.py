"""Parts of pyverless for other libraries; each needs the library that it is for."""
