/** Versions of OpenEMR's image, by the numbers that start.sh reads, and files that they bring or write. */

export interface Image {
  /** Upstream calls it docker-version. */
  readonly number: number;
  /** major, minor, patch, realpatch and database of version.php */
  readonly schema: readonly number[];
}

export const IMAGES = {
  7: { number: 7, schema: [7, 0, 3, 0, 506] },
  9: { number: 9, schema: [8, 0, 0, 0, 529] },
} as const satisfies Record<number, Image>;

export const SETUP_SCRIPTS =
  "admin.php acl_upgrade.php setup.php sql_patch.php sql_upgrade.php ippf_upgrade.php auto_configure.php".split(
    " ",
  );

/** As OpenEMR's installer writes it (1), and as the image has it (0). */
export const sqlconf = (config: 0 | 1) => `<?php
//  OpenEMR
//  MySQL Config

$host   = 'database.example';
$port   = '3306';
$login  = 'openemr';
$pass   = '0wnPassword42';
$dbase  = 'openemr';

$sqlconf = array();
global $sqlconf;
$sqlconf["host"]= $host;

//////DO NOT TOUCH THIS///
$config = ${config}; /////////////
?>
`;
