"""Cases of commands that are run or pretended."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "Executing while with timeout : 3600000",
        {
            "cloudstack.family": "script.execute",
            "event.action": "script-executed",
            "labels": {
                "timeout_ms": "3600000",
            },
        },
        "c.c.s.ConfigurationServerImpl",
    ),
    (
        "Executing: /bin/bash -c uname -r",
        {
            "cloudstack.family": "script.execute",
            "event.action": "script-executed",
            "process.command_line": "/bin/bash -c uname -r",
        },
        "c.c.u.s.Script",
    ),
    (
        "Successfully executed process [16527] for command [/bin/bash -c uname -r ].",
        {
            "cloudstack.family": "script.exit",
            "event.action": "script-exited",
            "event.outcome": "success",
            "process.command_line": "/bin/bash -c uname -r",
            "process.pid": 16527,
        },
        "c.c.u.s.Script",
    ),
    (
        "Exit value of process [16944] for command [/bin/bash -c sudo umount "
        "/var/tmp/tmp938599581414252879 ] is [127].",
        {
            "cloudstack.family": "script.exit",
            "event.action": "script-exited",
            "event.outcome": "failure",
            "labels": {
                "exit_code": "127",
            },
            "process.command_line": "/bin/bash -c sudo umount /var/tmp/tmp938599581414252879",
            "process.pid": 16944,
        },
        "c.c.u.s.Script",
    ),
    (
        "Process [7107] for command [/bin/bash -c dpkg -l nbdkit ] encountered the error: [1].",
        {
            "cloudstack.family": "script.exit",
            "event.action": "script-exited",
            "event.outcome": "failure",
            "error.message": "1",
            "process.command_line": "/bin/bash -c dpkg -l nbdkit",
            "process.pid": 7107,
        },
        "utils.script.Script",
    ),
    (
        "Process standard output for command [/usr/bin/ipmitool -V]: [ipmitool version 1.8.19",
        {
            "cloudstack.family": "script.output",
            "event.action": "script-answered",
            "labels": {
                "output": "ipmitool version 1.8.19",
            },
            "process.command_line": "/usr/bin/ipmitool -V",
        },
        "o.a.c.u.p.ProcessRunner",
    ),
    (
        "Looking for scripts/vm/systemvm/injectkeys.sh in the classpath",
        {
            "cloudstack.family": "script.find",
            "event.action": "script-found",
            "file.path": "scripts/vm/systemvm/injectkeys.sh",
        },
        "c.c.u.s.Script",
    ),
    (
        "Failed to authentication SSH user root on host 192.0.2.164",
        {
            "cloudstack.family": "ssh.failure",
            "event.action": "ssh-login-failed",
            "event.outcome": "failure",
            "labels": {
                "ssh_host": "192.0.2.164",
            },
            "user.name": "root",
        },
        "utils.ssh.SshHelper",
    ),
    (
        "Simulate command com.cloud.agent.api.StopCommand",
        {
            "cloudstack.family": "simulator.command",
            "event.action": "command-simulated",
            "cloudstack.command": "StopCommand",
        },
        "c.c.a.m.SimulatorManagerImpl",
    ),
    (
        "Failed execute cmd: java.lang.Exception: Simulated fault",
        {
            "cloudstack.family": "simulator.note",
            "event.action": "command-simulated",
            "event.outcome": "failure",
            "event.reason": "java.lang.Exception: Simulated fault",
        },
        "c.c.a.m.SimulatorManagerImpl",
    ),
    (
        "/bin/bash: line 1: sudo: command not found",
        {
            "cloudstack.family": "script.output",
            "event.action": "script-answered",
            "labels": {
                "output": "/bin/bash: line 1: sudo: command not found",
            },
        },
        "c.c.u.s.Script",
    ),
]
