"""Families `console.*`: consoles of machines are asked for, opened and refused."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_ACCESS = ("ConsoleAccessManagerImpl", "ConsoleProxyServlet", "ConsoleSessionCleanupTask")
_MANAGERS = ("ConsoleProxyManagerImpl", "AgentHookBase", "AgentBasedAgentHook", *_ACCESS)
_PROXY = (
    "ConsoleProxy",
    "ConsoleProxyAjaxHandler",
    "ConsoleProxyAjaxImageHandler",
    "ConsoleProxyClientBase",
    "ConsoleProxyCmdHandler",
    "ConsoleProxyGCThread",
    "ConsoleProxyHttpHandlerHelper",
    "ConsoleProxyNoVNCHandler",
    "ConsoleProxyNoVNCServer",
    "ConsoleProxyNoVncClient",
    "ConsoleProxyPasswordBasedEncryptor",
    "ConsoleProxyResource",
    "ConsoleProxyResourceHandler",
    "ConsoleProxySecureServerFactoryImpl",
    "ConsoleProxyThumbnailHandler",
    "ConsoleProxyVncClient",
)
_VNC = (
    "NioSocket",
    "NioSocketHandlerImpl",
    "NoVncClient",
    "RfbConstants",
    "VncAuthSecurity",
    "VncClient",
    "VncTLSSecurity",
)


def _denied(match: re.Match[str], fields: Fields) -> None:
    machine = match["vm"] or match["viewed"]
    if machine is not None and not machine.endswith("-VM"):
        fields["cloudstack.vm.uuid"] = machine


FAMILY = Family(
    __file__,
    "console.lark",
    texts=(
        Text(
            "DENIED",
            (),
            constants(
                "console.denied",
                "console-denied",
                category="session authentication",
                types="info",
                outcome="failure",
            ),
            {"reason": "event.reason"},
            _denied,
            classes=_PROXY + _MANAGERS,
        ),
        Text(
            "SESSION",
            ("Adding", "Removing", "Acquiring", "Session", "Updating", "Releasing", "Removed"),
            constants("console.session", "console-allowed", category="session", types="start"),
            {"verb": "labels.change", "session": "labels.session_uuid"},
            classes=_ACCESS + _PROXY,
        ),
        Text(
            "URL",
            ("Compose", "The", "Console"),
            constants("console.url", "console-offered", category="session", types="info"),
            {"url": "url.original"},
            classes=_ACCESS,
        ),
        Text(
            "WEBSOCKET",
            ("Get", "Websocket", "Connection", "New"),
            constants(
                "console.connect", "console-connected", category="session network", types="start"
            ),
            {"address": "source.ip"},
            classes=_PROXY,
        ),
        Text(
            "RESOURCE",
            ("Get", "Sent", "Resource", "File"),
            constants("console.resource", "console-page-read", category="web", types="access"),
            {"path": "url.path"},
            classes=_PROXY,
        ),
        Text(
            "VNC",
            ("Connecting", "Connected", "Disconnected", "Initiating"),
            constants("console.vnc", "vnc-connected", category="network", types="connection"),
            {"address": "labels.vnc_server", "port": "labels.vnc_port"},
            classes=_VNC + _PROXY,
        ),
        Text(
            "VNC_FAILED",
            ("Connection", "VNC", "Unsupported", "Cannot", "Failed"),
            constants(
                "console.vnc",
                "vnc-refused",
                category="network",
                types="connection",
                outcome="failure",
            ),
            {"reason": "event.reason"},
            classes=_VNC,
        ),
        Text(
            "VNC_NOTED",
            (),
            constants("console.vnc", "vnc-noted", category="network", types="protocol"),
            classes=_VNC,
        ),
        Text(
            "ACCESS",
            (),
            constants("console.access", "console-asked-for", category="session", types="info"),
            classes=_ACCESS,
        ),
        Text(
            "PROXY",
            (),
            constants("console.proxy", "console-proxy-noted", category="session", types="info"),
            classes=_PROXY,
        ),
    ),
)
