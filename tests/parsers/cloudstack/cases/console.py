"""Cases of consoles."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "External authenticator failed authentication request for vm "
        "00000007-0000-4000-8000-000000000007 with sid [redacted]",
        {
            "cloudstack.family": "console.denied",
            "event.action": "console-denied",
            "event.outcome": "failure",
            "cloudstack.vm.uuid": "00000007-0000-4000-8000-000000000007",
            "event.reason": (
                "External authenticator failed authentication request for vm "
                "00000007-0000-4000-8000-000000000007 with sid [redacted]"
            ),
        },
        "cloud.consoleproxy.ConsoleProxy",
    ),
    (
        "VM access is denied. VM owner account 4 does not match the account id in session 7",
        {
            "cloudstack.family": "console.denied",
            "event.action": "console-denied",
            "event.outcome": "failure",
            "cloudstack.account.id": "4",
            "event.reason": (
                "VM access is denied. VM owner account 4 does not match the account id in session 7"
            ),
        },
        "c.c.s.ConsoleProxyServlet",
    ),
    (
        "Adding allowed session: 00000007-0000-4000-8000-000000000007",
        {
            "cloudstack.family": "console.session",
            "event.action": "console-allowed",
            "labels": {
                "change": "Adding allowed session",
                "session_uuid": "[redacted]",
            },
        },
        "o.a.c.c.ConsoleAccessManagerImpl",
    ),
    (
        "Compose console url: "
        "//192.0.2.3/resource/noVNC/vnc.html?autoconnect=true&port=8080&token=[redacted"
        "]",
        {
            "cloudstack.family": "console.url",
            "event.action": "console-offered",
            "url.original": (
                "//192.0.2.3/resource/noVNC/vnc.html?autoconnect=true&port=8080&token=[redacted]"
            ),
        },
        "o.a.c.c.ConsoleAccessManagerImpl",
    ),
    (
        "Get websocket connection request from remote IP : 192.0.2.251",
        {
            "cloudstack.family": "console.connect",
            "event.action": "console-connected",
            "source.ip": "192.0.2.251",
        },
        "cloud.consoleproxy.ConsoleProxyNoVNCHandler",
    ),
    (
        "Get resource request for /resource/noVNC/vnc.html",
        {
            "cloudstack.family": "console.resource",
            "event.action": "console-page-read",
            "url.path": "/resource/noVNC/vnc.html",
        },
        "cloud.consoleproxy.ConsoleProxyResourceHandler",
    ),
    (
        "Connecting to VNC server x.x.x.x:5907 ...",
        {
            "cloudstack.family": "console.vnc",
            "event.action": "vnc-connected",
            "labels": {
                "vnc_server": "x.x.x.x",
                "vnc_port": "5907",
            },
        },
        "consoleproxy.vnc.NoVncClient",
    ),
    (
        "Connection to VNC server failed: wrong password.",
        {
            "cloudstack.family": "console.vnc",
            "event.action": "vnc-refused",
            "event.outcome": "failure",
            "event.reason": "wrong password.",
        },
        "consoleproxy.vnc.NoVncClient",
    ),
    (
        "Finished VNCAuth security",
        {
            "cloudstack.family": "console.vnc",
            "event.action": "vnc-noted",
        },
        "vnc.security.VncAuthSecurity",
    ),
    (
        "Parse host info returned from executing GetVNCPortCommand. host info: null",
        {
            "cloudstack.family": "console.access",
            "event.action": "console-asked-for",
        },
        "o.a.c.c.ConsoleAccessManagerImpl",
    ),
    (
        "Unexpected exception",
        {
            "cloudstack.family": "console.proxy",
            "event.action": "console-proxy-noted",
        },
        "cloud.consoleproxy.ConsoleProxyPasswordBasedEncryptor",
    ),
    (
        "External authenticator failed authencation request for vm "
        "00000007-0000-4000-8000-000000000007 with sid hunter2-sid",
        {
            "cloudstack.family": "console.denied",
            "event.outcome": "failure",
            "cloudstack.vm.uuid": "00000007-0000-4000-8000-000000000007",
        },
        "cloud.consoleproxy.ConsoleProxy",
    ),
    (
        "Private channel towards management server is not setup. Switch to offline mode and "
        "allow access to vm: i-4-3-VM",
        {"cloudstack.family": "console.proxy"},
        "cloud.consoleproxy.ConsoleProxy",
    ),
]
