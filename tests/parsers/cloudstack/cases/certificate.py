"""Cases of certificates and handshakes."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "Certificate ownership verification failed for client: X.X.X.X",
        {
            "cloudstack.family": "certificate.refused",
            "event.action": "certificate-refused",
            "event.outcome": "failure",
        },
        "o.a.c.c.p.RootCACustomTrustManager",
    ),
    (
        "A client/agent attempting connection from address=192.0.2.2 has presented "
        "these certificate(s):",
        {
            "cloudstack.family": "certificate.presented",
            "event.action": "certificate-presented",
            "source.ip": "192.0.2.2",
        },
        "o.a.c.c.p.RootCACustomTrustManager",
    ),
    (
        "A client/agent attempting connection from address=192.0.2.7 has presented "
        "these certificate(s):\nCertificate [1] :\n Serial: 5a10\n  Not Before:Tue Apr 01 "
        "07:24:34 UTC 2025\n  Not After:Thu Mar 25 19:24:34 UTC 2055\n  Signature "
        "Algorithm:SHA256withRSA\n  Version:3\n  Subject DN:CN=kvm-05\n  Issuer "
        "DN:CN=ca.example.com",
        {
            "cloudstack.family": "certificate.presented",
            "event.action": "certificate-presented",
            "labels": {
                "certificate_serial": "5a10",
                "certificate_before": "Tue Apr 01 07:24:34 UTC 2025",
                "certificate_after": "Thu Mar 25 19:24:34 UTC 2055",
                "certificate_algorithm": "SHA256withRSA",
                "certificate_subject": "CN=kvm-05",
                "certificate_issuer": "CN=ca.example.com",
            },
            "source.ip": "192.0.2.7",
        },
        "o.a.c.c.p.RootCACustomTrustManager",
    ),
    (
        "No certificate was received from client, but continuing since strict auth "
        "mode is disabled",
        {
            "cloudstack.family": "certificate.missing",
            "event.action": "certificate-not-presented",
        },
        "o.a.c.c.p.RootCACustomTrustManager",
    ),
    (
        "Certificate validation failed due to exception for domain: example.com",
        {
            "cloudstack.family": "certificate.invalid",
            "event.action": "certificate-refused",
            "event.outcome": "failure",
            "labels": {
                "domain": "example.com",
            },
        },
        "o.a.c.f.s.k.KeystoreManagerImpl",
    ),
    (
        "Successfully setup certificate on host, reconnecting with agent with id=1, "
        "name=kvm-05, address=null",
        {
            "cloudstack.family": "certificate.installed",
            "event.action": "certificate-installed",
            "cloudstack.host.id": "1",
            "cloudstack.host.name": "kvm-05",
        },
        "o.a.c.c.CAManagerImpl",
    ),
    (
        "Generating root CA certificate",
        {
            "cloudstack.family": "certificate.issued",
            "event.action": "certificate-issued",
        },
        "o.a.c.c.p.RootCAProvider",
    ),
    (
        "SSL error caught during wrap data: Empty client certificate chain, for local "
        "address=/192.0.2.141:8250, remote address=/192.0.2.141:43414.",
        {
            "cloudstack.family": "tls.error",
            "event.action": "handshake-failed",
            "event.outcome": "failure",
            "destination.ip": "192.0.2.141",
            "destination.port": 8250,
            "event.reason": "Empty client certificate chain",
            "labels": {
                "step": "wrap",
            },
            "source.ip": "192.0.2.141",
            "source.port": 43414,
        },
        "c.c.u.n.Link",
    ),
    (
        "This SSL engine was forced to close inbound due to end of stream.",
        {
            "cloudstack.family": "tls.note",
            "event.action": "tls-noted",
        },
        "c.c.u.n.Link",
    ),
    (
        "NioServer started and listening on /[0:0:0:0:0:0:0:0]:8251",
        {
            "cloudstack.family": "agent.port",
            "event.action": "agent-port-opened",
            "labels": {
                "port": "8251",
            },
        },
        "c.c.u.n.NioServer",
    ),
    (
        "Certificate for host 7 has expired",
        {"cloudstack.family": "certificate.failed", "cloudstack.host.id": "7"},
        "o.a.c.c.CAManagerImpl",
    ),
    (
        "Connection from /192.0.2.7:48112 rejected",
        {
            "cloudstack.family": "agent.port",
            "source.ip": "192.0.2.7",
            "event.outcome": "failure",
        },
        "c.c.u.n.NioConnection",
    ),
]
