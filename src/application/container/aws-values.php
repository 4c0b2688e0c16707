<?php
// Reads from AWS what Terraform declares, and the secrets that it names: with the role of the task, whose requests
// curl signs, and at the moment at which they are needed.
namespace OpenEmrOnAws;

const ANSWER_SECONDS = 5;

final class AwsValues
{
    private readonly string $region;
    private readonly \stdClass $credentials;
    /** @var array<string, \stdClass> what a secret holds, by its name: one version for all settings that use it */
    private array $secrets = [];

    public function __construct(private readonly string $parameter)
    {
        if (!preg_match('/^arn:aws:ssm:([a-z0-9-]+):\d+:parameter\/./', $parameter, $parts)) {
            throw new Refusal("SETTINGS_PARAMETER is no ARN of a parameter: \"$parameter\"");
        }
        $this->region = $parts[1];
        $path = getenv('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI');
        $url = $path ? "http://169.254.170.2$path" : getenv('AWS_CONTAINER_CREDENTIALS_FULL_URI');
        if (!$url) {
            throw new \RuntimeException('there are no credentials of a role in this task: no address of them is set');
        }
        $this->credentials = self::answer('the credentials of the task', $url, []);
    }

    /** Returns the text of the parameter. */
    public function declaration(): string
    {
        $found = $this->ask($this->parameter, 'ssm', 'AmazonSSM.GetParameter', ['Name' => $this->parameter]);
        return $found->Parameter->Value ?? throw new \RuntimeException("{$this->parameter} has no value");
    }

    /** The text at a key of a secret's JSON. */
    public function secret(string $name, string $key): string
    {
        if (!isset($this->secrets[$name])) {
            $question = ['SecretId' => $name];
            $found = $this->ask("the secret $name", 'secretsmanager', 'secretsmanager.GetSecretValue', $question);
            $values = json_decode($found->SecretString ?? '');
            if (!$values instanceof \stdClass) {
                throw new Refusal("the secret $name holds no JSON object");
            }
            $this->secrets[$name] = $values;
        }
        $text = $this->secrets[$name]->$key ?? null;
        if (!is_string($text) || $text === '') {
            throw new Refusal("the secret $name has no text at the key $key");
        }
        return $text;
    }

    private function ask(string $what, string $service, string $action, array $question): \stdClass
    {
        $endpoint = getenv('AWS_ENDPOINT_URL') ?: "https://$service.{$this->region}.amazonaws.com";
        return self::answer($what, "$endpoint/", [
            CURLOPT_AWS_SIGV4 => "aws:amz:{$this->region}:$service",
            CURLOPT_USERNAME => $this->credentials->AccessKeyId ?? '',
            CURLOPT_PASSWORD => $this->credentials->SecretAccessKey ?? '',
            CURLOPT_HTTPHEADER => [
                'Content-Type: application/x-amz-json-1.1',
                "X-Amz-Target: $action",
                'X-Amz-Security-Token: ' . ($this->credentials->Token ?? ''),
            ],
            CURLOPT_POSTFIELDS => json_encode($question),
        ]);
    }

    /** @param array<int, mixed> $options of curl, which verifies certificates and names unless it is told not to */
    private static function answer(string $what, string $url, array $options): \stdClass
    {
        $request = curl_init($url);
        $common = [CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => ANSWER_SECONDS];
        if (!curl_setopt_array($request, $common + $options)) {
            throw new \RuntimeException('this PHP cannot ask AWS: ' . curl_error($request));
        }
        $text = curl_exec($request);
        if ($text === false) {
            throw new \RuntimeException("$what cannot be read: " . curl_error($request));
        }
        $said = json_decode($text);
        $status = curl_getinfo($request, CURLINFO_RESPONSE_CODE);
        if ($status !== 200 || !$said instanceof \stdClass) {
            $reason = array_filter([$said->__type ?? null, $said->message ?? $said->Message ?? null], is_string(...));
            $host = parse_url($url, PHP_URL_HOST);
            throw new \RuntimeException("$what cannot be read: $host answers $status " . implode(': ', $reason));
        }
        return $said;
    }
}
