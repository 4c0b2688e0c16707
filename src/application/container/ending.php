<?php
// How apply-settings.php ends.
namespace OpenEmrOnAws;

/** A problem that is still there at the next try: the declaration has to be changed. */
final class Refusal extends \RuntimeException
{
}

/** The exit code and the reason. OpenEMR's code may end the process at any point, and then with that of success. */
final class Ending
{
    public static int $code = 1;
    public static string $reason = 'this ended for an unknown reason';
    /** @var array<string, string> what stands for a secret in a message, by the secret */
    public static array $hidden = [];

    public static function because(\Throwable $problem): void
    {
        self::$code = $problem instanceof Refusal ? 2 : 1;
        self::$reason = strtr($problem->getMessage(), self::$hidden);
    }
}
