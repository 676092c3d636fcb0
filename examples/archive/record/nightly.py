"""Prints the nightly job's SQL: an import in statements of very different sizes, a plan, some housekeeping.

Usage: nightly.py PLACES_FILE | psql
"""

import itertools
import sys

SIZES = [1, 1, 2, 1, 24, 3, 1, 8]


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        places = [line.rstrip("\n").split("\t") for line in file]
    print("CREATE TABLE incoming (country char(2), title text, square text);")
    remaining = iter(places)
    for size in itertools.cycle(SIZES):
        group = list(itertools.islice(remaining, size))
        if not group:
            break
        rows = [
            f"({literal(country)},{literal(native + ' · ' + name)},'{column}{row}')"
            for country, name, native in group
            for column in "ABCDEFGHI"
            for row in range(1, 9)
        ]
        print(f"INSERT INTO incoming (country, title, square) VALUES\n  {', '.join(rows)};")
    print("CREATE INDEX ON incoming (title);")
    print("SET debug_print_plan = on;")
    print("SELECT i.title, i.square FROM incoming i LEFT JOIN sheets s ON s.title = i.title AND s.square = i.square")
    print("  WHERE s.title IS NULL ORDER BY 1 LIMIT 5;")
    print("SET debug_print_plan = off;")
    print("ANALYZE incoming;")
    print("CREATE TEMPORARY TABLE busiest ON COMMIT DROP AS SELECT customer, count(*) FROM orders GROUP BY 1;")
    print("EXPLAIN ANALYZE SELECT c.email FROM customers c JOIN orders o ON o.customer = c.id WHERE o.copies > 2;")
    print("DROP TABLE incoming;")
    print("DROP TABLE incoming;")


if __name__ == "__main__":
    main()
