import { createWriteStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import { type Header, pack } from "tar-stream";

type HeaderArgument = Partial<Header> & Pick<Header, "name">;

export type Entries = ReadonlyArray<readonly [HeaderArgument | string, (string | Buffer)?]>;

/** A tar in memory. A name without more is a file. */
export async function tarOf(entries: Entries): Promise<Buffer> {
  const tar = pack();
  for (const [header, content = ""] of entries) {
    tar.entry(typeof header === "string" ? { name: header } : header, content);
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** As mysqldump writes a dump by OpenEMR's own options; settings of AUTOCOMMIT as mariadb-dump 11.8 does. */
export function dumpOf(statements = ""): string {
  return `/*M!999999\\- enable the sandbox mode */
-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)
--
-- Host: localhost    Database: openemr
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;

DROP TABLE IF EXISTS \`patient_data\`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE \`patient_data\` (
  \`id\` bigint(20) NOT NULL AUTO_INCREMENT COMMENT 'a; b -- c',
  \`fname\` varchar(255) DEFAULT NULL,
  PRIMARY KEY (\`id\`)
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;
LOCK TABLES \`patient_data\` WRITE;
/*!40000 ALTER TABLE \`patient_data\` DISABLE KEYS */;
INSERT INTO \`patient_data\` VALUES
(1,'O\\'Neil; DROP TABLE x; -- ","/* never closed'),
(2,_binary 0x00FF),(3,NULL),(-4,1.5e3),(5,'größer \\\\');
/*!40000 ALTER TABLE \`patient_data\` ENABLE KEYS */;
UNLOCK TABLES;
CREATE TABLE \`keys\` (\`id\` int(11), \`name\` varchar(20)) ENGINE=InnoDB;
SET @OLD_AUTOCOMMIT=@@AUTOCOMMIT, @@AUTOCOMMIT=0;
INSERT INTO \`keys\` VALUES (1,'sixa'),(2,'sixb');
COMMIT;
SET AUTOCOMMIT=@OLD_AUTOCOMMIT;
CREATE TABLE \`version\` (
  \`v_major\` int(11), \`v_minor\` int(11), \`v_patch\` int(11), \`v_realpatch\` int(11), \`v_tag\` varchar(31),
  \`v_database\` int(11), \`v_acl\` int(11)) ENGINE=InnoDB;
INSERT INTO \`version\` VALUES (7,0,3,4,'',512,10);
${statements}
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;
/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;
-- Dump completed on 2026-11-30  1:00:00
`;
}

/** The files of an installation as OpenEMR's backup has them: one site, and OpenEMR's own. */
export const FILES: Entries = [
  ["version.php", "<?php\n$v_major = '7';\n$v_minor = '0';\n$v_patch = '3';\n"],
  [{ name: "interface/modules/custom_modules/oe-module-weno", type: "directory" }],
  [{ name: "interface/modules/custom_modules/oe-module-billing-of-ours", type: "directory" }],
  ["sites/default/sqlconf.php", "<?php\n$host\t= 'localhost';\n$dbase\t= 'openemr';\n$config = 1;\n"],
  ["sites/default/documents/logs_and_misc/methods/sixa", "006"],
  ["sites/default/documents/logs_and_misc/methods/sixb", "006"],
  ["sites/default/documents/1/letter.pdf", "letter"],
];

/** Writes the archive that OpenEMR makes. */
export async function writeBackup(
  folder: string,
  { dump = dumpOf(), files = FILES }: { readonly dump?: string | Buffer; readonly files?: Entries } = {},
): Promise<string> {
  const file = path.join(folder, "emr_backup.tar");
  const outer = await tarOf([
    [{ name: "./", type: "directory" }],
    ["./openemr.sql.gz", gzipSync(dump)],
    ["./openemr.tar.gz", gzipSync(await tarOf(files))],
  ]);
  await pipeline([outer], createWriteStream(file));
  return file;
}
