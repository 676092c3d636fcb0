-- An operator's session with the usual slips: each failing statement fails by itself.
\set ON_ERROR_STOP off
SELECT count(*) FROM orders WHERE created > now() - interval '1 minute';
SELECT emial FROM customers WHERE id = 17;
SELECT * FROM custmers;
SELECT sum(copies) / (count(*) - count(*)) FROM orders;
SELECT 'zwölf'::integer;
INSERT INTO customers (email) VALUES ('user17@example.com'), ('user17@example.com');
UPDATE customers SET email = NULL WHERE email LIKE 'user1%@example.com';
DELETE FROM places WHERE native_name = 'Göteborg';
SELECT convert_from('\xc3'::bytea, 'UTF8');
SELECT '{"square": "B4", "copies": }'::jsonb;
SELECT email, last_address FROM customers WHERE last_address << '198.51.100.0/24' ORDER BY id LIMIT 5;
BEGIN;
UPDATE sheets SET stock = stock + 10 WHERE stock = 0;
SELECT stok FROM sheets;
SELECT stock FROM sheets LIMIT 1;
ROLLBACK;
COPY customers (email, last_address) FROM STDIN;
user901@example.com	203.0.113.9
user902@example.com	203.0.113.999
\.
DO $$ BEGIN
  RAISE WARNING 'stock of % is low: % sheets', 'Košice', (SELECT count(*) FROM sheets WHERE stock < 3);
END $$;
