-- Living patients by ten years of age and sex. Ages from 90 on are one group, as HIPAA's safe harbor has it.
-- OpenEMR keeps NULL, an empty text or a zero date for who lives, and what an export makes of these differs: whoever has
-- no year of death in modern times is living.
WITH born AS (
  SELECT
    coalesce(nullif(trim(sex), ''), 'Unknown') AS sex,
    TRY_CAST(DOB AS DATE) AS born_on
  FROM patient_data
  WHERE coalesce(TRY_CAST(substr(CAST(deceased_date AS STRING), 1, 4) AS INT), 0) < 1800
),
aged AS (
  SELECT
    b.sex,
    p.smallest_group,
    year(p.as_of) - year(b.born_on)
      - CASE
          WHEN month(p.as_of) * 100 + day(p.as_of) < month(b.born_on) * 100 + day(b.born_on) THEN 1
          ELSE 0
        END AS age
  FROM born AS b
  CROSS JOIN parameters AS p
  WHERE b.born_on IS NOT NULL
    AND b.born_on <= p.as_of
)
SELECT
  CAST(least(floor(age / 10) * 10, 90) AS INT) AS age_from,
  sex,
  count(*) AS patients
FROM aged
GROUP BY CAST(least(floor(age / 10) * 10, 90) AS INT), sex, smallest_group
HAVING count(*) >= smallest_group
ORDER BY age_from, sex
