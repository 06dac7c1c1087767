"""pyverless: an SQSHandler."""

from pyverless.handlers import SQSHandler

totals = {}


class Orders(SQSHandler):
    def process_message(self, message):
        order = message.json_body
        customer = order["customer"]
        totals[customer] = totals.get(customer, 0) + order["amount"] * order["price"]


handler = Orders.as_handler()
