<?php
// What CRest 1.36 sends ("PHP CRest" in the documentation of crm.contact.delete): `crest.php webhook|oauth|batch`.
// CRest is a file to copy and is in no package registry, so this program makes the same requests with the same settings:
// http_build_query to METHOD.json, `auth` last, redirects followed with the POST kept, and `error` decides.

$sim = json_decode(getenv('PORTAL_SIM'), true);
$portal = $sim['portals'][0];
$endpoint = preg_replace('~/rest/.*$~', '/rest/', $portal['webhook_url']);
$token = $portal['users'][0]['access_token'];

function call(string $endpoint, string $method, array $params, ?string $token): mixed
{
    if ($token !== null) {
        $params['auth'] = $token;
    }
    $curl = curl_init();
    curl_setopt_array($curl, [
        CURLOPT_URL => $endpoint . $method . '.json',
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_POSTREDIR => 10,
        CURLOPT_USERAGENT => 'Bitrix24 CRest PHP 1.36',
        CURLOPT_POST => true,
        CURLOPT_POSTFIELDS => http_build_query($params),
        CURLOPT_FOLLOWLOCATION => 1,
    ]);
    $body = curl_exec($curl);
    if (curl_errno($curl)) {
        exit_with('curl: ' . curl_error($curl));
    }
    echo $body, "\n";
    $answer = json_decode($body, true);
    if (!is_array($answer) || array_key_exists('error', $answer)) {
        exit_with('refused');
    }
    return $answer['result'];
}

function batch(string $endpoint, string $token): mixed
{
    $commands = ['gone' => 'crm.contact.delete?' . http_build_query(['ID' => 50])];
    $result = call($endpoint, 'batch', ['cmd' => $commands, 'halt' => 0], $token);
    if (!empty($result['result_error'])) {
        exit_with('a command was refused');
    }
    return $result['result']['gone'];
}

function exit_with(string $why): never
{
    fwrite(STDERR, $why . "\n");
    exit(1);
}

$result = match ($argv[1]) {
    'webhook' => call($portal['webhook_url'], 'crm.contact.delete', ['ID' => 50], null),
    'oauth' => call($endpoint, 'crm.contact.delete', ['ID' => 50], $token),
    'batch' => batch($endpoint, $token),
};
exit($result === true ? 0 : 1);
