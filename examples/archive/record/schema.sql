-- The database of the map shop. Runs before statements are logged.
CREATE EXTENSION fuzzystrmatch;

CREATE TABLE places (
    id serial PRIMARY KEY,
    country char(2) NOT NULL,
    name text NOT NULL,
    native_name text NOT NULL
);

CREATE TABLE sheets (
    place integer NOT NULL REFERENCES places,
    square text NOT NULL,
    title text NOT NULL,
    stock integer NOT NULL CHECK (stock >= 0),
    PRIMARY KEY (place, square)
);

CREATE TABLE customers (
    id serial PRIMARY KEY,
    email text NOT NULL UNIQUE,
    last_address inet,
    note text NOT NULL DEFAULT '',
    created timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE orders (
    id serial PRIMARY KEY,
    customer integer NOT NULL REFERENCES customers,
    place integer NOT NULL,
    square text NOT NULL,
    copies integer NOT NULL CHECK (copies BETWEEN 1 AND 20),
    created timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (place, square) REFERENCES sheets
);

CREATE ROLE shop LOGIN PASSWORD 'shop';
CREATE ROLE reports LOGIN PASSWORD 'reports' CONNECTION LIMIT 2;
CREATE ROLE nightly LOGIN PASSWORD 'nightly';
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO shop, nightly;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO shop, nightly;
GRANT SELECT ON places, sheets, orders TO reports;
GRANT CREATE ON SCHEMA public TO nightly;
ALTER ROLE shop SET statement_timeout = '1500ms';
ALTER ROLE reports SET statement_timeout = '400ms';
ALTER ROLE nightly SET log_min_messages = 'debug2';
