"""Cases of the families in `deploy`."""

from tests.parsers.cloudstack.cases import HOST, VM, Case

CASES: list[Case] = [
    (
        (
            "Trying to allocate a host and storage pools from dc:2, "
            "pod:1,cluster:null, requested cpu: 500, requested ram: (512.00 MB) "
            "536870912"
        ),
        {
            "cloudstack.family": "deploy.request",
            "cloudstack.zone.id": "2",
            "cloudstack.pod.id": "1",
            "cloudstack.cluster.id": None,
            "cloudstack.capacity.type": "memory",
            "cloudstack.capacity.requested": 536870912,
            "labels": {"cpu_requested": "500"},
        },
    ),
    (
        (
            "Trying to allocate a host and storage pools from datacenter "
            f'[Zone {{"id": "1", "name": "z1"}}], pod [null], cluster '
            f"[null], to deploy VM [{VM}] with requested CPU [500] and "
            "requested RAM [(1.00 GB) 1073741824]."
        ),
        {
            "cloudstack.family": "deploy.request",
            "cloudstack.zone.id": "1",
            "cloudstack.zone.name": "z1",
            "cloudstack.vm.name": "i-4-7-VM",
            "cloudstack.capacity.requested": 1073741824,
            "labels": {"cpu_requested": "500"},
        },
    ),
    (
        f"Trying to deploy VM [{VM}] and details: Plan [null]; avoid list [null]",
        {"cloudstack.family": "deploy.request", "cloudstack.vm.name": "i-4-7-VM"},
        "c.c.DeploymentPlanningManagerImpl",
    ),
    (
        (
            "Trying to find a potenial host and associated storage pools from the "
            "suitable host/pool lists for this VM"
        ),
        {"cloudstack.family": "deploy.request"},
        "c.c.DeploymentPlanningManagerImpl",
    ),
    (
        "Deploy avoids pods: [], clusters: null, hosts: [3, 4]",
        {
            "cloudstack.family": "deploy.avoid",
            "labels": {"avoid_pods": "[]", "avoid_clusters": "null", "avoid_hosts": "[3, 4]"},
        },
        "c.c.DeploymentPlanningManagerImpl",
    ),
    (
        "Adding hosts to avoid lists for non-explicit VM deployment: [6]",
        {"cloudstack.family": "deploy.avoid", "labels": {"avoid": "hosts", "places": "[6]"}},
        "c.c.DeploymentPlanningManagerImpl",
    ),
    (
        "Removing from the clusterId list these clusters from avoid set: []",
        {"cloudstack.family": "deploy.avoid", "labels": {"avoid": "clusters", "places": "[]"}},
        "c.c.DeploymentPlanningManagerImpl",
    ),
    (
        (
            "Host name: kvm-05, hostId: 5 is in avoid set, skipping this and trying "
            "other available hosts"
        ),
        {"cloudstack.family": "deploy.avoid", "cloudstack.host.id": "5"},
        "c.c.FirstFitAllocator",
    ),
    (
        "The last host of this VM is in avoid set",
        {"cloudstack.family": "deploy.avoid"},
        "c.c.DeploymentPlanningManagerImpl",
    ),
    (
        (
            "Returning Deployment Destination: "
            "Dest[Zone(Id)-Pod(Id)-Cluster(Id)-Host(Id)-Storage(Volume(Id|Type-->Pool(Id))] "
            ": Dest[Zone(2)-Pod(1)-Cluster(3)-Host(5)-Storage(Volume(9|ROOT-->Pool(2))]"
        ),
        {
            "cloudstack.family": "deploy.destination",
            "cloudstack.zone.id": "2",
            "cloudstack.host.id": "5",
            "cloudstack.volume.id": "9",
            "event.outcome": "success",
        },
    ),
    (
        ("Found a potential host id: 5 name: kvm-05 and associated storage pools for this VM"),
        {
            "cloudstack.family": "deploy.host",
            "cloudstack.host.id": "5",
            "cloudstack.host.name": "kvm-05",
        },
        "c.c.DeploymentPlanningManagerImpl",
    ),
    (
        "Found a suitable host, adding to list: 5",
        {"cloudstack.family": "deploy.host", "cloudstack.host.id": "5"},
        "c.c.FirstFitAllocator",
    ),
    (
        "Checking if host: 5 can access any suitable storage pool for volume: ROOT",
        {"cloudstack.family": "deploy.host", "cloudstack.host.id": "5"},
        "c.c.DeploymentPlanningManagerImpl",
    ),
    (
        f"Host: {HOST} can access pool: 2",
        {"cloudstack.family": "deploy.host", "cloudstack.host.name": "kvm-05"},
        "c.c.DeploymentPlanningManagerImpl",
    ),
    (
        "Checking suitable pools for volume (Id, Type): (1,ROOT)",
        {"cloudstack.family": "deploy.storage"},
        "c.c.DeploymentPlanningManagerImpl",
    ),
    (
        "System VMs will use shared storage for zone id=2",
        {"cloudstack.family": "deploy.storage", "cloudstack.zone.id": "2"},
        "c.c.DeploymentPlanningManagerImpl",
    ),
    (
        "Searching resources only under specified Pod: 1",
        {"cloudstack.family": "deploy.search", "cloudstack.pod.id": "1"},
        "c.c.FirstFitPlanner",
    ),
    (
        "Checking resources in Cluster: 3 under Pod: 1",
        {
            "cloudstack.family": "deploy.search",
            "cloudstack.cluster.id": "3",
            "cloudstack.pod.id": "1",
        },
        "c.c.DeploymentPlanningManagerImpl",
    ),
    (
        f"No suitable host found for VM [{VM}].",
        {
            "cloudstack.family": "deploy.failed",
            "cloudstack.vm.name": "i-4-7-VM",
            "event.outcome": "failure",
        },
        "c.c.FirstFitRoutingAllocator",
    ),
    (
        "No suitable host found for the following compute offering tags [gpu].",
        {"cloudstack.family": "deploy.failed", "event.outcome": "failure"},
        "c.c.FirstFitPlanner",
    ),
    (
        "Cannot deploy to specified host, returning.",
        {"cloudstack.family": "deploy.failed"},
        "c.c.DeploymentPlanningManagerImpl",
    ),
    (
        "Failed to reserve host 5 due to no answer",
        {
            "cloudstack.family": "deploy.failed",
            "event.outcome": "failure",
            "error.message": "no answer",
            "cloudstack.host.id": "5",
        },
        "c.c.DeploymentPlanningManagerImpl",
    ),
    (
        "In FirstFitPlanner:: plan",
        {"cloudstack.family": "deploy.search"},
        "cloud.deploy.FirstFitPlanner",
    ),
    (
        "CPUOverprovisioningFactor considered: 1.0",
        {"cloudstack.family": "deploy.search"},
        "cloud.deploy.FirstFitPlanner",
    ),
    (
        "Calling HostAllocators to find suitable hosts",
        {"cloudstack.family": "deploy.host"},
        "cloud.deploy.FirstFitPlanner",
    ),
    (
        "Not using host 6; numCpusGood: true, cpuFreqGood: true, host has capacity: false",
        {"cloudstack.family": "deploy.host", "cloudstack.host.id": "6"},
        "allocator.impl.FirstFitAllocator",
    ),
]
