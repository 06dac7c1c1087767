"""Flask, a framework for WSGI, on Lambda through the adapter apig-wsgi."""

from apig_wsgi import make_lambda_handler
from flask import Flask

app = Flask(__name__)


@app.get("/hello/<name>")
def hello(name):
    return {"message": f"hello {name}"}


handler = make_lambda_handler(app)
