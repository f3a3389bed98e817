"""Runs a client behind TLS: `with-https.py PROGRAM…`.

Some clients speak only https, and the simulator speaks http. This program opens a port on the portal's own address with
a temporary certificate and passes every byte on. It rewrites the addresses in PORTAL_SIM, makes the client trust the
certificate through the usual variables, and exits with the client's exit code.
"""

import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import threading

import trustme


def listen_with_tls(host, authority):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(host).configure_cert(context)
    return context, socket.create_server((host, 0))


def serve(server, context, target):
    while True:
        raw, _ = server.accept()
        threading.Thread(target=tunnel, args=(raw, context, target), daemon=True).start()


def tunnel(raw, context, target):
    try:
        client = context.wrap_socket(raw, server_side=True)
    except OSError as fault:
        print("with-https: no handshake:", fault, file=sys.stderr)
        return
    upstream = socket.create_connection(target)
    threading.Thread(target=pump, args=(upstream, client), daemon=True).start()
    pump(client, upstream)


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    for side in (source, sink):
        try:
            side.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def main():
    sim = json.loads(os.environ["PORTAL_SIM"])
    portal = sim["portals"][0]
    host, port = portal["domain"].split(":")

    authority = trustme.CA()
    context, server = listen_with_tls(host, authority)
    threading.Thread(target=serve, args=(server, context, (host, int(port))), daemon=True).start()

    domain = "%s:%d" % (host, server.getsockname()[1])
    portal["webhook_url"] = portal["webhook_url"].replace("http://" + portal["domain"], "https://" + domain)
    portal["domain"] = domain
    with tempfile.TemporaryDirectory() as folder:
        bundle = os.path.join(folder, "authority.pem")
        authority.cert_pem.write_to_path(bundle)
        trust = {name: bundle for name in ("NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE")}
        client = subprocess.run(sys.argv[1:], env={**os.environ, **trust, "PORTAL_SIM": json.dumps(sim)}, check=False)
    return client.returncode


if __name__ == "__main__":
    sys.exit(main())
