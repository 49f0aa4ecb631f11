package dev.headway.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The output of kustomize for {@code src/deploy/kubernetes}, read strictly and compared
 * with the server's needs.
 */
@Timeout(60)
class ManifestsIT {

	@ParameterizedTest
	@ValueSource(strings = { "base", "overlays/fixed", "overlays/hpa", "overlays/keda" })
	void hasNoFieldThatThereIsNot(String folder) throws Exception {
		KubernetesObjects objects = Kustomization.render(folder);
		assertThat(objects.kinds()).contains("Namespace", "Deployment", "Service", "PodDisruptionBudget",
				"NetworkPolicy");
		assertThat(objects.unknownFields()).isEmpty();
	}

	@Test
	void fieldThatThereIsNotIsFound() {
		KubernetesObjects objects = KubernetesObjects.parse("""
				apiVersion: apps/v1
				kind: Deployment
				spec:
				  template:
				    spec:
				      containers:
				        - name: headway
				          readynessProbe: {}
				---
				apiVersion: keda.sh/v1alpha1
				kind: ScaledObject
				spec:
				  triggers:
				    - type: prometheus
				      metadata: {}
				      treshold: 2
				---
				apiVersion: apps/v1beta1
				kind: Deployment
				""");
		assertThat(objects.unknownFields()).containsExactly("Deployment.Spec.Template.Spec.Containers.readynessProbe",
				"ScaledObject: treshold in triggers", "Deployment of apps/v1beta1");
	}

	@Test
	void podFitsIntoTheRestrictedProfile() throws Exception {
		KubernetesObjects objects = Kustomization.render("base");
		assertThat(objects.get(Namespace.class).getMetadata().getLabels())
			.containsEntry("pod-security.kubernetes.io/enforce", "restricted");
		PodSpec pod = pod(objects).getSpec();
		assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
		assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
		assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
		assertThat(pod.getHostNetwork()).isNull();
		assertThat(pod.getHostPID()).isNull();
		assertThat(pod.getHostIPC()).isNull();
		assertThat(pod.getVolumes()).allSatisfy((volume) -> assertThat(volume.getEmptyDir()).isNotNull());
		assertThat(pod.getAutomountServiceAccountToken()).isFalse();
		assertThat(container(objects).getSecurityContext()).satisfies((security) -> {
			assertThat(security.getAllowPrivilegeEscalation()).isFalse();
			assertThat(security.getPrivileged()).isNull();
			assertThat(security.getReadOnlyRootFilesystem()).isTrue();
			assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
			assertThat(security.getCapabilities().getAdd()).isEmpty();
		});
		assertThat(container(objects).getPorts()).allSatisfy((port) -> assertThat(port.getHostPort()).isNull());
	}

	@Test
	void servicesVariablesAreNotTakenForProperties() throws Exception {
		assertThat(pod(Kustomization.render("base")).getSpec().getEnableServiceLinks()).isFalse();
	}

	@Test
	void gracePeriodHoldsAllThatTheEndTakes() throws Exception {
		KubernetesObjects objects = Kustomization.render("base");
		Duration preStop = Duration.ofSeconds(container(objects).getLifecycle().getPreStop().getSleep().getSeconds());
		Duration shutdown = DurationStyle
			.detectAndParse(environment(objects, "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE"));
		// the watchdog ends what is left 1.5 s after the deadline
		Duration needed = preStop.plus(shutdown).plusSeconds(2);
		assertThat(Duration.ofSeconds(pod(objects).getSpec().getTerminationGracePeriodSeconds()))
			.isGreaterThanOrEqualTo(needed);
		// two readiness checks of a balancer, and the time that kube-proxy needs
		assertThat(preStop).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void probesAskTheManagementServerSoThatNoPodIsKilledForBeingBusy() throws Exception {
		KubernetesObjects objects = Kustomization.render("base");
		Container container = container(objects);
		assertThat(container.getPorts()).filteredOn(ContainerPort::getName, "management")
			.extracting((port) -> port.getContainerPort().toString())
			.containsExactly(environment(objects, "MANAGEMENT_SERVER_PORT"));
		assertThat(List.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe()))
			.extracting((probe) -> probe.getHttpGet().getPort().getStrVal())
			.containsOnly("management");
		assertThat(List.of(container.getStartupProbe(), container.getLivenessProbe())).extracting(ManifestsIT::path)
			.containsOnly("/actuator/health/liveness");
		assertThat(path(container.getReadinessProbe())).isEqualTo("/actuator/health/readiness");
	}

	@Test
	void everySelectorFindsThePods() throws Exception {
		KubernetesObjects objects = Kustomization.render("overlays/hpa");
		Map<String, String> labels = pod(objects).getMetadata().getLabels();
		Deployment deployment = objects.get(Deployment.class);
		Stream<Map<String, String>> selectors = Stream.concat(
				Stream.of(deployment.getSpec().getSelector().getMatchLabels(),
						objects.get(Service.class).getSpec().getSelector(),
						objects.get(PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels(),
						objects.get(NetworkPolicy.class).getSpec().getPodSelector().getMatchLabels(),
						objects.get(PodMonitor.class).getSpec().getSelector().getMatchLabels()),
				pod(objects).getSpec()
					.getTopologySpreadConstraints()
					.stream()
					.map((constraint) -> constraint.getLabelSelector().getMatchLabels()));
		assertThat(selectors).hasSize(7)
			.allSatisfy((selector) -> assertThat(labels).isNotEmpty().containsAllEntriesOf(selector));
	}

	@Test
	void everyPortIsOneOfThePods() throws Exception {
		KubernetesObjects objects = Kustomization.render("overlays/hpa");
		List<String> ports = container(objects).getPorts().stream().map(ContainerPort::getName).toList();
		assertThat(objects.get(Service.class).getSpec().getPorts())
			.extracting((port) -> port.getTargetPort().getStrVal())
			.containsExactly("http")
			.isSubsetOf(ports);
		assertThat(objects.get(NetworkPolicy.class).getSpec().getIngress()).flatExtracting((rule) -> rule.getPorts())
			.extracting((port) -> port.getPort().getStrVal())
			.containsExactlyInAnyOrderElementsOf(ports);
		assertThat(objects.get(PodMonitor.class).getSpec().getPodMetricsEndpoints())
			.extracting((endpoint) -> endpoint.getPort())
			.containsExactly("management");
	}

	@Test
	void rollOutAndDrainOfANodeLeaveEnoughPods() throws Exception {
		KubernetesObjects objects = Kustomization.render("base");
		assertThat(objects.get(Deployment.class).getSpec().getStrategy().getRollingUpdate()).satisfies((update) -> {
			assertThat(update.getMaxUnavailable().getIntVal()).isZero();
			assertThat(update.getMaxSurge().getIntVal()).isPositive();
		});
		assertThat(objects.get(PodDisruptionBudget.class).getSpec().getMaxUnavailable().getIntVal()).isOne();
	}

	private static PodTemplateSpec pod(KubernetesObjects objects) {
		return objects.get(Deployment.class).getSpec().getTemplate();
	}

	private static Container container(KubernetesObjects objects) {
		List<Container> containers = pod(objects).getSpec().getContainers();
		assertThat(containers).hasSize(1);
		return containers.get(0);
	}

	private static String environment(KubernetesObjects objects, String name) {
		return container(objects).getEnv()
			.stream()
			.filter((variable) -> variable.getName().equals(name))
			.map(EnvVar::getValue)
			.findFirst()
			.orElseThrow();
	}

	private static String path(Probe probe) {
		return probe.getHttpGet().getPath();
	}

}
