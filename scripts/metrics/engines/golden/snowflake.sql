SELECT
  CAST(NULL AS VARCHAR) AS "t",
  CAST(NULL AS DATE) AS "d",
  1 AS "not_by_t",
  1 AS "not_by_d",
  count(CASE WHEN ("n" > 0) THEN 1 END) AS "rows",
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CAST(CASE WHEN ("n" > 0) THEN "n" END AS DOUBLE)) AS "middle",
  PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY CAST("n" AS DOUBLE)) AS "most",
  AVG(CAST("n" AS DOUBLE)) AS "mean",
  BOOLOR_AGG(CASE WHEN ("n" > 0) THEN "other" END) AS "some",
  count(DISTINCT CASE WHEN ("n" > 0) THEN "t" END) AS "names",
  max("t") AS "last"
FROM (
  SELECT "t", "d", "at", "n", "i", "local", "quarter", "seconds", "later", "folded", "length", "holds", "less", "product", "quotient", "other", "after", "nth", "running", "begins"
  FROM (
    SELECT *,
      row_number() OVER (PARTITION BY "t" ORDER BY "t" DESC NULLS LAST, "d" NULLS LAST) AS "nth",
      sum("n") OVER (ORDER BY "d" NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "running"
    FROM (
      SELECT
        "t",
        "d",
        "at",
        "n",
        "i",
        CAST(CONVERT_TIMEZONE('America/New_York', "at") AS DATE) AS "local",
        DATEADD('month', 1, DATE_TRUNC('quarter', DATEADD('month', -1, "d"))) AS "quarter",
        DATEDIFF('second', "at", CASE WHEN LENGTH("t") >= 10 AND SUBSTR("t", 5, 1) = '-' THEN CAST(TRY_TO_TIMESTAMP_TZ("t") AS TIMESTAMP_LTZ) END) AS "seconds",
        DATEADD('day', "i", "d") AS "later",
        LOWER(TRIM("t", ' ')) AS "folded",
        length("t") AS "length",
        CONTAINS("t", 'O''') AS "holds",
        ("n" - 0.5) AS "less",
        CAST(ROUND(CAST("n" AS DOUBLE) * CAST("i" AS DOUBLE), 8) AS NUMBER(38,8)) AS "product",
        CAST(ROUND(CAST("n" AS DOUBLE) / NULLIF(CAST(3 AS DOUBLE), 0), 8) AS NUMBER(38,8)) AS "quotient",
        ("t" IS DISTINCT FROM 'x') AS "other",
        ("t" > 'm') AS "after"
      FROM (
        SELECT CAST("t" AS VARCHAR) AS "t", CAST("d" AS DATE) AS "d", CAST("at" AS TIMESTAMP_LTZ) AS "at", CAST("n" AS NUMBER(38,8)) AS "n", CAST("i" AS NUMBER(38,0)) AS "i"
        FROM (VALUES ('O''Brien \\ 
', DATE '2026-01-31', CAST('2026-01-31T10:00:00Z' AS TIMESTAMP_LTZ), 1.5, 7), (NULL, NULL, NULL, NULL, NULL)) AS "t"("t", "d", "at", "n", "i")
      ) AS "t"
    ) AS "t"
  ) AS "l"
  LEFT JOIN (
    SELECT "begins"
    FROM "periods"
  ) AS "r"
  ON ("begins" <= "d")
) AS "t"
UNION ALL
SELECT
  "t",
  "d",
  GROUPING("t") AS "not_by_t",
  GROUPING("d") AS "not_by_d",
  count(CASE WHEN ("n" > 0) THEN 1 END) AS "rows",
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CAST(CASE WHEN ("n" > 0) THEN "n" END AS DOUBLE)) AS "middle",
  PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY CAST("n" AS DOUBLE)) AS "most",
  AVG(CAST("n" AS DOUBLE)) AS "mean",
  BOOLOR_AGG(CASE WHEN ("n" > 0) THEN "other" END) AS "some",
  count(DISTINCT CASE WHEN ("n" > 0) THEN "t" END) AS "names",
  max("t") AS "last"
FROM (
  SELECT "t", "d", "at", "n", "i", "local", "quarter", "seconds", "later", "folded", "length", "holds", "less", "product", "quotient", "other", "after", "nth", "running", "begins"
  FROM (
    SELECT *,
      row_number() OVER (PARTITION BY "t" ORDER BY "t" DESC NULLS LAST, "d" NULLS LAST) AS "nth",
      sum("n") OVER (ORDER BY "d" NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "running"
    FROM (
      SELECT
        "t",
        "d",
        "at",
        "n",
        "i",
        CAST(CONVERT_TIMEZONE('America/New_York', "at") AS DATE) AS "local",
        DATEADD('month', 1, DATE_TRUNC('quarter', DATEADD('month', -1, "d"))) AS "quarter",
        DATEDIFF('second', "at", CASE WHEN LENGTH("t") >= 10 AND SUBSTR("t", 5, 1) = '-' THEN CAST(TRY_TO_TIMESTAMP_TZ("t") AS TIMESTAMP_LTZ) END) AS "seconds",
        DATEADD('day', "i", "d") AS "later",
        LOWER(TRIM("t", ' ')) AS "folded",
        length("t") AS "length",
        CONTAINS("t", 'O''') AS "holds",
        ("n" - 0.5) AS "less",
        CAST(ROUND(CAST("n" AS DOUBLE) * CAST("i" AS DOUBLE), 8) AS NUMBER(38,8)) AS "product",
        CAST(ROUND(CAST("n" AS DOUBLE) / NULLIF(CAST(3 AS DOUBLE), 0), 8) AS NUMBER(38,8)) AS "quotient",
        ("t" IS DISTINCT FROM 'x') AS "other",
        ("t" > 'm') AS "after"
      FROM (
        SELECT CAST("t" AS VARCHAR) AS "t", CAST("d" AS DATE) AS "d", CAST("at" AS TIMESTAMP_LTZ) AS "at", CAST("n" AS NUMBER(38,8)) AS "n", CAST("i" AS NUMBER(38,0)) AS "i"
        FROM (VALUES ('O''Brien \\ 
', DATE '2026-01-31', CAST('2026-01-31T10:00:00Z' AS TIMESTAMP_LTZ), 1.5, 7), (NULL, NULL, NULL, NULL, NULL)) AS "t"("t", "d", "at", "n", "i")
      ) AS "t"
    ) AS "t"
  ) AS "l"
  LEFT JOIN (
    SELECT "begins"
    FROM "periods"
  ) AS "r"
  ON ("begins" <= "d")
) AS "t"
GROUP BY GROUPING SETS (("t"), ("t", "d"));
