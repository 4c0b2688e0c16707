<?php
// Stands for vendor/autoload.php where Composer's packages cannot be had: OpenEMR's own classes by the rules of its
// composer.json, the libraries that Debian has, and stand-ins for the rest, each of which says that it is one.
error_reporting(error_reporting() & ~E_DEPRECATED);
const DEBIAN = '/usr/share/php';
$composer = json_decode(file_get_contents(dirname(__DIR__) . '/composer.json'), true)['autoload'];

spl_autoload_register(function (string $class): void {
    $path = str_replace('\\', '/', $class);
    $own = dirname(__DIR__) . '/src/' . preg_replace('#^OpenEMR/#', '', $path) . '.php';
    $others = [DEBIAN . "/$path.php", DEBIAN . '/' . str_replace('_', '/', $path) . '.php'];
    foreach (str_starts_with($class, 'OpenEMR\\') ? [$own] : $others as $file) {
        if (is_file($file)) {
            require $file;
            return;
        }
    }
});
// OpenEMR's classes without a namespace: by the names of their files.
spl_autoload_register(function (string $class): void {
    static $files = null;
    if (str_contains($class, '\\')) {
        return;
    }
    if ($files === null) {
        $files = [];
        foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator(dirname(__DIR__) . '/library/classes')) as $file) {
            $files[preg_replace('/(\.class)?\.php$/', '', $file->getFilename())] ??= $file->getPathname();
        }
    }
    if (isset($files[$class])) {
        require_once $files[$class];
    }
});
require __DIR__ . '/stand-ins.php';
foreach (glob(DEBIAN . '/{adodb/adodb.inc,GuzzleHttp/functions_include,Ramsey/Uuid/functions,smarty4/Smarty.class}.php', GLOB_BRACE) as $file) {
    require_once $file;
}
if (!function_exists('trigger_deprecation')) {
    function trigger_deprecation(string $package, string $version, string $message, mixed ...$values): void
    {
    }
}
foreach ($composer['files'] as $file) {
    require_once dirname(__DIR__) . "/$file";
}
