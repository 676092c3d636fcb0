-- A reader's role: two of its statements are beyond its rights or its statement timeout.
\set ON_ERROR_STOP off
SELECT p.native_name, sum(o.copies) FROM orders o JOIN places p ON p.id = o.place GROUP BY 1 ORDER BY 2 DESC LIMIT 10;
SELECT email FROM customers ORDER BY id LIMIT 10;
SELECT count(*) FROM sheets a CROSS JOIN sheets b WHERE levenshtein(a.title, b.title) = 1;
SELECT title, square FROM (SELECT title || repeat(' ', 40) AS title, square FROM sheets a, generate_series(1, 4)) s
  ORDER BY title DESC OFFSET 20000;
