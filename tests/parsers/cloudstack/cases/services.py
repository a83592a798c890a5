"""Cases of the families in `services`."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "Failed to take backup for VM i-4-7-VM",
        {
            "cloudstack.family": "backup.failed",
            "cloudstack.vm.name": "i-4-7-VM",
            "event.outcome": "failure",
        },
        "c.c.BackupManagerImpl",
    ),
    (
        ("Starting backup for VM ID 64c6c912-c7a9-4b42-b9c1-2deb5457ba22 on Dummy provider"),
        {"cloudstack.family": "backup.change"},
        "c.c.DummyBackupProvider",
    ),
    (
        "Provisioning the control VM failed in the Kubernetes cluster : k8s",
        {"cloudstack.family": "kubernetes.failed", "event.outcome": "failure"},
        "c.c.KubernetesClusterStartWorker",
    ),
    (
        ("Found host : kvm-05 for with enough capacity, CPU=9200 RAM=(4.00 GB) 4294967296"),
        {"cloudstack.family": "kubernetes.change"},
        "c.c.KubernetesClusterActionWorker",
    ),
    (
        (
            "AutoScale Manager created a thread pool to check autoscale vm groups. The "
            "pool size is : 10"
        ),
        {"cloudstack.family": "autoscale"},
        "c.c.AutoScaleManagerImpl",
    ),
    (
        "Got 0 scheduled jobs to be executed at 2026-11-22T23:57:00+0000",
        {"cloudstack.family": "schedule"},
        "c.c.VMSchedulerImpl",
    ),
    (
        "Detached Kubernetes binaries from VM : n-1 in the Kubernetes cluster : k8s",
        {"cloudstack.family": "kubernetes.change"},
        "c.c.k.c.a.KubernetesClusterActionWorker",
    ),
    (
        "Starting Kubernetes cluster ID: 00000007-0000-4000-8000-000000000007",
        {"cloudstack.family": "kubernetes.change", "cloudstack.cluster.uuid": None},
        "c.c.k.c.a.KubernetesClusterStartWorker",
    ),
    (
        "Draining node : n-1 on VM : v-1 for Kubernetes cluster : k8s unsuccessful",
        {"cloudstack.family": "kubernetes.failed", "event.outcome": "failure"},
        "c.c.k.c.a.KubernetesClusterScaleWorker",
    ),
    (
        "Operation failed for veeam task id=task-5",
        {"cloudstack.family": "backup.failed", "event.outcome": "failure"},
        "o.a.c.b.v.VeeamClient",
    ),
    (
        "Synchronizing backup for VM i-4-3-VM",
        {"cloudstack.family": "backup.change", "cloudstack.vm.name": "i-4-3-VM"},
        "o.a.c.b.VeeamBackupProvider",
    ),
]
