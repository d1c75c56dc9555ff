-- A function written in C, called from SQL. Run this from the root of the repository:
--
--     ./wasm-udf sql -f examples/quickstart.sql

-- 1. A table of your own. No database was named, so it lies in H2, in memory, and is gone afterwards.
--    With -u jdbc:wasmudf:jdbc:postgresql://localhost/shop it would lie in PostgreSQL.

CREATE TABLE orders (item VARCHAR(20), price DECIMAL(15, 2), discount DECIMAL(15, 2));

INSERT INTO orders VALUES
  ('desk', 250.50, 0.10),
  ('lamp', 39.99, 0.05),
  ('chair', 80.00, 0.00),
  ('gift', 15.00, NULL);

-- 2. A function from a module. udf-samples/c/money.wasm was compiled from udf-samples/c/money.c and exports, among others,
--
--        int64_t disc_price_dec(int64_t price, int64_t discount)
--
--    A DECIMAL of up to 18 digits reaches the function as a 64-bit integer without its point: 250.50 as 25050. So two
--    numbers with 2 digits after the point make a product with 4, exactly. IMMUTABLE promises that equal arguments give
--    equal results. Whatever the function does, it sees nothing but its arguments and its own memory.

CREATE FUNCTION disc_price(price DECIMAL(15, 2), discount DECIMAL(15, 2)) RETURNS DECIMAL(18, 4)
  LANGUAGE WASM IMMUTABLE EXTERNAL NAME 'disc_price_dec' FROM 'udf-samples/c/money.wasm';

SHOW FUNCTIONS;

-- 3. The function over your table, as if it were built in. It isn't called where an argument is NULL: the result is NULL.

SELECT item, price, discount, disc_price(price, discount) AS to_pay FROM orders ORDER BY item;

-- 4. The same function over TPC-H's line items, here 60,175 rows (scale 0.01; --tpch 1 makes it 6 million). They are
--    generated at the first use and kept in your cache folder. This is the sum from TPC-H's query 1, once with the
--    function and once with SQL's own arithmetic: the last two columns agree to the last digit.

SELECT l_returnflag,
       l_linestatus,
       SUM(disc_price(l_extendedprice, l_discount)) AS by_function,
       SUM(l_extendedprice * (1 - l_discount)) AS built_in
FROM tpch.lineitem
WHERE l_shipdate <= DATE '1998-09-02'
GROUP BY l_returnflag, l_linestatus
ORDER BY l_returnflag, l_linestatus;

-- 5. And row by row: how many of them differ?

SELECT COUNT(*) AS differences
FROM tpch.lineitem
WHERE disc_price(l_extendedprice, l_discount) <> l_extendedprice * (1 - l_discount);
