-- Customers and orders in memory: inserts, indexes, joins, grouping, updates, deletes.
CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT, city TEXT);
CREATE TABLE purchase(id INTEGER PRIMARY KEY, customer INTEGER, amount REAL, note TEXT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
INSERT INTO customer SELECT i, 'customer ' || i, 'city ' || (i * 7919 % 40) FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
INSERT INTO purchase SELECT i, 1 + i * 104729 % 2000, i * 31 % 997 / 10.0,
    substr('a note of some length about this purchase', 1, i % 41) FROM n;
CREATE INDEX purchase_customer ON purchase(customer);
CREATE INDEX customer_city ON customer(city, name);
SELECT city, count(*), sum(amount), group_concat(note, ';') FROM customer
    JOIN purchase ON purchase.customer = customer.id GROUP BY city ORDER BY 3 DESC;
SELECT upper(name) || printf('%.2f', total) FROM (SELECT name, sum(amount) AS total FROM customer
    JOIN purchase ON purchase.customer = customer.id GROUP BY customer.id) ORDER BY total;
UPDATE purchase SET note = note || ' (paid)' WHERE amount > 50;
DELETE FROM purchase WHERE customer % 3 = 0;
SELECT DISTINCT replace(note, 'note', 'word') FROM purchase ORDER BY 1;
VACUUM;
