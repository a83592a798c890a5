"""CLASSES, what the shortened loggers of CloudStack stand for, as far as it is known.

log4j shortens `com.cloud.api.ApiServlet` to `c.c.a.ApiServlet` (`%c{1.}`, since 4.3) or to
`cloud.api.ApiServlet` (`%c{3}`, before and in agents), and an inner class in the way of a package
(`c.c.a.m.D.PingTask`).  The table has the classes that were seen to log.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

_PACKAGES: dict[str, str] = {
    "apiserver.com.cloud.api": "ApiServer ApiServlet",
    "com.cloud.agent": "Agent AgentShell",
    "com.cloud.agent.manager": (
        "AgentAttache AgentManagerImpl AgentManagerImpl.ListenerThread ClusteredAgentAttache "
        "ClusteredAgentManagerImpl ClusteredDirectAgentAttache DirectAgentAttache "
        "DirectAgentAttache.PingTask DirectAgentAttache.Task MockAgentManagerImpl "
        "MockVmManagerImpl SimulatorManagerImpl"
    ),
    "com.cloud.agent.manager.allocator.impl": "FirstFitAllocator FirstFitRoutingAllocator",
    "com.cloud.agent.properties": "AgentPropertiesFileHandler",
    "com.cloud.agent.resource.virtualnetwork": "VirtualRoutingResource",
    "com.cloud.agent.transport": "Request",
    "com.cloud.alert": (
        "AlertManagerImpl ClusterAlertAdapter ConsoleProxyAlertAdapter "
        "SecondaryStorageVmAlertAdapter"
    ),
    "com.cloud.api": "ApiAsyncJobDispatcher ApiServer ApiServlet ApiSessionListener",
    "com.cloud.api.dispatch": "ParamGenericValidationWorker ParamProcessWorker",
    "com.cloud.api.query": "QueryManagerImpl",
    "com.cloud.api.query.dao": "SecurityGroupJoinDaoImpl",
    "com.cloud.async": "AsyncJobManagerImpl",
    "com.cloud.capacity": "CapacityManagerImpl",
    "com.cloud.cluster": (
        "ClusterManagerImpl ClusterServiceServletContainer "
        "ClusterServiceServletContainer.ListenerThread ClusterServiceServletImpl"
    ),
    "com.cloud.configuration": "ConfigurationManagerImpl",
    "com.cloud.consoleproxy": (
        "ConsoleProxy ConsoleProxyGCThread ConsoleProxyManagerImpl ConsoleProxyNoVNCHandler "
        "ConsoleProxyPasswordBasedEncryptor ConsoleProxyResourceHandler"
    ),
    "com.cloud.consoleproxy.vnc": "NoVncClient",
    "com.cloud.consoleproxy.vnc.security": "VncAuthSecurity VncTLSSecurity",
    "com.cloud.dc.dao": "DataCenterIpAddressDaoImpl",
    "com.cloud.deploy": "DeploymentPlanningManagerImpl FirstFitPlanner",
    "com.cloud.event": "ActionEventUtils",
    "com.cloud.event.dao": "UsageEventDaoImpl",
    "com.cloud.ha": (
        "CheckOnAgentInvestigator HighAvailabilityManagerExtImpl HighAvailabilityManagerImpl "
        "KVMFencer ManagementIPSystemVMInvestigator Ovm3Investigator SimulatorFencer "
        "SimulatorInvestigator UserVmDomRInvestigator XenServerFencer"
    ),
    "com.cloud.host.dao": "HostDaoImpl",
    "com.cloud.hypervisor": "XenServerGuru",
    "com.cloud.hypervisor.hyperv.discoverer": "HypervServerDiscoverer",
    "com.cloud.hypervisor.hyperv.manager": "HypervManagerImpl",
    "com.cloud.hypervisor.kvm.discoverer": "LibvirtServerDiscoverer",
    "com.cloud.hypervisor.kvm.resource": (
        "KVMHAMonitor LibvirtComputingResource LibvirtConnection"
    ),
    "com.cloud.hypervisor.kvm.resource.wrapper": (
        "LibvirtMigrateCommandWrapper LibvirtStartCommandWrapper LibvirtStopCommandWrapper"
    ),
    "com.cloud.hypervisor.kvm.storage": "KVMStorageProcessor LibvirtStorageAdaptor",
    "com.cloud.hypervisor.ovm3.resources": "Ovm3Discoverer Ovm3FenceBuilder Ovm3HypervisorGuru",
    "com.cloud.hypervisor.vmware.resource": "VmwareResource",
    "com.cloud.hypervisor.xen.resource": "XenServerStorageProcessor",
    "com.cloud.hypervisor.xenserver.discoverer": "XcpServerDiscoverer",
    "com.cloud.kubernetes.cluster": "KubernetesClusterManagerImpl",
    "com.cloud.kubernetes.cluster.actionworkers": (
        "KubernetesClusterActionWorker KubernetesClusterStartWorker"
    ),
    "com.cloud.network": (
        "ExternalDeviceUsageManagerImpl IpAddressManagerImpl NetworkManagerImpl NetworkModelImpl "
        "NetworkServiceImpl NetworkUsageManagerImpl"
    ),
    "com.cloud.network.as": "AutoScaleManagerImpl",
    "com.cloud.network.element": "OvsElement",
    "com.cloud.network.firewall": "FirewallManagerImpl",
    "com.cloud.network.guru": (
        "BigSwitchBcfGuestNetworkGuru BrocadeVcsGuestNetworkGuru ControlNetworkGuru "
        "DirectNetworkGuru DirectPodBasedNetworkGuru NiciraNvpGuestNetworkGuru "
        "OvsGuestNetworkGuru PodBasedNetworkGuru"
    ),
    "com.cloud.network.lb": (
        "ElasticLoadBalancerManagerImpl LBHealthCheckManagerImpl LoadBalancingRulesManagerImpl"
    ),
    "com.cloud.network.router": (
        "NetworkHelperImpl VirtualNetworkApplianceManagerImpl "
        "VirtualNetworkApplianceManagerImpl.CheckRouterTask VpcVirtualNetworkApplianceManagerImpl"
    ),
    "com.cloud.network.rules": "RulesManagerImpl",
    "com.cloud.network.security": (
        "SecurityGroupListener SecurityGroupManagerImpl SecurityGroupManagerImpl2"
    ),
    "com.cloud.network.vpc": "VpcManagerImpl",
    "com.cloud.network.vpn": "RemoteAccessVpnManagerImpl",
    "com.cloud.ovm.hypervisor": "OvmFencer",
    "com.cloud.projects": "ProjectManagerImpl",
    "com.cloud.resource": (
        "AgentResourceBase AgentRoutingResource ResourceManagerImpl SimulatorDiscoverer"
    ),
    "com.cloud.resourcelimit": "ResourceLimitManagerImpl",
    "com.cloud.serializer": "GsonHelper",
    "com.cloud.server": (
        "ConfigurationServerImpl ManagementServerImpl StatsCollector "
        "StatsCollector.AutoScaleMonitor StatsCollector.DbCollector StatsCollector.HostCollector "
        "StatsCollector.ManagementServerCollector StatsCollector.StorageCollector "
        "StatsCollector.VmStatsCollector"
    ),
    "com.cloud.storage": "StorageManagerImpl StoragePoolAutomationImpl VolumeApiServiceImpl",
    "com.cloud.storage.dao": "VMTemplateDaoImpl VolumeDaoImpl VolumeStatsDaoImpl",
    "com.cloud.storage.download": "DownloadMonitorImpl",
    "com.cloud.storage.listener": "StoragePoolMonitor",
    "com.cloud.storage.resource": "StorageSubsystemCommandHandlerBase",
    "com.cloud.storage.secondary": "SecondaryStorageListener",
    "com.cloud.storage.snapshot": "SnapshotManagerImpl SnapshotSchedulerImpl",
    "com.cloud.storage.template": "DownloadManagerImpl",
    "com.cloud.tags": "TaggedResourceManagerImpl",
    "com.cloud.template": "HypervisorTemplateAdapter",
    "com.cloud.upgrade": (
        "DatabaseIntegrityChecker DatabaseUpgradeChecker SystemVmTemplateRegistration"
    ),
    "com.cloud.upgrade.dao": "VersionDaoImpl",
    "com.cloud.usage": "UsageManagerImpl UsageServer UsageServiceImpl",
    "com.cloud.usage.dao": "UsageVMSnapshotOnPrimaryDaoImpl",
    "com.cloud.usage.parser": (
        "BackupUsageParser BucketUsageParser IPAddressUsageParser LoadBalancerUsageParser "
        "NetworkOfferingUsageParser NetworkUsageParser NetworksUsageParser "
        "PortForwardingUsageParser SecurityGroupUsageParser StorageUsageParser "
        "VMInstanceUsageParser VMSnapshotOnPrimaryParser VMSnapshotUsageParser VPNUserUsageParser "
        "VmDiskUsageParser VolumeUsageParser VpcUsageParser"
    ),
    "com.cloud.user": (
        "AccountManagerImpl AccountManagerImpl.AccountCleanupTask DomainManagerImpl"
    ),
    "com.cloud.utils": "LogUtils PropertiesUtil",
    "com.cloud.utils.component": "ComponentContext ComponentLocator",
    "com.cloud.utils.crypt": "EncryptionSecretKeyChecker",
    "com.cloud.utils.db": (
        "ConnectionConcierge DbProperties DriverLoader GlobalLock Merovingian2 ScriptRunner "
        "Transaction.Transaction"
    ),
    "com.cloud.utils.exception": "CSExceptionErrorCode",
    "com.cloud.utils.net": "NetUtils",
    "com.cloud.utils.nio": "Link NioServer",
    "com.cloud.utils.script": "Script",
    "com.cloud.utils.ssh": "SshHelper",
    "com.cloud.vm": (
        "ClusteredVirtualMachineManagerImpl UserVmManagerImpl VirtualMachineManagerImpl "
        "VirtualMachineManagerImpl.CleanupTask VirtualMachinePowerStateSyncImpl "
        "VmWorkJobDispatcher VmWorkJobHandlerProxy"
    ),
    "org.apache.cloudstack": "ServerDaemon",
    "org.apache.cloudstack.acl": (
        "DynamicRoleBasedAPIAccessChecker ProjectRoleBasedApiAccessChecker RoleType "
        "StaticRoleBasedAPIAccessChecker"
    ),
    "org.apache.cloudstack.affinity": "AffinityGroupServiceImpl HostAntiAffinityProcessor",
    "org.apache.cloudstack.agent.lb": "IndirectAgentLBServiceImpl",
    "org.apache.cloudstack.annotation": "AnnotationManagerImpl",
    "org.apache.cloudstack.api": "BaseCmd",
    "org.apache.cloudstack.api.command.admin.host": "AddHostCmd",
    "org.apache.cloudstack.api.command.admin.user": "UpdateUserCmd",
    "org.apache.cloudstack.api.command.admin.vm": "MigrateVMCmd",
    "org.apache.cloudstack.api.command.user.address": "AssociateIPAddrCmd",
    "org.apache.cloudstack.api.command.user.firewall": (
        "CreateEgressFirewallRuleCmd CreateFirewallRuleCmd CreatePortForwardingRuleCmd"
    ),
    "org.apache.cloudstack.api.command.user.loadbalancer": "CreateLoadBalancerRuleCmd",
    "org.apache.cloudstack.api.command.user.nat": "EnableStaticNatCmd",
    "org.apache.cloudstack.api.command.user.network": "CreateNetworkCmd",
    "org.apache.cloudstack.api.command.user.snapshot": "CreateSnapshotCmd",
    "org.apache.cloudstack.api.command.user.vm": "DeployVMCmd ListVMsCmd StartVMCmd",
    "org.apache.cloudstack.api.command.user.volume": "CreateVolumeCmd ResizeVolumeCmd",
    "org.apache.cloudstack.api.command.user.vpn": "CreateRemoteAccessVpnCmd",
    "org.apache.cloudstack.auth": "MD5UserAuthenticator SHA256SaltedUserAuthenticator",
    "org.apache.cloudstack.backup": "BackupManagerImpl DummyBackupProvider",
    "org.apache.cloudstack.ca": "CAManagerImpl",
    "org.apache.cloudstack.ca.provider": "RootCACustomTrustManager RootCAProvider",
    "org.apache.cloudstack.cloudian": "CloudianConnectorImpl",
    "org.apache.cloudstack.cluster": "ClusterDrsServiceImpl",
    "org.apache.cloudstack.consoleproxy": "ConsoleAccessManagerImpl",
    "org.apache.cloudstack.discovery": "ApiDiscoveryServiceImpl",
    "org.apache.cloudstack.engine.orchestration": (
        "NetworkOrchestrator NetworkOrchestrator.NetworkGarbageCollector VolumeOrchestrator"
    ),
    "org.apache.cloudstack.framework.config.impl": "ConfigDepotImpl",
    "org.apache.cloudstack.framework.extensions.manager": "ExtensionsManagerImpl",
    "org.apache.cloudstack.framework.jobs": "AsyncJobExecutionContext",
    "org.apache.cloudstack.framework.jobs.impl": (
        "AsyncJobManagerImpl AsyncJobMonitor JobSerializerHelper SyncQueueManagerImpl"
    ),
    "org.apache.cloudstack.framework.messagebus": "MessageBusBase MessageDispatcher",
    "org.apache.cloudstack.framework.security.keystore": "KeystoreManagerImpl",
    "org.apache.cloudstack.gpu": "GpuServiceImpl",
    "org.apache.cloudstack.ha": "HAManagerImpl HAManagerImpl.HAManagerBgPollTask",
    "org.apache.cloudstack.hypervisor.external.provisioner": "ExternalPathPayloadProvisioner",
    "org.apache.cloudstack.ldap": "LdapAuthenticator LdapContextFactory LdapManagerImpl",
    "org.apache.cloudstack.maintenance": "ManagementServerMaintenanceManagerImpl",
    "org.apache.cloudstack.metrics": "MetricsServiceImpl",
    "org.apache.cloudstack.mom.webhook": "WebhookServiceImpl",
    "org.apache.cloudstack.network.element": "InternalLoadBalancerElement",
    "org.apache.cloudstack.network.guru": "SspGuestNetworkGuru",
    "org.apache.cloudstack.network.lb": "InternalLoadBalancerVMManagerImpl",
    "org.apache.cloudstack.network.opendaylight": "OpendaylightGuestNetworkGuru",
    "org.apache.cloudstack.network.router.deployment": "RouterDeploymentDefinition",
    "org.apache.cloudstack.network.topology": "AdvancedNetworkTopology BasicNetworkTopology",
    "org.apache.cloudstack.oauth2": "OAuth2AuthManagerImpl OAuth2UserAuthenticator",
    "org.apache.cloudstack.outofbandmanagement": "OutOfBandManagementServiceImpl",
    "org.apache.cloudstack.outofbandmanagement.dao": "OutOfBandManagementDaoImpl",
    "org.apache.cloudstack.outofbandmanagement.driver.ipmitool": (
        "IpmitoolOutOfBandManagementDriver"
    ),
    "org.apache.cloudstack.poll": "BackgroundPollManagerImpl",
    "org.apache.cloudstack.quota": (
        "QuotaAlertManagerImpl QuotaManagerImpl QuotaServiceImpl QuotaStatementImpl"
    ),
    "org.apache.cloudstack.ratelimit": "ApiRateLimitServiceImpl",
    "org.apache.cloudstack.saml": "SAML2AuthManagerImpl SAML2UserAuthenticator",
    "org.apache.cloudstack.secondarystorage": (
        "PremiumSecondaryStorageManagerImpl SecondaryStorageManagerImpl"
    ),
    "org.apache.cloudstack.server.auth": "PBKDF2UserAuthenticator",
    "org.apache.cloudstack.spring.lifecycle": "CloudStackExtendedLifeCycle",
    "org.apache.cloudstack.spring.lifecycle.registry": (
        "DumpRegistry ExtensionRegistry PluggableServiceLifecycle RegistryLifecycle"
    ),
    "org.apache.cloudstack.spring.module.model.impl": "DefaultModuleDefinitionSet",
    "org.apache.cloudstack.storage": "NfsMountManager",
    "org.apache.cloudstack.storage.allocator": (
        "AbstractStoragePoolAllocator ClusterScopeStoragePoolAllocator LocalStoragePoolAllocator "
        "ZoneWideStoragePoolAllocator"
    ),
    "org.apache.cloudstack.storage.cache.allocator": "StorageCacheRandomAllocator",
    "org.apache.cloudstack.storage.datastore": "PrimaryDataStoreImpl",
    "org.apache.cloudstack.storage.datastore.driver": "CloudStackPrimaryDataStoreDriverImpl",
    "org.apache.cloudstack.storage.datastore.lifecycle": (
        "CloudStackPrimaryDataStoreLifeCycleImpl"
    ),
    "org.apache.cloudstack.storage.datastore.provider": (
        "AdaptivePrimaryHostListener DataStoreProviderManagerImpl DefaultHostListener "
        "ElastistorPrimaryDataStoreProvider FlashArrayPrimaryDatastoreProviderImpl "
        "PrimeraPrimaryDatastoreProviderImpl SolidFireHostListener SolidFireSharedHostListener"
    ),
    "org.apache.cloudstack.storage.datastore.util": "ElastistorVolumeApiServiceImpl",
    "org.apache.cloudstack.storage.endpoint": "DefaultEndPointSelector",
    "org.apache.cloudstack.storage.image": (
        "BaseImageStoreDriverImpl TemplateDataFactoryImpl TemplateServiceImpl"
    ),
    "org.apache.cloudstack.storage.motion": "AncientDataMotionStrategy",
    "org.apache.cloudstack.storage.resource": (
        "NfsSecondaryStorageResource SecondaryStorageDiscoverer"
    ),
    "org.apache.cloudstack.storage.snapshot": "DefaultSnapshotStrategy SnapshotServiceImpl",
    "org.apache.cloudstack.storage.vmsnapshot": "DefaultVMSnapshotStrategy",
    "org.apache.cloudstack.storage.volume": "VolumeObject VolumeServiceImpl",
    "org.apache.cloudstack.userdata": "UserDataManagerImpl",
    "org.apache.cloudstack.utils.mailing": "SMTPMailSender",
    "org.apache.cloudstack.utils.process": "ProcessRunner",
    "org.apache.cloudstack.utils.reflectiontostringbuilderutils": (
        "ReflectionToStringBuilderUtils"
    ),
    "org.apache.cloudstack.vm.schedule": "VMSchedulerImpl",
}
"""Package to its classes, inner ones after their outer one and a dot."""


def _short_forms() -> Iterator[tuple[str, str]]:
    for package, classes in _PACKAGES.items():
        for name in classes.split():
            parts = f"{package}.{name}".split(".")
            yield ".".join([*(part[0] for part in parts[:-1]), parts[-1]]), f"{package}.{name}"
            yield ".".join(parts[-3:]), f"{package}.{name}"


def _unambiguous() -> dict[str, str]:
    forms = set(_short_forms())
    claims = Counter(short for short, _ in forms)
    return {short: full for short, full in forms if claims[short] == 1}


CLASSES: Mapping[str, str] = MappingProxyType(_unambiguous())
"""Shortened logger to class; forms that two classes share are left out."""


def class_of(logger: str) -> str | None:
    """The class of a logger as written: anonymous and generated classes are their outer one's."""
    name = logger.replace("\\", "").partition("_EnhancerBy")[0].partition("$")[0]
    if name.startswith(("com.", "org.")):
        return name
    return CLASSES.get(name)
