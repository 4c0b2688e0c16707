<?php
// Makes settings of OpenEMR what Terraform declares them to be: rows of OpenEMR's table globals, which
// OpenEMR reads at each request. start.sh runs this at every start of a task, as Apache's user: OpenEMR 8.2
// refuses to be loaded by root, and what it creates must be Apache's.
//
// Which settings are declared is one thing of the installation, and not of a task's definition: a parameter in
// AWS Systems Manager, which Terraform writes. A task reads it, and the secrets that it names, when it is the only one that may
// apply settings. So whatever it waited for, and whichever definition it is of, it applies what is declared by then.
// It brings this script as its definition has it: what that reads of a declaration keeps its meaning, and may get
// more beside it.
//
// A declared setting gets its value whatever it was. One that is no longer declared gets back the value from
// before it was first declared, or loses its row if it had none; that value waits in a table of our own, in
// OpenEMR's database, so that both are restored together. No other setting is touched.
//
// No value is ever printed, and the database's log, which holds every statement, gets none that OpenEMR keeps
// encrypted: its own encryption is applied before. It never gives the same twice, so such a value is written
// only if what is stored does not decrypt to it.
//
// Environment:
//   SETTINGS_PARAMETER  ARN of the parameter: a JSON list of {"name": ..., "value": ...} and, for a secret setting,
//                       {"name": ..., "secret": name of a secret that holds JSON, "key": the value's in it,
//                       "encrypted": whether OpenEMR keeps it encrypted}
//   OPENEMR_ROOT        OpenEMR's folder
//   OPENEMR_DATABASE    what sqlconf.php says, as sqlconf.sh reads it: address, port, user, password and name, a line
//                       each. That file is not run here, for it might say more.
//   DATABASE_CA         PEM file: who may vouch for the database
// As for any AWS SDK: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, which ECS sets, or _FULL_URI, and AWS_ENDPOINT_URL.
//
// Exit code: 0 done, 1 worth another try, 2 the declaration has to be changed.
namespace OpenEmrOnAws;

foreach (['ending', 'database', 'aws-values', 'declaration', 'settings'] as $openEmrOnAwsPart) {
    require __DIR__ . "/$openEmrOnAwsPart.php";
}

ini_set('display_errors', '0');
ini_set('zend.exception_ignore_args', '1');
// The output of OpenEMR goes nowhere: when a query fails, 7.0.3 prints the arguments of each function on the way.
ob_start(fn () => '');
register_shutdown_function(function (): never {
    if (Ending::$reason !== '') {
        fwrite(STDERR, 'settings: ' . Ending::$reason . "\n");
    }
    exit(Ending::$code);
});

// OpenEMR's variables are global as well: ours have names that it does not have.
try {
    $openEmrOnAwsValues = new AwsValues((string) getenv('SETTINGS_PARAMETER'));
    $openEmrOnAwsSettings = new Settings(
        new Database((string) getenv('OPENEMR_DATABASE'), (string) getenv('DATABASE_CA'), 10, LOCK_SECONDS + 30)
    );
    $openEmrOnAwsSettings->lock();
    $openEmrOnAwsDeclaration = new Declaration($openEmrOnAwsValues);
    $openEmrOnAwsEncrypts = $openEmrOnAwsDeclaration->encrypted !== [];
    if ($openEmrOnAwsEncrypts) {
        // As OpenEMR's own bin/console loads it, but for the session, which needs no cache.
        ini_set('session.save_handler', 'files');
        ini_set('session.save_path', sys_get_temp_dir());
        $_GET['site'] = 'default';
        $ignoreAuth = true;
        $sessionAllowWrite = true;
        Ending::$reason = 'OpenEMR ended while it was loaded or encrypted: the lines before this one may say why';
        require getenv('OPENEMR_ROOT') . '/interface/globals.php';
    }
    $openEmrOnAwsSettings->apply($openEmrOnAwsDeclaration, match (true) {
        !$openEmrOnAwsEncrypts => null,
        // From 8.1 on.
        is_callable(['OpenEMR\BC\ServiceContainer', 'getCrypto']) => \OpenEMR\BC\ServiceContainer::getCrypto(),
        default => new \OpenEMR\Common\Crypto\CryptoGen(),
    });
    Ending::$code = 0;
    Ending::$reason = '';
} catch (\Throwable $problem) {
    Ending::because($problem);
}
