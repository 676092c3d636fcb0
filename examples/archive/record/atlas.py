"""The map shop behind nginx: a small HTTP application on PostgreSQL that logs JSON lines.

Nothing here pretends: searches, orders and reports are real statements, and what fails (a report over its statement
timeout, an exhausted connection pool, a sheet out of stock, a body that is not JSON) fails by itself.
Usage: atlas.py PORT >app.ndjson
"""

import datetime
import http.server
import json
import logging
import sys
import threading
import time
import urllib.parse

import psycopg2
import psycopg2.pool

log = logging.getLogger("atlas")
request = threading.local()


class JsonLines(logging.Formatter):
    """One object per log call; an exception is one string with its line breaks."""

    def format(self, entry: logging.LogRecord) -> str:
        at = datetime.datetime.fromtimestamp(entry.created, datetime.timezone.utc)
        line = {
            "time": at.isoformat(timespec="microseconds"),
            "host": "web-1",
            "source": "atlas",
            "level": entry.levelname,
            "logger": entry.name,
            "thread": entry.threadName,
            "request_id": getattr(request, "id", None),
            "message": entry.getMessage(),
        }
        line.update(getattr(entry, "fields", {}))
        if entry.exc_info:
            line["exception"] = self.formatException(entry.exc_info)
        return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


class Refused(Exception):
    """An answer other than 200 that is the client's doing."""

    def __init__(self, status: int, reason: str):
        super().__init__(reason)
        self.status = status


class Shop:
    """The statements of the shop; one pooled connection per call."""

    def __init__(self) -> None:
        self.pool = psycopg2.pool.ThreadedConnectionPool(
            4, 5, host="127.0.0.1", dbname="atlas", user="shop", password="shop", application_name="atlas"
        )

    def run(self, work):
        connection = self.pool.getconn()
        try:
            with connection, connection.cursor() as cursor:
                return work(cursor)
        finally:
            self.pool.putconn(connection, close=bool(connection.closed))

    def search(self, text: str) -> list:
        def work(cursor):
            pattern = f"%{text}%"
            cursor.execute(
                "SELECT id, country, name, native_name FROM places"
                " WHERE name ILIKE %s OR native_name ILIKE %s ORDER BY name LIMIT 20",
                (pattern, pattern),
            )
            return cursor.fetchall()

        found = self.run(work)
        log.info("search %r found %d places", text, len(found), extra={"fields": {"query": text, "found": len(found)}})
        return found

    def sheets(self, place: int) -> list:
        def work(cursor):
            cursor.execute("SELECT square, title, stock FROM sheets WHERE place = %s ORDER BY square", (place,))
            return cursor.fetchall()

        found = self.run(work)
        if not found:
            raise Refused(404, f"there is no place {place}")
        return found

    def sign_up(self, email: str, address: str, note: str) -> int:
        def work(cursor):
            cursor.execute(
                "INSERT INTO customers (email, last_address, note) VALUES (%s, %s, %s) RETURNING id",
                (email, address, note),
            )
            return cursor.fetchone()[0]

        try:
            customer = self.run(work)
        except psycopg2.errors.UniqueViolation:
            raise Refused(409, f"{email} has an account already") from None
        log.info("new customer %d <%s> from %s", customer, email, address)
        return customer

    def log_in(self, email: str, address: str) -> int:
        def work(cursor):
            cursor.execute(
                "UPDATE customers SET last_address = %s WHERE email = %s RETURNING id, note", (address, email)
            )
            return cursor.fetchone()

        found = self.run(work)
        if found is None:
            log.warning("login failed for %s from %s", email, address, extra={"fields": {"email": email}})
            raise Refused(401, "unknown customer")
        log.info("login of %s from %s", email, address, extra={"fields": {"email": email, "customer": found[0]}})
        return found[0]

    def order(self, email: str, place: int, square: str, copies: int) -> int:
        def work(cursor):
            cursor.execute(
                "UPDATE sheets SET stock = stock - %s WHERE place = %s AND square = %s RETURNING title, stock",
                (copies, place, square),
            )
            sheet = cursor.fetchone()
            if sheet is None:
                raise Refused(422, f"place {place} has no sheet {square}")
            cursor.execute(
                "INSERT INTO orders (customer, place, square, copies)"
                " SELECT id, %s, %s, %s FROM customers WHERE email = %s RETURNING id",
                (place, square, copies, email),
            )
            order = cursor.fetchone()
            if order is None:
                raise Refused(403, f"{email} is no customer yet")
            return sheet, order

        try:
            sheet, order = self.run(work)
        except psycopg2.errors.CheckViolation as violation:
            raise Refused(409, str(violation).splitlines()[0]) from None
        log.info(
            "order %d: %d × %s for %s, %d left", order[0], copies, sheet[0], email, sheet[1],
            extra={"fields": {"order": order[0], "email": email, "title": sheet[0], "copies": copies}},
        )
        return order[0]

    def annotate(self, customer: int, note: str) -> int:
        def work(cursor):
            cursor.execute("UPDATE customers SET note = %s WHERE id = %s", (note, customer))
            return cursor.rowcount

        if self.run(work) == 0:
            raise Refused(404, f"there is no customer {customer}")
        log.debug("note of customer %d is now %s", customer, note, extra={"fields": {"characters": len(note)}})
        return customer

    def similar_names(self, country: str) -> list:
        """Deliberately without an index: the titles of one country against those of every country."""

        def work(cursor):
            cursor.execute(
                "SELECT a.title, b.title, levenshtein(a.title, b.title) AS distance"
                " FROM sheets a JOIN places p ON p.id = a.place CROSS JOIN sheets b"
                " WHERE p.country = %s AND a.place <> b.place ORDER BY distance LIMIT 10",
                (country,),
            )
            return cursor.fetchall()

        return self.run(work)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "atlas"
    shop: Shop

    def route(self, method: str, path: list, query: dict, body: dict):
        address = self.headers.get("X-Forwarded-For", self.client_address[0])
        match method, path:
            case "GET", ["places"]:
                return self.shop.search(query.get("q", [""])[0])
            case "GET", ["places", place, "sheets"]:
                return self.shop.sheets(int(place))
            case "GET", ["report"]:
                return self.shop.similar_names(query["country"][0])
            case "POST", ["signup"]:
                return self.shop.sign_up(body["email"], address, body.get("note", ""))
            case "POST", ["login"]:
                return self.shop.log_in(body["email"], address)
            case "POST", ["orders"]:
                return self.shop.order(body["email"], body["place"], body["square"], body["copies"])
            case "PUT", ["customers", customer, "note"]:
                return self.shop.annotate(int(customer), body["note"])
        raise Refused(404, f"there is no {method} /api/{'/'.join(path)}")

    def answer(self) -> None:
        request.id = self.headers.get("X-Request-Id")
        started = time.monotonic()
        target = urllib.parse.urlsplit(self.path)
        path = [urllib.parse.unquote(step) for step in target.path.split("/")[2:]]
        try:
            raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            body = json.loads(raw.decode("utf-8")) if raw else {}
            log.debug("%s %s with %d bytes", self.command, target.path, len(raw))
            status, result = 200, self.route(self.command, path, urllib.parse.parse_qs(target.query), body)
        except Refused as refusal:
            status, result = refusal.status, {"error": str(refusal)}
            log.warning("refused with %d: %s", status, refusal)
        except psycopg2.errors.QueryCanceled:
            status, result = 503, {"error": "the report took too long"}
            log.error("statement cancelled after %.0f ms", (time.monotonic() - started) * 1000)
        except psycopg2.pool.PoolError as exhausted:
            status, result = 503, {"error": str(exhausted)}
            log.error("no database connection: %s", exhausted)
        except Exception:  # Such as a body that is not JSON or lacks a field: one line with the traceback.
            status, result = 500, {"error": "internal error"}
            log.exception("%s %s failed", self.command, target.path)
        content = json.dumps(result, ensure_ascii=False, default=str).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except OSError as gone:
            log.warning("the client of %s did not wait for the answer: %s", target.path, gone)

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def log_message(self, format: str, *args) -> None:
        """Requests are in nginx's log already."""


def main() -> None:
    output = logging.StreamHandler(sys.stdout)
    output.setFormatter(JsonLines())
    logging.basicConfig(level=logging.DEBUG, handlers=[output])
    Handler.shop = Shop()
    port = int(sys.argv[1])
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        log.info("listening on port %d", port)
        server.serve_forever()


if __name__ == "__main__":
    main()
