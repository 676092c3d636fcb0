"""Customers of the map shop: Python clients with their own source addresses, carts and patience.

Usage: customers.py SECONDS PLACES_FILE
Every customer is user<N>@example.com at an address of a documentation range that the loopback interface carries.
"""

import http.client
import json
import random
import socket
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import requests
import requests.adapters

SITE = "http://www.atlas.example"
NOTES = [
    "Bitte gefaltet liefern, nicht gerollt – danke!",
    "Livrer à l’accueil, s’il vous plaît.",
    "地図は折らずに送ってください。",
    "Пожалуйста, позвоните перед доставкой.",
    "Παρακαλώ αφήστε το δέμα στην είσοδο.",
    "Ring the bell twice 🔔🔔, the dog 🐕 is friendly.",
    "يرجى التسليم بعد الظهر.",
    "Prosím o fakturę na firmę.",
    "Please write to {email} before you come; the gate is closed.",
]


class FromAddress(requests.adapters.HTTPAdapter):
    """Connects from one given address of the loopback interface."""

    def __init__(self, address: str):
        self.address = address
        super().__init__()

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, source_address=(self.address, 0), **kwargs)


class Customer(threading.Thread):
    def __init__(self, number: int, until: float, places: list):
        super().__init__(daemon=True)
        self.random = random.Random(number)
        self.email = f"user{number}@example.com"
        self.address = f"198.51.100.{100 + number % 100}"
        self.until = until
        self.places = places
        self.session = requests.Session()
        self.session.mount("http://", FromAddress(self.address))
        self.session.headers["Accept-Language"] = self.random.choice(["de", "fr-CH, fr;q=0.9", "ja", "en-GB", "pl"])

    def run(self) -> None:
        while time.time() < self.until:
            action = self.random.choices(
                [self.search, self.look, self.order, self.log_in, self.sign_up, self.annotate, self.report, self.bot,
                 self.mistake],
                [30, 25, 14, 9, 6, 6, 4, 1, 4],
            )[0]
            try:
                action()
            except (requests.RequestException, http.client.HTTPException, OSError):
                pass  # The customer tries something else; the servers' logs tell what happened.
            time.sleep(self.random.expovariate(0.5))

    def call(self, method: str, path: str, timeout: float = 5, **arguments) -> requests.Response:
        return self.session.request(method, SITE + path, timeout=timeout, **arguments)

    def search(self) -> None:
        _, name, native = self.random.choice(self.places)
        text = self.random.choice([name, native])
        part = text[: self.random.randint(2, max(2, len(text)))]
        found = self.call("GET", "/api/places", params={"q": part}).json()
        if isinstance(found, list) and found and self.random.random() < 0.6:
            self.call("GET", f"/api/places/{found[0][0]}/sheets", headers={"Referer": f"{SITE}/?q={part}".encode()})

    def look(self) -> None:
        self.call("GET", f"/api/places/{self.random.randint(1, len(self.places) + 3)}/sheets")

    def order(self) -> None:
        square = self.random.choice("ABCDEFGHI") + str(self.random.randint(1, 8))
        place = self.random.randint(1, len(self.places))
        copies = self.random.choice([1, 1, 1, 2, 3, 5, 25])
        body = {"email": self.email, "place": place, "square": square, "copies": copies}
        self.call("POST", "/api/orders", json=body)

    def log_in(self) -> None:
        for _ in range(self.random.choice([1, 1, 2, 7])):
            self.call("POST", "/api/login", json={"email": self.email})

    def sign_up(self) -> None:
        note = self.random.choice(NOTES).format(email=self.email)
        self.call("POST", "/api/signup", json={"email": self.email, "note": note})

    def annotate(self) -> None:
        note = " ".join(self.random.choices(NOTES, k=self.random.choice([1, 2, 4, 30]))).format(email=self.email)
        self.call("PUT", f"/api/customers/{self.random.randint(1, 60)}/note", json={"note": note})

    def report(self) -> None:
        patience = self.random.choice([0.3, 1, 5, 5])
        self.call("GET", "/api/report", patience, params={"country": self.random.choice(self.places)[0]})

    def bot(self) -> None:
        # urllib sends header text as Latin-1, which nginx writes to its log as it is: such a line is not UTF-8.
        headers = {"User-Agent": "AtlasPrüfer/0.3 (+http://www.atlas.example/über)"}
        call = urllib.request.Request(SITE + "/health", headers=headers)
        urllib.request.urlopen(call, timeout=5).read()

    def mistake(self) -> None:
        kind = self.random.randrange(6)
        if kind == 0:
            self.call("POST", "/api/orders", json={"email": self.email, "place": 7})
        elif kind == 1:
            self.call("POST", "/api/signup", data="email=" + self.email)
        elif kind == 2:
            self.call("PUT", "/api/customers/1/note", data='{"note":"Größe: 70 × 100"}'.encode("latin-1"))
        elif kind == 3:
            self.call("POST", "/api/signup", json={"email": self.email, "note": "x" * 70_000})
        elif kind == 4:
            self.call("DELETE", f"/api/customers/{self.random.randint(1, 60)}")
        else:
            with socket.create_connection(("198.51.100.10", 80), 5, (self.address, 0)) as raw:
                raw.sendall(b"GET /postgresql/index.html HTTP/1.1\r\nHost www.atlas.example\r\n\r\n")
                raw.recv(4096)


def main() -> None:
    until = time.time() + float(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:
        places = [line.rstrip("\n").split("\t") for line in file]
    customers = [Customer(number, until, places) for number in range(1, 25)]
    for customer in customers:
        customer.start()
    for customer in customers:
        customer.join()


if __name__ == "__main__":
    main()
