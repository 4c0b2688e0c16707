/**
 * Apache and PHP as OpenEMR's image has them: Alpine's layout of files, with the directives that the image's openemr.conf
 * and Alpine's packages set, over the modules of this machine. Compared with the images 7.0.3, 7.0.4, 8.0.0, 8.1.0 and
 * 8.2.0 and with Alpine's apache2 and php83-apache2 packages on 2026-11-29.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import type { Sandbox } from "./sandbox";

export const MODULES = "/usr/lib/apache2/modules";
export const APACHE = "/usr/sbin/apache2";
export const APACHE_USER = "www-data";

function phpModule(): string | undefined {
  return existsSync(MODULES)
    ? readdirSync(MODULES).find((file) => /^libphp[0-9.]*\.so$/.test(file))
    : undefined;
}

export function requireApache(): void {
  if (!existsSync(APACHE) || !phpModule())
    throw new Error(
      "These tests need what is not here. Install it: apt-get install apache2 libapache2-mod-php",
    );
}

const load = (names: string): string =>
  names
    .split(" ")
    .map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so\n`)
    .join("");

/** The files of Apache's configuration in the image, by their paths below /etc. */
function files(root: string): Record<string, string> {
  const openemr = `${root}/openemr`;
  return {
    "httpd.conf": `ServerRoot ${root}
Listen 0.0.0.0:80
${load("mpm_prefork authz_core authz_host setenvif headers mime dir alias env")}User ${APACHE_USER}
Group ${APACHE_USER}
PidFile ${root}/httpd.pid
TypesConfig /etc/mime.types
<Directory />
    AllowOverride none
    Require all denied
</Directory>
#ErrorLog logs/error.log
LogLevel warn
IncludeOptional ${root}/apache2/conf.d/*.conf
`,
    "conf.d/default.conf": `Timeout 300
KeepAlive On
KeepAliveTimeout 5
<Files ".ht*">
    Require all denied
</Files>
`,
    "conf.d/info.conf": `${load("status info")}<Location /server-status>
    SetHandler server-status
    Require local
</Location>
`,
    "conf.d/openemr.conf": `${load("rewrite allowmethods")}Header set Strict-Transport-Security "max-age=31536000; includeSubDomains; preload"
Header set X-XSS-Protection "1; mode=block"
DocumentRoot ${openemr}
ErrorLog "|/usr/bin/rotatelogs -e -n 5 ${root}/logs/error.log 86400 >&2"
CustomLog "|/usr/bin/rotatelogs -e -n 5 ${root}/logs/access.log 86400" combined
<Directory ${openemr}>
    AllowMethods GET POST PUT PATCH DELETE HEAD OPTIONS
    Options -Indexes
    AllowOverride FileInfo
    Require all granted
</Directory>
<Directory "${openemr}/sites/*/documents">
    Require all denied
</Directory>
<VirtualHost *:80>
</VirtualHost>
<VirtualHost _default_:443>
    SSLEngine on
    SSLCertificateFile ${root}/not-there.pem
</VirtualHost>
<FilesMatch \\.php$>
    SetHandler "proxy:fcgi://127.0.0.1:9000"
</FilesMatch>
`,
    "conf.d/php83-module.conf": `LoadModule php_module ${MODULES}/${phpModule()}
DirectoryIndex index.php index.html
<FilesMatch \\.php$>
    SetHandler application/x-httpd-php
</FilesMatch>
`,
    "conf.d/ssl.conf": `${load("ssl")}Listen 443
<VirtualHost _default_:443>
    DocumentRoot "${root}"
    ServerName www.example.com:443
    TransferLog logs/ssl_access.log
    CustomLog logs/ssl_request.log \\
              "%t %h \\"%r\\" %b"
</VirtualHost>
`,
  };
}

/** Writes the image's Apache, a certificate of the task and some pages in OpenEMR's place. */
export function prepareApache(box: Sandbox): void {
  requireApache();
  for (const [path, content] of Object.entries(files(box.root))) box.write(`apache2/${path}`, content);
  const pair = ["-keyout", box.path("tls/server.key.pem"), "-out", box.path("tls/server.cert.pem")];
  box.write("tls/.keep", "");
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-subj",
      "/CN=localhost",
    ].concat(pair),
    { stdio: "ignore" },
  );
  for (const [path, content] of Object.entries(PAGES)) box.write(`openemr/${path}`, content);
  // A script's own log, which Apache could write.
  box.write("own/.keep", "");
  execFileSync("chmod", ["-R", "a+rX", box.root]);
  execFileSync("chmod", ["a+w", box.path("own")]);
}

/** Says what PHP sees of a request, after as many seconds as it is asked to sleep. */
const PAGE = `<?php
usleep((int) (($_GET['sleep'] ?? 0) * 1e6));
echo json_encode([
    'address' => $_SERVER['REMOTE_ADDR'],
    'forwarded' => (object) array_filter($_SERVER, fn($name) => preg_match('/FORWARDED|CLIENT_IP|REAL_IP/', $name), ARRAY_FILTER_USE_KEY),
    'memory' => [ini_set('memory_limit', '-1'), ini_get('memory_limit')],
    'files' => array_map(fn($file) => [$file['size'], $file['error']], $_FILES),
]);
`;

const PAGES = {
  "index.php": "<?php header('Location: interface/login/login.php?site=default');\n",
  "interface/login/login.php": PAGE,
  "interface/fatal.php":
    "<?php ini_set('error_log', dirname(__DIR__, 2) . '/own/php.log'); error_log('said before'); not_defined();\n",
  "apis/.htaccess":
    "RewriteEngine On\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule (.*) dispatch.php?_REWRITE_COMMAND=$1 [QSA,L]\n",
  "apis/dispatch.php": PAGE,
  "setup.php": PAGE,
  "sql_upgrade.php": PAGE,
  "openemr.sh": "#!/bin/sh\n",
  "bin/console.php": PAGE,
  "bin/.htaccess": "Require all denied\n",
  ".git/config": "[core]\n",
  "sites/default/sqlconf.php": "<?php $pass = 'secret';\n",
  "sites/default/planted.php": PAGE,
  "sites/default/.htaccess": "Require all granted\nSetHandler application/x-httpd-php\n",
  "sites/default/images/planted.php": PAGE,
  "sites/default/images/planted.php.png": PAGE,
  "sites/default/images/planted.phtml": PAGE,
  "sites/default/images/.htaccess": "SetHandler application/x-httpd-php\n",
  "sites/default/images/logo_1.png": "picture",
  "sites/default/images/logos/core/login/primary/logo.svg": "<svg/>",
  "sites/default/documents/1/scan.png": "patient",
  "sites/default/documents/planted.php": PAGE,
};
