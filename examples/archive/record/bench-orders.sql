\set place random(1, 98)
\set customer random(1, 400)
\set copies random(1, 3)
SELECT square, title, stock FROM sheets WHERE place = :place AND stock >= :copies ORDER BY stock DESC LIMIT 3;
UPDATE customers SET last_address = '198.51.100.77', note = 'bench' WHERE email = 'user' || :customer || '@example.com';
SELECT c.email, count(o.id) FROM customers c LEFT JOIN orders o ON o.customer = c.id WHERE c.id = :customer GROUP BY c.email;
