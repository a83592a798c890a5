"""Cases of the families in `api_error`."""

from tests.parsers.cloudstack.cases import VM, Case

CASES: list[Case] = [
    (
        "Unknown API command: frobnicate",
        {
            "cloudstack.family": "api.unknown",
            "cloudstack.command": "frobnicate",
            "event.outcome": "failure",
        },
    ),
    (
        "missing command, ignoring request...",
        {"cloudstack.family": "api.unknown", "event.outcome": "failure"},
    ),
    (
        (
            "Unable to execute API command deployvirtualmachine due to invalid value. "
            "Invalid parameter zoneid value=not-a-uuid due to incorrect long value "
            "format, or entity does not exist"
        ),
        {
            "cloudstack.family": "api.parameter.invalid",
            "cloudstack.command": "deployvirtualmachine",
            "error.message": "invalid value. Invalid parameter zoneid value=not-a-uuid due to "
            "incorrect long value format, or entity does not exist",
            "labels": {"parameter": "zoneid"},
        },
    ),
    (
        (
            "Unable to execute API command deployvirtualmachine due to missing "
            "parameter serviceofferingid"
        ),
        {
            "cloudstack.family": "api.parameter.invalid",
            "labels": {"parameter": "serviceofferingid"},
        },
    ),
    (
        "Object entity uuid = not-a-uuid does not exist in the database.",
        {"cloudstack.family": "api.parameter.invalid", "cloudstack.resource.uuid": "not-a-uuid"},
    ),
    (
        "Ignoring parameter displayvm as the caller is not authorized to pass it in",
        {"cloudstack.family": "api.parameter.ignored", "labels": {"parameter": "displayvm"}},
    ),
    (
        "Ignoring paremeter fordisplay as the caller is not authorized to pass it in",
        {"cloudstack.family": "api.parameter.ignored", "labels": {"parameter": "fordisplay"}},
    ),
    (
        ("Received unknown parameters for command addHost. Unknown parameters : clustertype"),
        {
            "cloudstack.family": "api.parameter.ignored",
            "cloudstack.command": "addHost",
            "labels": {"parameters": "clustertype"},
        },
    ),
    (
        "Parsing date [2026-11-24] using the [yyyy-MM-dd] format.",
        {"cloudstack.family": "api.parameter", "labels": {"date": "2026-11-24"}},
    ),
    (
        "unhandled exception executing api command: listHosts",
        {
            "cloudstack.family": "api.error",
            "cloudstack.command": "listHosts",
            "event.outcome": "failure",
        },
    ),
    (
        "unhandled exception executing api command: [Ljava.lang.String;@51899f25",
        {"cloudstack.family": "api.error", "event.outcome": "failure"},
    ),
    (
        (
            "Unexpected exception while executing "
            "org.apache.cloudstack.api.command.user.vm.StopVMCmd "
            f"com.cloud.utils.exception.CloudRuntimeException: Unable to stop {VM}"
        ),
        {
            "cloudstack.family": "job.failed",
            "cloudstack.command": "StopVMCmd",
            "error.message": "com.cloud.utils.exception.CloudRuntimeException: Unable to stop "
            "VM instance "
            '{"id":7,"instanceName":"i-4-7-VM","type":"User","uuid":"u-7"}',
            "cloudstack.vm.name": "i-4-7-VM",
            "event.outcome": "failure",
        },
    ),
    (
        (
            "Unexpected exception while executing "
            "org.apache.cloudstack.api.command.admin.vm.DestroyVMCmdByAdmin"
        ),
        {"cloudstack.family": "job.failed", "cloudstack.command": "DestroyVMCmdByAdmin"},
    ),
    (
        "unknown exception writing api response",
        {"cloudstack.family": "api.error", "event.outcome": "failure"},
        "c.c.ApiServlet",
    ),
    (
        (
            "(userId=4 accountId=4 sessionId=null) 192.0.2.7 -- GET "
            "command=listZones&response=json 200 {}"
        ),
        {
            "cloudstack.family": "api.request",
            "user.id": "4",
            "cloudstack.account.id": "4",
            "source.ip": "192.0.2.7",
            "cloudstack.command": "listZones",
        },
        "c.c.ApiServer",
    ),
    (
        (
            "0:0:0:0:0:0:0:1 -- GET command=getStock Unknown API command: getStock 432 "
            "Unknown API command: getStock"
        ),
        {"cloudstack.family": "api.request", "source.ip": "0:0:0:0:0:0:0:1"},
        "c.c.ApiServer",
    ),
    ("Discovered plugin Ipv6ServiceImpl", {"cloudstack.family": "api.server"}, "c.c.ApiServer"),
    (
        "getting api commands of service: com.example.HostServiceImpl",
        {"cloudstack.family": "api.server"},
        "c.c.ApiDiscoveryServiceImpl",
    ),
    (
        ("Api Discovery Service: Annotation, docstrings, api relation graph processed in 45.2 ms"),
        {"cloudstack.family": "api.server"},
    ),
    (">>>Searching for hosts>>>", {"cloudstack.family": "api.query"}, "c.c.QueryManagerImpl"),
    (
        "Exception: ",
        {
            "cloudstack.family": "api.error",
            "cloudstack.command": "DeployVMCmd",
            "event.outcome": "failure",
        },
        "c.c.DeployVMCmd",
    ),
    (
        "Unable to attach volume",
        {
            "cloudstack.family": "api.error",
            "error.message": "Unable to attach volume",
            "cloudstack.command": "DeployVMCmd",
        },
        "c.c.DeployVMCmd",
    ),
    (
        "Illegal host specified in URL.",
        {"cloudstack.family": "api.error", "event.outcome": None},
        "c.c.ApiServer",
    ),
    ("Current password is incorrect.", {"cloudstack.family": "api.error"}, "c.c.ApiServer"),
]
