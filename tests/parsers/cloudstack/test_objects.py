"""Objects are found in all the ways in which CloudStack writes them."""

import pytest

from parsers.cloudstack.objects import read_objects

UUID = "2c8e790f-e6d2-11f1-b077-02fc00000001"


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("VM 7 is on host 5", {"vm.id": "7", "host.id": "5"}),
        ("VM with ID 7 in network id=208", {"vm.id": "7", "network.id": "208"}),
        ("vm id: 7, host: 5, dataCenterId: 2", {"vm.id": "7", "host.id": "5", "zone.id": "2"}),
        ("from dc:2, pod:1,cluster:3", {"zone.id": "2", "pod.id": "1", "cluster.id": "3"}),
        ("Resource [Host:5] is unreachable", {"host.id": "5"}),
        (
            'VM instance {"id":7,"instanceName":"i-4-7-VM","uuid":"u-7"}',
            {"vm.id": "7", "vm.name": "i-4-7-VM", "vm.uuid": "u-7"},
        ),
        (
            'Account [{"accountName":"alice","id":4,"uuid":"u-4"}]',
            {"account.id": "4", "account.name": "alice", "account.uuid": "u-4"},
        ),
        (
            'Zone {"id": "1", "name": "z-1", "uuid": "u-1"}',
            {"zone.id": "1", "zone.name": "z-1", "zone.uuid": "u-1"},
        ),
        (f"Acct[{UUID}-alice]", {"account.uuid": UUID, "account.name": "alice"}),
        ("VM[User|i-4-7-VM]", {"vm.name": "i-4-7-VM", "vm.id": "7"}),
        ("VM[User|web-7]", {"vm.name": "web-7"}),
        ("VM[DomainRouter|r-9-VM]", {"router.name": "r-9-VM", "router.id": "9"}),
        ("Ntwk[213|Guest|7]", {"network.id": "213"}),
        (f"Ntwk[{UUID}|Guest|7]", {"network.uuid": UUID}),
        ("Vol[9|name=data1|vm=7|DATADISK]", {"volume.id": "9", "volume.name": "data1"}),
        (
            "Dest[Zone(1)-Pod(2)-Cluster(3)-Host(5)-Storage(Volume(9|ROOT-->Pool(4))]",
            {"zone.id": "1", "pod.id": "2", "cluster.id": "3", "host.id": "5", "volume.id": "9"},
        ),
        ("via: 5(kvm-05)", {"host.id": "5", "host.name": "kvm-05"}),
        (
            'StoragePool {"id":3,"name":"PS2","uuid":"u-3"}',
            {"resource.type": "StoragePool", "resource.id": "3", "resource.name": "PS2"},
        ),
        (
            "in zone [1], pod [2], cluster [id: 5]",
            {"zone.id": "1", "pod.id": "2", "cluster.id": "5"},
        ),
        ("Host[-5-Routing] is gone", {"host.id": "5"}),
        (f"no volume {UUID} there", {"volume.uuid": UUID}),
        (f"VM with UUID [{UUID}], host: {UUID}", {"vm.uuid": UUID, "host.uuid": UUID}),
        (f"snapshot id {UUID} of keyhost-{UUID}", {"host.uuid": None, "vm.uuid": None}),
        (
            f'VM instance {{id: "7", name: "i-4-7-VM", uuid: "{UUID}", type="User"}}',
            {"vm.id": "7", "vm.name": "i-4-7-VM", "vm.uuid": UUID},
        ),
        ("the method 5 of period 3", {"pod.id": None}),
        ("Agent 7 is now connected to peer 22", {"host.id": "7"}),
        ("VMs on host 7-kvm-03.a are", {"host.id": "7", "host.name": "kvm-03.a"}),
        ("instanceType: Volume, instanceId: 7", {"vm.id": None}),
        ("host 5 of 10.0.0.5, cluster 4.18", {"host.id": "5", "cluster.id": None}),
        ('Updated {"name":"ROOT-1"} from x', {"resource.type": None}),
    ],
)
def test_an_object_is_found(message: str, wanted: dict[str, str | None]) -> None:
    fields: dict[str, object] = {}
    read_objects(message, fields)
    assert {name: fields.get(f"cloudstack.{name}") for name in wanted} == wanted


def test_parts_of_two_objects_are_not_mixed() -> None:
    fields: dict[str, object] = {"cloudstack.host.id": "4"}
    read_objects('from Host {"id":5,"name":"kvm-05"}', fields)
    assert "cloudstack.host.name" not in fields


def test_every_machine_is_related_and_the_first_counts() -> None:
    fields: dict[str, object] = {}
    read_objects("i-4-7-VM and i-4-8-VM and i-4-7-VM", fields)
    assert fields["cloudstack.vm.name"] == "i-4-7-VM"
    assert fields["related.hosts"] == ["i-4-7-VM", "i-4-8-VM"]


def test_a_text_that_is_read_again_says_the_same() -> None:
    first: dict[str, object] = {}
    again: dict[str, object] = {}
    read_objects("VM 7 is on host 5", first)
    read_objects("VM 7 is on host 5", again)
    assert first == again
