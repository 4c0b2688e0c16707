<?php
// Stand-ins for what neither OpenEMR nor Debian has. None takes part in installing, upgrading, settings or sessions. They
// were written by how OpenEMR 7.0.3 and 8.2.0 call them, and compared with nothing: the packages could not be had. A
// published image has the packages themselves, and the jobs of image.yml run those.
namespace OpenEMR\Core {
    /** Stands for the modules that an administrator may add, which are applications of Laminas. */
    class ModulesApplication
    {
        public function __construct(mixed ...$arguments)
        {
        }

        public function run(): void
        {
        }

        public static function checkModuleScriptPathForEnabledModule(mixed ...$arguments): void
        {
        }

        public static function filterSafeLocalModuleFiles(array $files): array
        {
            return $files;
        }

        public static function isSafeModuleFileForInclude(mixed $file): bool
        {
            return false;
        }
    }
}

namespace Waryway\PhpTraitsLibrary {
    /** Stands for the trait of the package waryway/php-traits-library: one object of a class. */
    trait Singleton
    {
        private static ?self $only = null;

        public static function instance(): static
        {
            return self::$only ??= new static();
        }
    }
}

namespace Particle\Validator {
    if (!is_file('/usr/share/php/Particle/Validator/Validator.php')) {
        /** Stands for the rules of forms, which pages make and the suite's pages do not ask. */
        class Validator
        {
            public function context(string $name, callable $rules): void
            {
            }
        }
    }
}
