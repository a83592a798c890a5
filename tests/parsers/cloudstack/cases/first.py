"""Cases of API requests, logins, jobs, states of machines, alerts, capacity and agents."""

from parsers.mask import Mask
from tests.parsers.cloudstack.cases import HOST, VM, Case

CASES: list[Case] = [
    (
        "===START===  192.0.2.1 -- GET  id=u-7&command=startVirtualMachine&apiKey=k&signature=s",
        {
            "cloudstack.family": "api.start",
            "event.action": "startVirtualMachine",
            "event.category": ["api"],
            "event.type": ["start", "change"],
            "source.ip": "192.0.2.1",
            "http.request.method": "GET",
            "url.query": "id=u-7&command=startVirtualMachine&apiKey=[redacted]&signature="
            "[redacted]",
            "cloudstack.vm.uuid": "u-7",
            "cloudstack.api_key.hash": Mask().hash("k"),
            "related.ip": ["192.0.2.1"],
        },
    ),
    (
        "===END===  0:0:0:0:0:0:0:1 -- POST   login",
        {"cloudstack.family": "api.end", "cloudstack.command": "login", "event.type": ["end"]},
    ),
    (
        "===START=== 192.0.2.1 – GET command=listZones&response=json",
        {"cloudstack.family": "api.start", "cloudstack.command": "listZones"},
    ),
    (
        "===END===  192.0.2.1 -- POST  command=addHost&response=json",
        {"cloudstack.family": "api.end", "event.action": "addHost"},
    ),
    (
        "===START=== 192.0.2.1 – GET command=queryAsyncJobResult&jobId=u-1&response=json",
        {"cloudstack.family": "api.start", "event.action": "queryAsyncJobResult",
         "source.ip": "192.0.2.1", "cloudstack.job.uuid": "u-1"},
    ),
    (
        "===START===  192.0.###.### -- GET  command=listZones&response=json",
        {"cloudstack.family": "api.start", "event.action": "listZones", "source.ip": None},
    ),
    (
        "===END===  x.x.x.x -- GET  command=listZones&response=json",
        {"cloudstack.family": "api.end", "event.action": "listZones", "source.ip": None},
    ),
    (
        "===START===  192.0.2.1 -- POST",
        {"cloudstack.family": "api.start", "source.ip": "192.0.2.1", "event.action": None},
    ),
    (
        "Attempting to log in user: alice in domain 2",
        {"cloudstack.family": "login.attempt", "user.name": "alice", "cloudstack.domain.id": "2"},
    ),
    (
        "User: alice in domain 2 has successfully logged in, auth time duration - 226 ms",
        {
            "cloudstack.family": "login.success",
            "event.outcome": "success",
            "event.category": ["authentication", "session"],
            "event.duration": 226_000_000,
        },
    ),
    (
        "User: robert'); DROP TABLE user;-- in domain 1 has failed to log in",
        {
            "cloudstack.family": "login.failure",
            "event.action": "login-failed",
            "event.outcome": "failure",
            "user.name": "robert'); DROP TABLE user;--",
            "related.user": ["robert'); DROP TABLE user;--"],
        },
    ),
    (
        "User: a in domain 1 has failed to log in in domain 2 has failed to log in",
        {"cloudstack.family": "login.failure", "cloudstack.domain.id": "1"},
    ),
    (
        "Attempting to log in user: line1",
        {"cloudstack.family": "login.forged", "user.name": "line1", "tags": ["suspect"]},
        "c.c.u.AccountManagerImpl",
    ),
    (
        "Unable to find an user with username eve in domain 2",
        {"cloudstack.family": "login.refused", "event.reason": "Unable to find an user"},
    ),
    (
        "Failed to authenticate user: eve in domain 2",
        {"cloudstack.family": "login.refused", "user.name": "eve"},
    ),
    (
        "Login attempt failed. You have 3 attempt(s) remaining",
        {"cloudstack.family": "login.attempts", "cloudstack.login.attempts_left": 3},
    ),
    (
        "User mallory has been disabled due to multiple failed login attempts. Please contact",
        {"cloudstack.family": "login.locked", "user.name": "mallory"},
    ),
    (
        'User UserAccount {"accountName":"m","id":7,"username":"mallory"}. has been disabled due to'
        " multiple failed login attempts. Please contact admin.",
        {"cloudstack.family": "login.locked", "user.name": "mallory", "user.id": "7"},
    ),
    (
        "User mallory (or their account) in domain globex is disabled/locked",
        {"cloudstack.family": "login.disabled", "user.name": "mallory",
         "cloudstack.domain.name": "globex", "event.outcome": "failure"},
    ),
    (
        "User mallory is disabled/locked",
        {"cloudstack.family": "login.disabled", "user.name": "mallory"},
    ),
    (
        'Authentication failure: {"loginresponse":{"errorcode":531,"errortext":"Failed to '
        'authenticate user eve in domain 2; please provide valid credentials"}}',
        {"cloudstack.family": "login.answer", "user.name": "eve", "cloudstack.domain.id": "2"},
    ),
    (
        "Authentication failure: Failed to authenticate user eve in domain 2; please provide valid "
        "credentials",
        {"user.name": "eve", "cloudstack.domain.id": "2"},
    ),
    (
        'Authentication failure: {"loginresponse":{"errorcode":531,"errortext":"User mallory (or '
        'their account) in domain globex is disabled/locked. Please contact the administrator."}}',
        {"cloudstack.family": "login.answer", "user.name": "mallory"},
    ),
    (
        "submit async job-150, details: AsyncJobVO {id:150, userId: 2, accountId: 3, instanceType: "
        "VirtualMachine, instanceId: 7, cmd: org.apache.cloudstack.api.command.user.vm.StartVMCmd, "
        'cmdInfo: {"id":"u-7","ctxUserId":"2","cmdEventType":"VM.START"}, cmdVersion: 0, status: '
        "IN_PROGRESS, processStatus: 0, resultCode: 0, result: null, initMsid: 345, lastUpdated: "
        "null}",
        {
            "cloudstack.family": "job.submit",
            "cloudstack.job.id": "150",
            "user.id": "2",
            "cloudstack.account.id": "3",
            "cloudstack.resource.type": "VirtualMachine",
            "cloudstack.vm.id": "7",
            "cloudstack.command": "StartVMCmd",
            "cloudstack.event.type": "VM.START",
            "cloudstack.mgmt_id": "345",
        },
    ),
    (
        'submit async job-14, details: AsyncJob {"accountId":2,"cmd":"org.x.DisableAccountCmd",'
        '"cmdInfo":"{\\"uuid\\":\\"other\\",\\"cmdEventType\\":\\"ACCOUNT.DISABLE\\"}",'
        '"cmdVersion":0,"id":14,"initMsid":345,"instanceType":"Account","userId":2,"uuid":"ae42"}',
        {
            "cloudstack.family": "job.submit",
            "cloudstack.job.uuid": "ae42",
            "cloudstack.command": "DisableAccountCmd",
            "cloudstack.event.type": "ACCOUNT.DISABLE",
        },
    ),
    (
        "Executing AsyncJobVO: {id:17, userId: 1, accountId: 1, instanceType: null, instanceId: "
        "null, cmd: com.cloud.vm.VmWorkStart, cmdInfo: rO0ABXNyABhjb20, cmdVersion: 0}",
        {
            "cloudstack.family": "job.execute",
            "cloudstack.command": "VmWorkStart",
            "message": "Executing AsyncJobVO: {id:17, userId: 1, accountId: 1, instanceType: null, "
            "instanceId: null, cmd: com.cloud.vm.VmWorkStart, cmdInfo: [redacted], cmdVersion: 0}",
        },
    ),
    (
        "Complete async job-88, jobStatus: FAILED, resultCode: 530, result: "
        'org.x.ExceptionResponse/null/{"uuidList":[],"errorcode":"530","errortext":"No \\"gpu\\""}',
        {
            "cloudstack.family": "job.complete",
            "cloudstack.job.id": "88",
            "cloudstack.job.status": "FAILED",
            "cloudstack.job.result_code": "530",
            "event.outcome": "failure",
            "error.message": 'No "gpu"',
            "error.code": "530",
        },
    ),
    (
        'Complete async job-95, jobStatus: FAILED, resultCode: 530, result: org.x.ExceptionResponse'
        '/null/{"uuidList":[],"errorcode":"530","errortext":"Unable to stop VM instance {"id":7}"}',
        {"error.message": 'Unable to stop VM instance {"id":7}', "event.outcome": "failure"},
    ),
    (
        "Complete async job-9 = [ 5fa4d6ef-1 ], jobStatus: 1, resultCode: 0, result: ",
        {"cloudstack.family": "job.complete", "cloudstack.job.status": "SUCCEEDED",
         "cloudstack.job.uuid": "5fa4d6ef-1", "event.outcome": "success"},
    ),
    (
        "Async job-1131 = [ 5fa4d6ef-1 ] completed",
        {"cloudstack.family": "job.complete", "cloudstack.job.id": "1131"},
    ),
    (
        "VM state transitted from :Starting to Stopped with event: OperationFailedvm's original "
        "host id: null new host id: null host id before state transition: 14",
        {
            "cloudstack.family": "vm.state",
            "cloudstack.state.old": "Starting",
            "cloudstack.state.new": "Stopped",
            "cloudstack.state.event": "OperationFailed",
            "cloudstack.host.id": "14",
            "event.outcome": "failure",
        },
    ),
    (
        f"{VM} state transited from [Starting] to [Running] with event [OperationSucceeded]. "
        f"VM's original host: null, new host: {HOST}, host before state transition: null",
        {
            "cloudstack.family": "vm.state",
            "cloudstack.vm.name": "i-4-7-VM",
            "cloudstack.vm.id": "7",
            "cloudstack.vm.uuid": "u-7",
            "cloudstack.host.id": "5",
            "cloudstack.host.name": "kvm-05",
            "event.outcome": "success",
            "related.hosts": ["i-4-7-VM", "kvm-05"],
        },
    ),
    (
        "alertType=[7] dataCenterId=[1] podId=[2] clusterId=[null] message=[Host [x] is down].",
        {
            "cloudstack.family": "alert",
            "event.kind": "alert",
            "cloudstack.alert.type": "7",
            "cloudstack.alert.name": "ALERT.COMPUTE.HOST",
            "cloudstack.alert.subject": "Host [x] is down",
            "cloudstack.zone.id": "1",
            "cloudstack.pod.id": "2",
            "cloudstack.cluster.id": None,
        },
    ),
    (
        "alertType=[7] dataCenterId=[0] podId=[null] clusterId=[null] message=[cut off",
        {"cloudstack.alert.subject": "cut off", "cloudstack.zone.id": None},
    ),
    (
        "AlertType:: 7 | dataCenterId:: 1 | podId:: 1 | clusterId:: null | message:: Host is down",
        {"cloudstack.family": "alert", "cloudstack.alert.subject": "Host is down"},
    ),
    (
        " alertType:: 8 // dataCenterId:: 2 // podId:: 2 // clusterId:: null // message:: VM fails",
        {"cloudstack.family": "alert", "cloudstack.alert.name": "ALERT.USERVM",
         "cloudstack.alert.subject": "VM fails"},
    ),
    (
        "alertType:: managementNode   message:: Management server node 127.0.0.1 is up",
        {"cloudstack.family": "alert", "cloudstack.alert.type": "14"},
    ),
    (
        "No recipients set in global setting 'alert.email.addresses', skipping sending alert with "
        "subject [Host is down] and content [].",
        {"cloudstack.family": "alert.unsent", "event.kind": "event",
         "cloudstack.alert.subject": "Host is down"},
    ),
    (
        "Checking if host: 5 has enough capacity for requested CPU: 500 and requested RAM: (1.00 "
        "GB) 1073741824 , cpuOverprovisioningFactor: 1.0",
        {"cloudstack.family": "capacity.check", "cloudstack.host.id": "5",
         "cloudstack.capacity.requested": 1073741824},
    ),
    (
        f"STATS: Failed to alloc resource from host: {HOST} reservedCpu: 0, requested cpu: 500, "
        "reservedMem: (0 bytes) 0, requested mem: (512.00 MB) 536870912",
        {"cloudstack.family": "capacity.denied", "cloudstack.host.name": "kvm-05",
         "cloudstack.capacity.type": "memory", "event.outcome": "failure"},
    ),
    (
        "STATS: Can alloc CPU from host: 1, used: 2, reserved: 0, actual total: 32000, total with "
        "overprovisioning: 32000; requested cpu:500,alloc_from_last_host?:false",
        {
            "cloudstack.family": "capacity.granted",
            "cloudstack.capacity.type": "cpu",
            "cloudstack.capacity.used": 2,
            "cloudstack.capacity.total": 32000,
            "cloudstack.capacity.requested": 500,
        },
    ),
    (
        "Free RAM: (8.00 GB) 8589934592 , Requested RAM: (1.00 GB) 1073741824",
        {"cloudstack.family": "capacity.compare", "cloudstack.capacity.free": 8589934592},
    ),
    (
        "Host does not have enough reserved CPU available, cannot allocate to this host.",
        {"cloudstack.family": "capacity.denied", "cloudstack.capacity.type": "cpu"},
    ),
    (
        "Rethrow exception com.cloud.exception.InsufficientServerCapacityException: Unable to "
        f"create a deployment for {VM}Scope=interface com.cloud.dc.DataCenter; id=2",
        {
            "cloudstack.family": "capacity.insufficient",
            "error.type": "com.cloud.exception.InsufficientServerCapacityException",
            "cloudstack.capacity.type": "server",
            "cloudstack.capacity.scope": "interface com.cloud.dc.DataCenter",
            "cloudstack.zone.id": "2",
            "cloudstack.vm.name": "i-4-7-VM",
        },
    ),
    (
        "Seq 12-34: Sending  { Cmd , MgmtId: 345, via: 12(kvm-12), Ver: v1, Flags: 100011, "
        '[{"com.cloud.agent.api.StartCommand":{"vm":{"name":"i-4-7-VM"}}}] }',
        {
            "cloudstack.family": "agent.sending",
            "cloudstack.command": "StartCommand",
            "cloudstack.seq": "12-34",
            "cloudstack.host.id": "12",
            "cloudstack.host.name": "kvm-12",
            "cloudstack.mgmt_id": "345",
            "cloudstack.vm.name": "i-4-7-VM",
        },
    ),
    (
        "Seq 12-34: Received:  { Ans: , MgmtId: 345, via: 12, Ver: v1, Flags: 10, { StopAnswer } }",
        {"cloudstack.family": "agent.received", "cloudstack.command": "StopAnswer"},
    ),
    (
        'Request:Seq 2-66:  { Cmd , MgmtId: 345, via: 2, Ver: v1, Flags: 1, [{"StopCommand":{}}] }',
        {"cloudstack.family": "agent.request", "cloudstack.command": "StopCommand"},
    ),
    (
        "Seq 2-66: Processing:  { Ans: , MgmtId: 3, via: 2, Ver: v1, Flags: 10, "
        '[{"com.cloud.agent.api.StartAnswer":{"result":"false","details":"no \\"RAM\\""}}] }',
        {"event.outcome": "failure", "error.message": 'no "RAM"'},
    ),
    (
        "SeqA 2-6: Sending Seq 2-6:  { Ans: , MgmtId: 3, via: 2(h), Ver: v1, Flags: 10, "
        '[{"PingAnswer":{"result":"true"}}] }',
        {"cloudstack.family": "agent.sending", "cloudstack.seq": "2-6",
         "cloudstack.command": "PingAnswer", "event.outcome": "success"},
    ),
    (
        "Seq 2-66: Response Received: ",
        {"cloudstack.family": "agent.note", "cloudstack.seq": "2-66"},
    ),
    (
        "Unable to do it\ncom.cloud.utils.exception.CloudRuntimeException: no\n"
        "\tat a.b.C.d(C.java:1)",
        {"cloudstack.family": "exception", "error.message": "no", "message": "Unable to do it"},
    ),
    (
        "Unable to do it\ncom.cloud.exception.InsufficientAddressCapacityException: no IP\n"
        "\tat a.b.C.d(C.java:1)",
        {"cloudstack.family": "capacity.insufficient", "cloudstack.capacity.type": "address"},
    ),
    ("Nothing that any family reads.", {"cloudstack.family": None}),
]  # fmt: skip
