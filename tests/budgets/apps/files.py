"""A handler class for the files of a bucket."""

from pyverless.handlers import S3Handler


class Uploads(S3Handler):
    def process_file(self, file):
        return file["file_name"]


handler = Uploads.as_handler()
