"""Families `startup.*` and `shutdown.*`: what a server loads, starts and stops of itself."""

import re

from parsers.cloudstack.family import Family, Fields, Text, add_labels, constants

_LIFE_CYCLE = (
    "CloudStackExtendedLifeCycle",
    "CloudStackExtendedLifeCycleStart",
    "CloudStackLog4jBootstrap",
)
_REGISTRIES = (
    "DumpRegistry",
    "ExtensionRegistry",
    "PluggableServiceLifecycle",
    "RegistryLifecycle",
    "ApiServiceLifecycle",
    "ConfigDepotLifeCycle",
)
_SPRING = (
    "AutowiredAnnotationBeanPostProcessor",
    "BeanPostProcessorChecker",
    "ClassPathXmlApplicationContext",
    "CommonAnnotationBeanPostProcessor",
    "ContextLoader",
    "DefaultListableBeanFactory",
    "DefaultLifecycleProcessor",
    "GenericApplicationContext",
    "PostProcessorRegistrationDelegate",
    "ResourceApplicationContext",
    "XmlBeanDefinitionReader",
    "XmlWebApplicationContext",
)
_SETTINGS = (
    "DbProperties",
    "LogUtils",
    "PropertiesUtil",
    "ServerDaemon",
    "ServerProperties",
    "Link",
    "ServerPropertiesUtil",
)
_MODULES = ("DefaultModuleDefinitionSet", "ModuleBasedContextFactory", "ResourceContextLoader")
_PHASE = {"phase": "labels.phase", "bean": "labels.component"}
_PROCESS = "process"


def _phase(match: re.Match[str], fields: Fields) -> None:
    """What is stopped is of `shutdown`."""
    phase = match["phase"].lower()
    if phase == "stopping":
        fields["cloudstack.family"] = "shutdown.component"
        fields["event.action"] = "component-stopped"
        fields["event.type"] = ["end"]


def _took(match: re.Match[str], fields: Fields) -> None:
    fields["event.duration"] = int(match["took"][:12]) * 1_000_000


def _spring(match: re.Match[str], fields: Fields) -> None:
    if "failed" in match["what"] or match["what"].startswith(("Exception", "Could", "Cannot")):
        fields["event.outcome"] = "failure"


def _daemon(match: re.Match[str], fields: Fields) -> None:
    if match["address"] != "null":
        add_labels(fields, {"address": match["address"]})


FAMILY = Family(
    __file__,
    "startup.lark",
    texts=(
        Text(
            "MODULE",
            ("Loading",),
            constants("startup.module", "module-loaded", category="library", types="start"),
            {"module": "labels.module", "url": "url.original"},
            classes=_MODULES,
        ),
        Text(
            "MODULE_LOADED",
            ("Loaded",),
            constants("startup.module", "module-loaded", category="library", types="start"),
            {"module": "labels.module"},
            _took,
            classes=_MODULES,
        ),
        Text(
            "MODULE_FAILED",
            ("Failed", "module"),
            constants(
                "startup.failure",
                "module-failed",
                category="process",
                types="start",
                outcome="failure",
            ),
            {"module": "labels.module", "reason": "error.message"},
            classes=_MODULES,
        ),
        Text(
            "MODULE_NOTED",
            (),
            constants("startup.module", "module-noted", category=_PROCESS, types="info"),
            {"module": "labels.module"},
            classes=_MODULES,
        ),
        Text(
            "COMPONENTS",
            ("Configuring", "Done", "Starting", "Stopping"),
            constants("startup.component", "component-started", category=_PROCESS, types="start"),
            {"phase": "labels.phase"},
            _phase,
            classes=_LIFE_CYCLE,
        ),
        Text(
            "BEAN",
            ("configuring", "starting", "stopping", "Configuring", "Starting", "Stopping"),
            constants("startup.component", "component-started", category=_PROCESS, types="start"),
            _PHASE,
            _phase,
            classes=_LIFE_CYCLE,
        ),
        Text(
            "CHECKER",
            ("Running",),
            constants("startup.check", "integrity-checked", category=_PROCESS, types="start"),
            {"checker": "labels.component"},
            classes=(*_LIFE_CYCLE, "ComponentContext"),
        ),
        Text(
            "EXTENSION",
            ("Registering",),
            constants("startup.extension", "extension-registered", category=_PROCESS, types="info"),
            {"extension": "labels.extension", "registry": "labels.registry"},
            classes=_REGISTRIES,
        ),
        Text(
            "REGISTERED",
            ("Registered",),
            constants("startup.extension", "extension-registered", category=_PROCESS, types="info"),
            {"extension": "labels.extension"},
            classes=_REGISTRIES,
        ),
        Text(
            "UNREGISTERED",
            ("Bean",),
            constants("startup.extension", "extension-left-out", category=_PROCESS, types="info"),
            {"extension": "labels.extension"},
            classes=_REGISTRIES,
        ),
        Text(
            "REGISTRY",
            ("Registry",),
            constants("startup.extension", "extensions-listed", category=_PROCESS, types="info"),
            {"registry": "labels.registry", "names": "labels.extensions"},
            classes=_REGISTRIES,
        ),
        Text(
            "COMPONENT",
            ("Configuring", "Starting", "Stopping", "Injecting"),
            constants("startup.component", "component-started", category=_PROCESS, types="start"),
            _PHASE,
            _phase,
            classes=("ComponentContext", "ComponentLocator"),
        ),
        Text(
            "CONTEXT",
            ("Setup", "Problems", "Unable", "Spring"),
            constants("startup.context", "context-made", category=_PROCESS, types="start"),
            classes=("ComponentContext", "ComponentLocator"),
        ),
        Text(
            "DAEMON",
            ("Initializing",),
            constants("startup.server", "server-started", category="process web", types="start"),
            {
                "port": "labels.http_port",
                "secure": "labels.https",
                "secure_port": "labels.https_port",
            },
            _daemon,
            classes=("ServerDaemon",),
        ),
        Text(
            "SETTINGS_FILE",
            (),
            constants("startup.settings", "settings-read", category="configuration", types="info"),
            {"file": "file.path"},
            needles=(" found", "file for FILE", "properties"),
            classes=_SETTINGS,
        ),
        Text(
            "SETTINGS",
            (),
            constants("startup.settings", "settings-read", category="configuration", types="info"),
            {"file": "file.path"},
            classes=("DbProperties", "LogUtils", "PropertiesUtil"),
        ),
        Text(
            "SERVER",
            ("Startup", "Starting", "Stopping", "Server", "Shutting", "Received"),
            constants("startup.server", "server-started", category=_PROCESS, types="start"),
            classes=("ManagementServerImpl", "ServerDaemon", "CloudStartupServlet"),
        ),
        Text(
            "SPRING",
            (),
            constants("startup.spring", "context-made", category=_PROCESS, types="info"),
            {"what": "labels.what"},
            _spring,
            classes=_SPRING,
        ),
        Text(
            "HELPER",
            (),
            constants("startup.helper", "helper-made", category=_PROCESS, types="info"),
            {"exception": "labels.exception"},
            classes=(
                "CSExceptionErrorCode",
                "GsonHelper",
                "JobSerializerHelper",
                "ReflectionToStringBuilderUtils",
            ),
        ),
    ),
)
