SELECT
  CAST(NULL AS STRING) AS `t`,
  CAST(NULL AS DATE) AS `d`,
  1 AS `not_by_t`,
  1 AS `not_by_d`,
  count(CASE WHEN (`n` > 0) THEN 1 END) AS `rows`,
  (ARRAY_AGG(CAST(CASE WHEN (`n` > 0) THEN `n` END AS FLOAT64) IGNORE NULLS ORDER BY CAST(CASE WHEN (`n` > 0) THEN `n` END AS FLOAT64))[SAFE_OFFSET(CAST(FLOOR((COUNT(CASE WHEN (`n` > 0) THEN `n` END) - 1) * 0.5) AS INT64))] + (ARRAY_AGG(CAST(CASE WHEN (`n` > 0) THEN `n` END AS FLOAT64) IGNORE NULLS ORDER BY CAST(CASE WHEN (`n` > 0) THEN `n` END AS FLOAT64))[SAFE_OFFSET(CAST(CEIL((COUNT(CASE WHEN (`n` > 0) THEN `n` END) - 1) * 0.5) AS INT64))] - ARRAY_AGG(CAST(CASE WHEN (`n` > 0) THEN `n` END AS FLOAT64) IGNORE NULLS ORDER BY CAST(CASE WHEN (`n` > 0) THEN `n` END AS FLOAT64))[SAFE_OFFSET(CAST(FLOOR((COUNT(CASE WHEN (`n` > 0) THEN `n` END) - 1) * 0.5) AS INT64))]) * ((COUNT(CASE WHEN (`n` > 0) THEN `n` END) - 1) * 0.5 - FLOOR((COUNT(CASE WHEN (`n` > 0) THEN `n` END) - 1) * 0.5))) AS `middle`,
  (ARRAY_AGG(CAST(`n` AS FLOAT64) IGNORE NULLS ORDER BY CAST(`n` AS FLOAT64))[SAFE_OFFSET(CAST(FLOOR((COUNT(`n`) - 1) * 0.9) AS INT64))] + (ARRAY_AGG(CAST(`n` AS FLOAT64) IGNORE NULLS ORDER BY CAST(`n` AS FLOAT64))[SAFE_OFFSET(CAST(CEIL((COUNT(`n`) - 1) * 0.9) AS INT64))] - ARRAY_AGG(CAST(`n` AS FLOAT64) IGNORE NULLS ORDER BY CAST(`n` AS FLOAT64))[SAFE_OFFSET(CAST(FLOOR((COUNT(`n`) - 1) * 0.9) AS INT64))]) * ((COUNT(`n`) - 1) * 0.9 - FLOOR((COUNT(`n`) - 1) * 0.9))) AS `most`,
  AVG(CAST(`n` AS FLOAT64)) AS `mean`,
  LOGICAL_OR(CASE WHEN (`n` > 0) THEN `other` END) AS `some`,
  count(DISTINCT CASE WHEN (`n` > 0) THEN `t` END) AS `names`,
  max(`t`) AS `last`
FROM (
  SELECT `t`, `d`, `at`, `n`, `i`, `local`, `quarter`, `seconds`, `later`, `folded`, `length`, `holds`, `less`, `product`, `quotient`, `other`, `after`, `nth`, `running`, `begins`
  FROM (
    SELECT
      `t`,
      `d`,
      `at`,
      `n`,
      `i`,
      `local`,
      `quarter`,
      `seconds`,
      `later`,
      `folded`,
      `length`,
      `holds`,
      `less`,
      `product`,
      `quotient`,
      `other`,
      `after`,
      `nth`,
      `running`,
      1 AS `left_of_join`
    FROM (
      SELECT *,
        row_number() OVER (PARTITION BY `t` ORDER BY `t` DESC NULLS LAST, `d` NULLS LAST) AS `nth`,
        sum(`n`) OVER (ORDER BY `d` NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS `running`
      FROM (
        SELECT
          `t`,
          `d`,
          `at`,
          `n`,
          `i`,
          DATE(`at`, 'America/New_York') AS `local`,
          DATE_ADD(DATE_TRUNC(DATE_SUB(`d`, INTERVAL 1 MONTH), QUARTER), INTERVAL 1 MONTH) AS `quarter`,
          (UNIX_SECONDS(SAFE_CAST(`t` AS TIMESTAMP)) - UNIX_SECONDS(`at`)) AS `seconds`,
          DATE_ADD(`d`, INTERVAL `i` DAY) AS `later`,
          LOWER(TRIM(`t`, ' ')) AS `folded`,
          length(`t`) AS `length`,
          (STRPOS(`t`, 'O\'') > 0) AS `holds`,
          (`n` - 0.5) AS `less`,
          CAST(ROUND(CAST(`n` AS BIGNUMERIC) * CAST(`i` AS BIGNUMERIC), 8) AS NUMERIC) AS `product`,
          CAST(ROUND(CAST(`n` AS BIGNUMERIC) / NULLIF(CAST(3 AS BIGNUMERIC), 0), 8) AS NUMERIC) AS `quotient`,
          (`t` IS DISTINCT FROM 'x') AS `other`,
          (`t` > 'm') AS `after`
        FROM (
          SELECT CAST(`t` AS STRING) AS `t`, CAST(`d` AS DATE) AS `d`, CAST(`at` AS TIMESTAMP) AS `at`, CAST(`n` AS NUMERIC) AS `n`, CAST(`i` AS INT64) AS `i`
          FROM UNNEST(ARRAY<STRUCT<`t` STRING, `d` DATE, `at` TIMESTAMP, `n` NUMERIC, `i` INT64>>[('O\'Brien \\ \n', DATE '2026-01-31', TIMESTAMP '2026-01-31T10:00:00Z', 1.5, 7), (NULL, NULL, NULL, NULL, NULL)])
        ) AS `t`
      ) AS `t`
    ) AS `t`
  ) AS `l`
  LEFT JOIN (
    SELECT
      `begins`,
      1 AS `right_of_join`
    FROM `periods`
  ) AS `r`
  ON ((`left_of_join` = `right_of_join`) AND (`begins` <= `d`))
) AS `t`
UNION ALL
SELECT
  `t`,
  `d`,
  GROUPING(`t`) AS `not_by_t`,
  GROUPING(`d`) AS `not_by_d`,
  count(CASE WHEN (`n` > 0) THEN 1 END) AS `rows`,
  (ARRAY_AGG(CAST(CASE WHEN (`n` > 0) THEN `n` END AS FLOAT64) IGNORE NULLS ORDER BY CAST(CASE WHEN (`n` > 0) THEN `n` END AS FLOAT64))[SAFE_OFFSET(CAST(FLOOR((COUNT(CASE WHEN (`n` > 0) THEN `n` END) - 1) * 0.5) AS INT64))] + (ARRAY_AGG(CAST(CASE WHEN (`n` > 0) THEN `n` END AS FLOAT64) IGNORE NULLS ORDER BY CAST(CASE WHEN (`n` > 0) THEN `n` END AS FLOAT64))[SAFE_OFFSET(CAST(CEIL((COUNT(CASE WHEN (`n` > 0) THEN `n` END) - 1) * 0.5) AS INT64))] - ARRAY_AGG(CAST(CASE WHEN (`n` > 0) THEN `n` END AS FLOAT64) IGNORE NULLS ORDER BY CAST(CASE WHEN (`n` > 0) THEN `n` END AS FLOAT64))[SAFE_OFFSET(CAST(FLOOR((COUNT(CASE WHEN (`n` > 0) THEN `n` END) - 1) * 0.5) AS INT64))]) * ((COUNT(CASE WHEN (`n` > 0) THEN `n` END) - 1) * 0.5 - FLOOR((COUNT(CASE WHEN (`n` > 0) THEN `n` END) - 1) * 0.5))) AS `middle`,
  (ARRAY_AGG(CAST(`n` AS FLOAT64) IGNORE NULLS ORDER BY CAST(`n` AS FLOAT64))[SAFE_OFFSET(CAST(FLOOR((COUNT(`n`) - 1) * 0.9) AS INT64))] + (ARRAY_AGG(CAST(`n` AS FLOAT64) IGNORE NULLS ORDER BY CAST(`n` AS FLOAT64))[SAFE_OFFSET(CAST(CEIL((COUNT(`n`) - 1) * 0.9) AS INT64))] - ARRAY_AGG(CAST(`n` AS FLOAT64) IGNORE NULLS ORDER BY CAST(`n` AS FLOAT64))[SAFE_OFFSET(CAST(FLOOR((COUNT(`n`) - 1) * 0.9) AS INT64))]) * ((COUNT(`n`) - 1) * 0.9 - FLOOR((COUNT(`n`) - 1) * 0.9))) AS `most`,
  AVG(CAST(`n` AS FLOAT64)) AS `mean`,
  LOGICAL_OR(CASE WHEN (`n` > 0) THEN `other` END) AS `some`,
  count(DISTINCT CASE WHEN (`n` > 0) THEN `t` END) AS `names`,
  max(`t`) AS `last`
FROM (
  SELECT `t`, `d`, `at`, `n`, `i`, `local`, `quarter`, `seconds`, `later`, `folded`, `length`, `holds`, `less`, `product`, `quotient`, `other`, `after`, `nth`, `running`, `begins`
  FROM (
    SELECT
      `t`,
      `d`,
      `at`,
      `n`,
      `i`,
      `local`,
      `quarter`,
      `seconds`,
      `later`,
      `folded`,
      `length`,
      `holds`,
      `less`,
      `product`,
      `quotient`,
      `other`,
      `after`,
      `nth`,
      `running`,
      1 AS `left_of_join`
    FROM (
      SELECT *,
        row_number() OVER (PARTITION BY `t` ORDER BY `t` DESC NULLS LAST, `d` NULLS LAST) AS `nth`,
        sum(`n`) OVER (ORDER BY `d` NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS `running`
      FROM (
        SELECT
          `t`,
          `d`,
          `at`,
          `n`,
          `i`,
          DATE(`at`, 'America/New_York') AS `local`,
          DATE_ADD(DATE_TRUNC(DATE_SUB(`d`, INTERVAL 1 MONTH), QUARTER), INTERVAL 1 MONTH) AS `quarter`,
          (UNIX_SECONDS(SAFE_CAST(`t` AS TIMESTAMP)) - UNIX_SECONDS(`at`)) AS `seconds`,
          DATE_ADD(`d`, INTERVAL `i` DAY) AS `later`,
          LOWER(TRIM(`t`, ' ')) AS `folded`,
          length(`t`) AS `length`,
          (STRPOS(`t`, 'O\'') > 0) AS `holds`,
          (`n` - 0.5) AS `less`,
          CAST(ROUND(CAST(`n` AS BIGNUMERIC) * CAST(`i` AS BIGNUMERIC), 8) AS NUMERIC) AS `product`,
          CAST(ROUND(CAST(`n` AS BIGNUMERIC) / NULLIF(CAST(3 AS BIGNUMERIC), 0), 8) AS NUMERIC) AS `quotient`,
          (`t` IS DISTINCT FROM 'x') AS `other`,
          (`t` > 'm') AS `after`
        FROM (
          SELECT CAST(`t` AS STRING) AS `t`, CAST(`d` AS DATE) AS `d`, CAST(`at` AS TIMESTAMP) AS `at`, CAST(`n` AS NUMERIC) AS `n`, CAST(`i` AS INT64) AS `i`
          FROM UNNEST(ARRAY<STRUCT<`t` STRING, `d` DATE, `at` TIMESTAMP, `n` NUMERIC, `i` INT64>>[('O\'Brien \\ \n', DATE '2026-01-31', TIMESTAMP '2026-01-31T10:00:00Z', 1.5, 7), (NULL, NULL, NULL, NULL, NULL)])
        ) AS `t`
      ) AS `t`
    ) AS `t`
  ) AS `l`
  LEFT JOIN (
    SELECT
      `begins`,
      1 AS `right_of_join`
    FROM `periods`
  ) AS `r`
  ON ((`left_of_join` = `right_of_join`) AND (`begins` <= `d`))
) AS `t`
GROUP BY GROUPING SETS ((`t`), (`t`, `d`));
