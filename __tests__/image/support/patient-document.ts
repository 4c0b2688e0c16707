/** The text of a document of a patient. */
export const LETTER = "A letter to the doctor";

/** Keeps that document by OpenEMR's own class, and says what it is when it is read again. */
export const MAKE_DOCUMENT = `<?php
ini_set('session.save_handler', 'files'); ini_set('session.save_path', '/tmp');
$_GET['site'] = 'default'; $ignoreAuth = true; $sessionAllowWrite = true;
require '/var/www/localhost/htdocs/openemr/interface/globals.php';
$document = new Document();
$text = '${LETTER}';
echo $document->createDocument(1, 3, 'letter.txt', 'text/plain', $text);
echo 'document ', $document->get_id(), ': ', (new Document($document->get_id()))->get_data();
`;
