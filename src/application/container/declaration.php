<?php
// Which settings are declared, with their values: a list of settings in JSON, as apply-settings.php describes it.
namespace OpenEmrOnAws;

final class Declaration
{
    /** @var array<string, string> values by the name of the setting, for those that OpenEMR stores as they are */
    public array $asItIs = [];
    /** @var array<string, string> the same for those that OpenEMR stores encrypted */
    public array $encrypted = [];

    public function __construct(AwsValues $aws)
    {
        foreach (self::entries($aws->declaration()) as $i => $entry) {
            $name = $entry->name ?? null;
            if (!is_string($name)) {
                throw new Refusal("entry $i of the declaration has no name");
            }
            if (!preg_match('/^[A-Za-z_][A-Za-z0-9_]{0,62}$/D', $name)) {
                throw new Refusal("\"$name\" is no name of a setting: letters, digits and _, at most 63");
            }
            if (isset($this->asItIs[$name]) || isset($this->encrypted[$name])) {
                throw new Refusal("$name is declared twice");
            }
            [$value, $encrypted] = [$entry->value ?? null, $entry->encrypted ?? null];
            if (is_string($value) === is_bool($encrypted)) {
                throw new Refusal("$name is declared with neither a value nor whether it is encrypted, or with both");
            }
            if (is_bool($encrypted)) {
                [$secret, $key] = [$entry->secret ?? null, $entry->key ?? null];
                if (!is_string($secret) || !is_string($key)) {
                    throw new Refusal("$name is declared without its secret and the key in it");
                }
                $value = $aws->secret($secret, $key);
                Ending::$hidden[$value] = '(secret)';
            }
            if ($encrypted) {
                $this->encrypted[$name] = $value;
            } else {
                $this->asItIs[$name] = $value;
            }
        }
        ksort($this->asItIs);
        ksort($this->encrypted);
    }

    /** @return list<\stdClass> */
    private static function entries(string $declaration): array
    {
        try {
            $entries = json_decode($declaration, false, 8, JSON_THROW_ON_ERROR);
        } catch (\JsonException $problem) {
            throw new Refusal("the declaration is no JSON: {$problem->getMessage()}");
        }
        if (!is_array($entries)) {
            throw new Refusal('the declaration is no list of settings');
        }
        foreach ($entries as $i => $entry) {
            if (!$entry instanceof \stdClass) {
                throw new Refusal("entry $i of the declaration is no setting");
            }
        }
        return $entries;
    }

    /** @return list<string> */
    public function names(): array
    {
        return array_keys($this->asItIs + $this->encrypted);
    }
}
