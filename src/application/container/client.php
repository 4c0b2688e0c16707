<?php
// PHP runs this before each page: REMOTE_ADDR is the client whom apache-common.conf found, and not the load balancer. Apache
// itself has no way to change that variable but mod_remoteip, which believes too much.
$_SERVER['REMOTE_ADDR'] = $_SERVER['client'] ?? $_SERVER['REDIRECT_client'] ?? $_SERVER['REMOTE_ADDR'];
