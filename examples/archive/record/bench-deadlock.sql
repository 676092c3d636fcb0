\set one random(1, 6)
\set two random(1, 6)
BEGIN;
UPDATE sheets SET stock = stock + 1 WHERE place = :one AND square = 'A1';
SELECT pg_sleep(0.02);
UPDATE sheets SET stock = stock + 1 WHERE place = :two AND square = 'A1';
END;
