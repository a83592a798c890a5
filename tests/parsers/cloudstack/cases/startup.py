"""Cases of servers that start and stop."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "Loading module context [md5] from URL "
        "[jar:file:/opt/cloud-client-ui-4.18.1.0.jar!/META-INF/cloudstack/md5/spring-md"
        "5-context.xml]",
        {
            "cloudstack.family": "startup.module",
            "event.action": "module-loaded",
            "labels": {
                "module": "md5",
            },
            "url.original": (
                "jar:file:/opt/cloud-client-ui-4.18.1.0.jar!/META-INF/cloudstack/md5/spring-md5"
                "-context.xml"
            ),
        },
        "o.a.c.s.m.m.i.DefaultModuleDefinitionSet",
    ),
    (
        "Loaded module context [ca] in 35 ms",
        {
            "cloudstack.family": "startup.module",
            "event.action": "module-loaded",
            "event.duration": 35000000,
            "labels": {
                "module": "ca",
            },
        },
        "o.a.c.s.m.m.i.DefaultModuleDefinitionSet",
    ),
    (
        "Failed to start module [system] due to: [Failed to start bean "
        "'cloudStackLifeCycle'; nested exception is "
        "java.lang.ExceptionInInitializerError].",
        {
            "cloudstack.family": "startup.failure",
            "event.action": "module-failed",
            "event.outcome": "failure",
            "error.message": (
                "[Failed to start bean 'cloudStackLifeCycle'; nested exception is "
                "java.lang.ExceptionInInitializerError]."
            ),
            "labels": {
                "module": "system",
            },
        },
        "o.a.c.s.m.m.i.DefaultModuleDefinitionSet",
    ),
    (
        "Starting module [ca]",
        {
            "cloudstack.family": "startup.module",
            "event.action": "module-noted",
            "labels": {
                "module": "ca",
            },
        },
        "o.a.c.s.m.m.i.DefaultModuleDefinitionSet",
    ),
    (
        "Done Starting CloudStack Components",
        {
            "cloudstack.family": "startup.component",
            "event.action": "component-started",
            "labels": {
                "phase": "Starting",
            },
        },
        "o.a.c.s.l.CloudStackExtendedLifeCycle",
    ),
    (
        "Stopping CloudStack Components",
        {
            "cloudstack.family": "shutdown.component",
            "event.action": "component-stopped",
            "labels": {
                "phase": "Stopping",
            },
        },
        "o.a.c.s.l.CloudStackExtendedLifeCycle",
    ),
    (
        "stopping bean MD5",
        {
            "cloudstack.family": "shutdown.component",
            "event.action": "component-stopped",
            "labels": {
                "phase": "stopping",
                "component": "MD5",
            },
        },
        "o.a.c.s.l.CloudStackExtendedLifeCycle",
    ),
    (
        "Running system integrity checker com.cloud.upgrade.DatabaseUpgradeChecker@7b1e5e55",
        {
            "cloudstack.family": "startup.check",
            "event.action": "integrity-checked",
            "labels": {
                "component": "DatabaseUpgradeChecker",
            },
        },
        "o.a.c.s.l.CloudStackExtendedLifeCycle",
    ),
    (
        "Registering extension [Ovs] in [Ip Deployers Registry]",
        {
            "cloudstack.family": "startup.extension",
            "event.action": "extension-registered",
            "labels": {
                "extension": "Ovs",
                "registry": "Ip Deployers Registry",
            },
        },
        "o.a.c.s.l.r.ExtensionRegistry",
    ),
    (
        "Registered com.cloud.ha.KVMFencer@128e7fc4",
        {
            "cloudstack.family": "startup.extension",
            "event.action": "extension-registered",
            "labels": {
                "extension": "KVMFencer",
            },
        },
        "o.a.c.s.l.r.RegistryLifecycle",
    ),
    (
        "Bean registration failed for com.cloud.ha.RecreatableFencer@1e35c3ff",
        {
            "cloudstack.family": "startup.extension",
            "event.action": "extension-left-out",
            "labels": {
                "extension": "RecreatableFencer",
            },
        },
        "o.a.c.s.l.r.RegistryLifecycle",
    ),
    (
        "Registry [Backup Providers Registry] contains [dummy]",
        {
            "cloudstack.family": "startup.extension",
            "event.action": "extensions-listed",
            "labels": {
                "registry": "Backup Providers Registry",
                "extensions": "dummy",
            },
        },
        "o.a.c.s.l.r.DumpRegistry",
    ),
    (
        "Starting com.cloud.api.ApiServer_EnhancerByCloudStack_5d86d830",
        {
            "cloudstack.family": "startup.component",
            "event.action": "component-started",
            "labels": {
                "phase": "Starting",
                "component": "ApiServer",
            },
        },
        "utils.component.ComponentContext",
    ),
    (
        "Setup Spring Application context",
        {
            "cloudstack.family": "startup.context",
            "event.action": "context-made",
        },
        "c.c.u.c.ComponentContext",
    ),
    (
        "Initializing server daemon on null, with http.enable=true, http.port=8080, "
        "https.enable=false, https.port=8443, context.path=/client",
        {
            "cloudstack.family": "startup.server",
            "event.action": "server-started",
            "labels": {
                "http_port": "8080",
                "https": "false",
                "https_port": "8443",
            },
        },
        "o.a.c.ServerDaemon",
    ),
    (
        "log4j configuration found at /opt/cloudstack/etc/log4j-cloud.xml",
        {
            "cloudstack.family": "startup.settings",
            "event.action": "settings-read",
            "file.path": "/opt/cloudstack/etc/log4j-cloud.xml",
        },
        "c.c.u.LogUtils",
    ),
    (
        "Unable to find properties file: commands.properties",
        {
            "cloudstack.family": "startup.settings",
            "event.action": "settings-read",
            "file.path": "commands.properties",
        },
        "c.c.u.PropertiesUtil",
    ),
    (
        "Startup CloudStack management server...",
        {
            "cloudstack.family": "startup.server",
            "event.action": "server-started",
        },
        "c.c.s.ManagementServerImpl",
    ),
    (
        "Context initialization failed",
        {
            "cloudstack.family": "startup.spring",
            "event.action": "context-made",
            "event.outcome": "failure",
            "labels": {
                "what": "Context initialization failed",
            },
        },
        "web.context.ContextLoader",
    ),
    (
        "Could not find exception: com.cloud.exception.DiscoveryException in error "
        "code list for exceptions",
        {
            "cloudstack.family": "startup.helper",
            "event.action": "helper-made",
            "labels": {
                "exception": "DiscoveryException",
            },
        },
        "c.c.u.e.CSExceptionErrorCode",
    ),
]
