-- Patients seen, and encounters, in each month.
SELECT
  year(e.date) AS year,
  month(e.date) AS month,
  count(DISTINCT e.pid) AS patients,
  count(*) AS encounters
FROM form_encounter AS e
CROSS JOIN parameters AS p
WHERE year(e.date) >= 1800 -- A zero date is none.
  AND CAST(e.date AS DATE) <= p.as_of
GROUP BY year(e.date), month(e.date), p.smallest_group
HAVING count(DISTINCT e.pid) >= p.smallest_group
ORDER BY year, month
