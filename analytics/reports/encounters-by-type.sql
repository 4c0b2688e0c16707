-- Encounters by the category of the visit, which OpenEMR keeps with its calendar.
SELECT
  coalesce(nullif(trim(c.pc_catname), ''), 'Unknown') AS type,
  count(*) AS encounters,
  count(DISTINCT e.pid) AS patients
FROM form_encounter AS e
CROSS JOIN parameters AS p
LEFT JOIN openemr_postcalendar_categories AS c ON c.pc_catid = e.pc_catid
WHERE year(e.date) >= 1800 -- A zero date is none.
  AND CAST(e.date AS DATE) <= p.as_of
GROUP BY coalesce(nullif(trim(c.pc_catname), ''), 'Unknown'), p.smallest_group
HAVING count(DISTINCT e.pid) >= p.smallest_group
ORDER BY encounters DESC, type
