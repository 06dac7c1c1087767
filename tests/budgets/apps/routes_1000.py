"""An App with a thousand views."""

from pyverless.routing import App

app = App()


def add_view(number):
    @app.get(f"/r{number}/{{item}}")
    def retrieve(item: str):
        return {"route": number, "item": item}


for number in range(1000):
    add_view(number)

handler = app.as_handler()
