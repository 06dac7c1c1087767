"""A handler class that changes its answers before they are sent."""

from pyverless.handlers import BaseHandler


class Hello(BaseHandler):
    def perform_action(self):
        return {"message": f"hello {self.kwargs['name']}"}

    def finalize_response(self, response):
        response.headers["X-Served-By"] = "hello"
        return response


handler = Hello.as_handler()
